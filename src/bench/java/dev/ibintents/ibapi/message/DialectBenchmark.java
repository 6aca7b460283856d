package dev.ibintents.ibapi.message;

import dev.ibintents.Table;
import dev.ibintents.ibapi.wire.FieldReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
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

/** Measures reading and writing of the same messages as texts (178) and as protobuf (226). */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class DialectBenchmark {
  private static final int BARS = 1000;

  private static final Contract SPY =
      Contract.builder()
          .conId(756733)
          .symbol("SPY")
          .secType("STK")
          .exchange("SMART")
          .currency("USD")
          .localSymbol("SPY")
          .tradingClass("SPY")
          .build();

  /** The message. */
  @Param({"placeOrder", "openOrder", "bars"})
  public String message;

  /** The server version, which decides the dialect. */
  @Param({"178", "226"})
  public int version;

  private Message decoded;
  private byte[] body;

  /** Makes the message. */
  @Setup
  public void setUp() {
    Order order =
        Order.builder()
            .set(OrderField.ACTION, "BUY")
            .set(OrderField.TOTAL_QUANTITY, BigDecimal.TEN)
            .set(OrderField.ORDER_TYPE, "LMT")
            .set(OrderField.LMT_PRICE, new BigDecimal("740.25"))
            .set(OrderField.TIF, "DAY")
            .set(OrderField.ACCOUNT, "DU1234567")
            .set(OrderField.ORDER_REF, "2a102590-toymb0-0")
            .build();
    decoded =
        switch (message) {
          case "placeOrder" -> new PlaceOrder(7, SPY, order);
          case "openOrder" ->
              new OpenOrder(SPY, order, OrderState.builder().status("Submitted").build());
          default -> bars();
        };
    byte[] frame = decoded.frame(version);
    body = Arrays.copyOfRange(frame, Integer.BYTES, frame.length);
  }

  private static HistoricalData bars() {
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < BARS; i++) {
      BigDecimal price = new BigDecimal("500.25").add(BigDecimal.valueOf(i % 100, 2));
      String time = Long.toString(1_700_000_000L + 60L * i);
      BigDecimal volume = BigDecimal.valueOf(100 + i);
      bars.add(new Bar(time, price, price, price, price, volume, price, 7));
    }
    return new HistoricalData(1, "", "", bars);
  }

  /** Reads the record from bytes. */
  @Benchmark
  public Object read() {
    FieldReader in = FieldReader.of(body, version);
    return decoded instanceof Request ? Requests.read(in) : Responses.read(in);
  }

  /** Writes the record to bytes. */
  @Benchmark
  public byte[] write() {
    return decoded.frame(version);
  }

  /** Runs the benchmark and prints its table. */
  public static void run() throws Exception {
    Table.begin("Both dialects", "message", "version", "read", "write");
    Collection<RunResult> results = Table.measure(DialectBenchmark.class);
    Map<String, Map<String, Double>> times = new TreeMap<>();
    for (RunResult result : results) {
      String row =
          result.getParams().getParam("message") + " " + result.getParams().getParam("version");
      times
          .computeIfAbsent(row, key -> new TreeMap<>())
          .put(result.getPrimaryResult().getLabel(), Table.median(result));
    }
    times.forEach(
        (row, time) -> {
          String[] names = row.split(" ");
          Table.row(
              names[0], names[1], Table.time(time.get("read")), Table.time(time.get("write")));
        });
  }
}
