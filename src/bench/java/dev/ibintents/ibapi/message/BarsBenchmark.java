package dev.ibintents.ibapi.message;

import dev.ibintents.Table;
import dev.ibintents.ibapi.wire.FieldReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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

/** Measures reading and writing of historical bars in the wire format. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class BarsBenchmark {
  private static final int VERSION = Handshake.MAX_TEXT_VERSION;

  /** The number of bars. */
  @Param({"250", "500", "1000", "2000", "4000", "8000", "16000"})
  public int bars;

  private HistoricalData message;
  private byte[] body;

  /** Creates the bars. */
  @Setup
  public void setUp() {
    List<Bar> made = new ArrayList<>();
    for (int i = 0; i < bars; i++) {
      BigDecimal price = new BigDecimal("500.25").add(BigDecimal.valueOf(i % 100, 2));
      made.add(
          new Bar(
              Long.toString(1_700_000_000L + 60L * i),
              price,
              price.add(BigDecimal.ONE),
              price.subtract(BigDecimal.ONE),
              price,
              BigDecimal.valueOf(100 + i),
              price,
              7));
    }
    message = new HistoricalData(1, "20231114 00:00:00", "20231115 00:00:00", made);
    byte[] frame = message.frame(VERSION);
    body = java.util.Arrays.copyOfRange(frame, Integer.BYTES, frame.length);
  }

  /** Reads the records from bytes. */
  @Benchmark
  public Object read() {
    return Responses.read(FieldReader.of(body, VERSION));
  }

  /** Writes the records to bytes. */
  @Benchmark
  public byte[] write() {
    return message.frame(VERSION);
  }

  /** Runs the benchmark and prints its table. */
  public static void run() throws Exception {
    Table.begin("Bars on the wire", "bars", "read", "growth", "write", "growth");
    Collection<RunResult> results = Table.measure(BarsBenchmark.class);
    Map<Integer, Map<String, Double>> times = new TreeMap<>();
    for (RunResult result : results) {
      times
          .computeIfAbsent(
              Integer.valueOf(result.getParams().getParam("bars")), key -> new TreeMap<>())
          .put(result.getPrimaryResult().getLabel(), Table.median(result));
    }
    int before = 0;
    Map<String, Double> former = Map.of("read", 0.0, "write", 0.0);
    for (Map.Entry<Integer, Map<String, Double>> entry : times.entrySet()) {
      Map<String, Double> now = entry.getValue();
      Table.row(
          entry.getKey(),
          Table.time(now.get("read")),
          Table.growth(former.get("read"), now.get("read"), before, entry.getKey()),
          Table.time(now.get("write")),
          Table.growth(former.get("write"), now.get("write"), before, entry.getKey()));
      before = entry.getKey();
      former = now;
    }
  }
}
