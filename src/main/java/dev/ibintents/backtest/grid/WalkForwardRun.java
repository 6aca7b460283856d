package dev.ibintents.backtest.grid;

import dev.ibintents.backtest.Backtest;
import dev.ibintents.backtest.BacktestException;
import dev.ibintents.backtest.BacktestResult;
import dev.ibintents.backtest.BacktestResult.Day;
import dev.ibintents.backtest.grid.WalkForward.Window;
import dev.ibintents.backtest.plan.BacktestPlan;
import dev.ibintents.backtest.report.Csv;
import dev.ibintents.backtest.report.Report;
import dev.ibintents.intent.json.AnswerJson;
import dev.ibintents.trading.performance.Figure;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A walk-forward over a grid. The backtests of a training window get no bar after its end, so the
 * choice of its point cannot depend on the test. All test windows are one backtest: holdings pass
 * from one window to the next, and the first session of each window trades.
 */
public final class WalkForwardRun {
  private final Grid grid;
  private final WalkForward lengths;
  private final List<Window> windows;
  private final Map<Training, PointResult> trainings = new ConcurrentHashMap<>();

  /** The backtest of a point in a training window. */
  private record Training(Window window, GridPoint point) {}

  /**
   * A window whose point is chosen.
   *
   * @param best the result of the chosen point in the training window
   * @param deflated its deflated Sharpe ratio among the tries of the window
   */
  private record Choice(
      Window window, GridPoint point, PointResult best, Figure<Double> deflated) {}

  /**
   * The content of {@code walk-forward.json}.
   *
   * @param tries the number of points that each training window tries
   * @param warning how the values were chosen, in words
   * @param deflatedSharpe the definition of the deflated Sharpe ratio
   */
  record WalkForwardAnswer(
      String hash,
      String lengths,
      int tries,
      String warning,
      String deflatedSharpe,
      List<WindowAnswer> windows,
      List<String> notes) {}

  /**
   * A window in {@code walk-forward.json}.
   *
   * @param deflatedSharpe the deflated Sharpe ratio in the training; {@code null} if there are too
   *     few tries
   * @param testReturn the return of the account over the test window
   */
  record WindowAnswer(
      String trainFrom,
      String trainTo,
      String testFrom,
      String testTo,
      int point,
      SortedMap<String, String> values,
      BigDecimal trainSharpe,
      BigDecimal deflatedSharpe,
      BigDecimal testReturn) {}

  /**
   * @throws BacktestException if the bars are too few for a window
   */
  public WalkForwardRun(Grid grid, WalkForward lengths) {
    this.grid = grid;
    this.lengths = lengths;
    Optional<LocalDate> from = grid.prepared().plan().day(BacktestPlan.FROM);
    SortedSet<LocalDate> sessions = grid.prepared().bars().all().sessions(from);
    this.windows = lengths.windows(from.orElse(sessions.first()), sessions);
  }

  /**
   * Plays the grid in all training windows.
   *
   * @throws BacktestsStoppedException if the backtests were stopped
   */
  public void train(ParallelBacktests backtests) {
    List<Training> jobs =
        windows.stream()
            .flatMap(window -> grid.points().stream().map(point -> new Training(window, point)))
            .toList();
    backtests.play(
        jobs,
        job -> grid.backtest(job.point()).from(job.window().trainFrom()).to(job.window().trainTo()),
        (job, result) ->
            trainings.put(job, PointResult.of(job.point(), result, grid.prepared().bars())));
  }

  private List<Choice> choices() {
    return windows.stream().map(this::choice).toList();
  }

  private Choice choice(Window window) {
    List<PointResult> results =
        grid.points().stream().map(point -> trainings.get(new Training(window, point))).toList();
    PointResult best =
        GridReport.best(results)
            .orElseThrow(
                () ->
                    new BacktestException(
                        "no point has a Sharpe ratio in the training from %s to %s: %s. Train"
                                .formatted(
                                    window.trainFrom(),
                                    window.trainTo(),
                                    results.get(0).why().get("sharpe"))
                            + " longer, or begin later"));
    return new Choice(
        window, grid.point(best.point()), best, best.deflated(GridReport.correction(results)));
  }

