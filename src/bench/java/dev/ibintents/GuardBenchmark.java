package dev.ibintents;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Compares the costs of the main paths with stored figures, and fails if one has grown by a fifth.
 * The costs are no times, so a busy machine does not change them.
 */
final class GuardBenchmark {
  private static final Path STORED = Path.of("src", "bench", "costs.properties");
  private static final double LARGEST_GROWTH = 1.2;
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** Small buffers of threads, and the compiler that removes no allocation, make bytes exact. */
  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-ResizeTLAB",
          "-XX:TLABSize=2k",
          "-XX:MinTLABSize=2k",
          "--enable-native-access=ALL-UNNAMED");

  private static final List<String> FIGURES = List.of("bytes", "reads", "commits", "requests");

  private GuardBenchmark() {}

  static void run() throws Exception {
    Properties stored = new Properties();
    try (Reader in = Files.newBufferedReader(STORED)) {
      stored.load(in);
    }
    Table.begin("Costs of the main paths", "path", "figure", "now", "stored", "growth");
    List<String> grown = new ArrayList<>();
    for (String line : MeasuringJvm.run(PathCosts.class, LONGEST, OPTIONS, List.of())) {
      String[] words = line.split(" ");
      for (int i = 0; i < FIGURES.size(); i++) {
        compare(words[0] + "." + FIGURES.get(i), words[i + 1], stored, grown);
      }
    }
    compare("backtest-day.bytes", backtestDay(), stored, grown);
    if (!grown.isEmpty()) {
      throw new IllegalStateException(
          String.join(", ", grown)
              + " cost a fifth more than "
              + STORED
              + " says. Find out why. If the costs are worth it, write the new figures there");
    }
  }

  private static void compare(String name, String measured, Properties stored, List<String> grown) {
    String before = stored.getProperty(name);
    if (before == null) {
      throw new IllegalStateException(
          STORED + " has no " + name + "; the figure is " + measured + " now");
    }
    double growth =
        measured.equals(before) ? 1 : Double.parseDouble(measured) / Double.parseDouble(before);
    int dot = name.indexOf('.');
    Table.row(
        name.substring(0, dot),
        name.substring(dot + 1),
        measured,
        before,
        Table.format("×%.2f", growth));
    if (growth >= LARGEST_GROWTH) {
      grown.add(name);
    }
  }

  /** The bytes that one day of a backtest with ten contracts allocates. */
  private static String backtestDay() throws Exception {
    return BacktestBenchmark.measure(LONGEST, OPTIONS, List.of("10", "1", "1", "daily"))
        .get("bytes-a-session");
  }
}
