package dev.ibintents.trading.ledger;

import java.util.Optional;

/**
 * The headers of a request that name its run. A header that is blank counts as not sent.
 *
 * @param idempotencyKey the caller's own name of the run
 * @param schedulerJobName the job of Cloud Scheduler that sends the request
 * @param scheduleTime the time for which that job scheduled the request; the same for all its
 *     retries
 */
public record RunHeaders(
    Optional<String> idempotencyKey,
    Optional<String> schedulerJobName,
    Optional<String> scheduleTime) {
  /** The headers of a request that names no run. */
  public static final RunHeaders NONE =
      new RunHeaders(Optional.empty(), Optional.empty(), Optional.empty());

  /** The header of {@link #idempotencyKey}. */
  public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  /** The header of {@link #schedulerJobName}. */
  public static final String SCHEDULER_JOB_NAME = "X-CloudScheduler-JobName";

  /** The header of {@link #scheduleTime}. */
  public static final String SCHEDULE_TIME = "X-CloudScheduler-ScheduleTime";

  /** Drops blank headers. */
  public RunHeaders {
    idempotencyKey = idempotencyKey.filter(text -> !text.isBlank());
    schedulerJobName = schedulerJobName.filter(text -> !text.isBlank());
    scheduleTime = scheduleTime.filter(text -> !text.isBlank());
  }
}
