package dev.ibintents.simulator.fault;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of a fault that waits for an event: the event's number, perhaps a detail after a colon,
 * and perhaps a time after a slash, such as {@code 3}, {@code 3:10147} or {@code 3:383/30s}.
 */
final class FaultValue {
  private static final Pattern FORM = Pattern.compile("([^:/]+)(?::([^/]+))?(?:/(.+))?");

  private final String text;
  private final Matcher parts;

  /**
   * @throws IllegalArgumentException if it has another form
   */
  FaultValue(String text) {
    this.text = text;
    parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no number of an event, such as 3, 3:383 or 3:383/30s");
    }
  }

  /** Which event is meant; the next one is 1. */
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
          "\"" + text + "\" lacks what comes after a colon, such as 2:1.35");
    }
    return parts.group(2);
  }

  Duration time(Duration unlessGiven) {
    return parts.group(3) == null ? unlessGiven : FaultOptions.time(parts.group(3));
  }
}
