package dev.ibintents.backtest;

import dev.ibintents.simulator.market.Instrument;
import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * A dividend or a split of a share. A split of a day comes before the dividend of that day.
 *
 * @param exDate the first day on which the share trades without the dividend, or after the split
 * @param dividend the cash for one share; 0 if there is none
 * @param split the number of shares that one share becomes; 1 if there is no split
 */
public record CorporateAction(
    Instrument instrument, LocalDate exDate, BigDecimal dividend, BigDecimal split) {
  /** Whether the number of shares changes. */
  public boolean isSplit() {
    return split.compareTo(BigDecimal.ONE) != 0;
  }
}
