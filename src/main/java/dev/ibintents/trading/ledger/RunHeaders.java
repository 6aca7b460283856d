package dev.ibintents.trading.ledger;

import java.util.Optional;

/**
 * What a request's headers say about which run it asks for. A header that is blank counts as not
 * sent.
 *
 * @param idempotencyKey the caller's own name of the run
 * @param schedulerJobName the Cloud Scheduler job that calls
 * @param scheduleTime for when that job scheduled the call; the same for all its retries
 */
public record RunHeaders(
    Optional<String> idempotencyKey,
    Optional<String> schedulerJobName,
    Optional<String> scheduleTime) {
  /** The header of {@link #idempotencyKey}. */
  public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  /** The header of {@link #schedulerJobName}. */
  public static final String SCHEDULER_JOB_NAME = "X-CloudScheduler-JobName";

  /** The header of {@link #scheduleTime}. */
  public static final String SCHEDULE_TIME = "X-CloudScheduler-ScheduleTime";

  /** Takes blank headers for none. */
  public RunHeaders {
    idempotencyKey = idempotencyKey.filter(text -> !text.isBlank());
    schedulerJobName = schedulerJobName.filter(text -> !text.isBlank());
    scheduleTime = scheduleTime.filter(text -> !text.isBlank());
  }
}
