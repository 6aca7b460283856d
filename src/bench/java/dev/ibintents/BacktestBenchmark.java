package dev.ibintents;

import dev.ibintents.backtest.BacktestSpeed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Measures whole processes that run one backtest each, with the JVM's options of the command. */
final class BacktestBenchmark {
  private static final long LONGEST_MINUTES = 30;
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
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    if (!size.contains("daily")) {
      command.add("-XX:TieredStopAtLevel=1"); // as the command does with few trades
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(BacktestSpeed.class.getName());
    command.addAll(size);
    Path output = Files.createTempFile("backtest", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(output.toFile())
            .start();
    try {
      if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IllegalStateException("the backtest of " + size + " has failed");
      }
      return figures(Files.readString(output, StandardCharsets.UTF_8));
    } finally {
      process.destroyForcibly();
      Files.delete(output);
    }
  }

  /** The figures of a line such as {@code sessions=251 orders=114}. */
  private static Map<String, String> figures(String text) {
    Map<String, String> figures = new TreeMap<>();
    for (String word : text.lines().findFirst().orElseThrow().split(" ")) {
      String[] parts = word.split("=", 2);
      figures.put(parts[0], parts[1]);
    }
    return figures;
  }
}
