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
 * Faults as text, such as {@code delay=20ms,silent=after-start,out-drop-after=5}: a delay, a
 * silence, or a direction and a trouble with the number of the message at which it strikes, in
 * every session; or one of those about orders, such as {@code reject-order=3} or {@code pieces=4},
 * about executions, such as {@code bust=2/5s}, or about links, such as {@code lose-broker=5/3s}.
 */
public final class FaultOptions {
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s)");
  private static final Pattern STRIKE = Pattern.compile("(in|out)-([a-z-]+)");

  private FaultOptions() {}

  /**
   * Reads faults separated by commas.
   *
   * @throws IllegalArgumentException if something is not a fault; the message says what is possible
   */
  public static Faults parse(String text) {
    Faults faults = new Faults();
    for (String fault : text.split(",")) {
      String[] parts = fault.trim().split("=", 2);
      if (parts.length < 2) {
        throw new IllegalArgumentException(
            "\"" + fault + "\" is no fault; such as delay=20ms, silent=after-start, out-garbage=3");
      }
      set(faults, parts[0], parts[1]);
    }
    return faults;
  }

  private static void set(Faults faults, String name, String value) {
    Matcher strike = STRIKE.matcher(name);
    if (OrderFaultOptions.isOne(name)) {
      OrderFaultOptions.set(faults.orders(), name, value);
    } else if (ExecutionFaultOptions.isOne(name)) {
      ExecutionFaultOptions.set(faults.executions(), name, value);
    } else if (LinkFaultOptions.isOne(name)) {
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
      throw new IllegalArgumentException("\"" + value + "\" is no time, such as 20ms or 3s");
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
            () -> new IllegalArgumentException("\"" + text + "\" is none of " + names(kind)));
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
