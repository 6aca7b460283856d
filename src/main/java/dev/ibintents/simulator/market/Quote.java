package dev.ibintents.simulator.market;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The market of one instrument at one instant. Prices are in the instrument's currency and on its
 * tick. The bid is always below the ask.
 *
 * @param bid the best price that a buyer offers
 * @param ask the best price that a seller offers
 * @param last the latest trade, at the bid or at the ask; {@code null} for pairs, which have no
 *     trades
 * @param close the last price of the session before this one
 * @param range the prices of this session so far
 * @param sizes the units behind bid, ask and last
 * @param volume units traded in this session so far; −1 for pairs, which have no trades
 */
public record Quote(
    BigDecimal bid,
    BigDecimal ask,
    BigDecimal last,
    BigDecimal close,
    PriceRange range,
    Sizes sizes,
    long volume) {

  /**
   * The units behind the prices of a quote.
   *
   * @param bid units that buyers want at the bid
   * @param ask units that sellers offer at the ask
   * @param last units of the latest trade; 0 for pairs
   */
  public record Sizes(long bid, long ask, long last) {}

  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  /** The exact middle of bid and ask. It may lie between two ticks. */
  public BigDecimal mid() {
    return bid.add(ask).divide(TWO, bid.scale() + 1, RoundingMode.UNNECESSARY);
  }

  /** The price at which a position is valued: the latest trade, or the middle for a pair. */
  public BigDecimal mark() {
    return last == null ? mid() : last;
  }
}
