package dev.ibintents.strategy;

import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.marketdata.BarTime;
import dev.ibintents.marketdata.Bars;
import dev.ibintents.marketdata.Overlap;
import dev.ibintents.marketdata.Series;
import dev.ibintents.marketdata.SeriesIndex;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Daily bars from the store, and from the gateway those that are missing since. The gateway is
 * always asked for some days that are stored, too, and has the last word: if it says otherwise
 * (after a split, or because the store holds the bars of a simulated gateway), nothing of what is
 * stored is used. It writes nothing.
 */
final class StoredBars implements BarSource {
  private static final Logger logger = LoggerFactory.getLogger(StoredBars.class);

  /** Days of trading that are stored and asked for all the same, at the least. */
  private static final int COMPARED_DAYS = 5;

  /** Older than this, what is stored saves the gateway no work. */
  private static final int OLDEST_DAYS = 200;

  private final Bars bars;
  private final GatewayBars gateway;
  private final Clock clock;

  StoredBars(Bars bars, GatewayBars gateway, Clock clock) {
    this.bars = bars;
    this.gateway = gateway;
    this.clock = clock;
  }

  @Override
  public List<List<DailyBar>> daily(List<ResolvedContract> contracts, int days) {
    List<TreeMap<BarTime, HistoricalBar>> stored = new ArrayList<>();
    List<GatewayBars.Wanted> wanted = new ArrayList<>();
    for (ResolvedContract contract : contracts) {
      TreeMap<BarTime, HistoricalBar> its = stored(contract, days);
      stored.add(its);
      wanted.add(new GatewayBars.Wanted(contract, duration(its, days)));
    }
    List<List<HistoricalBar>> answers = gateway.ask(wanted);
    List<Collection<HistoricalBar>> combined = new ArrayList<>();
    List<GatewayBars.Wanted> again = new ArrayList<>();
    for (int i = 0; i < contracts.size(); i++) {
      Optional<Collection<HistoricalBar>> both =
          combined(contracts.get(i), stored.get(i), answers.get(i), days);
      if (both.isEmpty()) {
        again.add(new GatewayBars.Wanted(contracts.get(i), GatewayBars.duration(days)));
      }
      combined.add(both.orElse(null));
    }
    List<List<HistoricalBar>> whole = new ArrayList<>(gateway.ask(again));
    return combined.stream()
        .map(both -> both == null ? whole.remove(0) : both)
        .map(its -> its.stream().map(GatewayBars::dailyBar).toList())
        .toList();
  }

  @Override
  public Optional<List<HistoricalBar>> stored(Series series, LocalDate from, LocalDate to) {
    return bars.index(series)
        .map(
            index ->
                bars.range(index, Optional.of(index.firstOn(from)), Optional.of(index.lastOn(to)))
                    .toList());
  }

  /** What is stored, if it is of any use: enough days, and not too long ago. */
  private TreeMap<BarTime, HistoricalBar> stored(ResolvedContract contract, int days) {
    Series series =
        new Series(contract.conId(), BarSize.DAY, GatewayBars.whatToShow(contract), true);
    TreeMap<BarTime, HistoricalBar> stored = new TreeMap<>();
    Optional<SeriesIndex> index =
        bars.index(series)
            .filter(one -> one.last().filter(last -> age(last) <= OLDEST_DAYS).isPresent())
            .filter(one -> one.count() + age(one.last().get()) >= days);
    index.ifPresent(one -> bars.last(one, days).forEach(bar -> stored.put(BarTime.of(bar), bar)));
    return stored;
  }

  private long age(BarTime last) {
    return ChronoUnit.DAYS.between(last.date(), LocalDate.now(clock.withZone(ZoneOffset.UTC)));
  }

  private String duration(TreeMap<BarTime, HistoricalBar> stored, int days) {
    if (stored.isEmpty()) {
      return GatewayBars.duration(days);
    }
    // The gateway counts days of trading, so that there are some more than it takes.
    return Math.max(0, age(stored.lastKey())) + COMPARED_DAYS + " D";
  }

  /** Empty if the gateway has to be asked for all of them. */
  private static Optional<Collection<HistoricalBar>> combined(
      ResolvedContract contract,
      TreeMap<BarTime, HistoricalBar> stored,
      List<HistoricalBar> answer,
      int days) {
    if (stored.isEmpty()) {
      return Optional.of(answer);
    }
    TreeMap<BarTime, HistoricalBar> come = new TreeMap<>();
    answer.forEach(bar -> come.put(BarTime.of(bar), bar));
    boolean meets = !come.isEmpty() && come.firstKey().compareTo(stored.lastKey()) <= 0;
    TreeMap<BarTime, HistoricalBar> compared = new TreeMap<>(stored);
    compared.remove(stored.lastKey()); // which may have been corrected
    if (!meets || Overlap.isContradiction(compared, come)) {
      logger.warn("What is stored of {} is not what the gateway says, and is not used", contract);
      return Optional.empty();
    }
    stored.putAll(come);
    // Too few, because less is stored than seemed, or because there are no more.
    return stored.size() >= days ? Optional.of(stored.values()) : Optional.empty();
  }
}
