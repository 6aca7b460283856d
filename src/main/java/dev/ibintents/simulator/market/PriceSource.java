package dev.ibintents.simulator.market;

import dev.ibintents.ibapi.message.Bar;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

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

  /** The time of the latest trade at or before an instant. */
  Instant traded(Instrument instrument, Instant instant);

  /** The bars, with times as text in this zone. */
  BarSource bars(ZoneId zone);
}
