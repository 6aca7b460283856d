package dev.ibintents.intent;

import dev.ibintents.environment.Environment;
import dev.ibintents.environment.Problem;
import dev.ibintents.intent.json.AnswerJson;
import dev.ibintents.store.Query;
import dev.ibintents.store.RecordFields;
import dev.ibintents.store.Stored;
import dev.ibintents.store.StoredAs;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The record of one invocation in the activity log: its request, its outcome and its problems. */
public final class Activity {
  /** The collection of the activity documents. */
  static final String COLLECTION = "activity";

  // A query names this field.
  private static final String TIMESTAMP = "timestamp";

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
   * @param signature the signature of the request; equal requests have equal signatures
   * @param tradingMode paper or live
   * @param config the configuration of the invocation
   * @param exception the failure; {@code null} if the intent did not fail
   * @param timestamp the time at which the intent began
   * @param durationMillis the duration in milliseconds
   * @param invocation the invocation's id; its log lines carry the same id
   * @param outcome a short form of the work that the intent did
   * @param problems the problems of the invocation
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
   * Adds an outcome of the intent. It stays in the activity even if the intent fails afterwards.
   *
   * @param name the subject of the outcome; an earlier outcome of the same name is replaced
   */
  public void add(String name, Outcome added) {
    outcome.put(name, added);
  }

  /** The query for the newest activities, of both trading modes. */
  public static Query newest(int most) {
    return Query.in(COLLECTION).newestBy(TIMESTAMP, most);
  }

  /** A failure in words: the simple name of its class, and its message. */
  public static String words(Throwable failure) {
    return failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }

  /** The work that the intent has done so far. */
  Map<String, Outcome> outcome() {
    return Collections.unmodifiableMap(outcome);
  }

  void finish(Instant begun, Duration took, Throwable failure) {
    timestamp = begun;
    duration = took;
    exception = failure == null ? null : words(failure);
  }

  ActivityAnswer answer() {
    return new ActivityAnswer(
        environment.variables().revision(),
        intent,
        Signature.of(environment.variables().revision(), intent, parameters.json()),
        environment.variables().tradingMode().id(),
        environment.configurationFields(),
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
