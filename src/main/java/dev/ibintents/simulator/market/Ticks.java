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

/** The messages of one round of market data, in the order and under the tick types of real ones. */
public enum Ticks {
  /** Live data. */
  LIVE(Duration.ZERO),
  /** Data that is a quarter of an hour old. */
  DELAYED(Duration.ofMinutes(15));

  private static final int HALTED = 49;
  private static final int EXECUTABLE = 1;

  private final Duration age;

  Ticks(Duration age) {
    this.age = age;
  }

  /** The tick type of each figure (TWS API, "Available Tick Types"). */
  private enum Figure {
    BID(1, 66),
    ASK(2, 67),
    LAST(4, 68),
    HIGH(6, 72),
    LOW(7, 73),
    CLOSE(9, 75),
    OPEN(14, 76),
    BID_SIZE(0, 69),
    ASK_SIZE(3, 70),
    LAST_SIZE(5, 71),
    VOLUME(8, 74),
    LAST_TIME(45, 88);

    private final int live;
    private final int delayed;

    Figure(int live, int delayed) {
      this.live = live;
      this.delayed = delayed;
    }
  }

  private int type(Figure figure) {
    return this == LIVE ? figure.live : figure.delayed;
  }

  /**
   * The ticks of an instrument at a moment. A pair has no trades, so it has no last price, volume
   * or open.
   *
   * @param haltedSince the moment since which trading is halted; empty if it is not
   */
  public List<Response> messages(
      int reqId,
      Instrument instrument,
      PriceSource prices,
      Instant now,
      Optional<Instant> haltedSince) {
    Instant at = now.minus(age);
    Quote quote = prices.quote(instrument, at);
    boolean traded = quote.last() != null;
    List<Response> ticks = new ArrayList<>();
    ticks.add(
        new TickReqParams(reqId, instrument.minTick(), traded ? "9c0001" : "", traded ? 3 : 0));
    if (traded) {
      ticks.add(
          new TickString(
              reqId,
              type(Figure.LAST_TIME),
              Long.toString(haltedSince.orElse(prices.traded(instrument, at)).getEpochSecond())));
    }
    price(ticks, reqId, Figure.BID, quote.bid(), Figure.BID_SIZE, quote.sizes().bid());
    price(ticks, reqId, Figure.ASK, quote.ask(), Figure.ASK_SIZE, quote.sizes().ask());
    if (traded) {
      price(ticks, reqId, Figure.LAST, quote.last(), Figure.LAST_SIZE, quote.sizes().last());
      ticks.add(
          new TickGeneric(reqId, HALTED, new BigDecimal(haltedSince.isPresent() ? "1.0" : "0.0")));
      ticks.add(new TickSize(reqId, type(Figure.VOLUME), BigDecimal.valueOf(quote.volume())));
    }
    ticks.add(price(reqId, Figure.HIGH, quote.range().high()));
    ticks.add(price(reqId, Figure.LOW, quote.range().low()));
    ticks.add(price(reqId, Figure.CLOSE, quote.close()));
    if (traded) {
      ticks.add(price(reqId, Figure.OPEN, quote.range().open()));
    }
    return ticks;
  }

  private TickPrice price(int reqId, Figure figure, BigDecimal price) {
    return new TickPrice(reqId, type(figure), price, BigDecimal.ZERO, 0);
  }

  /** Adds a price with its size, and then the size in a message of its own. */
  private void price(
      List<Response> ticks, int reqId, Figure figure, BigDecimal price, Figure sized, long size) {
    BigDecimal units = BigDecimal.valueOf(size);
    ticks.add(new TickPrice(reqId, type(figure), price, units, EXECUTABLE));
    ticks.add(new TickSize(reqId, type(sized), units));
  }
}
