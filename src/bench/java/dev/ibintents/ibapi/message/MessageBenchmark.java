package dev.ibintents.ibapi.message;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.ibintents.Table;
import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.ProtocolException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
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
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures reading and writing of each message, as recorded from real gateways and from another
 * client. If several samples of a message are recorded, the longest is used.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class MessageBenchmark {
  /** The name of the message. */
  @Param("AccountValue")
  public String message;

  private Recorded recorded;
  private Message decoded;

  /** A recorded message. */
  private record Recorded(byte[] body, int version, boolean isResponse) {
    Optional<? extends Message> read() {
      FieldReader in = FieldReader.of(body, version);
      return isResponse ? Responses.read(in) : Requests.read(in);
    }
  }

  /** Finds the recorded message. */
  @Setup
  public void setUp() {
    recorded = all().get(message);
    decoded = recorded.read().orElseThrow();
  }

  /** Reads the record from bytes. */
  @Benchmark
  public Object read() {
    return recorded.read();
  }

  /** Writes the record to bytes. */
  @Benchmark
  public byte[] write() {
    return decoded.frame(recorded.version());
  }

  /** Runs the benchmark and prints its table. */
  public static void run() throws Exception {
    Table.begin("Each message", "message", "bytes", "read", "write");
    Map<String, Recorded> all = all();
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(MessageBenchmark.class.getName())
                    .param("message", all.keySet().toArray(String[]::new))
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    Map<String, Double> times = new TreeMap<>();
    for (RunResult result : results) {
      times.put(
          result.getParams().getParam("message") + " " + result.getPrimaryResult().getLabel(),
          Table.median(result));
    }
    all.forEach(
        (name, sample) ->
            Table.row(
                name,
                sample.body().length,
                Table.time(times.get(name + " read")),
                Table.time(times.get(name + " write"))));
  }

  private static Map<String, Recorded> all() {
    Map<String, Recorded> all = new TreeMap<>();
    for (Recorded sample : recorded()) {
      try {
        sample
            .read()
            .ifPresent(
                known ->
                    all.merge(
                        known.getClass().getSimpleName(),
                        sample,
                        (a, b) -> a.body().length >= b.body().length ? a : b));
      } catch (ProtocolException e) {
        continue; // recorded at a server version that this client does not support
      }
    }
    return all;
  }

  private static List<Recorded> recorded() {
    List<Recorded> recorded = new ArrayList<>();
    for (JsonObject row : WireFields.rows("inbound-samples.jsonl")) {
      int version = row.get("serverVersion").getAsInt();
      if (!row.get("id").isJsonNull() && version >= 157 && version <= 178) {
        List<String> fields =
            StreamSupport.stream(row.getAsJsonArray("fields").spliterator(), false)
                .map(JsonElement::getAsString)
                .toList();
        recorded.add(new Recorded(WireFields.join(fields), version, true));
      }
    }
    for (JsonObject row : WireFields.rows("requests-v178.jsonl")) {
      if (row.has("hex")) {
        byte[] body = HexFormat.of().parseHex(row.get("hex").getAsString());
        recorded.add(new Recorded(body, 178, false));
      }
    }
    return recorded;
  }
}
