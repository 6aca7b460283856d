package dev.ibintents.trading.preview;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * The price that a plan uses for a contract.
 *
 * @param value the price as quoted
 * @param kind the source of the price
 * @param lastTrade the time of the contract's last trade, if the gateway has told it; a close is as
 *     old or older
 */
public record UsedPrice(BigDecimal value, PriceKind kind, Optional<Instant> lastTrade) {
  /** A price without the time of the last trade. */
  public UsedPrice(BigDecimal value, PriceKind kind) {
    this(value, kind, Optional.empty());
  }
}
