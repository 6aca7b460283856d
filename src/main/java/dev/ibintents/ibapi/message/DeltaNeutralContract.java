package dev.ibintents.ibapi.message;

import java.math.BigDecimal;

/**
 * The instrument that hedges a delta-neutral combination.
 *
 * @param conId the hedge's instrument
 * @param delta the hedge's size per combination
 * @param price the hedge's price
 */
public record DeltaNeutralContract(int conId, BigDecimal delta, BigDecimal price) {}
