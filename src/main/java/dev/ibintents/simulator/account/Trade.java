package dev.ibintents.simulator.account;

import dev.ibintents.simulator.market.Instrument;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A trade that fills a part of an order.
 *
 * @param instrument the traded instrument
 * @param venue the venue of the trade
 * @param time the moment of the trade
 * @param shares units, never negative
 * @param price the price of one unit
 */
record Trade(
    Instrument instrument, String venue, Instant time, BigDecimal shares, BigDecimal price) {}
