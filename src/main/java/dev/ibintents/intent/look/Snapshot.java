package dev.ibintents.intent.look;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.RecordFields;
import dev.ibintents.trading.books.BooksAccount;
import dev.ibintents.trading.totals.TotalsChange;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The last snapshot of the account, as reconcile has stored it.
 *
 * @param updatedAt the time of the request to the gateway
 * @param day the broker's day of the figures
 * @param account the account
 * @param baseCurrency the account's own currency
 * @param netLiquidation the account's net liquidation value; empty if the broker did not tell it
 * @param holdings the positions, by local symbol
 */
record Snapshot(
    Instant updatedAt,
    String day,
    String account,
    String baseCurrency,
    Optional<BigDecimal> netLiquidation,
    Map<String, Position> holdings) {
  private static final RecordFields<Snapshot> SNAPSHOTS = RecordFields.of(Snapshot.class);

  /**
   * A position of the account.
   *
   * @param conId the contract
   * @param position the quantity, negative if short
   * @param marketPrice the price of one unit, in the contract's currency
   * @param marketValue the value of the position, in the contract's currency
   * @param currency the contract's currency
   */
  record Position(
      int conId,
      BigDecimal position,
      Optional<BigDecimal> marketPrice,
      Optional<BigDecimal> marketValue,
      String currency) {
    /** The value of one unit with its multiplier, in the contract's currency. */
    Optional<BigDecimal> unitValue() {
      return position.signum() == 0
          ? Optional.empty()
          : marketValue.map(value -> value.divide(position, MathContext.DECIMAL64));
    }
  }

  /** Reads the last snapshot; empty if there is none. */
  static Optional<Snapshot> latest(DocumentStore store, TradingMode mode) {
    return store
        .get(TotalsChange.latestSnapshot(new BooksAccount(store, mode).path()))
        .map(SNAPSHOTS::record);
  }

  /** The positions by conId. */
  Map<Integer, Position> byContract() {
    Map<Integer, Position> positions = new TreeMap<>();
    holdings.values().forEach(position -> positions.put(position.conId(), position));
    return positions;
  }
}
