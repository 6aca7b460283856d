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

/** Brings bars of the past into the store: only what is missing since the last time. */
public final class CollectMarketData extends Intent {
  public static final String CONTRACTS = "contracts";
  public static final String DURATION = "duration";

  /** What is kept of the invocation's time for the answer. */
  private static final Duration SHORTEST_MARGIN = Duration.ofSeconds(2);

  private static final Duration LONGEST_MARGIN = Duration.ofSeconds(30);
  private static final int MARGIN_PART = 10;

  private final List<ContractSpec> contracts;
  private final SeriesParameters which;
  private final Optional<HistoryLength> length;

  /**
   * The answer.
   *
   * @param barSize how long a bar is
   * @param useRth whether what was outside the regular session is left out
   * @param added how many bars were added in all
   * @param contracts what became of each contract, in the order in which they were given
   * @param remaining what there was no time for; the next call goes on with it
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
   * What became of one contract.
   *
   * @param contract as it was given
   * @param conId the broker's number for it; {@code null} if it was not found
   * @param localSymbol the exchange's own name for it; {@code null} if it was not found
   * @param whatToShow what bars are made of; {@code null} if it was not found
   * @param added how many bars were added
   * @param corrected how many were stored otherwise; the broker has corrected them
   * @param rewritten whether the broker had rewritten the history, so that all of it came anew
   * @param first when the first stored bar is; {@code null} if there is none
   * @param last when the last stored bar is; {@code null} if there is none
   * @param count how many bars are stored
   * @param gaps days without bars on which there should have been some; the next call asks again
   * @param confirmedEmpty such days of which the broker has said again that it has no bars on them
   * @param failure why it was not collected, or not to the end; {@code null} if it was
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
   * A row of weekdays.
   *
   * @param from the first
   * @param to the last
   * @param days how many
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
   * @param from where the range begins
   * @param to where it ends
   */
  record Remaining(String contract, String from, String to) {}

  public CollectMarketData(Environment environment, Parameters parameters) {
    super(environment, parameters);
    List<String> problems = new ArrayList<>();
    which = SeriesParameters.read(parameters, problems);
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
        .forEach(one -> collected.put(one.series(), one));
    Map<Series, List<Gap>> gaps = collector.gaps(List.copyOf(collected.values()));
    List<Entry> entries = new ArrayList<>();
    List<Remaining> remaining = new ArrayList<>();
    for (ContractSpec spec : contracts) {
      Series series = seriesOf.get(spec);
      if (series == null) {
        entries.add(failures.get(spec));
        continue;
      }
      Collected its = collected.get(series);
      entries.add(entry(spec, its, gaps.get(series)));
      its.remaining()
          .forEach(one -> remaining.add(new Remaining(spec.toString(), one.from(), one.to())));
    }
    CollectionAnswer answer =
        new CollectionAnswer(
            which.barSize().words(),
            which.useRth(),
            collected.values().stream().mapToInt(Collected::added).sum(),
            entries,
            remaining);
    activity().add("collected", answer.outcome());
    report(entries, !remaining.isEmpty());
    return answer;
  }

  /** All that has come is stored by now, whatever is reported. */
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
                      which.barSize(),
                      which.whatToShow(contract.contract().secType()),
                      which.useRth());
              seriesOf.put(spec, series);
              wanted.putIfAbsent(series, new Collector.Wanted(contract, series, length));
            });
  }

  /** So that what has been done is answered before the caller stops to listen. */
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

  private static Entry entry(ContractSpec spec, Collected its, List<Gap> gaps) {
    return new Entry(
        spec.toString(),
        its.contract().conId(),
        its.contract().localSymbol(),
        its.series().whatToShow().name(),
        its.added(),
        its.corrected(),
        its.isRewritten(),
        its.index().first().map(BarTime::toString).orElse(null),
        its.index().last().map(BarTime::toString).orElse(null),
        its.index().count(),
        gaps.stream().map(Days::of).toList(),
        its.confirmedEmpty().stream().map(Days::of).toList(),
        its.failure().orElse(null));
  }

  /** It places no orders, so any number will do. */
  @Override
  protected OnClientIdInUse onClientIdInUse() {
    return OnClientIdInUse.TAKE_NEXT;
  }

  @Override
  public String name() {
    return "collect-market-data";
  }
}
