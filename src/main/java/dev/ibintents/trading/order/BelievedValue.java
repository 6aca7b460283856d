package dev.ibintents.trading.order;

import java.math.BigDecimal;

/**
 * The value of an order when it was planned. A comparison with its fills shows the cost of the time
 * between.
 *
 * @param price the price as quoted that the plan has used
 * @param multiplier the contract's multiplier ÷ its price magnifier
 * @param fx the value of one unit of the contract's currency in the base currency
 * @param value quantity × price × multiplier × fx, in the base currency; negative to sell
 */
public record BelievedValue(
    BigDecimal price, BigDecimal multiplier, BigDecimal fx, BigDecimal value) {}
