package dev.ibintents.trading.totals;

import dev.ibintents.store.Fields;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** The value of one unit of a position in a stored snapshot of the account. */
final class SnapshotPrice {
  private static final int DECIMALS = 12;

  private SnapshotPrice() {}

  /**
   * The value of one unit; the multiplier is 1, because the broker's value includes the contract's
   * own.
   *
   * @param conId the contract
   * @param held the position in the snapshot
   */
  static Optional<TradePrice> of(int conId, Fields held) {
    Optional<BigDecimal> value = held.findDecimal("marketValue");
    BigDecimal position = held.findDecimal("position").orElse(BigDecimal.ZERO);
    if (value.isEmpty() || position.signum() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new TradePrice(
            new TradedContract(conId, held.string("currency"), Optional.empty(), BigDecimal.ONE),
            value.get().divide(position, DECIMALS, RoundingMode.HALF_EVEN)));
  }
}
