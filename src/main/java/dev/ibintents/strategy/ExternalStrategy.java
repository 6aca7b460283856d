package dev.ibintents.strategy;

import dev.ibintents.store.Document;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/**
 * Holds what another program writes into its document: {@code {"kind": "external", "target":
 * [{"contract": {"conId": 756733}, "signal": "0.6"}, …], "updatedAt": …, "freshMinutes": 180}}.
 * {@code updatedAt} is a timestamp, or ISO-8601 text with an offset; the program sets it whenever
 * it writes, also when the target stays the same.
 *
 * <p>A target that is older than {@code freshMinutes}, 180 unless set, is skipped: a program that
 * has died must not trade on. One from the future is refused, because its age is not known.
 */
public final class ExternalStrategy implements Strategy {
  private static final long DEFAULT_FRESH_MINUTES = 180;

  /** By how much the clocks of two machines differ without anything being wrong. */
  private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(5);

  /** One. */
  public ExternalStrategy() {}

  @Override
  public Signals signals(StrategyContext context) {
    Document document = context.document();
    refuseUnlessFresh(document, context.clock().instant());
    return WrittenSignals.read(document, "target", "signal").resolved(context);
  }

  private static void refuseUnlessFresh(Document document, Instant now) {
    long freshMinutes = document.findInteger("freshMinutes").orElse(DEFAULT_FRESH_MINUTES);
    if (freshMinutes < 1 || freshMinutes > Integer.MAX_VALUE) {
      throw new NoSignalsException(
          "%s: field freshMinutes is %d, it must be a whole number from 1"
              .formatted(document.path(), freshMinutes));
    }
    Instant updatedAt = updatedAt(document);
    if (updatedAt.isAfter(now.plus(CLOCK_DIFFERENCE))) {
      throw new NoSignalsException(
          "%s: field updatedAt is %s, which is in the future (now is %s)"
              .formatted(document.path(), updatedAt, now.truncatedTo(ChronoUnit.SECONDS)));
    }
    Duration age = Duration.between(updatedAt, now);
    if (age.compareTo(Duration.ofMinutes(freshMinutes)) > 0) {
      throw new NoSignalsException(
          NoSignalsException.Kind.STALE,
          "the target of %s is stale: it was updated at %s, %d minutes ago, and is fresh for %d"
              .formatted(document.path(), updatedAt, age.toMinutes(), freshMinutes));
    }
  }

  private static Instant updatedAt(Document document) {
    if (!(document.fields().get("updatedAt") instanceof String text)) {
      return document.instant("updatedAt");
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new NoSignalsException(
          "%s: field updatedAt is \"%s\", it must be a timestamp, or text such as"
                  .formatted(document.path(), text)
              + " 2026-12-01T15:30:00Z",
          e);
    }
  }
}
