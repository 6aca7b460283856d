package dev.ibintents.trading.performance;

import java.time.YearMonth;

/**
 * The compounded return of the days of one month.
 *
 * @param month the month
 * @param value the return as a fraction
 */
public record MonthReturn(YearMonth month, double value) {}
