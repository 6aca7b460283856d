package dev.ibintents.trading.books;

import java.time.Instant;
import java.util.SortedSet;

/**
 * A correction of holdings that was posted.
 *
 * @param id the id of its document among the fills
 * @param adoption the quantities that were added
 * @param timestamp the time at which it was posted
 * @param invocation the invocation that posted it
 * @param unpriced the contracts whose quantities were added to strategies without a price, so that
 *     no cash moved for them
 * @param isRepetition whether it was posted before, so that nothing was added now
 */
public record Adopted(
    String id,
    Adoption adoption,
    Instant timestamp,
    String invocation,
    SortedSet<Integer> unpriced,
    boolean isRepetition) {}
