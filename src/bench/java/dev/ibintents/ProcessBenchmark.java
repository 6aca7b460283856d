package dev.ibintents;

import dev.ibintents.bench.FreePort;
import dev.ibintents.bench.ServedProcess;
import dev.ibintents.store.firestore.FirestoreDocumentStore;
import dev.ibintents.store.firestore.FirestoreEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.opentest4j.TestAbortedException;

/**
 * Measures whole processes, as they start at home and in an image: the figures that users and bills
 * show.
 */
final class ProcessBenchmark {
  private static final int STARTS = 9;
  private static final int CALLS = 1000;
  private static final long TRAINING_MINUTES = 10;
  private static final String SUMMARY = "/summary";
  private static final String HOME = "target/home.args";
  private static final String IMAGE = "target/image.args";
  private static final Path HERE = Path.of(".");

  /** A collection in the JVM's log, such as {@code Pause Young (…) 26M->4M(47M) 1.2ms}. */
  private static final Pattern COLLECTION = Pattern.compile("(\\d+)M->(\\d+)M\\(\\d+M\\)");

  private ProcessBenchmark() {}

  /** A start: its time until the first answer, and its resources until then. */
  private record Start(long nanos, long megabytes, double processorSeconds) {}

  static void run() throws Exception {
    ProcessBenchmark benchmark = new ProcessBenchmark();
    benchmark.coldStarts();
    benchmark.warm();
  }

  private void coldStarts() throws Exception {
    Table.begin(
        "Cold start: from the start of the process to the first /summary, median of " + STARTS,
        "start",
        "time",
        "resident memory then",
        "processor time");
    try (ServedFolder folder = new ServedFolder()) {
      folder.configure();
      bare(folder);
      Map<String, String> embedded = Map.of();
      start("at home, without an archive", plain(HOME), folder, embedded);
      start("at home, with the archive", List.of("@" + HOME), folder, embedded);
      firestore(folder);
    }
  }

  /** Measures the framework alone, with a function that does nothing. */
  private void bare(ServedFolder folder) throws Exception {
    BareStart bare = new BareStart(folder.path());
    List<String> options = options();
    start("the framework alone, without an archive", bare.plain(), folder, BareStart.VARIABLES);
    startOnce(bare.training(options), folder, BareStart.VARIABLES);
    start(
        "the framework alone, with an archive",
        bare.archived(options),
        folder,
        BareStart.VARIABLES);
  }

  private void firestore(ServedFolder folder) throws Exception {
    String host;
    try {
      host = FirestoreEmulator.host();
    } catch (TestAbortedException e) {
      Table.row("with Firestore's emulator", "none here", "", "");
      return;
    }
    train("image");
    String project = "demo-" + UUID.randomUUID();
    try (FirestoreDocumentStore store =
        FirestoreDocumentStore.onEmulator(host, project, Duration.ofSeconds(20))) {
      store.set("config/common", Map.of());
      store.set("config/paper", Map.of("apiPort", FreePort.take()));
    }
    Map<String, String> variables =
        Map.of("FIRESTORE_EMULATOR_HOST", host, "PROJECT_ID", project, "GATEWAY", "simulated");
    start("with Firestore's emulator, without an archive", plain(IMAGE), folder, variables);
    start(
        "with Firestore's emulator, with the image's archive",
        List.of("@" + IMAGE),
        folder,
        variables);
  }

