package dev.ibintents.trading;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * An order that a run is about to send, as far as limits look at it.
 *
 * @param conId the contract
 * @param quantity in units of the contract; negative to sell
 * @param limitPrice as quoted; empty for an order without a limit
 */
public record PlannedOrder(int conId, BigDecimal quantity, Optional<BigDecimal> limitPrice) {}
