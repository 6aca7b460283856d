package dev.ibintents.simulator.clock;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * The time of a market as a person sets it.
 *
 * @param start the moment that the clock shows at first; empty for the machine's time
 * @param speed the seconds of the market in a real second; empty for the usual speed, which is 0
 *     after a start and 1 without
 */
public record ClockSetting(Optional<Instant> start, OptionalDouble speed) {
  /** The machine's time. */
  public static final ClockSetting SYSTEM =
      new ClockSetting(Optional.empty(), OptionalDouble.empty());

  private static final Pattern SPEED = Pattern.compile("([0-9]{1,7}(?:\\.[0-9]{1,6})?)x?");

  /**
   * The same setting with another start.
   *
   * @param text {@code system}, or a moment such as {@code 2026-11-23T15:00:00Z}
   * @throws IllegalArgumentException if it is neither; its message continues a name
   */
  public ClockSetting withStart(String text) {
    try {
      return new ClockSetting(
          text.equals("system") ? Optional.empty() : Optional.of(Instant.parse(text)), speed);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "needs \"system\" or a moment such as 2026-11-23T15:00:00Z, not \"" + text + "\"", e);
    }
  }

  /**
   * The same setting with another speed.
   *
   * @param text a number, such as {@code 60x} or {@code 0.5}
   * @throws IllegalArgumentException if it is no possible speed; its message continues a name
   */
  public ClockSetting withSpeed(String text) {
    double number =
        SPEED.matcher(text).matches() ? Double.parseDouble(text.replace("x", "")) : Double.NaN;
    if (number >= 0 && number <= MarketClock.FASTEST) {
      return new ClockSetting(start, OptionalDouble.of(number));
    }
    throw new IllegalArgumentException(
        "needs a speed such as 60x, from 0 (the market stands still) to %.0fx, not \"%s\""
            .formatted(MarketClock.FASTEST, text));
  }

  /** A clock with this setting. */
  public MarketClock clock() {
    if (start.isEmpty() && speed.isEmpty()) {
      return MarketClock.following(Clock.systemUTC());
    }
    return MarketClock.startingAt(
        start.orElseGet(Instant::now), speed.orElse(start.isPresent() ? 0 : 1));
  }
}
