package dev.ibintents.strategy;

import dev.ibintents.environment.SettingFields;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.InvalidContractException;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.store.FieldException;
import dev.ibintents.store.Fields;
import dev.ibintents.store.NearNames;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
   * Reads a list of signals; what is wrong with it is refused with the form expected.
   *
   * @param id the strategy's id
   * @param settings the fields of its document
   * @param listName the field that holds the list
   * @param numberName the field of each entry that holds its number
   */
  static WrittenSignals read(
      String id, SettingFields settings, String listName, String numberName) {
    List<String> problems = new ArrayList<>();
    WrittenSignals read = new WrittenSignals(new ArrayList<>(), new ArrayList<>());
    int number = 0;
    for (Object entry : entries(id, settings, listName, problems)) {
      read.add(
          new Entry(StrategyContext.path(id) + ": " + listName + "[" + number++ + "]", entry),
          numberName,
          problems);
    }
    problems.forEach(settings::refuse);
    if (settings.isDocument() && !problems.isEmpty()) {
      settings.hint(
          "Expected is %s: [{\"contract\": {\"symbol\": \"SPY\", \"secType\": \"STK\","
                  .formatted(listName)
              + " \"exchange\": \"SMART\", \"currency\": \"USD\"}, \""
              + numberName
              + "\": \"0.6\"}, …]");
    }
    return read;
  }

  private static List<?> entries(
      String id, SettingFields settings, String listName, List<String> problems) {
    Optional<Object> value = settings.value(listName);
    if (value.isPresent() && value.get() instanceof List<?> list) {
      return list;
    }
    String path = StrategyContext.path(id);
    problems.add(
        settings.isDocument()
            ? path
                + ": "
                + listName
                + value.map(found -> " is " + found).orElse(" is missing")
                + "; it must be a list"
            : "there is no document " + path + ", and it needs one");
    return List.of();
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
    List<String> allowed = List.of(CONTRACT, numberName);
    for (String name : entry.fields().keySet()) {
      if (!allowed.contains(name) && !name.startsWith(SettingFields.OWN)) {
        problems.add(
            entry.where() + " has the unknown field " + name + NearNames.suggestion(name, allowed));
      }
    }
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
