package dev.ibintents.ibapi.message;

import java.math.BigDecimal;

/**
 * The share of one account in an advisor's order.
 *
 * @param account the account
 * @param position the position; {@code null} if not set
 * @param positionDesired the position that the order aims at; {@code null} if not set
 * @param positionAfter the position after the order; {@code null} if not set
 * @param desiredAllocQty the desired share of the order; {@code null} if not set
 * @param allowedAllocQty the allowed share of the order; {@code null} if not set
 * @param isMonetary whether the shares are amounts of money
 */
public record OrderAllocation(
    String account,
    BigDecimal position,
    BigDecimal positionDesired,
    BigDecimal positionAfter,
    BigDecimal desiredAllocQty,
    BigDecimal allowedAllocQty,
    boolean isMonetary) {}
