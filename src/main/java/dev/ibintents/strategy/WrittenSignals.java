package dev.ibintents.strategy;

import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.InvalidContractException;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.store.Document;
import dev.ibintents.store.FieldException;
import dev.ibintents.store.Fields;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Signals that stand in a strategy's document, as a list of maps that each hold a contract and a
 * number. What is wrong is collected, so that one refusal names all of it.
 *
 * @param contracts the contracts as they are written
 * @param numbers the number of each
 */
record WrittenSignals(List<ContractSpec> contracts, List<BigDecimal> numbers) {
  private static final String CONTRACT = "contract";

  /**
   * Reads a list of signals.
   *
   * @param document the strategy's
   * @param listName the field that holds the list
   * @param numberName the field of each entry that holds its number
   * @throws NoSignalsException naming everything that is wrong, and the form expected
   */
  static WrittenSignals read(Document document, String listName, String numberName) {
    List<String> problems = new ArrayList<>();
    WrittenSignals read = new WrittenSignals(new ArrayList<>(), new ArrayList<>());
    int number = 0;
    for (Object entry : entries(document, listName, problems)) {
      read.add(
          new Entry(document.path() + ": " + listName + "[" + number++ + "]", entry),
          numberName,
          problems);
    }
    if (problems.isEmpty()) {
      return read;
    }
    throw new NoSignalsException(
        "%s. Expected is %s: [{\"contract\": {\"symbol\": \"SPY\", \"secType\": \"STK\","
                .formatted(String.join("; ", problems), listName)
            + " \"exchange\": \"SMART\", \"currency\": \"USD\"}, \""
            + numberName
            + "\": \"0.6\"}, …]");
  }

  private static List<Object> entries(Document document, String listName, List<String> problems) {
    try {
      return document.list(listName);
    } catch (FieldException e) {
      problems.add(e.getMessage());
      return List.of();
    }
  }

  /** An entry of the list, and where it stands. */
  private record Entry(String where, Object value) implements Fields {
    @Override
    @SuppressWarnings("unchecked") // a normalised map has strings for keys
    public Map<String, Object> fields() {
      return (Map<String, Object>) value;
    }
  }

  private void add(Entry entry, String numberName, List<String> problems) {
    if (!(entry.value() instanceof Map)) {
      problems.add(entry.where() + " is no map");
      return;
    }
    Set<String> unknown = new LinkedHashSet<>(entry.fields().keySet());
    unknown.removeAll(Set.of(CONTRACT, numberName));
    unknown.forEach(name -> problems.add(entry.where() + " has the unknown field " + name));
    try {
      contracts.add(ContractSpec.of(entry.map(CONTRACT).fields(), entry.where() + "." + CONTRACT));
    } catch (FieldException | InvalidContractException e) {
      problems.add(e.getMessage());
    }
    try {
      numbers.add(entry.decimal(numberName));
    } catch (FieldException e) {
      problems.add(e.getMessage());
    }
  }

  /** The signals, when the contracts have been found. */
  Signals resolved(StrategyContext context) {
    List<ResolvedContract> found = context.resolve(contracts);
    Signals.Builder signals = Signals.builder();
    for (int i = 0; i < found.size(); i++) {
      signals.put(found.get(i), numbers.get(i));
    }
    return signals.build();
  }
}
