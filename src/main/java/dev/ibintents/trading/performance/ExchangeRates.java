package dev.ibintents.trading.performance;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The exchange rates of one day. A currency without a rate on that day has the rate of the last day
 * before.
 */
final class ExchangeRates {
  private final LocalDate day;
  private final Map<String, BigDecimal> rates;
  private final Set<String> notes;

  /**
   * The rates before the first day.
   *
   * @param notes collects the faults, in words
   */
  static ExchangeRates none(Set<String> notes) {
    return new ExchangeRates(LocalDate.MIN, Map.of(), notes);
  }

  private ExchangeRates(LocalDate day, Map<String, BigDecimal> rates, Set<String> notes) {
    this.day = day;
    this.rates = rates;
    this.notes = notes;
  }

  /** The rates of the next day. */
  ExchangeRates on(DayRecord next) {
    Map<String, BigDecimal> known = new HashMap<>(rates);
    known.putAll(next.fx());
    known.put(next.baseCurrency(), BigDecimal.ONE);
    return new ExchangeRates(next.day(), known, notes);
  }

  /** An amount in the base currency; 0 with a note if no rate was ever recorded. */
  BigDecimal inBase(BigDecimal amount, String currency) {
    if (amount.signum() == 0) {
      return BigDecimal.ZERO;
    }
    BigDecimal rate = rates.get(currency);
    if (rate == null) {
      notes.add(
          "no exchange rate of %s is recorded up to %s; amounts in it count as 0 until one is"
              .formatted(currency, day));
      return BigDecimal.ZERO;
    }
    return amount.multiply(rate);
  }
}
