package dev.ibintents.backtest;

import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.MarketCalendar;
import dev.ibintents.simulator.market.PricedBar;
import dev.ibintents.simulator.market.TradingHours;
import dev.ibintents.simulator.market.Universe;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Daily bars of random walks, for tests. */
final class RandomBars {
  private static final Instrument SPY = Universe.known("SPY").orElseThrow();

  private RandomBars() {}

  /** The bars of a walk from 100, whose open gaps away from the close before by up to a part. */
  static List<PricedBar> walk(long seed, LocalDate from, LocalDate to, double gap) {
    Random random = new Random(seed);
    List<PricedBar> bars = new ArrayList<>();
    double last = 20 + 200 * random.nextDouble();
    for (LocalDate day : sessions(from, to)) {
      double open = Math.max(1, last * (1 + gap * (2 * random.nextDouble() - 1)));
      double close = Math.max(1, open * (1 + 0.02 * random.nextGaussian()));
      bars.add(bar(day, open, close, 1_000_000 + random.nextInt(1_000_000)));
      last = close;
    }
    return bars;
  }

  static PricedBar bar(LocalDate day, double open, double close, long volume) {
    return new PricedBar(
        day,
        cents(open),
        cents(Math.max(open, close) * 1.001),
        cents(Math.min(open, close) * 0.999),
        cents(close),
        BigDecimal.valueOf(volume));
  }

  /** The sessions of US shares from one day to another. */
  static List<LocalDate> sessions(LocalDate from, LocalDate to) {
    List<LocalDate> sessions = new ArrayList<>();
    MarketCalendar calendar = MarketCalendar.of(SPY);
    LocalDate day = from;
    while (!day.isAfter(to)) {
      TradingHours.Hours next =
          calendar.notOverAt(day.atStartOfDay(java.time.ZoneOffset.UTC).toInstant(), true);
      day = next.date();
      if (!day.isAfter(to)) {
        sessions.add(day);
      }
      day = day.plusDays(1);
    }
    return sessions;
  }

  private static BigDecimal cents(double price) {
    return BigDecimal.valueOf(price).setScale(2, RoundingMode.HALF_EVEN);
  }
}
