package dev.ibintents.intent.signals;

import com.google.gson.JsonObject;
import dev.ibintents.environment.Environment;
import dev.ibintents.intent.InvalidParametersException;
import dev.ibintents.intent.KnownStrategies;
import dev.ibintents.intent.Outcome;
import dev.ibintents.intent.Parameters;
import dev.ibintents.intent.Refusals;
import dev.ibintents.intent.Signature;
import dev.ibintents.intent.json.JsonFields;
import dev.ibintents.intent.trade.TradingIntent;
import dev.ibintents.store.Document;
import dev.ibintents.store.InvalidDocumentException;
import dev.ibintents.store.NearNames;
import dev.ibintents.strategy.ExternalTarget;
import dev.ibintents.strategy.Strategies;
import dev.ibintents.strategy.WrittenSignals;
import dev.ibintents.trading.ledger.RunHeaders;
import dev.ibintents.trading.ledger.RunKey;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request to set the target of an external strategy.
 *
 * @param strategy the strategy's id
 * @param target the signals as its document has them
 * @param signals the signals, read
 * @param asOf the time of the signals, if the request names it
 * @param key the key of the request; a repetition has the same key
 * @param content the parameters without the dry run as canonical JSON; a repetition has the same
 */
record TargetRequest(
    String strategy,
    List<Object> target,
    WrittenSignals signals,
    Optional<Instant> asOf,
    RunKey key,
    String content) {
  static final String CONTRACT = "contract";
  static final String SIGNAL = ExternalTarget.SIGNAL;

  /** The largest number of signals. They and the request fit a document. */
  private static final int MOST = 1000;

  /** Reads a request, and collects its faults. */
  static TargetRequest read(
      Environment environment, Parameters parameters, RunHeaders headers, Refusals refusals) {
    List<String> problems = new ArrayList<>();
    Optional<Document> document =
        parameters
            .text(SetSignals.STRATEGY)
            .flatMap(id -> external(KnownStrategies.of(environment), id, problems));
    List<Object> target = target(parameters, problems);
    WrittenSignals signals =
        WrittenSignals.of(target, SetSignals.TARGET, ExternalTarget.SIGNAL, problems);
    problems.addAll(signals.nonsense(SetSignals.TARGET, ExternalTarget.SIGNAL));
    parameters
        .text(SetSignals.BY)
        .filter(text -> text.length() > Outcome.LONGEST)
        .ifPresent(
            text ->
                problems.add(
                    "by has %d letters; it may have %d".formatted(text.length(), Outcome.LONGEST)));
    Instant now = environment.clock().instant().truncatedTo(ChronoUnit.MICROS);
    Optional<Instant> asOf =
        parameters.text(SetSignals.AS_OF).flatMap(text -> asOf(text, now, problems));
    refusals.add(problems);
    asOf.flatMap(time -> untimely(time, now, document))
        .ifPresent(words -> refusals.addUntimely(new InvalidParametersException(words)));
    JsonObject content = parameters.json();
    content.remove(TradingIntent.DRY_RUN);
    return new TargetRequest(
        parameters.text(SetSignals.STRATEGY).orElse(""),
        target,
        signals,
        asOf,
        RunKey.of(
            environment.variables().tradingMode(),
            SetSignals.NAME,
            headers,
            Signature.of(
                environment.variables().revision(), SetSignals.class.getSimpleName(), content),
            environment.configuration().retryCheckMinutes(),
            now),
        Signature.canonical(content));
  }

  /**
   * The document of an external strategy.
   *
   * @param problems gets the fault if there is no such strategy
   */
  static Optional<Document> external(KnownStrategies known, String id, List<String> problems) {
    Optional<Document> document = Optional.ofNullable(known.documents().get(id));
    if (document.filter(TargetRequest::isExternal).isPresent()) {
      return document;
    }
    List<String> there =
        known.documents().values().stream()
            .filter(TargetRequest::isExternal)
            .map(Document::id)
            .toList();
    problems.add(
        document
                .map(
                    other ->
                        "strategies/%s is of the kind %s, and signals are set for the kind external"
                            .formatted(id, Strategies.kindName(other)))
                .orElseGet(
                    () ->
                        "there is no document strategies/%s%s"
                            .formatted(id, NearNames.suggestion(id, there)))
            + (there.isEmpty()
                ? "; no strategy is external yet"
                : "; the external strategies are " + String.join(", ", there))
            + ". The document {\"kind\": \"external\"} makes a strategy external");
    return Optional.empty();
  }

  /** Whether a strategy's document is of the kind external. */
  static boolean isExternal(Document document) {
    return Strategies.kindName(document).equals(ExternalTarget.KIND);
  }

  /** The signals in the types of a document. */
  private static List<Object> target(Parameters parameters, List<String> problems) {
    List<JsonObject> given = parameters.objects(SetSignals.TARGET);
    if (given.size() > MOST) {
      problems.add("target has %d signals; it may have %d".formatted(given.size(), MOST));
      return List.of();
    }
    List<Map<String, Object>> values = given.stream().map(JsonFields::of).toList();
    try {
      return new Document("request/signals", Map.of(SetSignals.TARGET, values))
          .list(SetSignals.TARGET);
    } catch (InvalidDocumentException e) {
      problems.add("target cannot be stored: " + e.getMessage());
      return List.of();
    }
  }

  private static Optional<Instant> asOf(String text, Instant now, List<String> problems) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS));
    } catch (DateTimeException e) {
      problems.add(
          "asOf is \"%s\"; it must be a time with its zone, such as %s"
              .formatted(text, now.truncatedTo(ChronoUnit.SECONDS)));
      return Optional.empty();
    }
  }

  /** The fault of a time that is in the future, or too old to trade on. */
  private static Optional<String> untimely(Instant asOf, Instant now, Optional<Document> document) {
    Instant shown = now.truncatedTo(ChronoUnit.SECONDS);
    if (asOf.isAfter(now.plus(ExternalTarget.CLOCK_DIFFERENCE))) {
      return Optional.of("asOf is %s, which is in the future: it is %s now".formatted(asOf, shown));
    }
    Optional<Integer> fresh = document.map(found -> ExternalTarget.of(found).freshMinutes());
    Duration age = Duration.between(asOf, now);
    return fresh
        .filter(minutes -> age.compareTo(Duration.ofMinutes(minutes)) > 0)
        .map(
            minutes ->
                "asOf is %s, %d minutes before now (%s); freshMinutes of strategies/%s allows %d"
                    .formatted(asOf, age.toMinutes(), shown, document.orElseThrow().id(), minutes));
  }
}
