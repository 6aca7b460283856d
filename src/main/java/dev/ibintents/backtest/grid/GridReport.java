package dev.ibintents.backtest.grid;

import dev.ibintents.backtest.Backtest;
import dev.ibintents.backtest.BacktestException;
import dev.ibintents.backtest.BacktestResult;
import dev.ibintents.backtest.report.Csv;
import dev.ibintents.backtest.report.Report;
import dev.ibintents.intent.json.AnswerJson;
import dev.ibintents.trading.performance.Figure;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The report of a grid: {@code grid.csv} and {@code grid.json} with all points, and the report of
 * the best point. The best point has the highest Sharpe ratio. If several have it, the one with the
 * lowest number is the best.
 */
public final class GridReport {
  /** The terminal shows so many points; the file has all. */
  private static final int SHOWN_POINTS = 20;

  private static final int RATIO_DECIMALS = 8;

  private final Grid grid;
  private final List<PointResult> results;
  private final Figure<DeflatedSharpe> correction;
  private final GridAnswer answer;

  /**
   * The content of {@code grid.json}.
   *
   * @param best the number of the best point; {@code null} if no point has a Sharpe ratio
   * @param tries the number of points with a Sharpe ratio
   * @param expectedBest the Sharpe ratio that the best would have by chance alone; {@code null} if
   *     there are too few tries
   * @param warning the number of tries in words
   * @param deflatedSharpe the definition of the deflated Sharpe ratio
   */
  record GridAnswer(
      String hash,
      Integer best,
      int tries,
      BigDecimal expectedBest,
      String warning,
      String deflatedSharpe,
      List<PointAnswer> points,
      List<String> notes) {}

  /**
   * A point in {@code grid.json}.
   *
   * @param why the reason of each figure that is {@code null}
   */
  record PointAnswer(
      int point,
      SortedMap<String, String> values,
      BigDecimal cagr,
      BigDecimal sharpe,
      BigDecimal deflatedSharpe,
      BigDecimal maxDrawdown,
      BigDecimal costs,
      BigDecimal endEquity,
      int problems,
      SortedMap<String, String> why) {}

  /**
   * @param results the results of all points, in the order of their numbers
   */
  public GridReport(Grid grid, List<PointResult> results) {
    this.grid = grid;
    this.results = List.copyOf(results);
    correction = correction(results);
    Optional<PointResult> best = best(results);
    answer =
        new GridAnswer(
            grid.hash(),
            best.map(PointResult::point).orElse(null),
            tries(results),
            expectedBest(correction),
            warning(best),
            DeflatedSharpe.DEFINITION,
            results.stream().map(this::point).toList(),
            grid.notes());
  }

  static Figure<DeflatedSharpe> correction(List<PointResult> results) {
    return DeflatedSharpe.of(
        results.stream().map(PointResult::dailySharpe).flatMap(Optional::stream).toList());
  }

  private static int tries(List<PointResult> results) {
    return (int) results.stream().filter(result -> result.sharpe().isPresent()).count();
  }

  private static BigDecimal expectedBest(Figure<DeflatedSharpe> correction) {
    return correction
        .value()
        .map(tries -> rounded(PointResult.yearly(tries.expectedBest())))
        .orElse(null);
  }

  /** The best result; empty if none has a Sharpe ratio. */
  static Optional<PointResult> best(List<PointResult> results) {
    return results.stream()
        .filter(result -> result.sharpe().isPresent())
        .max(
            Comparator.comparing((PointResult result) -> result.sharpe().orElseThrow())
                .thenComparing(PointResult::point, Comparator.reverseOrder()));
  }

  private String warning(Optional<PointResult> best) {
    if (best.isEmpty()) {
      return "No point has a Sharpe ratio: %s. The report is of the first point."
          .formatted(results.get(0).why().get("sharpe"));
    }
    if (correction.value().isEmpty()) {
      return "There is no deflated Sharpe ratio: %s.".formatted(correction.why());
    }
    return "Best of %d tries: the Sharpe ratio is %s, and by chance alone the best would have about %s."
            .formatted(
                tries(results),
                Report.cents(best.get().sharpe().orElseThrow()),
                Report.cents(expectedBest(correction)))
        + best.get()
            .deflated(correction)
            .value()
            .map(
                probability ->
                    " The deflated Sharpe ratio is %s, and %s would be convincing."
                        .formatted(Report.cents(rounded(probability)), "0.95"))
            .orElse("");
  }

