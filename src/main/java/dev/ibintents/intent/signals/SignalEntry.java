package dev.ibintents.intent.signals;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A contract that a strategy wants to hold.
 *
 * @param contract the contract as the program names it
 * @param signal the fraction of the strategy's capital
 */
public record SignalEntry(Map<String, Object> contract, BigDecimal signal) {
  /**
   * The entries of a document's list.
   *
   * @param target the list as the document has it; entries that cannot be read are left out
   */
  static List<SignalEntry> of(List<?> target) {
    List<SignalEntry> entries = new ArrayList<>();
    for (Object entry : target) {
      if (entry instanceof Map<?, ?> fields
          && fields.get(TargetRequest.CONTRACT) instanceof Map<?, ?> contract) {
        number(fields.get(TargetRequest.SIGNAL))
            .ifPresent(signal -> entries.add(new SignalEntry(named(contract), signal)));
      }
    }
    return entries;
  }

  private static Map<String, Object> named(Map<?, ?> contract) {
    Map<String, Object> named = new LinkedHashMap<>();
    contract.forEach((name, value) -> named.put(String.valueOf(name), value));
    return named;
  }

  private static Optional<BigDecimal> number(Object value) {
    try {
      return Optional.of(new BigDecimal(String.valueOf(value)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
