package dev.ibintents.intent.bars;

import com.google.gson.JsonObject;
import dev.ibintents.environment.Environment;
import dev.ibintents.environment.Problem;
import dev.ibintents.environment.Problems;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.Contracts;
import dev.ibintents.gateway.InvalidContractException;
import dev.ibintents.gateway.OnClientIdInUse;
import dev.ibintents.gateway.Resolution;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.Farm;
import dev.ibintents.intent.Intent;
import dev.ibintents.intent.Outcome;
import dev.ibintents.intent.Parameters;
import dev.ibintents.marketdata.BarTime;
import dev.ibintents.marketdata.Gap;
import dev.ibintents.marketdata.HistoryLength;
import dev.ibintents.marketdata.Series;
import dev.ibintents.marketdata.collection.Collected;
import dev.ibintents.marketdata.collection.Collector;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects bars of the past into the store. Requests only bars that the store does not have. */
public final class CollectMarketData extends Intent {
  /** The parameter with the contracts to collect. */
  public static final String CONTRACTS = "contracts";

  /** The parameter that says how far back to collect. */
  public static final String DURATION = "duration";

  /** The shortest part of the invocation's time that is reserved for the answer. */
  private static final Duration SHORTEST_MARGIN = Duration.ofSeconds(2);

  private static final Duration LONGEST_MARGIN = Duration.ofSeconds(30);
  private static final int MARGIN_PART = 10;

  private final List<ContractSpec> contracts;
  private final SeriesParameters seriesParameters;
  private final Optional<HistoryLength> length;

  /**
   * The answer.
   *
   * @param barSize the length of a bar
   * @param useRth whether data outside the regular session is left out
   * @param added the number of bars that were added for all contracts
   * @param contracts the result of each contract, in the order of the request
   * @param remaining the ranges that were left for lack of time; the next call continues with them
   */
  public record CollectionAnswer(
      String barSize, boolean useRth, int added, List<Entry> contracts, List<Remaining> remaining) {

    private Outcome.Collected outcome() {
      List<Entry> failed = contracts.stream().filter(entry -> entry.failure() != null).toList();
      return new Outcome.Collected(
          contracts.size(),
          added,
          failed.size(),
          Outcome.first(failed).stream()
              .map(
                  entry ->
                      new Outcome.Failure(
                          Outcome.cut(entry.contract()), Outcome.cut(entry.failure())))
              .toList(),
          remaining.size());
    }
  }

  /**
   * The result of one contract.
   *
   * @param contract the contract as the request or the configuration names it
   * @param conId the broker's number for it; {@code null} if it was not found
   * @param localSymbol the exchange's own name for it; {@code null} if it was not found
   * @param whatToShow the data that bars show; {@code null} if the contract was not found
   * @param added the number of bars that were added
   * @param corrected the number of stored bars that were replaced, because the broker had corrected
   *     them
   * @param rewritten whether the broker had rewritten the history, so that all bars were collected
   *     again
   * @param first the time of the first stored bar; {@code null} if there is none
   * @param last the time of the last stored bar; {@code null} if there is none
   * @param count the number of stored bars
   * @param gaps the days without bars on which bars are expected; the next call requests them again
   * @param confirmedEmpty the days with expected bars for which the broker has confirmed that it
   *     has none
   * @param failure the reason why bars were not collected completely; {@code null} if they were
   */
  record Entry(
      String contract,
      Integer conId,
      String localSymbol,
      String whatToShow,
      int added,
      int corrected,
      boolean rewritten,
      String first,
      String last,
      long count,
      List<Days> gaps,
      List<Days> confirmedEmpty,
      String failure) {

    static Entry failed(ContractSpec spec, String why) {
      return new Entry(
          spec.toString(), null, null, null, 0, 0, false, null, null, 0, List.of(), List.of(), why);
    }
  }

  /**
   * A range of weekdays.
   *
   * @param from the first day
   * @param to the last day
   * @param days the number of weekdays
   */
  record Days(String from, String to, int days) {
    static Days of(Gap gap) {
      return new Days(gap.from().toString(), gap.to().toString(), gap.days());
    }
  }

  /**
   * A range that is still to be collected.
   *
   * @param contract the contract as it was given
   * @param from the beginning of the range
   * @param to the end of the range
   */
  record Remaining(String contract, String from, String to) {}

  /** Creates the intent of one invocation. */
  public CollectMarketData(Environment environment, Parameters parameters) {
    super(environment, parameters);
    List<String> problems = new ArrayList<>();
    seriesParameters = SeriesParameters.read(parameters, problems);
    Optional<String> duration = parameters.text(DURATION);
    length = duration.flatMap(HistoryLength::parse);
    if (duration.isPresent() && length.isEmpty()) {
      problems.add(
          "duration is \"%s\", it must be %s".formatted(duration.get(), HistoryLength.EXPECTED));
    }
    contracts = contracts(parameters, problems);
    refusals().add(problems);
  }

