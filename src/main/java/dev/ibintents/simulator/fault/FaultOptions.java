package dev.ibintents.simulator.fault;

import dev.ibintents.simulator.fault.Faults.Direction;
import dev.ibintents.simulator.fault.Faults.Silence;
import dev.ibintents.simulator.fault.Faults.Trouble;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads faults from text, such as {@code delay=20ms,silent=after-start,out-drop-after=5}.
 *
 * <p>A fault is a delay, a silence, or a direction and a trouble with the number of a message. Such
 * a trouble strikes at that message of every session. Other faults concern orders ({@code
 * reject-order=3}, {@code pieces=4}), executions ({@code bust=2/5s}) or links ({@code
 * lose-broker=5/3s}).
 */
public final class FaultOptions {
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s)");
  private static final Pattern STRIKE = Pattern.compile("(in|out)-([a-z-]+)");

  private FaultOptions() {}

  /**
   * Reads faults separated by commas.
   *
   * @throws IllegalArgumentException if a part is not a fault; the message names the possible
   *     faults
   */
  public static Faults parse(String text) {
    Faults faults = new Faults();
    add(faults, text);
    return faults;
  }

  /**
   * Adds faults to those that are in effect.
   *
   * @param text faults separated by commas; a wrong one ends the additions
   * @throws IllegalArgumentException if a part is not a fault; the message names the possible
   *     faults
   */
  public static void add(Faults faults, String text) {
    for (String fault : text.split(",")) {
      String[] parts = fault.trim().split("=", 2);
      if (parts.length < 2) {
        throw new IllegalArgumentException(
            "\""
                + fault
                + "\" is not a fault, such as delay=20ms, silent=after-start or out-garbage=3");
      }
      set(faults, parts[0], parts[1]);
    }
  }

  private static void set(Faults faults, String name, String value) {
    Matcher strike = STRIKE.matcher(name);
    if (OrderFaultOptions.isKnown(name)) {
      OrderFaultOptions.set(faults.orders(), name, value);
    } else if (ExecutionFaultOptions.isKnown(name)) {
      ExecutionFaultOptions.set(faults.executions(), name, value);
    } else if (LinkFaultOptions.isKnown(name)) {
      LinkFaultOptions.set(faults.links(), name, value);
    } else if (name.equals("language")) {
      faults.language(named(Language.class, value));
    } else if (name.equals("delay")) {
      faults.delay(time(value));
    } else if (name.equals("silent")) {
      faults.silence(named(Silence.class, value));
    } else if (strike.matches()) {
      faults.strikeEverySession(
          named(Direction.class, strike.group(1)),
          named(Trouble.class, strike.group(2)),
          number(name, value));
    } else {
      throw new IllegalArgumentException(
          "there is no fault \""
              + name
              + "\"; there are delay, silent, language, "
              + OrderFaultOptions.names()
              + ", "
              + ExecutionFaultOptions.names()
              + ", "
              + LinkFaultOptions.names()
              + ", and in- or out- before "
              + names(Trouble.class));
    }
  }

  static Duration time(String value) {
    Matcher matcher = TIME.matcher(value);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("\"" + value + "\" is not a time, such as 20ms or 3s");
    }
    long amount = Long.parseLong(matcher.group(1));
    return matcher.group(2).equals("s") ? Duration.ofSeconds(amount) : Duration.ofMillis(amount);
  }

  static int number(String name, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " needs a number, not \"" + value + "\"", e);
    }
  }

  static boolean flag(String value) {
    if (value.equals("yes") || value.equals("no")) {
      return value.equals("yes");
    }
    throw new IllegalArgumentException("\"" + value + "\" is neither yes nor no");
  }

  static <E extends Enum<E>> E named(Class<E> kind, String text) {
    return Arrays.stream(kind.getEnumConstants())
        .filter(constant -> name(constant).equals(text))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("\"" + text + "\" is not one of " + names(kind)));
  }

  private static <E extends Enum<E>> String names(Class<E> kind) {
    return Arrays.stream(kind.getEnumConstants())
        .map(FaultOptions::name)
        .collect(Collectors.joining(", "));
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
