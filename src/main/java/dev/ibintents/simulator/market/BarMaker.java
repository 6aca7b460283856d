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
  private final BarTicks.Side side;
  private final KeptBars kept;
  private long first;
  private long last;
  private long high;
  private long low;
  private long volume;

  /**
   * Makes bars of one kind of data.
   *
   * @param show TRADES, MIDPOINT, BID, ASK, BID_ASK or ADJUSTED_LAST
   * @param kept the bars of the instrument that were made before
   */
  BarMaker(PricePath path, String show, KeptBars kept) {
    this.path = path;
    this.show = show;
    this.side = side(show);
    this.kept = kept;
  }

  private static BarTicks.Side side(String show) {
    if (isTrades(show)) {
      return BarTicks.Side.TRADE;
    }
    return show.equals("ASK") ? BarTicks.Side.ASK : BarTicks.Side.BID;
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
    BarTicks bar = kept.bar(side, from, to, () -> ticks(from, to));
    if (side == BarTicks.Side.TRADE) {
      return traded(date, bar, to - from);
    }
    BigDecimal open = price(bar.open());
    BigDecimal low = price(bar.low());
    return show.equals("BID_ASK")
        ? untraded(date, open, path.price(bar.high() + 1), low, path.price(bar.close() + 1))
        : untraded(date, open, price(bar.high()), low, price(bar.close()));
  }

  private BarTicks ticks(long from, long to) {
    high = Long.MIN_VALUE;
    low = Long.MAX_VALUE;
    volume = 0;
    addSeconds(from, Math.min(nextMinute(from), to));
    long open = first;
    for (long second = nextMinute(from); second < to; second = nextMinute(second)) {
      addSeconds(second, Math.min(nextMinute(second), to));
    }
    return new BarTicks(open, high, low, last, volume);
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
    return switch (side) {
      case TRADE -> path.last(second);
      case BID -> path.bid(second);
      case ASK -> path.bid(second) + 1;
    };
  }

  private BigDecimal price(long ticks) {
    return show.equals("MIDPOINT") ? path.middle(ticks) : path.price(ticks);
  }

  private Bar traded(String date, BarTicks bar, long seconds) {
    BigDecimal open = path.price(bar.open());
    BigDecimal high = path.price(bar.high());
    BigDecimal low = path.price(bar.low());
    BigDecimal close = path.price(bar.close());
    BigDecimal average =
        open.add(close).add(high).add(low).divide(BigDecimal.valueOf(4), 3, RoundingMode.HALF_EVEN);
    return new Bar(
        date, open, high, low, close, BigDecimal.valueOf(bar.volume()), average, (int) seconds);
  }

  private static Bar untraded(
      String date, BigDecimal open, BigDecimal high, BigDecimal low, BigDecimal close) {
    return new Bar(date, open, high, low, close, NONE, NONE, -1);
  }
}
