package dev.ibintents.intent.performance;

import dev.ibintents.environment.Environment;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.ibapi.WhatToShow;
import dev.ibintents.intent.InvalidParametersException;
import dev.ibintents.intent.KnownStrategies;
import dev.ibintents.intent.Parameters;
import dev.ibintents.intent.ReadingIntent;
import dev.ibintents.intent.bars.NamedContract;
import dev.ibintents.marketdata.Bars;
import dev.ibintents.marketdata.SeriesIndex;
import dev.ibintents.trading.performance.DayRecord;
import dev.ibintents.trading.performance.Flows;
import dev.ibintents.trading.performance.PerformanceDays;
import dev.ibintents.trading.performance.Profits;
import dev.ibintents.trading.performance.RiskFreeRate;
import dev.ibintents.trading.performance.TotalsCheck;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Answers with the profit of the account and of each strategy by day, and with statistics. It reads
 * the recorded days and does not contact the gateway.
 */
public final class Performance extends ReadingIntent {
  /** The name of the intent. */
  public static final String NAME = "performance";

  /** The parameter with the first day. */
  public static final String FROM = "from";

  /** The parameter with the last day. */
  public static final String TO = "to";

  /** The parameter with the contract to compare with. */
  public static final String BENCHMARK = "benchmark";

  /** The parameter with the format of the answer. */
  public static final String FORMAT = "format";

  /** The parameter with the risk-free rate of a year. */
  public static final String RISK_FREE = "riskFree";

  /** The parameter that asks for a check of the running totals. */
  public static final String CHECK = "check";

  private static final String JSON = "json";
  private static final String CSV = "csv";

  /** The formats; the first is the usual one. */
  public static final List<String> FORMATS = List.of(JSON, CSV);

  private final Optional<LocalDate> from;
  private final Optional<LocalDate> to;
  private final String format;
  private final RiskFreeRate riskFree;
  private final Optional<NamedContract> benchmark;

  /** Creates the intent of one invocation. */
  public Performance(Environment environment, Parameters parameters) {
    super(environment, parameters);
    List<String> problems = new ArrayList<>();
    from = day(FROM, problems);
    to = day(TO, problems);
    if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
      problems.add("from " + from.get() + " is after to " + to.get());
    }
    format = parameters.text(FORMAT).orElse(JSON);
    if (!FORMATS.contains(format)) {
      problems.add("format is \"" + format + "\", it must be json or csv");
    }
    riskFree = riskFree(problems);
    benchmark =
        parameters
            .value(BENCHMARK)
            .map(given -> NamedContract.read(parameters, BENCHMARK, problems));
    refusals().add(problems);
  }

  private Optional<LocalDate> day(String name, List<String> problems) {
    Optional<String> text = parameters().text(name);
    try {
      return text.map(LocalDate::parse);
    } catch (DateTimeException e) {
      problems.add(
          "%s is \"%s\", it must be a date such as 2026-11-20".formatted(name, text.get()));
      return Optional.empty();
    }
  }

  private RiskFreeRate riskFree(List<String> problems) {
    BigDecimal rate = parameters().decimal(RISK_FREE).orElse(BigDecimal.ZERO);
    if (rate.abs().compareTo(BigDecimal.ONE) >= 0) {
      problems.add(
          "riskFree is %s, it must be a fraction per year between -1 and 1, such as 0.04 for 4 %%"
              .formatted(rate));
      return new RiskFreeRate(0);
    }
    return new RiskFreeRate(rate.doubleValue());
  }

  @Override
  protected Optional<Object> answerWithoutGateway() {
    TradingMode mode = environment().variables().tradingMode();
    List<DayRecord> records = new PerformanceDays(environment().store(), mode).all();
    Profits profits = new Profits(records, new Flows(environment().store(), mode).all());
    Collection<String> wanted = wanted(profits.strategies());
    Optional<SeriesIndex> series =
        benchmark.map(contract -> daily(contract, new Bars(environment().store()).all()));
    PerformanceAnswer answer =
        records.isEmpty()
            ? ProfitReport.empty(
                riskFree, differences(), "no day is recorded yet; reconcile records one")
            : report(profits, records, wanted).answer(series);
    return Optional.of(format.equals(CSV) ? new PerformanceCsv(answer) : answer);
  }

  /** The strategies to show: those that the request names, or all that have a record. */
  private Collection<String> wanted(SortedSet<String> recorded) {
    KnownStrategies known = KnownStrategies.of(environment());
    SortedSet<String> ids = new TreeSet<>(known.ids());
    ids.addAll(recorded);
    List<String> named =
        new KnownStrategies(ids, known.documents(), known.strategies())
            .named(parameters(), "see all strategies");
    return named.isEmpty() ? recorded : new TreeSet<>(named);
  }

  private Optional<List<String>> differences() {
    return parameters().flag(CHECK)
        ? Optional.of(
            new TotalsCheck(environment().store(), environment().variables().tradingMode())
                .differences())
        : Optional.empty();
  }

  private static SeriesIndex daily(NamedContract contract, List<SeriesIndex> all) {
    List<SeriesIndex> ofContract = contract.seriesAmong(all);
    return ofContract.stream()
        .filter(index -> index.series().barSize().isDay())
        .min(
            Comparator.comparing(
                    (SeriesIndex index) -> index.series().whatToShow() != WhatToShow.ADJUSTED_LAST)
                .thenComparing(
                    index ->
                        index.series().whatToShow() != WhatToShow.TRADES
                            && index.series().whatToShow() != WhatToShow.MIDPOINT)
                .thenComparing(index -> !index.series().useRth()))
        .orElseThrow(
            () ->
                new InvalidParametersException(
                    "no daily bars of %s are stored, collect-market-data collects them; the stored"
                            .formatted(ofContract.get(0).contract())
                        + " bars are "
                        + ofContract.stream()
                            .map(index -> index.series().toString())
                            .collect(Collectors.joining(", "))));
  }

  private ProfitReport report(Profits profits, List<DayRecord> records, Collection<String> wanted) {
    LocalDate first = records.get(0).day();
    LocalDate last = records.get(records.size() - 1).day();
    if (from.filter(last::isBefore).isPresent() || to.filter(first::isAfter).isPresent()) {
      throw new InvalidParametersException(
          "no day is recorded %s; days are recorded from %s to %s"
              .formatted(
                  from.filter(last::isBefore).isPresent()
                      ? "from " + from.get() + " on"
                      : "up to " + to.get(),
                  first,
                  last));
    }
    return new ProfitReport(
        profits.table(from, to, wanted),
        records.get(0).baseCurrency(),
        riskFree,
        new Bars(environment().store()),
        differences());
  }

  /** The kill switch stops trades. It hides nothing. */
  @Override
  protected boolean isAlwaysExempt() {
    return true;
  }

  @Override
  protected Object core() {
    throw new IllegalStateException("recorded days are answered without the gateway");
  }

  @Override
  public String name() {
    return NAME;
  }
}
