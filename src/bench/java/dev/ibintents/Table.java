package dev.ibintents;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** A table for docs/performance.md, printed row by row as results arrive. */
public final class Table {
  private Table() {}

  /** Begins a table. */
  public static void begin(String title, String... columns) {
    System.out.printf("%n### %s%n%n", title);
    row(List.of(columns));
    row(List.of(columns).stream().map(column -> "---").toList());
  }

  /** Prints a row. */
  public static void row(List<?> cells) {
    StringBuilder line = new StringBuilder("|");
    cells.forEach(cell -> line.append(' ').append(cell).append(" |"));
    System.out.println(line);
    System.out.flush();
  }

  /** Prints a row. */
  public static void row(Object... cells) {
    row(List.of(cells));
  }

  /** Runs the benchmarks of a class, without output of their own. */
  public static Collection<RunResult> measure(Class<?> benchmarks) throws RunnerException {
    return new Runner(
            new OptionsBuilder()
                .include(benchmarks.getName())
                .verbosity(VerboseMode.SILENT)
                .build())
        .run();
  }

  /** Returns the median time of the iterations, which a single slow iteration does not change. */
  public static double median(RunResult result) {
    return result.getPrimaryResult().getStatistics().getPercentile(50);
  }

  /** Returns a time in a fitting unit. */
  public static String time(double nanos) {
    if (nanos < 10_000) {
      return format("%,.0f ns", nanos);
    }
    if (nanos < 10_000_000) {
      return format("%,.1f µs", nanos / 1e3);
    }
    return format("%,.1f ms", nanos / 1e6);
  }

  /**
   * Returns the growth of the cost with the work.
   *
   * @return such as {@code ×1.9 for ×2}; empty for the first row of a series
   */
  public static String growth(double before, double now, double workBefore, double workNow) {
    return before == 0 ? "" : format("×%.2f for ×%.4g", now / before, workNow / workBefore);
  }

  /** Returns text with numbers in English notation. */
  public static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
