package dev.ibintents.intent.trade;

import java.time.Instant;

/**
 * The answer before the time that {@code actAt} names. Nothing was written or sent.
 *
 * @param status {@code not-yet}
 * @param session the date of the session that is open, such as 2026-11-27
 * @param actsAt the time from which a request acts
 * @param close the close of that session
 */
public record NotYet(String status, String session, Instant actsAt, Instant close) {
  static final String STATUS = "not-yet";
}
