package dev.ibintents.simulator.market;

import dev.ibintents.ibapi.message.Bar;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Makes bars from the prices of one instrument.
 *
 * <p>A full minute reaches a few ticks beyond its first and its last price. Longer bars are made of
 * minutes, so that bars of different lengths agree on the same hours. A bar that is shorter than a
 * minute stays between its own first and last price.
 */
public final class BarMaker {
  private static final int MINUTE = 60;
  private static final BigDecimal NONE = BigDecimal.ONE.negate();

  private final PricePath path;
  private final String show;
  private long first;
  private long last;
  private long high;
  private long low;
  private long volume;

  /**
   * Makes bars of one kind of data.
   *
   * @param show TRADES, MIDPOINT, BID, ASK, BID_ASK or ADJUSTED_LAST
   */
  BarMaker(PricePath path, String show) {
    this.path = path;
    this.show = show;
  }

  /** Whether this kind of data shows trades. Currency pairs have no trades. */
  public static boolean isTrades(String show) {
    return show.equals("TRADES") || show.equals("ADJUSTED_LAST");
  }

  /**
   * Makes the bar of the seconds from {@code from} to {@code to} − 1.
   *
   * @param from the first second, in epoch seconds
   * @param to the second after the last one, in epoch seconds
   * @param date the time of the bar as text
   */
  Bar bar(long from, long to, String date) {
    high = Long.MIN_VALUE;
    low = Long.MAX_VALUE;
    volume = 0;
    addSeconds(from, Math.min(nextMinute(from), to));
    BigDecimal open = price(first);
    for (long second = nextMinute(from); second < to; second = nextMinute(second)) {
      addSeconds(second, Math.min(nextMinute(second), to));
    }
    BigDecimal close = price(last);
    return switch (show) {
      case "TRADES", "ADJUSTED_LAST" -> traded(date, open, close, to - from);
      case "BID_ASK" ->
          untraded(date, open, path.price(high + 1), path.price(low), path.price(last + 1));
      default -> untraded(date, open, price(high), price(low), close);
    };
  }

  private static long nextMinute(long second) {
    return second - Math.floorMod(second, MINUTE) + MINUTE;
  }

  private void addSeconds(long from, long to) {
    long minute = from - Math.floorMod(from, MINUTE);
    boolean isWhole = to - from == MINUTE;
    first = ticks(from);
    last = ticks(to - 1);
    high = Math.max(high, Math.max(first, last) + (isWhole ? path.above(minute) : 0));
    low = Math.min(low, Math.max(1, Math.min(first, last) - (isWhole ? path.below(minute) : 0)));
    volume += (to - from) * path.volume(minute);
  }

  private long ticks(long second) {
    return switch (show) {
      case "TRADES", "ADJUSTED_LAST" -> path.last(second);
      case "ASK" -> path.bid(second) + 1;
      default -> path.bid(second);
    };
  }

  private BigDecimal price(long ticks) {
    return show.equals("MIDPOINT") ? path.middle(ticks) : path.price(ticks);
  }

  private Bar traded(String date, BigDecimal open, BigDecimal close, long seconds) {
    BigDecimal highest = path.price(high);
    BigDecimal lowest = path.price(low);
    BigDecimal average =
        open.add(close)
            .add(highest)
            .add(lowest)
            .divide(BigDecimal.valueOf(4), 3, RoundingMode.HALF_EVEN);
    return new Bar(
        date, open, highest, lowest, close, BigDecimal.valueOf(volume), average, (int) seconds);
  }

  private static Bar untraded(
      String date, BigDecimal open, BigDecimal high, BigDecimal low, BigDecimal close) {
    return new Bar(date, open, high, low, close, NONE, NONE, -1);
  }
}
