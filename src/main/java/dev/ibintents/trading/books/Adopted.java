package dev.ibintents.trading.books;

import java.time.Instant;

/**
 * A correction of holdings that was posted.
 *
 * @param id the id of its document among the fills
 * @param adoption the quantities that were added
 * @param timestamp the time at which it was posted
 * @param invocation the invocation that posted it
 * @param isRepetition whether it was posted before, so that nothing was added now
 */
public record Adopted(
    String id, Adoption adoption, Instant timestamp, String invocation, boolean isRepetition) {}
