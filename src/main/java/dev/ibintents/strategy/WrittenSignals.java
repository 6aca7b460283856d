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
 * The signals in a strategy's document: a list of maps with a contract and a number. A refusal
 * names all faults at once.
 *
 * @param contracts the contracts as written
 * @param numbers the number of each contract, in the same order
 */
public record WrittenSignals(List<ContractSpec> contracts, List<BigDecimal> numbers) {
  private static final String CONTRACT = "contract";

  /**
   * Reads a list of signals. Faults are refused with the expected form.
   *
   * @param id the strategy's id
   * @param settings the fields of its document
   * @param listName the field that holds the list
   * @param numberName the field of each entry that holds its number
   */
  static WrittenSignals read(
      String id, SettingFields settings, String listName, String numberName) {
    List<String> problems = new ArrayList<>();
    WrittenSignals read =
        of(
            entries(id, settings, listName, problems),
            Strategies.path(id) + ": " + listName,
            numberName,
            problems);
    problems.forEach(settings::refuse);
    if (settings.isDocument() && !problems.isEmpty()) {
      settings.hint(
          "The right form is %s: [{\"contract\": {\"symbol\": \"SPY\", \"secType\": \"STK\","
                  .formatted(listName)
              + " \"exchange\": \"SMART\", \"currency\": \"USD\"}, \""
              + numberName
              + "\": \"0.6\"}, …]");
    }
    return read;
  }

  /**
   * Reads a list of signals.
   *
   * @param entries the list, with the values of a document
   * @param where the place of the list, for messages
   * @param numberName the field of each entry that holds its number
   * @param problems collects the faults, in words
   */
  public static WrittenSignals of(
      List<?> entries, String where, String numberName, List<String> problems) {
    WrittenSignals read = new WrittenSignals(new ArrayList<>(), new ArrayList<>());
    int number = 0;
    for (Object entry : entries) {
      read.add(new Entry(where + "[" + number++ + "]", entry), numberName, problems);
    }
    return read;
  }

  private static List<?> entries(
      String id, SettingFields settings, String listName, List<String> problems) {
    Optional<Object> value = settings.value(listName);
    if (value.isPresent() && value.get() instanceof List<?> list) {
      return list;
    }
    String path = Strategies.path(id);
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

  /** An entry of the list, and its place in the document. */
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

  /**
   * Returns the faults of the numbers: those of no sensible size, and a sum of no sensible size.
   *
   * @param where the place of the list, for messages
   * @param numberName the field of each entry that holds its number
   */
  public List<String> nonsense(String where, String numberName) {
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i++) {
      String place = where + "[" + i + "]." + numberName + " ";
      Signals.nonsense(numbers.get(i)).ifPresent(words -> problems.add(place + words));
    }
    if (problems.isEmpty()) {
      Signals.nonsense(gross())
          .ifPresent(words -> problems.add("the sum of " + where + " without signs " + words));
    }
    return problems;
  }

  /** Returns the sum of the numbers without their signs. */
  public BigDecimal gross() {
    return numbers.stream().map(BigDecimal::abs).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Returns the sum of the numbers. */
  public BigDecimal net() {
    return numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Returns the signals for the instruments of the contracts. */
  Signals resolved(StrategyContext context) {
    return of(context.resolve(contracts));
  }

  /**
   * Returns the signals for instruments.
   *
   * @param found the instruments of the contracts, in the same order
   * @throws NoSignalsException if two contracts are the same instrument
   */
  public Signals of(List<ResolvedContract> found) {
    Signals.Builder signals = Signals.builder();
    for (int i = 0; i < found.size(); i++) {
      signals.put(found.get(i), numbers.get(i));
    }
    return signals.build();
  }
}
