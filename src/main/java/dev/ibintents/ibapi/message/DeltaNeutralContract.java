package dev.ibintents.ibapi.message;

import java.math.BigDecimal;

/**
 * The instrument that hedges a delta-neutral combination.
 *
 * @param conId the conId of the instrument
 * @param delta the size of the hedge for one combination
 * @param price the price of the hedge
 */
public record DeltaNeutralContract(int conId, BigDecimal delta, BigDecimal price) {}
