package dev.ibintents.intent;

import dev.ibintents.environment.Environment;
import dev.ibintents.environment.Problem;
import dev.ibintents.intent.json.AnswerJson;
import dev.ibintents.store.RecordFields;
import dev.ibintents.store.Stored;
import dev.ibintents.store.StoredAs;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one invocation was asked to do and how it ended: a document of the activity log. */
public final class Activity {
  /** Where the documents are. */
  static final String COLLECTION = "activity";

  private static final RecordFields<ActivityAnswer> ANSWERS =
      RecordFields.of(
          ActivityAnswer.class, StoredAs.mapForPeople(Outcome.class, AnswerJson::fields));

  private final Environment environment;
  private final String intent;
  private final Parameters parameters;
  private Instant timestamp;
  private Duration duration;
  private String exception;
  private final Map<String, Outcome> outcome = new LinkedHashMap<>();

  /**
   * The activity as an answer.
   *
   * @param agent the revision that acted
   * @param intent the intent's class name
   * @param signature tells the same request from another
   * @param tradingMode paper or live
   * @param config the configuration that it ran with
   * @param exception how it failed; {@code null} if it did not
   * @param timestamp when it began
   * @param durationMillis how long it took
   * @param invocation the invocation's id, which its log lines carry too
   * @param outcome what the intent did, in short
   * @param problems what did not go as it was meant to
   */
  record ActivityAnswer(
      String agent,
      String intent,
      String signature,
      String tradingMode,
      Map<String, Object> config,
      @Stored(nullIfEmpty = true) String exception,
      Instant timestamp,
      long durationMillis,
      String invocation,
      Map<String, Outcome> outcome,
      List<Problem> problems) {}

  Activity(Environment environment, String intent, Parameters parameters) {
    this.environment = environment;
    this.intent = intent;
    this.parameters = parameters;
  }

  /**
   * Adds what the intent did. What it has added stays, should it fail afterwards.
   *
   * @param name what it is about; what was added under the same name gives way
   */
  public void add(String name, Outcome what) {
    outcome.put(name, what);
  }

  /** The work that the intent has done so far. */
  Map<String, Outcome> outcome() {
    return Collections.unmodifiableMap(outcome);
  }

  void finish(Instant begun, Duration took, Throwable failure) {
    timestamp = begun;
    duration = took;
    exception =
        failure == null ? null : failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }

  ActivityAnswer answer() {
    return new ActivityAnswer(
        environment.variables().revision(),
        intent,
        Signature.of(environment.variables().revision(), intent, parameters.json()),
        environment.variables().tradingMode().id(),
        environment.configuration().documents(),
        exception,
        timestamp,
        duration.toMillis(),
        environment.invocation(),
        Collections.unmodifiableMap(outcome),
        environment.problems().all());
  }

  /** The activity as a document's fields. */
  Map<String, Object> fields() {
    return ANSWERS.fields(answer());
  }

  @Override
  public String toString() {
    return answer().toString();
  }
}
