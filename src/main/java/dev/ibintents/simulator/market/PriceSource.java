package dev.ibintents.simulator.market;

import dev.ibintents.ibapi.message.Bar;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** The prices of a market, now and in the past. */
public interface PriceSource {
  /** The bars of the past. */
  interface BarSource {
    /**
     * The bars of an instrument, the oldest first.
     *
     * @param end the end of the request; no bar begins after it
     * @param show TRADES, MIDPOINT, BID, ASK, BID_ASK or ADJUSTED_LAST
     * @param regularHours whether the bars cover regular trading hours only
     * @param dateFormat 2 for epoch seconds, any other number for text; the date of a daily bar is
     *     always yyyyMMdd
     * @throws IllegalArgumentException if there are too many bars, or none of this size
     */
    List<Bar> bars(
        Instrument instrument,
        BarSpan span,
        Instant end,
        String show,
        boolean regularHours,
        int dateFormat);

    /** The beginning of the first session that has bars. */
    Instant first(Instrument instrument, boolean regularHours);
  }

  /**
   * A price for which an order waits.
   *
   * @param buys whether it is the price that a buyer pays; else the one that a seller receives
   * @param price the price of the order
   * @param atMost whether the order waits for this price or a lower one; else for it or a higher
   *     one
   */
  record AwaitedPrice(boolean buys, BigDecimal price, boolean atMost) {
    /** Whether the order waits no longer at a price of the market. */
    public boolean isReachedBy(BigDecimal marketPrice) {
      int beyond = marketPrice.compareTo(price);
      return atMost ? beyond <= 0 : beyond >= 0;
    }
  }

  /** The quote of an instrument at an instant. */
  Quote quote(Instrument instrument, Instant instant);

  /**
   * The value of one unit of a currency in US dollars.
   *
   * @throws IllegalArgumentException if this market has no rate for the currency
   */
  BigDecimal rate(String currency, Instant instant);

  /** The price at which a position is valued. */
  BigDecimal mark(Instrument instrument, Instant instant);

  /** The price that a buyer pays, or that a seller receives. */
  BigDecimal price(Instrument instrument, boolean buys, Instant instant);

  /**
   * The first moment at which the market reaches a price.
   *
   * @param after the moment before the first one that counts
   * @param until the last moment that counts
   * @return empty if the market does not reach the price by then
   */
  Optional<Instant> reached(
      Instrument instrument, AwaitedPrice awaited, Instant after, Instant until);

  /** The time of the latest trade at or before an instant. */
  Instant traded(Instrument instrument, Instant instant);

  /** The bars, with times as text in this zone. */
  BarSource bars(ZoneId zone);
}
