package dev.ibintents;

import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.intent.allocation.ManyOrders;
import dev.ibintents.store.CommitCount;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * Measures the costs of the main paths that do not depend on the machine: the bytes that the
 * product allocates, its calls of the store, and its requests to the gateway. The threads of the
 * simulated gateway do not count. It prints a line for each path: name, bytes, reads, commits and
 * requests.
 *
 * <p>{@link GuardBenchmark} starts it, with options of the JVM that make the bytes exact.
 */
public final class PathCosts {
  // java.util.logging forgets the level of a logger that is garbage-collected.
  private static final Logger ROOT = Logger.getLogger("");

  private static final int SUMMARIES = 200;
  private static final int ALLOCATIONS = 12;
  private static final int ORDERS = 5;

  private final AtomicInteger requests = new AtomicInteger();
  private CommitCount store;

  private PathCosts() {}

  /** A call of a path. */
  private interface Call {
    void make(int number) throws Exception;
  }

  /** The costs of some calls of one path, or of their sum. */
  private record Costs(long bytes, int reads, int commits, int requests) {
    static final Costs NONE = new Costs(0, 0, 0, 0);

    Costs plus(Costs other) {
      return new Costs(
          bytes + other.bytes,
          reads + other.reads,
          commits + other.commits,
          requests + other.requests);
    }

    void print(String path, int calls) {
      System.out.println(
          Table.format(
              "%s %d %d %d %d",
              path, bytes / calls, reads / calls, commits / calls, requests / calls));
    }
  }

  /** Runs the measurement. */
  public static void main(String[] arguments) throws Exception {
    ROOT.setLevel(Level.SEVERE);
    new PathCosts().run();
    System.exit(0); // the HTTP client leaves threads
  }

  private void run() throws Exception {
    try (ServedFolder folder = new ServedFolder();
        FrontDoor door = watched(FrontDoor.in(folder.path())).open()) {
      summaries(door);
    }
    MovedClock clock = new MovedClock(Instant.now());
    try (ServedFolder folder = new ServedFolder();
        FrontDoor door =
            watched(FrontDoor.in(folder.path()).clock(clock).variable("TIMEOUT_SECONDS", "60"))
                .gateway(options -> options.state(ManyOrders.wealthy()))
                .open()) {
      allocations(door, clock);
    }
  }

  private FrontDoor.Builder watched(FrontDoor.Builder builder) {
    return builder
        .wrapStore(original -> store = new CommitCount(original))
        .gateway(
            options -> options.onRequest((client, number, request) -> requests.incrementAndGet()));
  }

  private void summaries(FrontDoor door) throws Exception {
    try (Caller caller = new Caller(door.root())) {
      Call call = number -> caller.get("/summary");
      measured(SUMMARIES, call);
      measured(SUMMARIES, call).print("summary", SUMMARIES);
    }
  }

  /** Trades, and posts the fills, in turn. Each day has one run, so no fill is found again. */
  private void allocations(FrontDoor door, MovedClock clock) throws Exception {
    Costs allocations = Costs.NONE;
    Costs reconciliations = Costs.NONE;
    for (int i = 0; i < 2 * ALLOCATIONS; i++) {
      ManyOrders.wantShares(door.store(), door.gateway().universe(), ORDERS, i % 2 + 1);
      String key = "run " + i;
      Costs ofAllocation = measured(1, number -> allocate(door, key));
      Costs ofReconciliation =
          measured(1, number -> answered(door.post("/trade-reconciliation", "{}")));
      clock.advance(Duration.ofDays(1));
      if (i >= ALLOCATIONS) { // the others load classes
        allocations = allocations.plus(ofAllocation);
        reconciliations = reconciliations.plus(ofReconciliation);
      }
    }
    allocations.print("allocation", ALLOCATIONS);
    reconciliations.print("reconciliation", ALLOCATIONS);
  }

  private static void allocate(FrontDoor door, String key) throws Exception {
    HttpResponse<String> response = door.postWithKey("/allocation", key, "{}");
    answered(response);
    int orders = FrontDoor.json(response).getAsJsonArray("orders").size();
    if (orders != ORDERS) {
      throw new IllegalStateException("the run has " + orders + " orders, not " + ORDERS);
    }
  }

  private static void answered(HttpResponse<String> response) {
    if (response.statusCode() != 200) {
      throw new IllegalStateException(response.body());
    }
  }

  private Costs measured(int calls, Call call) throws Exception {
    Path file = Files.createTempFile("costs", ".jfr");
    int reads = store.reads();
    int commits = store.commits();
    int before = requests.get();
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ObjectAllocationInNewTLAB").withoutStackTrace();
      recording.enable("jdk.ObjectAllocationOutsideTLAB").withoutStackTrace();
      recording.start();
      for (int i = 0; i < calls; i++) {
        call.make(i);
      }
      recording.stop();
      recording.dump(file);
      return new Costs(
          bytes(file), store.reads() - reads, store.commits() - commits, requests.get() - before);
    } finally {
      Files.delete(file);
    }
  }

  /** The bytes that the threads of requests and of their connections have allocated. */
  private static long bytes(Path file) throws IOException {
    long sum = 0;
    try (RecordingFile recorded = new RecordingFile(file)) {
      while (recorded.hasMoreEvents()) {
        RecordedEvent event = recorded.readEvent();
        RecordedThread thread = event.getThread("eventThread");
        String name = thread == null ? "" : String.valueOf(thread.getJavaName());
        if (name.startsWith("qtp") || name.startsWith("ibapi-reader")) {
          sum += event.getLong(event.hasField("tlabSize") ? "tlabSize" : "allocationSize");
        }
      }
    }
    return sum;
  }
}