  /**
   * The backtest of all test windows. From the beginning of each window on, the documents have the
   * values that its training has chosen.
   *
   * @throws BacktestException if no point of a training window has a Sharpe ratio
   */
  public Backtest test() {
    List<Choice> choices = choices();
    Backtest backtest =
        grid.backtest(choices.get(0).point())
            .from(windows.get(0).testFrom())
            .to(windows.get(windows.size() - 1).testTo());
    for (Choice choice : choices) {
      choice
          .point()
          .documents()
          .forEach((id, fields) -> backtest.documentFrom(choice.window().testFrom(), id, fields));
    }
    return backtest;
  }

  /**
   * Writes all files into a folder, which is made if it is missing.
   *
   * @param result the result of {@link #test()}
   * @return the report of all test windows
   * @throws IOException if a file cannot be written
   */
  public Report write(Path folder, BacktestResult result) throws IOException {
    WalkForwardAnswer answer = answer(result);
    SortedMap<String, String> settings = new TreeMap<>(Map.of("walkForward", lengths.toString()));
    settings.put(BacktestPlan.FROM, windows.get(0).testFrom().toString());
    settings.put(BacktestPlan.TO, windows.get(windows.size() - 1).testTo().toString());
    Report report =
        new Report(
            grid.request().version(),
            grid.inputs(choices().get(0).point(), settings, List.of(answer.warning())),
            result);
    report.write(folder, answer);
    Files.writeString(folder.resolve("walk-forward.json"), AnswerJson.text(answer) + "\n");
    Files.writeString(folder.resolve("walk-forward.csv"), csv(answer));
    return report;
  }

  private WalkForwardAnswer answer(BacktestResult result) {
    List<WindowAnswer> all = new ArrayList<>();
    BigDecimal equity = result.cash();
    for (Choice choice : choices()) {
      BigDecimal before = equity;
      for (Day day : result.days()) {
        equity = day.date().isAfter(choice.window().testTo()) ? equity : day.equity();
      }
      all.add(window(choice, equity.divide(before, MathContext.DECIMAL64)));
    }
    return new WalkForwardAnswer(
        grid.hash(),
        lengths.toString(),
        grid.points().size(),
        ("Each of %d test windows is played with the best of %d tries by the Sharpe ratio of the"
                + " training before it. All statistics are of the tests alone.")
            .formatted(windows.size(), grid.points().size()),
        DeflatedSharpe.DEFINITION,
        all,
        grid.notes());
  }

  private static WindowAnswer window(Choice choice, BigDecimal growth) {
    return new WindowAnswer(
        choice.window().trainFrom().toString(),
        choice.window().trainTo().toString(),
        choice.window().testFrom().toString(),
        choice.window().testTo().toString(),
        choice.point().number(),
        choice.point().values(),
        GridReport.rounded(choice.best().sharpe().orElseThrow()),
        choice.deflated().value().map(GridReport::rounded).orElse(null),
        GridReport.rounded(growth.subtract(BigDecimal.ONE)));
  }

  private String csv(WalkForwardAnswer answer) {
    List<String> head =
        new ArrayList<>(List.of("trainFrom", "trainTo", "testFrom", "testTo", "point"));
    head.addAll(grid.names());
    head.addAll(List.of("trainSharpe", "deflatedSharpe", "testReturn"));
    Csv csv = new Csv(head);
    for (WindowAnswer window : answer.windows()) {
      List<Object> row =
          new ArrayList<>(
              List.of(
                  window.trainFrom(),
                  window.trainTo(),
                  window.testFrom(),
                  window.testTo(),
                  window.point()));
      grid.names().forEach(name -> row.add(window.values().get(name)));
      row.add(window.trainSharpe());
      row.add(GridReport.textOf(window.deflatedSharpe()));
      row.add(window.testReturn());
      csv.add(row);
    }
    return csv.text();
  }

  /**
   * A table of the windows for a terminal.
   *
   * @param result the result of {@link #test()}
   */
  public List<String> summary(BacktestResult result) {
    List<String> lines = new ArrayList<>();
    String form = "%-24s %-24s %10s %9s %10s  %s";
    lines.add(form.formatted("training", "test", "Sharpe", "deflated", "return", "values"));
    WalkForwardAnswer answer = answer(result);
    for (WindowAnswer window : answer.windows()) {
      lines.add(
          form.formatted(
              window.trainFrom() + " " + window.trainTo(),
              window.testFrom() + " " + window.testTo(),
              Report.cents(window.trainSharpe()),
              Report.cents(window.deflatedSharpe()),
              Report.percent(window.testReturn()),
              GridPoint.words(window.values())));
    }
    lines.addAll(answer.notes());
    lines.add(answer.warning());
    return lines;
  }
}