  private static void train(String start) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                "target/dependency/*",
                "src/build/TrainArchive.java",
                start)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(TRAINING_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IllegalStateException("the archive could not be made");
      }
    } finally {
      process.destroyForcibly();
    }
  }

  /** Returns the arguments of a start, without those for the archive and the compiler. */
  private static List<String> plain(String start) throws IOException {
    List<String> arguments = arguments(start);
    arguments.removeIf(argument -> argument.startsWith("-X"));
    return arguments;
  }

  /** Returns the JVM's options of the start at home, without the archive. */
  private static List<String> options() throws IOException {
    List<String> arguments = arguments(HOME);
    arguments.removeIf(
        argument ->
            !argument.startsWith("-X")
                || argument.startsWith("-XX:SharedArchiveFile")
                || argument.startsWith("-XX:AOTCache"));
    return arguments;
  }

  private static List<String> arguments(String start) throws IOException {
    return new ArrayList<>(Files.readAllLines(HERE.resolve(start)));
  }

  private void start(
      String name, List<String> arguments, ServedFolder folder, Map<String, String> variables)
      throws Exception {
    startOnce(arguments, folder, variables); // writes the first documents
    List<Start> starts = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      starts.add(startOnce(arguments, folder, variables));
    }
    Table.row(
        name,
        Table.format("%.0f ms", median(starts.stream().mapToDouble(Start::nanos).toArray()) / 1e6),
        Table.format("%.0f MB", median(starts.stream().mapToDouble(Start::megabytes).toArray())),
        Table.format(
            "%.2f s", median(starts.stream().mapToDouble(Start::processorSeconds).toArray())));
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private Start startOnce(
      List<String> arguments, ServedFolder folder, Map<String, String> variables) throws Exception {
    long begun = System.nanoTime();
    try (ServedProcess process = new ServedProcess(HERE, arguments, folder.path(), variables)) {
      awaitSummary(process);
      long nanos = System.nanoTime() - begun;
      LinuxProcess seen = new LinuxProcess(process.pid());
      Start start =
          new Start(nanos, seen.residentMegabytes().orElse(0), seen.processorSeconds().orElse(0));
      process.terminate();
      return start;
    }
  }

  /** Sends the request as soon as the process listens. */
  private void awaitSummary(ServedProcess process) throws IOException, InterruptedException {
    try (Caller caller = Caller.whenServed(process.root(), process::output)) {
      caller.get(SUMMARY);
    }
  }

  private void warm() throws Exception {
    List<String> home = List.of("@" + HOME);
    warm("started as at home, for a fast start", home, List.of(1, 1, 2, 4));
    List<String> unlimited = arguments(HOME);
    unlimited.removeIf(
        argument -> argument.contains("TieredStopAtLevel") || argument.contains("CICompilerCount"));
    warm("with the optimizing compiler, for a long run", unlimited, List.of(1, 1, 2, 4, 8, 16));
  }

  private void warm(String how, List<String> start, List<Integer> rounds) throws Exception {
    Table.begin(
        "Warm, " + how + ": the last " + CALLS + " sequential /summary of",
        "calls",
        "p50",
        "p95",
        "p99",
        "processor time a call",
        "resident memory",
        "allocated a call");
    try (ServedFolder folder = new ServedFolder()) {
      folder.configure();
      Path log = folder.path().resolve("gc.log");
      List<String> arguments = new ArrayList<>(List.of("-Xlog:gc:file=" + log));
      arguments.addAll(start);
      try (ServedProcess process =
          new ServedProcess(HERE, arguments, folder.path(), new HashMap<>())) {
        awaitSummary(process);
        LinuxProcess seen = new LinuxProcess(process.pid());
        Table.row("1", "", "", "", "", megabytes(seen), "");
        int done = 1;
        for (int more : rounds) {
          for (int i = 1; i < more; i++) {
            measure(process);
          }
          double before = seen.processorSeconds().orElse(0);
          double allocated = allocated(log);
          long[] times = measure(process);
          double processor = (seen.processorSeconds().orElse(0) - before) / CALLS;
          double perCall = (allocated(log) - allocated) / CALLS;
          done += more * CALLS;
          Table.row(
              done,
              at(times, 0.50),
              at(times, 0.95),
              at(times, 0.99),
              Table.format("%.2f ms", processor * 1e3),
              megabytes(seen),
              Table.format("%.0f KB", perCall * 1024));
        }
        process.terminate();
      }
    }
  }

  private static String megabytes(LinuxProcess seen) throws IOException {
    return seen.residentMegabytes().orElse(0) + " MB";
  }

  private static String at(long[] sorted, double part) {
    return Table.format("%.2f ms", sorted[(int) (sorted.length * part)] / 1e6);
  }

  /** Returns the memory that the JVM has allocated until its last collection, in MB. */
  private static double allocated(Path log) throws IOException {
    double sum = 0;
    double left = 0;
    for (String line : Files.readAllLines(log)) {
      Matcher collection = COLLECTION.matcher(line);
      if (collection.find()) {
        sum += Double.parseDouble(collection.group(1)) - left;
        left = Double.parseDouble(collection.group(2));
      }
    }
    return sum;
  }

  private long[] measure(ServedProcess process) throws IOException, InterruptedException {
    long[] times = new long[CALLS];
    try (Caller caller = Caller.whenServed(process.root(), process::output)) {
      for (int i = 0; i < CALLS; i++) {
        long begun = System.nanoTime();
        caller.get(SUMMARY);
        times[i] = System.nanoTime() - begun;
      }
    }
    Arrays.sort(times);
    return times;
  }
}
