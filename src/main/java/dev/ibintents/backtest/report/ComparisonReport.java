package dev.ibintents.backtest.report;

import dev.ibintents.backtest.compare.Comparison;
import dev.ibintents.backtest.compare.Explained;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** The comparison with live days, for the page, for a file and for a terminal. */
final class ComparisonReport {
  private ComparisonReport() {}

  /**
   * The comparison on the page.
   *
   * @param head the names of the amounts
   * @param sums the amounts of all days, by strategy
   * @param days the amounts by day and strategy
   * @param notes remarks for people
   */
  record Data(
      List<String> head,
      SortedMap<String, List<BigDecimal>> sums,
      List<Day> days,
      List<String> notes) {}

  /** The amounts of a strategy on a day. */
  record Day(String day, String strategy, List<BigDecimal> amounts, String remark) {}

  /** The data of the page. */
  static Data data(Comparison comparison) {
    return new Data(
        Explained.HEAD,
        comparison.sums(),
        comparison.rows().stream()
            .map(row -> new Day(row.day().toString(), row.strategy(), row.amounts(), row.remark()))
            .toList(),
        comparison.notes());
  }

  /** The content of compare.csv: a row for each day and strategy. */
  static String csv(Comparison comparison) {
    List<String> head = new ArrayList<>(List.of("date", "strategy"));
    head.addAll(Explained.HEAD);
    head.add("remark");
    Csv csv = new Csv(head);
    for (Explained row : comparison.rows()) {
      List<Object> fields = new ArrayList<>(List.of(row.day(), row.strategy()));
      fields.addAll(row.amounts());
      fields.add(row.remark());
      csv.add(fields);
    }
    return csv.text();
  }

  /** The lines for a terminal: a line for each strategy, and remarks. */
  static List<String> lines(Comparison comparison) {
    List<String> lines = new ArrayList<>();
    StringBuilder head = new StringBuilder("%-16s".formatted("live or replayed"));
    Explained.HEAD.forEach(name -> head.append(" %12s".formatted(name.split(" ")[0])));
    lines.add(head.toString());
    comparison
        .sums()
        .forEach(
            (id, amounts) -> {
              StringBuilder line = new StringBuilder("%-16s".formatted(id));
              amounts.forEach(amount -> line.append(" %12s".formatted(Report.cents(amount))));
              lines.add(line.toString());
            });
    lines.add(
        "%d days were compared; compare.csv has them"
            .formatted(comparison.rows().stream().map(Explained::day).distinct().count()));
    lines.addAll(comparison.notes());
    return lines;
  }
}
