package dev.ibintents.strategy;

import dev.ibintents.gateway.IbGateway;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.marketdata.BarTime;
import dev.ibintents.marketdata.Bars;
import dev.ibintents.marketdata.Overlap;
import dev.ibintents.marketdata.Series;
import dev.ibintents.marketdata.SeriesIndex;
import dev.ibintents.store.DocumentStore;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads daily bars from the store, and requests the missing later bars from the gateway. The
 * request always includes some stored days. If the gateway's bars of these days differ, no stored
 * bar is used. They differ after a split, or if the store holds bars of a simulated gateway. This
 * class writes nothing.
 *
 * <p>It is no part of the interface for strategies: it may change with each version.
 */
public final class StoredBars implements BarSource {
  private static final Logger logger = LoggerFactory.getLogger(StoredBars.class);

  /** The smallest number of stored trading days that are requested again for comparison. */
  private static final int COMPARED_DAYS = 5;

  /** The largest age of the last stored bar, in days. Older bars save the gateway no work. */
  private static final int OLDEST_DAYS = 200;

  private final Bars bars;
  private final GatewayBars gateway;
  private final Clock clock;

  StoredBars(Bars bars, GatewayBars gateway, Clock clock) {
    this.bars = bars;
    this.gateway = gateway;
    this.clock = clock;
  }

  /**
   * Returns the source of an invocation.
   *
   * @param store the documents
   * @param gateway the connected gateway
   * @param clock tells the present day
   */
  public static BarSource of(DocumentStore store, IbGateway gateway, Clock clock) {
    return new StoredBars(new Bars(store), new GatewayBars(gateway), clock);
  }

  /** The extent of the wanted bars: a number of the last bars, or all bars since a day. */
  private interface Extent {
    /** Whether a series has enough bars, with those of some days after its last. */
    boolean isIn(SeriesIndex index, long daysSince);

    /** The stored bars of this extent. */
    Stream<HistoricalBar> of(Bars bars, SeriesIndex index);

    /** Whether so many bars are enough, once they reach to the present. */
    boolean isReachedBy(int count);

    /** The time back from now, as the TWS API's durationStr. */
    String duration();
  }

  private record Last(int days) implements Extent {
    @Override
    public boolean isIn(SeriesIndex index, long daysSince) {
      return index.count() + daysSince >= days;
    }

    @Override
    public Stream<HistoricalBar> of(Bars bars, SeriesIndex index) {
      return bars.last(index, days).stream();
    }

    @Override
    public boolean isReachedBy(int count) {
      return count >= days;
    }

    @Override
    public String duration() {
      return GatewayBars.duration(days);
    }
  }

  private record Since(LocalDate from, LocalDate today) implements Extent {
    @Override
    public boolean isIn(SeriesIndex index, long daysSince) {
      return index.isWhole()
          || index.first().filter(first -> !first.date().isAfter(from)).isPresent();
    }

    @Override
    public Stream<HistoricalBar> of(Bars bars, SeriesIndex index) {
      return bars.range(index, Optional.of(index.firstOn(from)), Optional.empty());
    }

    @Override
    public boolean isReachedBy(int count) {
      return true;
    }

    @Override
    public String duration() {
      return GatewayBars.durationSince(from, today);
    }
  }

  @Override
  public List<List<DailyBar>> daily(List<ResolvedContract> contracts, int days) {
    return daily(contracts, new Last(days));
  }

  @Override
  public List<List<DailyBar>> dailySince(
      List<ResolvedContract> contracts, LocalDate from, LocalDate today) {
    return daily(contracts, new Since(from, today));
  }

  private List<List<DailyBar>> daily(List<ResolvedContract> contracts, Extent extent) {
    List<TreeMap<BarTime, HistoricalBar>> stored = new ArrayList<>();
    List<GatewayBars.Wanted> wanted = new ArrayList<>();
    for (ResolvedContract contract : contracts) {
      TreeMap<BarTime, HistoricalBar> storedBars = stored(contract, extent);
      stored.add(storedBars);
      wanted.add(new GatewayBars.Wanted(contract, duration(storedBars, extent)));
    }
    List<List<HistoricalBar>> answers = gateway.ask(wanted);
    List<Collection<HistoricalBar>> combined = new ArrayList<>();
    List<GatewayBars.Wanted> again = new ArrayList<>();
    for (int i = 0; i < contracts.size(); i++) {
      Optional<Collection<HistoricalBar>> merged =
          combined(contracts.get(i), stored.get(i), answers.get(i), extent);
      if (merged.isEmpty()) {
        again.add(new GatewayBars.Wanted(contracts.get(i), extent.duration()));
      }
      combined.add(merged.orElse(null));
    }
    List<List<HistoricalBar>> whole = new ArrayList<>(gateway.ask(again));
    return combined.stream()
        .map(merged -> merged == null ? whole.remove(0) : merged)
        .map(merged -> merged.stream().map(GatewayBars::dailyBar).toList())
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

  /** Returns the stored bars; none if there are too few days, or if the last day is too old. */
  private TreeMap<BarTime, HistoricalBar> stored(ResolvedContract contract, Extent extent) {
    Series series =
        new Series(contract.conId(), BarSize.DAY, GatewayBars.whatToShow(contract), true);
    TreeMap<BarTime, HistoricalBar> stored = new TreeMap<>();
    Optional<SeriesIndex> index =
        bars.index(series)
            .filter(found -> found.last().filter(last -> age(last) <= OLDEST_DAYS).isPresent())
            .filter(found -> extent.isIn(found, age(found.last().get())));
    index.ifPresent(
        found -> extent.of(bars, found).forEach(bar -> stored.put(BarTime.of(bar), bar)));
    return stored;
  }

  private long age(BarTime last) {
    return ChronoUnit.DAYS.between(last.date(), LocalDate.now(clock.withZone(ZoneOffset.UTC)));
  }

  private String duration(TreeMap<BarTime, HistoricalBar> stored, Extent extent) {
    if (stored.isEmpty()) {
      return extent.duration();
    }
    // The gateway counts trading days, so this requests a few more bars than necessary.
    return Math.max(0, age(stored.lastKey())) + COMPARED_DAYS + " D";
  }

  /**
   * Returns the stored bars with the later bars of the gateway; empty if all bars must be requested
   * from the gateway.
   */
  private static Optional<Collection<HistoricalBar>> combined(
      ResolvedContract contract,
      TreeMap<BarTime, HistoricalBar> stored,
      List<HistoricalBar> answer,
      Extent extent) {
    if (stored.isEmpty()) {
      return Optional.of(answer);
    }
    TreeMap<BarTime, HistoricalBar> received = new TreeMap<>();
    answer.forEach(bar -> received.put(BarTime.of(bar), bar));
    boolean meets = !received.isEmpty() && received.firstKey().compareTo(stored.lastKey()) <= 0;
    TreeMap<BarTime, HistoricalBar> compared = new TreeMap<>(stored);
    compared.remove(stored.lastKey()); // the gateway may have corrected the last bar
    if (!meets || Overlap.isContradiction(compared, received)) {
      logger.warn("The stored bars of {} differ from the gateway's, and are not used", contract);
      return Optional.empty();
    }
    stored.putAll(received);
    // There are too few if stored days are missing, or if the instrument has no more bars.
    return extent.isReachedBy(stored.size()) ? Optional.of(stored.values()) : Optional.empty();
  }
}
