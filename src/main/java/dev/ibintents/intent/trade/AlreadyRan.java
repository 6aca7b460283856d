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
 * @param endedAt when it was done
 * @param repeatsUntil when the same request is no repetition of this run any more; {@code null} if
 *     it always will be one
 * @param newRun how to ask for a new run
 * @param result what it answered then; of a run that broke off and was recovered, {@code status}
 *     recovered, and what became of each of its {@code orders}
 */
public record AlreadyRan(
    String status,
    String run,
    Instant endedAt,
    Instant repeatsUntil,
    String newRun,
    Object result) {
  static final String STATUS = "already-ran";

  /**
   * The field of a run's result that holds an answer as JSON text, so that numbers stay numbers.
   */
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
      case SIGNATURE, UNIQUE -> "send an Idempotency-Key, or wait until repeatsUntil";
    };
  }

  /** The result that a run keeps for its repetitions: its answer and its problems. */
  static Map<String, Object> result(Object answer, List<Problem> problems) {
    return Map.of(ANSWER, AnswerJson.merged(List.of(answer), problems));
  }
}
