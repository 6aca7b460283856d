package dev.ibintents.trading.allocation;

import dev.ibintents.Table;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.QuantitySteps;
import dev.ibintents.trading.UnitValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;

/**
 * Measures the planning from signals to consolidated trades: ten strategies, each in a tenth of the
 * contracts.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class PlanningBenchmark {
  private static final int STRATEGIES = 10;

  /** The number of strategies times contracts. */
  @Param({"10", "20", "100", "200", "500", "1000"})
  public int wishes;

  private Allocator allocator;
  private List<Allocator.Wish> all;

  /** Creates the signals. Neighbouring strategies want opposite positions in the same contract. */
  @Setup
  public void setUp() {
    int contracts = Math.max(1, wishes / STRATEGIES);
    Map<Integer, Allocator.Instrument> instruments = new HashMap<>();
    for (int conId = 1; conId <= contracts; conId++) {
      BigDecimal price = new BigDecimal("10.37").multiply(BigDecimal.valueOf(conId));
      UnitValue value = new UnitValue(price, BigDecimal.ONE, new BigDecimal("1.0873"));
      instruments.put(conId, new Allocator.Instrument("C" + conId, value, QuantitySteps.ONE));
    }
    all = new ArrayList<>();
    for (int i = 0; i < STRATEGIES; i++) {
      Map<Integer, BigDecimal> signals = new HashMap<>();
      SortedMap<Integer, BigDecimal> holdings = new TreeMap<>();
      for (int conId : instruments.keySet()) {
        signals.put(conId, new BigDecimal(i % 2 == 0 ? "0.37" : "-0.21"));
        holdings.put(conId, BigDecimal.valueOf(conId % 7));
      }
      all.add(
          new Allocator.Wish(
              "strategy" + i,
              new BigDecimal("123456.78"),
              signals,
              new Quantities(holdings),
              Quantities.NONE,
              Map.of(),
              new Rebalancing(Rebalances.NONE, Map.of())));
    }
    allocator = new Allocator(instruments, Map.of());
  }

  /** Plans the trades for the signals. */
  @Benchmark
  public Object allot() {
    return allocator.allot(all);
  }

  /** Runs the benchmark and prints its table. */
  public static void run() throws Exception {
    Table.begin("Planning", "strategies × contracts", "time", "growth");
    Collection<RunResult> results = Table.measure(PlanningBenchmark.class);
    Map<Integer, Double> times = new TreeMap<>();
    for (RunResult result : results) {
      times.put(Integer.valueOf(result.getParams().getParam("wishes")), Table.median(result));
    }
    double before = 0;
    double work = 0;
    for (Map.Entry<Integer, Double> row : times.entrySet()) {
      Table.row(
          row.getKey(),
          Table.time(row.getValue()),
          Table.growth(before, row.getValue(), work, row.getKey()));
      before = row.getValue();
      work = row.getKey();
    }
  }
}
