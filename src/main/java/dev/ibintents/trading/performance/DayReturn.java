package dev.ibintents.trading.performance;

import java.time.LocalDate;

/**
 * The return of one day.
 *
 * @param day the day on which the interval ends
 * @param value the return as a fraction: 0.01 is a gain of 1 %
 */
public record DayReturn(LocalDate day, double value) {}
