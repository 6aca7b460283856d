package dev.ibintents;

import dev.ibintents.bench.ServedProcess;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.SimulatedGateway;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Compares the product with a process of Node that uses {@code @stoqey/ib}. Both connect to the
 * same simulated gateway for each {@code /summary}. Their calls take turns, so that other work of
 * the machine meets both.
 */
final class PeerBenchmark {
  private static final String SUMMARY = "/summary";
  private static final int STARTS = 5;
  private static final int WARM_UP = 300;
  private static final int CALLS = 300;
  private static final int IN_TURN = 20;
  private static final Duration DELAY = Duration.ofMillis(20);

  private PeerBenchmark() {}

  static void run() throws Exception {
    Table.begin(
        "A summary beside another client on the same simulated gateway",
        "",
        "ib-intents",
        "@stoqey/ib on Node",
        "ratio");
    if (!PeerProcess.isInstalled()) {
      Table.row("none here: run npm ci in src/test/node", "", "", "");
      return;
    }
    try (SimulatedGateway gateway = new SimulatedGateway(new GatewayOptions());
        ServedFolder folder = new ServedFolder()) {
      try (DocumentStore store = new SqliteDocumentStore(folder.path())) {
        store.set("config/common", Map.of());
        store.set("config/paper", Map.of("apiPort", gateway.port()));
      }
      starts(gateway, folder.path());
      try (ServedProcess own = own(folder.path());
          PeerProcess peer = new PeerProcess(gateway.port());
          Caller ours = Caller.whenServed(own.root(), own::output);
          Caller theirs = Caller.whenServed(peer.root(), List::of)) {
        warm(gateway, ours, theirs);
        Table.row(
            "resident memory then",
            megabytes(own.pid()) + " MB",
            megabytes(peer.pid()) + " MB",
            ratio(megabytes(own.pid()), megabytes(peer.pid())));
        own.terminate();
      }
    }
  }

  /** The product, as it starts at home, on a gateway that is not its own. */
  private static ServedProcess own(Path folder) throws Exception {
    return new ServedProcess(
        Path.of("."), List.of("@target/home.args"), folder, Map.of("GATEWAY", "configured"));
  }

  private static void starts(SimulatedGateway gateway, Path folder) throws Exception {
    long[] ours = new long[STARTS];
    long[] theirs = new long[STARTS];
    for (int i = 0; i < STARTS; i++) {
      long begun = System.nanoTime();
      try (ServedProcess own = own(folder);
          Caller caller = Caller.whenServed(own.root(), own::output)) {
        caller.get(SUMMARY);
        ours[i] = System.nanoTime() - begun;
        own.terminate();
      }
      begun = System.nanoTime();
      try (PeerProcess peer = new PeerProcess(gateway.port());
          Caller caller = Caller.whenServed(peer.root(), List::of)) {
        caller.get(SUMMARY);
        theirs[i] = System.nanoTime() - begun;
      }
    }
    row("from the start to the first answer, median of " + STARTS, ours, theirs, 0.5);
  }

  private static void warm(SimulatedGateway gateway, Caller ours, Caller theirs)
      throws IOException {
    inTurn(ours, theirs, WARM_UP);
    List<long[]> calm = inTurn(ours, theirs, CALLS);
    row("after " + WARM_UP + " calls, p50", calm.get(0), calm.get(1), 0.5);
    row("after " + WARM_UP + " calls, p95", calm.get(0), calm.get(1), 0.95);
    gateway.faults().delay(DELAY);
    List<long[]> late = inTurn(ours, theirs, CALLS / 5);
    row("each answer takes 20 ms, p50", late.get(0), late.get(1), 0.5);
    gateway.faults().clear();
  }

  /** The times of as many calls of both. */
  private static List<long[]> inTurn(Caller ours, Caller theirs, int calls) throws IOException {
    List<Long> own = new ArrayList<>();
    List<Long> other = new ArrayList<>();
    while (own.size() < calls) {
      times(ours, own);
      times(theirs, other);
    }
    return List.of(
        own.stream().mapToLong(Long::longValue).toArray(),
        other.stream().mapToLong(Long::longValue).toArray());
  }

  private static void times(Caller caller, List<Long> times) throws IOException {
    for (int i = 0; i < IN_TURN; i++) {
      long begun = System.nanoTime();
      caller.get(SUMMARY);
      times.add(System.nanoTime() - begun);
    }
  }

  private static void row(String what, long[] ours, long[] theirs, double part) {
    double own = at(ours, part);
    double other = at(theirs, part);
    Table.row(what, Table.time(own), Table.time(other), ratio(own, other));
  }

  private static String ratio(double own, double other) {
    return Table.format("%.2f", own / other);
  }

  private static double at(long[] times, double part) {
    Arrays.sort(times);
    return times[(int) (times.length * part)];
  }

  private static long megabytes(long pid) throws IOException {
    return new LinuxProcess(pid).residentMegabytes().orElse(0);
  }
}
