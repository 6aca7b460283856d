package dev.ibintents.simulator.market;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.function.LongToDoubleFunction;

/**
 * The prices of one instrument at many moments, in ticks. They equal those of {@link Prices}, but
 * cost a fraction of the work. Not safe for several threads.
 */
final class PricePath {
  /** The distance to a whole tick below which only exact arithmetic finds the right side. */
  private static final double TOO_CLOSE = 1e-6;

  private static final int SMALLEST_VOLUME = 6;
  private static final int VOLUMES = 13;
  private static final int EXCURSIONS = 4;

  private final BigDecimal tick;
  private final double tickSize;
  private final boolean traded;
  private final long settlement;
  private final LongToDoubleFunction value;
  private final RandomSeries.Picks sides;
  private final RandomSeries.Picks minutes;
  private final double steepest;

  /**
   * Makes the path of an instrument.
   *
   * @param settlement the settlement in epoch seconds; the largest number if there is none
   * @param value the exact value at a second
   * @param sides decides by the second whether the latest trade was at the bid or the ask
   * @param minutes decides volume and price excursions by the minute
   * @param steepest the largest change of the logarithm of the value in a second
   */
  PricePath(
      Instrument instrument,
      long settlement,
      LongToDoubleFunction value,
      RandomSeries.Picks sides,
      RandomSeries.Picks minutes,
      double steepest) {
    this.tick = instrument.minTick();
    this.tickSize = tick.doubleValue();
    this.traded = instrument.kind() != Instrument.Kind.CASH;
    this.settlement = settlement;
    this.value = value;
    this.sides = sides;
    this.minutes = minutes;
    this.steepest = steepest;
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

  /**
   * The first second in which the bid reaches a number of ticks. Seconds within which it cannot get
   * there are left out.
   *
   * @param atMost whether the bid must be at most that; else at least
   * @param after the second before the first one that counts
   * @param until the last second that counts
   */
  Optional<Long> reached(long ticks, boolean atMost, long after, long until) {
    long second = after + 1;
    while (second <= until) {
      long bid = bid(second);
      if (atMost ? bid <= ticks : bid >= ticks) {
        return Optional.of(second);
      }
      // The value is from bid to bid + 1, and must be below ticks + 1, or at least ticks.
      double distance =
          atMost ? Math.log(bid / Math.max(0.5, ticks + 1)) : Math.log(ticks / (bid + 1.0));
      second += Math.max(1, (long) Math.min(distance / steepest, until));
    }
    return Optional.empty();
  }

  /** The daily bar of a session. High and low are the extremes of some samples. */
  PricedBar daily(TradingHours.Hours session) {
    long first = session.from().getEpochSecond();
    long last = session.to().getEpochSecond() - 1;
    long step = (last - first) / Prices.SAMPLES_OF_A_SESSION;
    long open = last(first);
    long close = last(last);
    long high = Math.max(open, close);
    long low = Math.min(open, close);
    long units = 0;
    for (long second = first; second <= last; second += step) {
      long ticks = last(second);
      high = Math.max(high, ticks);
      low = Math.min(low, ticks);
      units += step * volume(second - Math.floorMod(second, 60L));
    }
    return new PricedBar(
        session.date(),
        price(open),
        price(high),
        price(low),
        price(close),
        BigDecimal.valueOf(units));
  }

  /** The latest trade, in ticks. A pair has no trades, so this is its bid. */
  long last(long epochSecond) {
    long second = Math.min(epochSecond, settlement);
    return bid(second) + (traded ? sides.at(second, 2) : 0);
  }

  /** The volume of each second of a minute. */
  long volume(long minute) {
    return SMALLEST_VOLUME + minutes.at(minute, VOLUMES);
  }

  /** The number of ticks by which a minute rises above its first and last price. */
  long above(long minute) {
    return minutes.at(minute + 1, EXCURSIONS);
  }

  /** The number of ticks by which a minute falls below its first and last price. */
  long below(long minute) {
    return minutes.at(minute + 2, EXCURSIONS);
  }

  /** Converts a number of ticks to a price. */
  BigDecimal price(long ticks) {
    return BigDecimal.valueOf(ticks)
        .multiply(tick)
        .setScale(Math.max(2, tick.scale()), RoundingMode.UNNECESSARY);
  }

  /** The price half a tick above a number of ticks. */
  BigDecimal middle(long ticks) {
    BigDecimal price = price(ticks);
    return price.add(
        tick.divide(BigDecimal.valueOf(2), price.scale() + 1, RoundingMode.UNNECESSARY));
  }
}
