package dev.ibintents;

import dev.ibintents.ibapi.Deadline;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.SqliteDocumentStore;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Prints how long {@code /summary} takes in the run at home: the first one, counted from the start
 * of the process, and then sequential ones after a warm-up. It asserts nothing; times on different
 * machines, or on one machine on different days, do not compare.
 */
public final class LoadReport {
  private static final int STARTS = 5;
  private static final int WARM_UP = 2000;
  private static final int MEASURED = 1000;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path folder;

  private LoadReport(Path folder) {
    this.folder = folder;
  }

  /** Runs it; takes no arguments. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("ib-intents-load");
    try {
      new LoadReport(folder).run();
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private void run() throws Exception {
    configure();
    startOnce(); // seeds the store
    long[] starts = new long[STARTS];
    for (int i = 0; i < STARTS; i++) {
      starts[i] = startOnce();
    }
    Arrays.sort(starts);
    System.out.printf(
        "cold start, process start to first /summary, median of %d: %.0f ms%n",
        STARTS, millis(starts[STARTS / 2]));
    try (ServedProcess process = new ServedProcess(folder, Map.of()).awaitServing()) {
      URI summary = process.root().resolve("/summary");
      measure(summary, MEASURED); // what most instances ever see
      System.out.printf("RSS after %d calls: %s%n", MEASURED, rss(process.pid()));
      measure(summary, WARM_UP);
      long[] times = measure(summary, MEASURED);
      System.out.printf(
          "warm, %d sequential calls: p50 %.2f ms, p95 %.2f ms, p99 %.2f ms%n",
          MEASURED,
          millis(times[MEASURED / 2]),
          millis(times[MEASURED * 95 / 100]),
          millis(times[MEASURED * 99 / 100]));
    }
  }

  private void configure() throws Exception {
    try (DocumentStore store = new SqliteDocumentStore(folder)) {
      store.set("config/common", Map.of());
      store.set("config/paper", Map.of("apiPort", FrontDoor.freePort()));
    }
  }

  private long startOnce() throws Exception {
    long begun = System.nanoTime();
    try (ServedProcess process = new ServedProcess(folder, Map.of())) {
      URI summary = process.root().resolve("/summary");
      Deadline deadline = Deadline.in(Duration.ofSeconds(60));
      while (!isServed(summary)) {
        if (deadline.hasPassed()) {
          throw new IllegalStateException("it does not serve: " + process.output());
        }
        deadline.pause(Duration.ofMillis(2));
      }
      long took = System.nanoTime() - begun;
      process.terminate();
      return took;
    }
  }

  private boolean isServed(URI uri) throws IOException, InterruptedException {
    try {
      return status(uri) == 200;
    } catch (ConnectException e) {
      return false; // it does not listen yet
    }
  }

  private long[] measure(URI uri, int calls) throws IOException, InterruptedException {
    long[] times = new long[calls];
    for (int i = 0; i < calls; i++) {
      long begun = System.nanoTime();
      if (status(uri) != 200) {
        throw new IllegalStateException(uri + " failed");
      }
      times[i] = System.nanoTime() - begun;
    }
    Arrays.sort(times);
    return times;
  }

  private int status(URI uri) throws IOException, InterruptedException {
    return client
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }

  private static double millis(long nanos) {
    return nanos / 1e6;
  }

  /** The process's resident memory, where Linux tells it. */
  private static String rss(long pid) throws IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    if (!Files.exists(status)) {
      return "not known on this system";
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(line -> line.substring("VmRSS:".length()).trim())
        .findFirst()
        .orElse("not known");
  }
}
