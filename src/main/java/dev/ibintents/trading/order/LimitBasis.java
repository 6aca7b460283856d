package dev.ibintents.trading.order;

import java.math.BigDecimal;

/**
 * The market price and the offset from which a limit price was worked out.
 *
 * @param from the market price that is meant: mid, close, last, primary or market
 * @param fromPrice its value, as quoted
 * @param offset the offset as written, such as -5bps; above 0 is aggressive, below 0 passive
 * @param tick the step of the contract's prices at the limit price
 */
public record LimitBasis(String from, BigDecimal fromPrice, String offset, BigDecimal tick) {}
