package dev.ibintents.intent.trade;

import dev.ibintents.environment.Problem;
import dev.ibintents.intent.json.AnswerJson;
import dev.ibintents.intent.json.StrictJson;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The answer to a repetition of a run that was done before.
 *
 * @param status {@code already-ran}
 * @param run the run's id in the ledger
 * @param endedAt the time at which the run ended
 * @param repeatsUntil the time until which the same request repeats this run; {@code null} if it
 *     always does
 * @param newRun the way to ask for a new run
 * @param result the run's answer; a recovered run has {@code orders}, each with its state, and
 *     {@code status} recovered
 */
public record AlreadyRan(
    String status,
    String run,
    Instant endedAt,
    Instant repeatsUntil,
    String newRun,
    Object result) {
  static final String STATUS = "already-ran";

  /** The field of a run's result that has the answer as JSON text. As text, numbers stay exact. */
  private static final String ANSWER = "answer";

  static AlreadyRan of(Run run, RunKey key) {
    return new AlreadyRan(
        STATUS,
        run.id(),
        run.endedAt().orElse(run.begunAt()),
        key.repeatsWithin().map(run.begunAt()::plus).orElse(null),
        newRun(key),
        run.result().get(ANSWER) instanceof String json ? StrictJson.parse(json) : run.result());
  }

  private static String newRun(RunKey key) {
    return switch (key.source()) {
      case IDEMPOTENCY_KEY -> "send another Idempotency-Key";
      case SCHEDULE -> "wait for the next scheduled run, or send an Idempotency-Key";
      case SESSION -> "wait for the next session, or ask without actAt";
      case SIGNATURE, UNIQUE -> "send an Idempotency-Key, or wait until repeatsUntil";
    };
  }

  /** The result that the ledger stores for repetitions: the answer and its problems. */
  static Map<String, Object> result(Object answer, List<Problem> problems) {
    return Map.of(ANSWER, AnswerJson.merged(List.of(answer), problems));
  }
}
