package dev.ibintents.simulator;

import dev.ibintents.ibapi.message.CompletedOrder;
import java.time.Instant;

/**
 * An order that was filled, cancelled or rejected.
 *
 * @param time when it ended
 * @param manual whether it was placed in TWS and not by a client of the API
 * @param report the message that reports it
 */
public record EndedOrder(Instant time, boolean manual, CompletedOrder report) {}
