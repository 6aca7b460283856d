package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.ErrorMessage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The market data of an instrument, as far as received.
 *
 * @param contract the instrument as requested
 * @param values the ticks that have a value, by type
 * @param marketDataType 1 live, 2 frozen, 3 delayed, 4 delayed and frozen; empty if the gateway has
 *     not said
 * @param warnings the gateway's warnings, such as 10167 for delayed data
 */
public record MarketSnapshot(
    Contract contract,
    Map<TickType, BigDecimal> values,
    OptionalInt marketDataType,
    List<ErrorMessage> warnings) {

  /** Copies the collections. */
  public MarketSnapshot {
    values = Map.copyOf(values);
    warnings = List.copyOf(warnings);
  }

  /** The value of a tick, or of the same tick delayed; empty if neither has come. */
  public Optional<BigDecimal> value(TickType type) {
    return Optional.ofNullable(values.get(type)).or(() -> type.delayed().map(values::get));
  }

  /** Whether every type has a {@link #value}. */
  public boolean has(TickType... types) {
    for (TickType type : types) {
      if (value(type).isEmpty()) {
        return false;
      }
    }
    return true;
  }
}
