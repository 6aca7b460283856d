package dev.ibintents.strategy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/**
 * The bar of a finished day. Prices are in the contract's currency, adjusted for splits and not for
 * dividends.
 *
 * @param date the day on which the session closed
 * @param open the first price
 * @param high the highest price
 * @param low the lowest price
 * @param close the last price, or the settlement price
 * @param volume the traded quantity; empty for currency pairs, for which it is not known
 */
public record DailyBar(
    LocalDate date,
    BigDecimal open,
    BigDecimal high,
    BigDecimal low,
    BigDecimal close,
    Optional<BigDecimal> volume) {}
