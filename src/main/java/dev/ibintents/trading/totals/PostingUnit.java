package dev.ibintents.trading.totals;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * The facts about a contract that a posting needs.
 *
 * @param increment the contract's quantity step, in which executions are shared out; above 0
 * @param multiplier the contract's multiplier ÷ its price magnifier
 * @param baseCurrency the account's base currency; empty if it is not known, and then a conversion
 *     of cash is nobody's
 */
public record PostingUnit(
    BigDecimal increment, BigDecimal multiplier, Optional<String> baseCurrency) {}
