package dev.ibintents.trading.books;

import java.time.Instant;

/**
 * A correction of holdings that was booked.
 *
 * @param id its document among the fills
 * @param adoption what was added
 * @param timestamp when
 * @param invocation who booked it
 * @param isRepetition whether it had been booked before, so that nothing was added now
 */
public record Adopted(
    String id, Adoption adoption, Instant timestamp, String invocation, boolean isRepetition) {}
