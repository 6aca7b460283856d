package dev.ibintents.strategy;

import dev.ibintents.environment.SettingFields;
import dev.ibintents.store.Document;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The target in the document of a strategy of the kind {@code external}, and its age.
 *
 * @param path the path of the document
 * @param signals the signals; empty if none were ever set
 * @param updatedAt the time from which the age counts; empty if none were ever set, or if it cannot
 *     be read
 * @param freshMinutes the age in minutes up to which the signals are traded
 */
public record ExternalTarget(
    String path, Optional<WrittenSignals> signals, Optional<Instant> updatedAt, int freshMinutes) {
  /** The name of the kind. */
  public static final String KIND = "external";

  /** The field with the signals. */
  public static final String TARGET = "target";

  /** The field of each entry with its number. */
  public static final String SIGNAL = "signal";

  /** The field with the time from which the age counts. */
  public static final String UPDATED_AT = "updatedAt";

  /** The field with the record of the request that set the target last. */
  public static final String LAST_SET = "lastSet";

  private static final int DEFAULT_FRESH_MINUTES = 180;

  /** The usual difference between the clocks of two machines. */
  public static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(5);

  /**
   * Reads a target. Faults are refused.
   *
   * @param id the strategy's id
   * @param settings the fields of its document
   */
  static ExternalTarget read(String id, SettingFields settings) {
    String path = Strategies.path(id);
    settings.value(LAST_SET);
    int freshMinutes =
        settings.integer("freshMinutes", DEFAULT_FRESH_MINUTES, 1, Integer.MAX_VALUE);
    boolean isUnset =
        settings.isDocument()
            && settings.value(TARGET).isEmpty()
            && settings.value(UPDATED_AT).isEmpty();
    return isUnset
        ? new ExternalTarget(path, Optional.empty(), Optional.empty(), freshMinutes)
        : new ExternalTarget(
            path,
            Optional.of(WrittenSignals.read(id, settings, TARGET, SIGNAL)),
            updatedAt(path, settings),
            freshMinutes);
  }

  /** The target of a document; its faults are those of {@link Strategies#faults}. */
  public static ExternalTarget of(Document document) {
    return SettingFields.readDespiteFaults(document, settings -> read(document.id(), settings));
  }

  private static Optional<Instant> updatedAt(String path, SettingFields settings) {
    Object written = settings.value(UPDATED_AT).orElse(null);
    if (written instanceof Instant instant) {
      return Optional.of(instant);
    }
    if (written instanceof String text) {
      try {
        return Optional.of(OffsetDateTime.parse(text).toInstant());
      } catch (DateTimeException e) {
        settings.refuse(
            "%s updatedAt is \"%s\"; it must be a timestamp, or text such as 2026-12-01T15:30:00Z"
                .formatted(path, text));
      }
    } else if (settings.isDocument()) {
      settings.refuse(
          "%s updatedAt is %s; it must be a timestamp, or text such as 2026-12-01T15:30:00Z"
              .formatted(path, written == null ? "missing" : written));
    }
    return Optional.empty();
  }

  /** The time until which the signals are traded; empty if none were ever set. */
  public Optional<Instant> freshUntil() {
    return updatedAt.map(time -> time.plus(Duration.ofMinutes(freshMinutes)));
  }

  /**
   * The signals, if they may be traded now.
   *
   * @throws NoSignalsException if none were ever set, or they are too old, or from the future
   */
  WrittenSignals requireFresh(Instant now) {
    Instant time =
        updatedAt.orElseThrow(
            () ->
                new NoSignalsException(
                    path + " has no target yet; the intent signals sets one (POST /signals)"));
    if (time.isAfter(now.plus(CLOCK_DIFFERENCE))) {
      throw new NoSignalsException(
          "%s: field updatedAt is %s, which is in the future (now is %s)"
              .formatted(path, time, now.truncatedTo(ChronoUnit.SECONDS)));
    }
    Duration age = Duration.between(time, now);
    if (age.compareTo(Duration.ofMinutes(freshMinutes)) > 0) {
      throw new NoSignalsException(
          NoSignalsException.Kind.STALE,
          "the target of %s is stale: it was updated at %s, %d minutes ago, and is fresh for %d"
              .formatted(path, time, age.toMinutes(), freshMinutes));
    }
    return signals.orElseThrow();
  }

  /** Why the signals may not be traded now, in words; empty if they may. */
  public Optional<String> refusal(Instant now) {
    try {
      requireFresh(now);
      return Optional.empty();
    } catch (NoSignalsException e) {
      return Optional.of(e.getMessage());
    }
  }
}
