package dev.ibintents.simulator.market;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What the market shows for one instrument at one instant. Prices are in the instrument's currency
 * and on its tick; bid &lt; ask always.
 *
 * @param bid the best price that somebody pays
 * @param ask the best price that somebody takes
 * @param last the latest trade, on the bid or on the ask; {@code null} for pairs, which have none
 * @param close the last price of the session before this one
 * @param open the first price of this session
 * @param high the highest price of this session so far, as sampled
 * @param low the lowest price of this session so far, as sampled
 * @param bidSize units wanted at the bid
 * @param askSize units offered at the ask
 * @param lastSize units of the latest trade; 0 for pairs
 * @param volume units traded in this session so far; −1 for pairs, which have none
 */
public record Quote(
    BigDecimal bid,
    BigDecimal ask,
    BigDecimal last,
    BigDecimal close,
    BigDecimal open,
    BigDecimal high,
    BigDecimal low,
    long bidSize,
    long askSize,
    long lastSize,
    long volume) {

  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  /** Half way between bid and ask, exactly; it may lie between two ticks. */
  public BigDecimal mid() {
    return bid.add(ask).divide(TWO, bid.scale() + 1, RoundingMode.UNNECESSARY);
  }

  /** What a position is valued at: the latest trade, or the middle where there are no trades. */
  public BigDecimal mark() {
    return last == null ? mid() : last;
  }
}
