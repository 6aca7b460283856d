package dev.ibintents.trading.allocation;

import java.util.Optional;

/**
 * A limit that a run would break.
 *
 * @param conId the contract; empty where it is about the whole run
 * @param message what the run comes to, and what is allowed, in words with their unit
 */
public record LimitViolation(Optional<Integer> conId, String message) {}
