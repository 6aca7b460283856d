package dev.ibintents.trading.preview;

import java.math.BigDecimal;

/**
 * The values with which a plan calculates an order's worth.
 *
 * @param price the price of the contract
 * @param multiplier the change of one contract's value, in its currency, when the quoted price
 *     changes by 1
 * @param rate the exchange rate to the base currency
 */
public record Pricing(UsedPrice price, BigDecimal multiplier, BaseRate rate) {}
