package dev.ibintents.intent.trade;

import java.math.BigDecimal;
import java.util.Map;

/**
 * What is traded of a contract, all in all.
 *
 * @param contract its local symbol
 * @param quantity negative to sell; 0 where only the books move
 * @param source who wants how much; what is nobody's is "(by hand)"
 */
public record Consolidated(String contract, BigDecimal quantity, Map<String, BigDecimal> source) {}
