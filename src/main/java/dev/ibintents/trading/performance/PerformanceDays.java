package dev.ibintents.trading.performance;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.trading.totals.Amendment;
import dev.ibintents.trading.totals.TotalsChange;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The days on record of one trading mode, with all amendments. It reads one small document a day,
 * and no fills.
 */
public final class PerformanceDays {
  private static final LocalDate LATEST = LocalDate.of(9999, 12, 31);

  private final DocumentStore store;
  private final String positions;

  /**
   * @param store the documents
   * @param mode the trading mode
   */
  public PerformanceDays(DocumentStore store, TradingMode mode) {
    this.store = store;
    this.positions = "positions/" + mode.id();
  }

  /** All days, the earliest first. */
  public List<DayRecord> all() {
    return read(LocalDate.EPOCH, LATEST);
  }

  /** The days from {@code from} to {@code to}, both included, the earliest first. */
  public List<DayRecord> read(LocalDate from, LocalDate to) {
    List<Amendment> amendments =
        store.list(TotalsChange.amendments(positions)).stream().map(Amendment::read).toList();
    AmendedDays amended = new AmendedDays(amendments, this::holdings);
    return store.list(days(positions)).parallelStream()
        .filter(document -> isWithin(document.id(), from, to))
        .map(DayRecord.reader())
        .map(amended::amend)
        .toList();
  }

  private static boolean isWithin(String id, LocalDate from, LocalDate to) {
    return id.compareTo(from.toString()) >= 0 && id.compareTo(to.toString()) <= 0;
  }

  /** A day as it was recorded, without amendments; empty if it is not on record. */
  public Optional<DayRecord> recorded(LocalDate day) {
    return store.get(days(positions) + "/" + day).map(DayRecord.reader());
  }

  /** The holdings of the account and its strategies on a day; empty if the day is not on record. */
  public Optional<DayHoldings> holdings(LocalDate day) {
    return store.get(holdings(positions) + "/" + day).map(DayHoldings::read);
  }

  /** The holdings on the latest day; empty if no day is on record. */
  public Optional<DayHoldings> latestHoldings() {
    return store
        .get(TotalsChange.latestSnapshot(positions))
        .flatMap(latest -> latest.findString("day"))
        .flatMap(day -> store.get(holdings(positions) + "/" + day))
        .map(DayHoldings::read);
  }

  /** The path of the days. */
  static String days(String positions) {
    return positions + "/days";
  }

  /** The path of the days' holdings. */
  static String holdings(String positions) {
    return positions + "/" + TotalsChange.DAY_HOLDINGS;
  }
}
