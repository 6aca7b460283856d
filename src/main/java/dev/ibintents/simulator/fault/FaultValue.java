package dev.ibintents.simulator.fault;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of a fault that waits for an event: the number of the event, then perhaps a detail
 * after a colon and a time after a slash. Examples are {@code 3}, {@code 3:10147} and {@code
 * 3:383/30s}.
 */
final class FaultValue {
  private static final Pattern FORM = Pattern.compile("([^:/]+)(?::([^/]+))?(?:/(.+))?");

  private final String text;
  private final Matcher parts;

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  FaultValue(String text) {
    this.text = text;
    parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not the number of an event, such as 3, 3:383 or 3:383/30s");
    }
  }

  /** The number of the event; the next event is number 1. */
  int number() {
    return FaultOptions.number("\"" + text + "\"", parts.group(1));
  }

  /** The detail as the code of an error. */
  int code(int unlessGiven) {
    return parts.group(2) == null
        ? unlessGiven
        : FaultOptions.number("\"" + text + "\"", parts.group(2));
  }

  /**
   * The detail.
   *
   * @throws IllegalArgumentException if there is none
   */
  String detail() {
    if (parts.group(2) == null) {
      throw new IllegalArgumentException(
          "\"" + text + "\" needs a detail after a colon, such as 2:1.35");
    }
    return parts.group(2);
  }

  Duration time(Duration unlessGiven) {
    return parts.group(3) == null ? unlessGiven : FaultOptions.time(parts.group(3));
  }
}
