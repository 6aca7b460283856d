package dev.ibintents.strategy;

import dev.ibintents.environment.SettingFields;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/**
 * Holds the target that another program writes into the strategy's document: {@code {"kind":
 * "external", "target": [{"contract": {"conId": 756733}, "signal": "0.6"}, …], "updatedAt": …,
 * "freshMinutes": 180}}. {@code updatedAt} is a timestamp, or ISO-8601 text with an offset. The
 * program sets it at every write, also if the target stays the same.
 *
 * <p>A target that is older than {@code freshMinutes}, by default 180, is skipped: a program that
 * has died must not go on trading. A target from the future is refused, because its age is not
 * known.
 */
public final class ExternalStrategy implements Strategy {
  private static final int DEFAULT_FRESH_MINUTES = 180;

  /** The usual difference between the clocks of two machines. */
  private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(5);

  private String path;
  private WrittenSignals target;
  private int freshMinutes;
  private Instant updatedAt;

  /** Creates a strategy that has read no document yet. */
  public ExternalStrategy() {}

  @Override
  public void read(String id, SettingFields settings) {
    path = StrategyContext.path(id);
    target = WrittenSignals.read(id, settings, "target", "signal");
    freshMinutes = settings.integer("freshMinutes", DEFAULT_FRESH_MINUTES, 1, Integer.MAX_VALUE);
    updatedAt = updatedAt(settings);
  }

  private Instant updatedAt(SettingFields settings) {
    Object written = settings.value("updatedAt").orElse(null);
    if (written instanceof Instant instant) {
      return instant;
    }
    if (written instanceof String text) {
      try {
        return OffsetDateTime.parse(text).toInstant();
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
    return Instant.MIN;
  }

  @Override
  public Signals signals(StrategyContext context) {
    refuseUnlessFresh(context.clock().instant());
    return target.resolved(context);
  }

  private void refuseUnlessFresh(Instant now) {
    if (updatedAt.isAfter(now.plus(CLOCK_DIFFERENCE))) {
      throw new NoSignalsException(
          "%s: field updatedAt is %s, which is in the future (now is %s)"
              .formatted(path, updatedAt, now.truncatedTo(ChronoUnit.SECONDS)));
    }
    Duration age = Duration.between(updatedAt, now);
    if (age.compareTo(Duration.ofMinutes(freshMinutes)) > 0) {
      throw new NoSignalsException(
          NoSignalsException.Kind.STALE,
          "the target of %s is stale: it was updated at %s, %d minutes ago, and is fresh for %d"
              .formatted(path, updatedAt, age.toMinutes(), freshMinutes));
    }
  }

  /** The kind {@code external}. */
  public static final class Kind implements StrategyKind {
    /** Creates the kind. */
    public Kind() {}

    @Override
    public String name() {
      return "external";
    }

    @Override
    public Strategy strategy() {
      return new ExternalStrategy();
    }
  }
}