  private PointAnswer point(PointResult result) {
    SortedMap<String, String> why = new TreeMap<>(result.why());
    Figure<Double> deflated = result.deflated(correction);
    if (deflated.value().isEmpty()) {
      why.put("deflatedSharpe", deflated.why());
    }
    return new PointAnswer(
        result.point(),
        result.values(),
        result.cagr().map(GridReport::rounded).orElse(null),
        result.sharpe().map(GridReport::rounded).orElse(null),
        deflated.value().map(GridReport::rounded).orElse(null),
        result.maxDrawdown().map(GridReport::rounded).orElse(null),
        result.costs(),
        result.endEquity(),
        result.problems(),
        why);
  }

  static BigDecimal rounded(double value) {
    return rounded(BigDecimal.valueOf(value));
  }

  static BigDecimal rounded(BigDecimal value) {
    return value.setScale(RATIO_DECIMALS, RoundingMode.HALF_EVEN);
  }

  private GridPoint bestPoint() {
    return grid.point(answer.best() == null ? 1 : answer.best());
  }

  /** The backtest of the best point, for the report. */
  public Backtest best() {
    return grid.backtest(bestPoint());
  }

  /**
   * Writes all files into a folder, which is made if it is missing.
   *
   * @param result the result of {@link #best()}
   * @return the report of the best point
   * @throws BacktestException if the point has another result than before
   * @throws IOException if a file cannot be written
   */
  public Report write(Path folder, BacktestResult result) throws IOException {
    GridPoint best = bestPoint();
    PointResult now = PointResult.of(best, result, grid.prepared().bars());
    if (!now.equals(results.get(best.number() - 1))) {
      throw new BacktestException(
          "point %d has another result now; the program or a strategy is not deterministic, or was"
                  .formatted(best.number())
              + " changed without a new version");
    }
    Report report =
        new Report(
            grid.request().version(),
            grid.inputs(
                best,
                best.values(),
                List.of("the report is of point " + best.number() + ": " + best.words())),
            result);
    report.write(folder, answer);
    Files.writeString(folder.resolve("grid.json"), AnswerJson.text(answer) + "\n");
    Files.writeString(folder.resolve("grid.csv"), csv());
    return report;
  }

  private String csv() {
    List<String> head = new ArrayList<>(List.of("point"));
    head.addAll(grid.names());
    head.addAll(
        List.of(
            "cagr", "sharpe", "deflatedSharpe", "maxDrawdown", "costs", "endEquity", "problems"));
    Csv csv = new Csv(head);
    for (PointAnswer point : answer.points()) {
      List<Object> row = new ArrayList<>(List.of(point.point()));
      grid.names().forEach(name -> row.add(point.values().get(name)));
      row.add(textOf(point.cagr()));
      row.add(textOf(point.sharpe()));
      row.add(textOf(point.deflatedSharpe()));
      row.add(textOf(point.maxDrawdown()));
      row.add(point.costs());
      row.add(point.endEquity());
      row.add(point.problems());
      csv.add(row);
    }
    return csv.text();
  }

  static Object textOf(BigDecimal figure) {
    return figure == null ? "" : figure;
  }

  /** A table for a terminal, the best points first, and the warning. */
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    int width =
        answer.points().stream()
            .mapToInt(point -> GridPoint.words(point.values()).length())
            .max()
            .orElse(0);
    String form = "%6s  %-" + Math.max(1, width) + "s %10s %8s %9s %10s %12s %9s";
    lines.add(
        form.formatted(
            "point", "values", "a year", "Sharpe", "deflated", "drawdown", "costs", "problems"));
    answer.points().stream()
        .sorted(
            Comparator.comparing(
                PointAnswer::sharpe, Comparator.nullsLast(Comparator.reverseOrder())))
        .limit(SHOWN_POINTS)
        .forEach(
            point ->
                lines.add(
                    form.formatted(
                        point.point(),
                        GridPoint.words(point.values()),
                        Report.percent(point.cagr()),
                        Report.cents(point.sharpe()),
                        Report.cents(point.deflatedSharpe()),
                        Report.percent(point.maxDrawdown()),
                        Report.cents(point.costs()),
                        point.problems())));
    if (answer.points().size() > SHOWN_POINTS) {
      lines.add("grid.csv has all %d points".formatted(answer.points().size()));
    }
    lines.addAll(answer.notes());
    lines.add(answer.warning());
    return lines;
  }
}