  private List<ContractSpec> contracts(Parameters parameters, List<String> problems) {
    List<JsonObject> given = parameters.objects(CONTRACTS);
    List<ContractSpec> specs = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      try {
        specs.add(ContractSpec.of(given.get(i), CONTRACTS + "[" + i + "]"));
      } catch (InvalidContractException e) {
        problems.add(e.getMessage());
      }
    }
    if (given.isEmpty()) {
      specs.addAll(environment().configuration().marketDataContracts());
    }
    if (specs.isEmpty() && given.isEmpty()) {
      problems.add(
          "there are no contracts; give contracts, or set marketData.contracts in the"
              + " configuration");
    }
    return specs.stream().distinct().toList();
  }

  @Override
  protected Object core() {
    Map<ContractSpec, Entry> failures = new LinkedHashMap<>();
    Map<ContractSpec, Series> seriesOf = new LinkedHashMap<>();
    Map<Series, Collector.Wanted> wanted = new LinkedHashMap<>();
    resolve(failures, seriesOf, wanted);
    Collector collector =
        new Collector(
            environment().store(),
            environment().clock(),
            environment().gateway().historicalRequests());
    Map<Series, Collected> collected = new LinkedHashMap<>();
    collector
        .collect(List.copyOf(wanted.values()), timeLeft())
        .forEach(result -> collected.put(result.series(), result));
    Map<Series, List<Gap>> gaps = collector.gaps(List.copyOf(collected.values()));
    List<Entry> entries = new ArrayList<>();
    List<Remaining> remaining = new ArrayList<>();
    for (ContractSpec spec : contracts) {
      Series series = seriesOf.get(spec);
      if (series == null) {
        entries.add(failures.get(spec));
        continue;
      }
      Collected result = collected.get(series);
      entries.add(entry(spec, result, gaps.get(series)));
      result
          .remaining()
          .forEach(
              range -> remaining.add(new Remaining(spec.toString(), range.from(), range.to())));
    }
    CollectionAnswer answer =
        new CollectionAnswer(
            seriesParameters.barSize().words(),
            seriesParameters.useRth(),
            collected.values().stream().mapToInt(Collected::added).sum(),
            entries,
            remaining);
    activity().add("collected", answer.outcome());
    report(entries, !remaining.isEmpty());
    return answer;
  }

  /** Reports failed contracts. All bars that arrived are stored already. */
  private void report(List<Entry> entries, boolean isUnfinished) {
    List<Entry> failed = entries.stream().filter(entry -> entry.failure() != null).toList();
    if (failed.isEmpty() && !isUnfinished) {
      return;
    }
    environment()
        .gateway()
        .session()
        .requireNoOutage(Farm.HISTORICAL_DATA, "not all bars could be collected");
    Problems problems = environment().problems();
    for (Entry entry : failed) {
      problems.add(
          Problem.Code.SERIES_NOT_COLLECTED,
          "the bars of " + entry.contract() + " were not collected: " + entry.failure());
    }
    if (!failed.isEmpty() && failed.size() == entries.size()) {
      problems.add(Problem.Code.NOTHING_SUCCEEDED, "no contract's bars were collected to the end");
    }
  }

  private void resolve(
      Map<ContractSpec, Entry> failures,
      Map<ContractSpec, Series> seriesOf,
      Map<Series, Collector.Wanted> wanted) {
    new Contracts(environment().gateway(), environment().clock())
        .lookUp(contracts)
        .forEach(
            (spec, resolution) -> {
              if (resolution instanceof Resolution.Refused refused) {
                failures.put(spec, Entry.failed(spec, refused.reason()));
                return;
              }
              ResolvedContract contract = resolution.orThrow();
              try {
                contract.zone();
              } catch (DateTimeException e) {
                failures.put(spec, Entry.failed(spec, e.getMessage()));
                return;
              }
              Series series =
                  new Series(
                      contract.conId(),
                      seriesParameters.barSize(),
                      seriesParameters.whatToShow(contract.contract().secType()),
                      seriesParameters.useRth());
              seriesOf.put(spec, series);
              wanted.putIfAbsent(series, new Collector.Wanted(contract, series, length));
            });
  }

  /** The time left for collecting. A margin is reserved, so that the answer reaches the caller. */
  private Duration timeLeft() {
    Deadline deadline = environment().deadline();
    Duration margin = deadline.length().dividedBy(MARGIN_PART);
    if (margin.compareTo(SHORTEST_MARGIN) < 0) {
      margin = SHORTEST_MARGIN;
    } else if (margin.compareTo(LONGEST_MARGIN) > 0) {
      margin = LONGEST_MARGIN;
    }
    return deadline.remaining().minus(margin);
  }

  private static Entry entry(ContractSpec spec, Collected result, List<Gap> gaps) {
    return new Entry(
        spec.toString(),
        result.contract().conId(),
        result.contract().localSymbol(),
        result.series().whatToShow().name(),
        result.added(),
        result.corrected(),
        result.isRewritten(),
        result.index().first().map(BarTime::toString).orElse(null),
        result.index().last().map(BarTime::toString).orElse(null),
        result.index().count(),
        gaps.stream().map(Days::of).toList(),
        result.confirmedEmpty().stream().map(Days::of).toList(),
        result.failure().orElse(null));
  }

  /** Takes any client id, because this intent places no orders. */
  @Override
  protected OnClientIdInUse onClientIdInUse() {
    return OnClientIdInUse.TAKE_NEXT;
  }

  @Override
  public String name() {
    return "collect-market-data";
  }
}
