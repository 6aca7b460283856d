package dev.ibintents.trading.performance;

import java.time.LocalDate;

/**
 * Money that an investor pays in or gets back.
 *
 * @param day the day of the payment
 * @param amount the amount; negative if the investor pays it in, positive if the investor gets it
 */
public record DatedFlow(LocalDate day, double amount) {}
