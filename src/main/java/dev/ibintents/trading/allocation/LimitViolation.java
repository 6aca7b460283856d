package dev.ibintents.trading.allocation;

import java.util.Optional;

/**
 * A violation of a limit by a run.
 *
 * @param conId the contract; empty if the limit is on the whole run
 * @param message the value in the run and the allowed value, in words with their unit
 */
public record LimitViolation(Optional<Integer> conId, String message) {}
