package dev.ibintents;

import dev.ibintents.backtest.BacktestSpeed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Measures whole processes that run one backtest each, with the JVM's options of the command. */
final class BacktestBenchmark {
  private static final Duration LONGEST = Duration.ofMinutes(30);
  private static final int TRADING_DAYS_A_YEAR = 252;

  /** The JVM's options of {@code ./ib-intents backtest}. */
  private static final List<String> OPTIONS =
      List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xms192m", "-Xmn128m", "-Xmx400m");

  /** The number of contracts, of years and of strategies, and the schedule. */
  private static final List<List<String>> SIZES =
      List.of(
          List.of("10", "10", "1", "monthly"),
          List.of("10", "5", "1", "daily"),
          List.of("10", "10", "1", "daily"),
          List.of("10", "20", "1", "daily"),
          List.of("20", "10", "1", "daily"),
          List.of("40", "10", "1", "daily"),
          List.of("100", "20", "3", "daily"));

  private BacktestBenchmark() {}

  static void run() throws Exception {
    Table.begin(
        "Backtests: whole processes",
        "contracts",
        "years",
        "strategies",
        "schedule",
        "orders",
        "time",
        "processor time",
        "bars a second",
        "resident memory",
        "processor ms a session, by quarters of the time");
    for (List<String> size : SIZES) {
      Map<String, String> measured = measure(size);
      double bars =
          Double.parseDouble(size.get(0)) * Double.parseDouble(size.get(1)) * TRADING_DAYS_A_YEAR;
      double seconds = Double.parseDouble(measured.get("seconds"));
      Table.row(
          size.get(0),
          size.get(1),
          size.get(2),
          size.get(3),
          measured.get("orders"),
          Table.format("%.1f s", seconds),
          measured.get("processor") + " s",
          Table.format("%,.0f", bars / seconds),
          measured.get("megabytes") + " MB",
          measured.get("ms-a-session"));
    }
  }

  private static Map<String, String> measure(List<String> size) throws Exception {
    List<String> options = new ArrayList<>(OPTIONS);
    if (!size.contains("daily")) {
      options.add("-XX:TieredStopAtLevel=1"); // as the command does with few trades
    }
    return measure(LONGEST, options, size);
  }

  /** Runs a backtest of a size in a JVM with these options, and returns its figures by name. */
  static Map<String, String> measure(Duration longest, List<String> options, List<String> size)
      throws Exception {
    Map<String, String> figures = new TreeMap<>();
    String line = MeasuringJvm.run(BacktestSpeed.class, longest, options, size).get(0);
    for (String word : line.split(" ")) {
      String[] parts = word.split("=", 2);
      figures.put(parts[0], parts[1]);
    }
    return figures;
  }
}
