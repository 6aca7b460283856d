package dev.ibintents.simulator.market;

import dev.ibintents.ibapi.message.Response;
import dev.ibintents.ibapi.message.TickGeneric;
import dev.ibintents.ibapi.message.TickPrice;
import dev.ibintents.ibapi.message.TickReqParams;
import dev.ibintents.ibapi.message.TickSize;
import dev.ibintents.ibapi.message.TickString;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One round of ticks in the order of real ones, under the numbers of live or of delayed data. */
public enum Ticks {
  /** As it is now. */
  LIVE(Duration.ZERO, 1, 2, 4, 6, 7, 9, 14, 0, 3, 5, 8, 45),
  /** As it was a quarter of an hour ago. */
  DELAYED(Duration.ofMinutes(15), 66, 67, 68, 72, 73, 75, 76, 69, 70, 71, 74, 88);

  private static final int HALTED = 49;
  private static final int EXECUTABLE = 1;

  private final Duration age;
  private final int bid;
  private final int ask;
  private final int last;
  private final int high;
  private final int low;
  private final int close;
  private final int open;
  private final int bidSize;
  private final int askSize;
  private final int lastSize;
  private final int volume;
  private final int lastTime;

  Ticks(
      Duration age,
      int bid,
      int ask,
      int last,
      int high,
      int low,
      int close,
      int open,
      int bidSize,
      int askSize,
      int lastSize,
      int volume,
      int lastTime) {
    this.age = age;
    this.bid = bid;
    this.ask = ask;
    this.last = last;
    this.high = high;
    this.low = low;
    this.close = close;
    this.open = open;
    this.bidSize = bidSize;
    this.askSize = askSize;
    this.lastSize = lastSize;
    this.volume = volume;
    this.lastTime = lastTime;
  }

  /**
   * The ticks of an instrument, which may be halted since a moment; pairs have no trades, so no
   * last, volume or open.
   */
  public List<Response> of(
      int reqId, Instrument instrument, Prices prices, Instant now, Optional<Instant> haltedSince) {
    Instant at = now.minus(age);
    Quote quote = prices.quote(instrument, at);
    boolean traded = quote.last() != null;
    List<Response> ticks = new ArrayList<>();
    ticks.add(
        new TickReqParams(reqId, instrument.minTick(), traded ? "9c0001" : "", traded ? 3 : 0));
    if (traded) {
      ticks.add(
          new TickString(reqId, lastTime, Long.toString(haltedSince.orElse(at).getEpochSecond())));
    }
    price(ticks, reqId, bid, quote.bid(), bidSize, quote.bidSize());
    price(ticks, reqId, ask, quote.ask(), askSize, quote.askSize());
    if (traded) {
      price(ticks, reqId, last, quote.last(), lastSize, quote.lastSize());
      ticks.add(
          new TickGeneric(reqId, HALTED, new BigDecimal(haltedSince.isPresent() ? "1.0" : "0.0")));
      ticks.add(new TickSize(reqId, volume, BigDecimal.valueOf(quote.volume())));
    }
    ticks.add(new TickPrice(reqId, high, quote.high(), BigDecimal.ZERO, 0));
    ticks.add(new TickPrice(reqId, low, quote.low(), BigDecimal.ZERO, 0));
    ticks.add(new TickPrice(reqId, close, quote.close(), BigDecimal.ZERO, 0));
    if (traded) {
      ticks.add(new TickPrice(reqId, open, quote.open(), BigDecimal.ZERO, 0));
    }
    return ticks;
  }

  /** A price carries its size, and the size comes once more by itself. */
  private static void price(
      List<Response> ticks, int reqId, int type, BigDecimal price, int sizeType, long size) {
    BigDecimal units = BigDecimal.valueOf(size);
    ticks.add(new TickPrice(reqId, type, price, units, EXECUTABLE));
    ticks.add(new TickSize(reqId, sizeType, units));
  }
}
