package dev.ibintents.backtest.report;

import dev.ibintents.backtest.BacktestResult;
import dev.ibintents.backtest.BacktestResult.Day;
import dev.ibintents.backtest.BacktestResult.Execution;
import dev.ibintents.backtest.BacktestResult.StrategyDay;
import dev.ibintents.backtest.BacktestResult.Trouble;
import dev.ibintents.backtest.compare.Comparison;
import dev.ibintents.backtest.plan.BacktestPlan;
import dev.ibintents.backtest.plan.PreparedBacktest;
import dev.ibintents.intent.json.AnswerJson;
import dev.ibintents.intent.performance.Definitions;
import dev.ibintents.intent.performance.StatisticsAnswer;
import dev.ibintents.trading.performance.DailyReturns;
import dev.ibintents.trading.performance.Figure;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The report of a backtest: {@code report.html}, {@code equity.csv}, {@code orders.csv}, {@code
 * fills.csv} and {@code statistics.json}, and {@code compare.csv} if live days are compared. It
 * depends on nothing but its inputs, so two reports of the same inputs have the same bytes.
 */
public final class Report {
  /** The page shows so many fills; the file has all. */
  private static final int SHOWN_FILLS = 200;

  private static final int RETURN_DECIMALS = 8;
  private static final StrategyDay NOTHING =
      new StrategyDay(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

  private final BacktestResult result;
  private final Statement statement;
  private final Series series;
  private final List<String> strategies;
  private final Optional<Comparison> comparison;

  /**
   * The content of {@code statistics.json}.
   *
   * @param version the product's version
   * @param configuration the settings
   * @param configurationHash the SHA-256 of the settings and of the strategies' documents
   * @param sessions the number of sessions
   * @param startCash the cash at the start
   * @param endEquity the value of the account at the end
   * @param commissions the sum of all commissions
   * @param slippage the sum of all slippage
   * @param dividends the dividends of all strategies; negative if they were paid
   * @param interest the interest on cash; negative if it was paid
   * @param orders the number of orders
   * @param fills the number of executions
   * @param troubles the number of problems and failures of intents, by code
   * @param account the statistics of the account
   * @param strategies the statistics of each strategy
   * @param benchmark the statistics of the benchmark; {@code null} if there is none
   * @param notes remarks for people
   * @param definitions how each figure is computed
   */
  record Statement(
      String version,
      SortedMap<String, String> configuration,
      String configurationHash,
      int sessions,
      BigDecimal startCash,
      BigDecimal endEquity,
      BigDecimal commissions,
      BigDecimal slippage,
      BigDecimal dividends,
      BigDecimal interest,
      int orders,
      int fills,
      SortedMap<String, Long> troubles,
      StatisticsAnswer account,
      SortedMap<String, StatisticsAnswer> strategies,
      StatisticsAnswer benchmark,
      List<String> notes,
      Map<String, String> definitions) {}

  /** The daily returns that the page draws; {@code null} where there is none. */
  record Series(
      List<String> days,
      List<BigDecimal> equity,
      List<BigDecimal> account,
      SortedMap<String, List<BigDecimal>> profit,
      List<BigDecimal> benchmark) {}

  /**
   * The content of the page.
   *
   * @param grid the section of a grid of parameters; {@code null} if there is none
   * @param comparison the section of a comparison with live days; {@code null} if there is none
   */
  private record PageData(
      Statement statement,
      Series series,
      List<Execution> fills,
      List<Trouble> troubles,
      Object grid,
      ComparisonReport.Data comparison) {}

  /**
   * @param version the product's version
   * @param prepared the inputs of the run
   * @param result its result, with one session or more
   */
  public Report(String version, PreparedBacktest prepared, BacktestResult result) {
    this(version, prepared, result, Optional.empty());
  }

  /**
   * @param version the product's version
   * @param prepared the inputs of the run
   * @param result its result, with one session or more
   * @param comparison the comparison with days that were traded live, if it was asked for
   */
  public Report(
      String version,
      PreparedBacktest prepared,
      BacktestResult result,
      Optional<Comparison> comparison) {
    this.result = result;
    this.comparison = comparison;
    this.strategies = List.copyOf(prepared.exposures().keySet());
    ResultFigures figures = new ResultFigures(result, prepared.bars());
    Optional<DailyReturns> compared =
        prepared.plan().text(BacktestPlan.BENCHMARK).map(figures::benchmark);
    Figure<DailyReturns> benchmark =
        compared.map(Figure::of).orElseGet(() -> Figure.none("there is no benchmark"));
    ResultFigures.Part account = figures.account(benchmark);
    Optional<ResultFigures.Part> other = compared.map(figures::benchmark);
    SortedMap<String, StatisticsAnswer> byStrategy = new TreeMap<>();
    SortedMap<String, List<BigDecimal>> profits = new TreeMap<>();
    prepared
        .exposures()
        .forEach(
            (id, exposure) -> {
              byStrategy.put(
                  id, StatisticsAnswer.of(figures.strategy(id, exposure, benchmark).statistics()));
              profits.put(id, result.days().stream().map(day -> of(day, id).profit()).toList());
            });
    Day last = result.days().get(result.days().size() - 1);
    List<String> notes = new ArrayList<>(prepared.notes());
    notes.addAll(result.notes());
    statement =
        new Statement(
            version,
            prepared.plan().settings(),
            prepared.plan().hash(prepared.documents()),
            result.days().size(),
            result.cash(),
            result.equity(),
            result.commissions(),
            result.slippage(),
            last.dividends(),
            last.interest(),
            result.orders().size(),
            result.fills().size(),
            result.troubles().stream()
                .collect(Collectors.groupingBy(Trouble::code, TreeMap::new, Collectors.counting())),
            StatisticsAnswer.of(account.statistics()),
            byStrategy,
            other.map(part -> StatisticsAnswer.of(part.statistics())).orElse(null),
            notes,
            Definitions.ALL);
    series =
        new Series(
            result.days().stream().map(day -> day.date().toString()).toList(),
            result.days().stream().map(Day::equity).toList(),
            rounded(account.returns()),
            profits,
            other.map(part -> rounded(part.returns())).orElse(null));
  }

  private static StrategyDay of(Day day, String strategy) {
    return day.strategies().getOrDefault(strategy, NOTHING);
  }

  private static List<BigDecimal> rounded(List<Double> values) {
    List<BigDecimal> rounded = new ArrayList<>();
    for (Double value : values) {
      rounded.add(
          value == null
              ? null
              : BigDecimal.valueOf(value).setScale(RETURN_DECIMALS, RoundingMode.HALF_EVEN));
    }
    return rounded;
  }

  /**
   * Writes all files into a folder, which is made if it is missing.
   *
   * @throws IOException if a file cannot be written
   */
  public void write(Path folder) throws IOException {
    write(folder, null);
  }

  /**
   * As {@link #write(Path)}, with a section about a grid of parameters on the page.
   *
   * @param grid the section's data
   */
  public void write(Path folder, Object grid) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("statistics.json"), AnswerJson.text(statement) + "\n");
    Files.writeString(folder.resolve("equity.csv"), equity());
    Files.writeString(folder.resolve("orders.csv"), orders());
    Files.writeString(folder.resolve("fills.csv"), fills());
    List<Execution> last =
        result
            .fills()
            .subList(Math.max(0, result.fills().size() - SHOWN_FILLS), result.fills().size());
    List<Trouble> first = result.troubles().stream().limit(SHOWN_FILLS).toList();
    Files.writeString(
        folder.resolve("report.html"),
        ReportPage.html(
            AnswerJson.text(
                new PageData(
                    statement,
                    series,
                    last,
                    first,
                    grid,
                    comparison.map(ComparisonReport::data).orElse(null)))));
    if (comparison.isPresent()) {
      Files.writeString(folder.resolve("compare.csv"), ComparisonReport.csv(comparison.get()));
    }
  }

  private String equity() {
    List<String> head =
        new ArrayList<>(List.of("date", "equity", "cash", "return", "interest", "unattributed"));
    strategies.forEach(
        id ->
            head.addAll(List.of(id + " value", id + " profit", id + " costs", id + " dividends")));
    Csv csv = new Csv(head);
    for (int i = 0; i < result.days().size(); i++) {
      Day day = result.days().get(i);
      List<Object> row = new ArrayList<>();
      row.addAll(List.of(day.date(), day.equity(), day.cash(), series.account().get(i)));
      row.addAll(List.of(day.interest(), result.unattributed(day)));
      for (String id : strategies) {
        StrategyDay strategy = of(day, id);
        row.addAll(
            List.of(
                strategy.value(), strategy.profit(), strategy.commissions(), strategy.dividends()));
      }
      csv.add(row);
    }
    return csv.text();
  }

  private String orders() {
    Csv csv =
        new Csv(
            List.of(
                "time",
                "order",
                "symbol",
                "conId",
                "quantity",
                "filled",
                "status",
                "reason",
                "strategies"));
    result
        .orders()
        .forEach(
            order ->
                csv.add(
                    List.of(
                        order.time(),
                        order.orderRef(),
                        order.symbol(),
                        order.conId(),
                        order.quantity(),
                        order.filled(),
                        order.status(),
                        order.reason(),
                        shares(order.byStrategy()))));
    return csv.text();
  }

  private String fills() {
    Csv csv =
        new Csv(
            List.of(
                "time",
                "execution",
                "order",
                "symbol",
                "conId",
                "quantity",
                "price",
                "commission",
                "slippage",
                "strategies"));
    result
        .fills()
        .forEach(
            fill ->
                csv.add(
                    List.of(
                        fill.time(),
                        fill.execId(),
                        fill.orderRef(),
                        fill.symbol(),
                        fill.conId(),
                        fill.quantity(),
                        fill.price(),
                        fill.commission(),
                        fill.slippage(),
                        shares(fill.byStrategy()))));
    return csv.text();
  }

  private static String shares(SortedMap<String, BigDecimal> byStrategy) {
    return byStrategy.entrySet().stream()
        .map(share -> share.getKey() + "=" + share.getValue().toPlainString())
        .collect(Collectors.joining(" "));
  }

  /** A table for a terminal: the main figures of the account, the strategies and the benchmark. */
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%-16s %10s %10s %10s %8s %10s %9s"
            .formatted("", "return", "a year", "volatility", "Sharpe", "drawdown", "costs"));
    lines.add(line("account", statement.account()));
    statement.strategies().forEach((id, statistics) -> lines.add(line(id, statistics)));
    if (statement.benchmark() != null) {
      lines.add(line(statement.configuration().get(BacktestPlan.BENCHMARK), statement.benchmark()));
    }
    lines.add(
        ("%s to %s, %d sessions: %s became %s; %d orders, %d fills, commissions %s, slippage %s,"
                + " dividends %s, interest %s")
            .formatted(
                series.days().get(0),
                series.days().get(series.days().size() - 1),
                statement.sessions(),
                cents(statement.startCash()),
                cents(statement.endEquity()),
                statement.orders(),
                statement.fills(),
                cents(statement.commissions()),
                cents(statement.slippage()),
                cents(statement.dividends()),
                cents(statement.interest())));
    statement
        .troubles()
        .forEach(
            (code, count) ->
                lines.add(
                    "%d × %s, first: %s"
                        .formatted(
                            count,
                            code,
                            result.troubles().stream()
                                .filter(trouble -> trouble.code().equals(code))
                                .findFirst()
                                .map(trouble -> trouble.time() + " " + trouble.message())
                                .orElseThrow())));
    comparison.map(ComparisonReport::lines).ifPresent(lines::addAll);
    return lines;
  }

  private static String line(String name, StatisticsAnswer statistics) {
    return "%-16s %10s %10s %10s %8s %10s %9s"
        .formatted(
            name,
            percent(statistics.timeWeightedReturn()),
            percent(statistics.cagr()),
            percent(statistics.volatility()),
            cents(statistics.sharpe()),
            percent(statistics.maxDrawdown() == null ? null : statistics.maxDrawdown().depth()),
            percent(statistics.costs()));
  }

  /** A fraction in percent with two decimals; a hyphen for {@code null}. */
  public static String percent(BigDecimal fraction) {
    return fraction == null ? "-" : cents(fraction.movePointRight(2)) + " %";
  }

  /** An amount with two decimals; a hyphen for {@code null}. */
  public static String cents(BigDecimal amount) {
    return amount == null ? "-" : amount.setScale(2, RoundingMode.HALF_EVEN).toPlainString();
  }
}
