package dev.ibintents.intent.trade;

import java.math.BigDecimal;
import java.util.Map;

/**
 * The sum of all strategies' trades in a contract.
 *
 * @param contract the contract's local symbol
 * @param quantity the quantity to trade, negative to sell; 0 if only the books change
 * @param source the quantity that each strategy wants; a quantity of no strategy is "(by hand)"
 */
public record Consolidated(String contract, BigDecimal quantity, Map<String, BigDecimal> source) {}
