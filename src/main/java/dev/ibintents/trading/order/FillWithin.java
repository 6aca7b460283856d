package dev.ibintents.trading.order;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.ibintents.ibapi.message.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The time in which an order is to be filled. The time begins when the order is sent. After it, the
 * unfilled rest is cancelled.
 *
 * @param seconds the time in seconds, above 0
 * @param thenMarket whether a market order for the rest follows
 */
public record FillWithin(int seconds, boolean thenMarket) {
  /** The property with the time. */
  public static final String NAME = "fillWithin";

  /** The property that asks for a market order for the rest. */
  public static final String THEN_MARKET = "thenMarket";

  /** Both properties. They are no fields of the TWS API. */
  static final List<String> NAMES = List.of(NAME, THEN_MARKET);

  private static final String MKT = "MKT";
  private static final Pattern TIME = Pattern.compile("(\\d{1,4})([sm])");

  /** Order types that wait for a close, and times in force that end an order by themselves. */
  private static final Set<String> AT_CLOSE = Set.of("MOC", "LOC");

  private static final Set<String> ENDING = Set.of("IOC", "FOK", "OPG", "GTD", "AUC");

  /**
   * Reads the two properties.
   *
   * @param given the properties of a request or a strategy
   * @param problems gets the faults, in words
   * @return empty if they are not there, or have a fault
   */
  static Optional<FillWithin> read(JsonObject given, List<String> problems) {
    Optional<Duration> time = time(given, problems);
    boolean thenMarket = flag(given, problems);
    if (thenMarket && !given.has(NAME)) {
      problems.add(
          "thenMarket needs fillWithin, the time after which the rest goes to the market, such as"
              + " \"30s\"");
    }
    return time.map(length -> new FillWithin((int) length.toSeconds(), thenMarket));
  }

  private static Optional<Duration> time(JsonObject given, List<String> problems) {
    JsonElement written = given.get(NAME);
    if (written == null) {
      return Optional.empty();
    }
    Matcher words = TIME.matcher(isText(written) ? written.getAsString() : "");
    int number = words.matches() ? Integer.parseInt(words.group(1)) : 0;
    if (number == 0) {
      problems.add(
          NAME + " is " + written + "; it must be a time above 0, such as \"30s\" or \"2m\"");
      return Optional.empty();
    }
    return Optional.of(
        words.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMinutes(number));
  }

  private static boolean isText(JsonElement written) {
    return written instanceof JsonPrimitive value && value.isString();
  }

  private static boolean flag(JsonObject given, List<String> problems) {
    JsonElement written = given.get(THEN_MARKET);
    if (written == null) {
      return false;
    } else if (written instanceof JsonPrimitive value && value.isBoolean()) {
      return value.getAsBoolean();
    }
    problems.add(THEN_MARKET + " is " + written + "; it must be true or false");
    return false;
  }

  /**
   * The properties that contradict this time, in words.
   *
   * @param asked an order with the other properties only
   * @param isForLater whether the order begins later
   */
  List<String> contradictions(Order asked, boolean isForLater) {
    List<String> problems = new ArrayList<>();
    if (thenMarket && asked.orderType().equals(MKT)) {
      problems.add(needsOtherType());
    }
    if (AT_CLOSE.contains(asked.orderType())) {
      problems.add(
          "fillWithin would cancel an order of orderType %s before the close; leave out one of them"
              .formatted(asked.orderType()));
    }
    if (ENDING.contains(asked.tif())) {
      problems.add(
          "fillWithin and tif %s both say when the order ends; leave out one of them"
              .formatted(asked.tif()));
    }
    if (isForLater) {
      problems.add(
          "fillWithin begins when the order is sent, and goodAfterTime is later; leave out one of"
              + " them");
    }
    return problems;
  }

  /** The fault of a market order whose rest is to become a market order. */
  public static String needsOtherType() {
    return "thenMarket does nothing for orderType MKT, which is the type without orderProperties;"
        + " give another orderType, such as LMT, or leave out thenMarket";
  }

  /**
   * Refuses this time if it is too long for a request. The other half of the request's deadline is
   * for the rest of the run.
   *
   * @param deadline the length of the request's deadline
   * @throws InvalidOrderPropertiesException if it is too long
   */
  public void requireFits(Duration deadline) {
    if (time().multipliedBy(2).compareTo(deadline) > 0) {
      throw new InvalidOrderPropertiesException(
          "orderProperties: fillWithin is %s; it must be at most half of the request's deadline of %d s (TIMEOUT_SECONDS)"
              .formatted(this, deadline.toSeconds()));
    }
  }

  /** The time. */
  public Duration time() {
    return Duration.ofSeconds(seconds);
  }

  /** The time in the form of the property, such as 30s. */
  @Override
  public String toString() {
    return seconds + "s";
  }
}
