package dev.ibintents.trading.performance;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import dev.ibintents.trading.Money;
import dev.ibintents.trading.performance.DayRecord.StrategyDay;
import dev.ibintents.trading.totals.Cash;
import dev.ibintents.trading.totals.Category;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Writes recorded days of made-up strategies into an embedded store, for the tests of the page in
 * src/test/browser: {@code SeededDays FOLDER DAYS STRATEGIES LAST-DAY}.
 */
public final class SeededDays {
  /** The days that are written in one transaction. */
  private static final int BATCH = 200;

  private static final double CAPITAL = 50_000;
  private static final BigDecimal COMMISSION = new BigDecimal("-1.35");

  private final Random random = new Random(14);
  private final Map<String, StrategyDay> strategies = new TreeMap<>();
  private BigDecimal nobodys = new BigDecimal("20000.00");

  private SeededDays(int count) {
    for (int i = 1; i <= count; i++) {
      strategies.put(
          "strategy-%02d".formatted(i),
          new StrategyDay(
              Optional.of(cents(CAPITAL)),
              cents(CAPITAL),
              Cash.NONE,
              new TreeMap<>(),
              new TreeMap<>(Map.of("USD", cents(CAPITAL))),
              new TreeMap<>()));
    }
  }

  /** Writes the days into the folder that the first argument names. */
  public static void main(String[] arguments) {
    SeededDays world = new SeededDays(Integer.parseInt(arguments[2]));
    List<LocalDate> days = days(Integer.parseInt(arguments[1]), LocalDate.parse(arguments[3]));
    SqliteDocumentStore store = new SqliteDocumentStore(Path.of(arguments[0]));
    try {
      for (int begin = 0; begin < days.size(); begin += BATCH) {
        List<LocalDate> batch = days.subList(begin, Math.min(days.size(), begin + BATCH));
        store.runTransaction(
            transaction -> {
              for (LocalDate day : batch) {
                transaction.set(
                    "positions/" + TradingMode.PAPER + "/days/" + day, world.next(day).fields());
              }
              return null;
            });
      }
    } finally {
      store.close();
    }
  }

  /** The last weekdays up to a day, the earliest first. */
  private static List<LocalDate> days(int count, LocalDate last) {
    List<LocalDate> days = new ArrayList<>();
    for (LocalDate day = last; days.size() < count; day = day.minusDays(1)) {
      if (day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY) {
        days.add(day);
      }
    }
    Collections.reverse(days);
    return days;
  }

  private static BigDecimal cents(double amount) {
    return BigDecimal.valueOf(amount).setScale(2, RoundingMode.HALF_EVEN);
  }

  private DayRecord next(LocalDate day) {
    double market = 0.00025 + 0.007 * random.nextGaussian();
    strategies.replaceAll((id, before) -> moved(before, market));
    if (day.getDayOfMonth() == 15) {
      nobodys = nobodys.add(cents(20 * random.nextDouble())); // interest on cash
    }
    BigDecimal value = nobodys;
    for (StrategyDay strategy : strategies.values()) {
      value = value.add(strategy.value()).add(strategy.cash().total("USD"));
    }
    return new DayRecord(
        day,
        day.atTime(21, 0).toInstant(ZoneOffset.UTC),
        "DU1234567",
        "USD",
        value,
        new TreeMap<>(Map.of("USD", BigDecimal.ONE)),
        Optional.of(new TreeMap<>()),
        true,
        "",
        new TreeMap<>(strategies));
  }

  private StrategyDay moved(StrategyDay before, double market) {
    double daily = 0.6 * market + 0.005 * random.nextGaussian();
    Cash cash = before.cash();
    if (random.nextInt(5) == 0) {
      cash = cash.plus(Cash.of(Category.COMMISSIONS, new Money(COMMISSION, "USD")));
    }
    return new StrategyDay(
        before.capital(),
        before.value().add(cents(CAPITAL * daily)),
        cash,
        before.realized(),
        before.cost(),
        before.volume());
  }
}
