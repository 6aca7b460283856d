package dev.ibintents.simulator.market;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.LongToDoubleFunction;

/**
 * The prices of one instrument at many moments, in ticks: the same that {@link Prices} gives one by
 * one, for a fraction of the work. Not safe for several threads.
 */
final class PricePath {
  /** Nearer to a whole tick than this, only exact arithmetic tells on which side it is. */
  private static final double TOO_CLOSE = 1e-6;

  private static final int SMALLEST_VOLUME = 6;
  private static final int VOLUMES = 13;
  private static final int EXCURSIONS = 4;

  private final BigDecimal tick;
  private final double tickSize;
  private final boolean traded;
  private final long settlement;
  private final LongToDoubleFunction value;
  private final Noise.Picks sides;
  private final Noise.Picks minutes;

  /**
   * @param settlement when it settles if it is a future, in epoch seconds
   * @param value its exact value at a second
   * @param sides on which side the latest trade was, by the second
   * @param minutes what else happens, by the minute
   */
  PricePath(
      Instrument instrument,
      long settlement,
      LongToDoubleFunction value,
      Noise.Picks sides,
      Noise.Picks minutes) {
    this.tick = instrument.minTick();
    this.tickSize = tick.doubleValue();
    this.traded = instrument.kind() != Instrument.Kind.CASH;
    this.settlement = settlement;
    this.value = value;
    this.sides = sides;
    this.minutes = minutes;
  }

  /** The bid, in ticks. */
  long bid(long epochSecond) {
    double exact = value.applyAsDouble(Math.min(epochSecond, settlement));
    double ticks = exact / tickSize;
    boolean isClear = Math.abs(ticks - Math.rint(ticks)) > TOO_CLOSE;
    long whole =
        isClear
            ? (long) Math.floor(ticks)
            : BigDecimal.valueOf(exact).divide(tick, 0, RoundingMode.FLOOR).longValueExact();
    return Math.max(1, whole);
  }

  /** The latest trade, in ticks; of a pair, which has none, the bid. */
  long last(long epochSecond) {
    long second = Math.min(epochSecond, settlement);
    return bid(second) + (traded ? sides.at(second, 2) : 0);
  }

  /** What is traded in each second of a minute. */
  long volume(long minute) {
    return SMALLEST_VOLUME + minutes.at(minute, VOLUMES);
  }

  /** By how many ticks a minute goes above its first and its last price. */
  long above(long minute) {
    return minutes.at(minute + 1, EXCURSIONS);
  }

  /** By how many ticks a minute goes below its first and its last price. */
  long below(long minute) {
    return minutes.at(minute + 2, EXCURSIONS);
  }

  /** So many ticks as a price. */
  BigDecimal price(long ticks) {
    return BigDecimal.valueOf(ticks)
        .multiply(tick)
        .setScale(Math.max(2, tick.scale()), RoundingMode.UNNECESSARY);
  }

  /** The price half a tick above so many. */
  BigDecimal middle(long ticks) {
    BigDecimal price = price(ticks);
    return price.add(
        tick.divide(BigDecimal.valueOf(2), price.scale() + 1, RoundingMode.UNNECESSARY));
  }
}
