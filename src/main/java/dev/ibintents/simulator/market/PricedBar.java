package dev.ibintents.simulator.market;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * The prices of one session.
 *
 * @param date the day on which the session closes
 * @param volume traded units; 0 if it is not known
 */
public record PricedBar(
    LocalDate date,
    BigDecimal open,
    BigDecimal high,
    BigDecimal low,
    BigDecimal close,
    BigDecimal volume) {}
