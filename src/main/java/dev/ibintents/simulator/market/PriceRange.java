package dev.ibintents.simulator.market;

import java.math.BigDecimal;

/**
 * The prices of a session so far, as sampled.
 *
 * @param open the first price
 * @param high the highest price
 * @param low the lowest price
 */
public record PriceRange(BigDecimal open, BigDecimal high, BigDecimal low) {}
