package dev.ibintents.backtest.report;

import dev.ibintents.backtest.BacktestResult;
import dev.ibintents.backtest.BacktestResult.Day;
import dev.ibintents.backtest.BacktestResult.Execution;
import dev.ibintents.backtest.BacktestResult.StrategyDay;
import dev.ibintents.backtest.CorporateAction;
import dev.ibintents.backtest.plan.LoadedBars;
import dev.ibintents.simulator.market.PricedBar;
import dev.ibintents.trading.performance.DailyReturns;
import dev.ibintents.trading.performance.DatedFlow;
import dev.ibintents.trading.performance.DayReturn;
import dev.ibintents.trading.performance.Figure;
import dev.ibintents.trading.performance.RiskFreeRate;
import dev.ibintents.trading.performance.Statistics;
import dev.ibintents.trading.performance.TrackRecord;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Computes the figures of a result: of the account, of each strategy, and of the benchmark. */
public final class ResultFigures {
  private static final RiskFreeRate NO_INTEREST = new RiskFreeRate(0);

  private final BacktestResult result;
  private final LoadedBars bars;

  /** The day before the first session, at whose end there is only the cash of the start. */
  private final LocalDate since;

  /**
   * Returns and their statistics.
   *
   * @param returns the return of each session as a fraction; {@code null} if it is not known
   */
  public record Part(List<Double> returns, Statistics statistics) {}

  /**
   * @param result has one session or more
   * @param bars the bars of the run
   */
  public ResultFigures(BacktestResult result, LoadedBars bars) {
    this.result = result;
    this.bars = bars;
    since = result.days().get(0).date().minusDays(1);
  }

  /** The account. */
  public Part account(Figure<DailyReturns> benchmark) {
    List<Double> capital = equities();
    List<DayReturn> returns = new ArrayList<>();
    List<Day> days = result.days();
    for (int i = 0; i < days.size(); i++) {
      returns.add(
          new DayReturn(
              days.get(i).date(), days.get(i).equity().doubleValue() / capital.get(i) - 1));
    }
    List<DatedFlow> investment =
        List.of(
            new DatedFlow(since, -result.cash().doubleValue()),
            new DatedFlow(days.get(days.size() - 1).date(), result.equity().doubleValue()));
    return part(
        new TrackRecord(
            new DailyReturns(since, returns),
            investment,
            mean(capital),
            result.fills().stream().mapToDouble(fill -> value(fill, fill.quantity())).sum(),
            -result.commissions().doubleValue()),
        benchmark);
  }

  /** A strategy, with the fraction of the account that it trades with as its capital. */
  Part strategy(String id, BigDecimal exposure, Figure<DailyReturns> benchmark) {
    List<Double> equities = equities();
    List<Double> capital = new ArrayList<>();
    List<DayReturn> returns = new ArrayList<>();
    List<DatedFlow> investment = new ArrayList<>();
    double before = 0;
    double paid = 0;
    LocalDate previous = since;
    for (int i = 0; i < result.days().size(); i++) {
      Day day = result.days().get(i);
      double profit =
          Optional.ofNullable(day.strategies().get(id))
              .map(StrategyDay::profit)
              .map(BigDecimal::doubleValue)
              .orElse(before);
      double start = equities.get(i) * exposure.doubleValue();
      investment.add(new DatedFlow(previous, paid - start));
      capital.add(start);
      returns.add(new DayReturn(day.date(), start == 0 ? 0 : (profit - before) / start));
      paid = start + profit - before;
      before = profit;
      previous = day.date();
    }
    investment.add(new DatedFlow(previous, paid));
    double traded =
        result.fills().stream()
            .mapToDouble(fill -> value(fill, fill.byStrategy().getOrDefault(id, BigDecimal.ZERO)))
            .sum();
    Day last = result.days().get(result.days().size() - 1);
    double commissions =
        Optional.ofNullable(last.strategies().get(id))
            .map(day -> day.commissions().doubleValue())
            .orElse(0.0);
    return part(
        new TrackRecord(
            new DailyReturns(since, returns), investment, mean(capital), traded, -commissions),
        benchmark);
  }

  /** The returns of a symbol, from close to close, with its dividends and splits. */
  DailyReturns benchmark(String symbol) {
    SortedMap<LocalDate, BigDecimal> closes = new TreeMap<>();
    for (PricedBar bar : bars.of(symbol).orElseThrow()) {
      closes.put(bar.date(), bar.close());
    }
    SortedMap<LocalDate, CorporateAction> actions = bars.actions(symbol);
    List<DayReturn> returns = new ArrayList<>();
    for (Day day : result.days()) {
      SortedMap<LocalDate, BigDecimal> before = closes.headMap(day.date());
      if (closes.containsKey(day.date()) && !before.isEmpty()) {
        double last = before.get(before.lastKey()).doubleValue();
        double value = closes.get(day.date()).doubleValue();
        for (CorporateAction action :
            actions.subMap(before.lastKey().plusDays(1), day.date().plusDays(1)).values()) {
          value = (value + action.dividend().doubleValue()) * action.split().doubleValue();
        }
        returns.add(new DayReturn(day.date(), value / last - 1));
      }
    }
    return new DailyReturns(since, returns);
  }

  /** The benchmark, with an investment of 1 at the beginning. */
  Part benchmark(DailyReturns returns) {
    double value = 1;
    for (DayReturn day : returns.returns()) {
      value *= 1 + day.value();
    }
    List<DatedFlow> investment =
        returns.returns().isEmpty()
            ? List.of()
            : List.of(
                new DatedFlow(since, -1),
                new DatedFlow(returns.returns().get(returns.returns().size() - 1).day(), value));
    return part(
        new TrackRecord(returns, investment, 1, 0, 0), Figure.none("it is the benchmark itself"));
  }

  private Part part(TrackRecord track, Figure<DailyReturns> benchmark) {
    SortedMap<LocalDate, Double> byDay = new TreeMap<>();
    track.returns().returns().forEach(day -> byDay.put(day.day(), day.value()));
    List<Double> all = new ArrayList<>();
    result.days().forEach(day -> all.add(byDay.get(day.date())));
    return new Part(all, track.statistics(NO_INTEREST, benchmark));
  }

  /** The equity at the beginning of each session. */
  private List<Double> equities() {
    List<Double> equities = new ArrayList<>();
    double equity = result.cash().doubleValue();
    for (Day day : result.days()) {
      equities.add(equity);
      equity = day.equity().doubleValue();
    }
    return equities;
  }

  /** The value of a quantity at the price of a fill, in the instrument's currency. */
  private double value(Execution fill, BigDecimal quantity) {
    return quantity.abs().multiply(fill.price()).doubleValue() * bars.multiplier(fill.conId());
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }
}
