package dev.ibintents;

import dev.ibintents.ibapi.message.BarsBenchmark;
import dev.ibintents.ibapi.message.DialectBenchmark;
import dev.ibintents.ibapi.message.MessageBenchmark;
import dev.ibintents.marketdata.StoredBarsBenchmark;
import dev.ibintents.trading.allocation.PlanningBenchmark;
import dev.ibintents.trading.books.BookingBenchmark;
import dev.ibintents.trading.performance.ProfitBenchmark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Measures the product and prints tables: whole processes first, then the inner parts. Only the
 * guard fails, if costs that are no times have grown. Times of different machines, or of different
 * days, cannot be compared.
 *
 * <p>Arguments name the benchmarks: {@code process}, {@code summary}, {@code orders}, {@code
 * messages}, {@code bars}, {@code dialects}, {@code stored-bars}, {@code planning}, {@code
 * booking}, {@code profit}, {@code backtest}, {@code peer}, {@code guard}. Without arguments, or
 * with {@code all}, all of them run.
 */
public final class Benchmarks {
  // java.util.logging forgets the level of a logger that is garbage-collected.
  private static final Logger root = Logger.getLogger("");

  private Benchmarks() {}

  /** Runs the benchmarks that the arguments name. */
  public static void main(String[] arguments) throws Exception {
    root.setLevel(Level.WARNING);
    Set<String> wanted = Set.of(arguments);
    System.out.printf(
        "%d processors, %s, JDK %s, %s%n",
        Runtime.getRuntime().availableProcessors(),
        processor(),
        Runtime.version(),
        System.getProperty("os.name"));
    if (isWanted(wanted, "process")) {
      ProcessBenchmark.run();
    }
    if (isWanted(wanted, "summary")) {
      SummaryBenchmark.run();
    }
    if (isWanted(wanted, "peer")) {
      PeerBenchmark.run();
    }
    if (isWanted(wanted, "orders")) {
      OrdersBenchmark.run();
    }
    if (isWanted(wanted, "messages")) {
      MessageBenchmark.run();
    }
    if (isWanted(wanted, "bars")) {
      BarsBenchmark.run();
    }
    if (isWanted(wanted, "dialects")) {
      DialectBenchmark.run();
    }
    if (isWanted(wanted, "stored-bars")) {
      StoredBarsBenchmark.run();
    }
    if (isWanted(wanted, "planning")) {
      PlanningBenchmark.run();
    }
    if (isWanted(wanted, "booking")) {
      BookingBenchmark.run();
    }
    if (isWanted(wanted, "profit")) {
      ProfitBenchmark.run();
    }
    if (isWanted(wanted, "backtest")) {
      BacktestBenchmark.run();
    }
    if (isWanted(wanted, "guard")) {
      GuardBenchmark.run();
    }
    System.exit(0); // the emulator's client leaves threads
  }

  private static boolean isWanted(Set<String> wanted, String what) {
    return wanted.isEmpty() || wanted.contains("all") || wanted.contains(what);
  }

  /** Returns the name of the processor, if Linux reports it. */
  private static String processor() throws Exception {
    Path file = Path.of("/proc/cpuinfo");
    if (!Files.exists(file)) {
      return System.getProperty("os.arch");
    }
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).trim())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }
}
