package dev.ibintents;

import dev.ibintents.bench.FrontDoor;
import dev.ibintents.simulator.market.Instrument;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/**
 * Measures the time of a summary by its number of fills, by callers, and by the gateway's delay.
 */
final class SummaryBenchmark {
  private static final int CALLS = 1000;
  private static final int ROUNDS = 10;
  private static final int WARM_UP = 20;
  private static final List<Integer> FILLS = List.of(50, 100, 200, 400, 800);
  private static final List<Integer> CALLERS = List.of(1, 2, 4, 8, 16, 32);
  private static final List<Integer> DELAYS = List.of(10, 20, 40);

  private SummaryBenchmark() {}

  static void run() throws Exception {
    try (ServedFolder folder = new ServedFolder();
        FrontDoor door = FrontDoor.in(folder.path()).open()) {
      measure(door, CALLS);
      measure(door, CALLS);
      inBothDialects(door);
      withDelay(door);
      withCallers(door);
      withFills(door);
    }
  }

  /** Takes turns, so that other work on the machine slows both dialects down alike. */
  private static void inBothDialects(FrontDoor door) throws Exception {
    Table.begin("A warm summary in both dialects", "dialect", "p50", "p95");
    Map<String, long[]> times = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (String dialect : List.of("text", "protobuf")) {
        speak(door, dialect);
        measure(door, WARM_UP);
        times.merge(
            dialect,
            measure(door, CALLS / ROUNDS),
            (before, more) ->
                LongStream.concat(Arrays.stream(before), Arrays.stream(more)).toArray());
      }
    }
    times.forEach(
        (dialect, all) -> {
          Arrays.sort(all);
          Table.row(
              dialect, Table.time(all[all.length / 2]), Table.time(all[all.length * 95 / 100]));
        });
    speak(door, "text");
  }

  private static void speak(FrontDoor door, String dialect) {
    door.store().update("config/common", Map.of("gateway", Map.of("protocol", dialect)));
  }

  private static void withDelay(FrontDoor door) throws Exception {
    Table.begin(
        "A summary when the gateway answers late", "each answer", "p50", "waits for the gateway");
    for (int millis : DELAYS) {
      door.gateway().faults().delay(Duration.ofMillis(millis));
      double p50 = measure(door, 100)[50];
      Table.row(
          millis + " ms", Table.time(p50), Table.format("%.2f × the delay", p50 / millis / 1e6));
    }
    door.gateway().faults().clear();
  }

  private static void withCallers(FrontDoor door) throws Exception {
    Table.begin("Summaries at the same time", "callers", "calls a second", "p50", "p99");
    for (int callers : CALLERS) {
      long begun = System.nanoTime();
      List<long[]> times = atOnce(door, callers);
      double seconds = (System.nanoTime() - begun) / 1e9;
      long[] all = times.stream().flatMapToLong(Arrays::stream).sorted().toArray();
      Table.row(
          callers,
          Table.format("%.0f", all.length / seconds),
          Table.time(all[all.length / 2]),
          Table.time(all[all.length * 99 / 100]));
    }
  }

  private static List<long[]> atOnce(FrontDoor door, int callers) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      Callable<long[]> calls = () -> measure(door, CALLS / callers);
      List<long[]> times = new ArrayList<>();
      for (Future<long[]> caller : threads.invokeAll(Collections.nCopies(callers, calls))) {
        times.add(caller.get());
      }
      return times;
    } finally {
      threads.shutdownNow();
    }
  }

  private static void withFills(FrontDoor door) throws Exception {
    Table.begin("A summary of more fills", "fills of the day", "p50", "growth");
    Instrument spy = door.gateway().universe().byConId(756733).orElseThrow();
    double before = 0;
    int traded = 0;
    for (int fills : FILLS) {
      for (; traded < fills; traded++) {
        door.gateway().tws().trade(spy, BigDecimal.ONE, new BigDecimal("500.00"));
      }
      measure(door, 100);
      double p50 = measure(door, 100)[50];
      Table.row(fills, Table.time(p50), Table.growth(before, p50, 1, before == 0 ? 1 : 2));
      before = p50;
    }
  }

  private static long[] measure(FrontDoor door, int calls) throws Exception {
    long[] times = new long[calls];
    try (Caller caller = new Caller(door.root())) {
      for (int i = 0; i < calls; i++) {
        long begun = System.nanoTime();
        caller.get("/summary");
        times[i] = System.nanoTime() - begun;
      }
    }
    Arrays.sort(times);
    return times;
  }
}
