package dev.ibintents.trading.statement;

import java.math.BigDecimal;

/**
 * A contract as a statement names it.
 *
 * @param conId the contract's number
 * @param symbol the symbol
 * @param assetClass the broker's word for the kind of contract, such as STK
 * @param currency the currency of prices
 * @param multiplier the value of one unit at a price of 1
 */
record StatementContract(
    int conId, String symbol, String assetClass, String currency, BigDecimal multiplier) {}
