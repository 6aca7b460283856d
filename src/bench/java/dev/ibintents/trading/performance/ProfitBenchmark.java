package dev.ibintents.trading.performance;

import com.sun.management.OperatingSystemMXBean;
import dev.ibintents.ServedFolder;
import dev.ibintents.Table;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.trading.Money;
import dev.ibintents.trading.performance.DayRecord.StrategyDay;
import dev.ibintents.trading.totals.Cash;
import dev.ibintents.trading.totals.Category;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Measures the answer about the profit of strategies over HTTP, from the embedded store, by the
 * number of days and strategies.
 */
public final class ProfitBenchmark {
  private static final List<Scale> SCALES =
      List.of(new Scale(252, 10), new Scale(2_520, 10), new Scale(2_520, 20), new Scale(2_520, 50));
  private static final int CALLS_TO_WARM = 10;
  private static final int CALLS = 11;
  private static final LocalDate FIRST = LocalDate.parse("2016-11-28");

  private ProfitBenchmark() {}

  private record Scale(int days, int strategies) {}

  /** Runs the benchmark and prints its table. */
  public static void run() throws Exception {
    Table.begin(
        "Profit by strategy",
        "days",
        "strategies",
        "JSON, p50",
        "processor time",
        "CSV, p50",
        "JSON, characters");
    for (Scale scale : SCALES) {
      try (ServedFolder folder = new ServedFolder();
          FrontDoor door = FrontDoor.in(folder.path()).open()) {
        write(door.store(), scale);
        median(door, "/performance", CALLS_TO_WARM);
        Table.row(
            Table.format("%,d", scale.days()),
            scale.strategies(),
            Table.time(median(door, "/performance", CALLS)),
            Table.time(processorTime(door)),
            Table.time(median(door, "/performance?format=csv", CALLS)),
            Table.format("%,d", answer(door, "/performance").length()));
      }
    }
  }

  private static double median(FrontDoor door, String path, int calls) throws Exception {
    long[] times = new long[calls];
    for (int i = 0; i < calls; i++) {
      long begun = System.nanoTime();
      answer(door, path);
      times[i] = System.nanoTime() - begun;
    }
    Arrays.sort(times);
    return times[calls / 2];
  }

  /** The processor time of an answer and of its caller, which is in the same process. */
  private static double processorTime(FrontDoor door) throws Exception {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long begun = system.getProcessCpuTime();
    median(door, "/performance", CALLS);
    return (system.getProcessCpuTime() - begun) / (double) CALLS;
  }

  private static String answer(FrontDoor door, String path) throws Exception {
    HttpResponse<String> response = door.getPlain(path);
    if (response.statusCode() != 200) {
      throw new IllegalStateException(response.body());
    }
    return response.body();
  }

  private static void write(DocumentStore store, Scale scale) {
    Random random = new Random(scale.days());
    Cash[] cash = new Cash[scale.strategies()];
    Arrays.fill(cash, Cash.NONE);
    List<DayRecord> days = new ArrayList<>();
    LocalDate day = FIRST;
    while (days.size() < scale.days()) {
      days.add(record(day, random, cash));
      day = day.plusDays(day.getDayOfWeek() == DayOfWeek.FRIDAY ? 3 : 1);
    }
    store.<Void, RuntimeException>runTransaction(
        transaction -> {
          days.forEach(
              written ->
                  transaction.set("positions/paper/days/" + written.day(), written.fields()));
          return null;
        });
  }

  /** A day on which every fifth strategy trades, in one of two currencies. */
  private static DayRecord record(LocalDate day, Random random, Cash... cash) {
    SortedMap<String, StrategyDay> strategies = new TreeMap<>();
    for (int i = 0; i < cash.length; i++) {
      String currency = i % 5 == 0 ? "EUR" : "USD";
      if (random.nextInt(5) == 0) {
        cash[i] =
            cash[i]
                .plus(Cash.of(Category.TRADED, new Money(amount(random, 10_000), currency)))
                .plus(Cash.of(Category.COMMISSIONS, new Money(amount(random, 2), currency)));
      }
      strategies.put(
          "strategy" + i,
          new StrategyDay(
              Optional.of(new BigDecimal("20000.25").add(amount(random, 100))),
              amount(random, 20_000),
              cash[i],
              new TreeMap<>(Map.of(currency, cash[i].of(currency, Category.COMMISSIONS))),
              new TreeMap<>(Map.of(currency, cash[i].of(currency, Category.TRADED))),
              new TreeMap<>(Map.of(currency, cash[i].of(currency, Category.TRADED).abs()))));
    }
    return new DayRecord(
        day,
        Instant.parse(day + "T21:30:00Z"),
        "DU1234567",
        "USD",
        new BigDecimal("1000000").add(amount(random, 10_000)),
        new TreeMap<>(Map.of("EUR", new BigDecimal("1.0912"), "USD", BigDecimal.ONE)),
        Optional.of(new TreeMap<>(Map.of("EUR", new BigDecimal("31250.40")))),
        true,
        "",
        strategies);
  }

  private static BigDecimal amount(Random random, int most) {
    return BigDecimal.valueOf(random.nextInt(200 * most) - 100L * most, 2);
  }
}
