package dev.ibintents.trading.statement;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * A position at the end of a day, from a statement's section OpenPositions.
 *
 * @param conId the contract
 * @param symbol the contract's symbol
 * @param quantity the quantity, negative if short
 * @param date the day
 */
record StatementPosition(int conId, String symbol, BigDecimal quantity, LocalDate date) {}
