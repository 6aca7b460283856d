package dev.ibintents.ibapi.message;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and writes times in the forms that gateways use. A setting of the gateway selects the form.
 *
 * <ul>
 *   <li>{@code 20231116-12:15:35} is UTC
 *   <li>{@code 20230224 12:04:56}, with one blank or two, is in the gateway's own zone
 *   <li>{@code 20231115 09:20:44 GB-Eire} names its zone, as {@code 20200427-13:00:03 PST} does
 *   <li>{@code 1711637220} counts seconds since 1970
 * </ul>
 *
 * <p>Seconds may be missing. One hour occurs twice when daylight saving ends. A time in it is read
 * as the first of the two, because the text does not distinguish them.
 */
public final class GatewayTime {
  private static final Logger logger = LoggerFactory.getLogger(GatewayTime.class);

  private static final Pattern EPOCH_SECONDS = Pattern.compile("\\d{9,11}");
  private static final Pattern DATE_AND_TIME =
      Pattern.compile(
          "(?<year>\\d{4})(?<month>\\d\\d)(?<day>\\d\\d)(?<mark>-| {1,2})"
              + "(?<hour>\\d\\d):(?<minute>\\d\\d)(?::(?<second>\\d\\d))?(?: (?<zone>\\S+))?");
  private static final DateTimeFormatter LOCAL = strict("uuuuMMdd HH:mm:ss");
  private static final DateTimeFormatter UTC = strict("uuuuMMdd-HH:mm:ss");

  /**
   * Abbreviations that gateways write and that {@link ZoneId} does not accept. The meanings are
   * those of Java's old time zones, which gateways use. Others, such as BST and CST, have more than
   * one meaning and are refused.
   */
  private static final Map<String, ZoneId> ABBREVIATIONS =
      Map.of(
          "EST", ZoneOffset.ofHours(-5),
          "MST", ZoneOffset.ofHours(-7),
          "HST", ZoneOffset.ofHours(-10),
          "PST", ZoneId.of("America/Los_Angeles"),
          "JST", ZoneId.of("Asia/Tokyo"));

  private GatewayTime() {}

  /**
   * The moment that a gateway's text means.
   *
   * @param text a time in one of the forms above
   * @param gatewayZone the zone of the gateway, for a text without a zone
   * @throws DateTimeException if the text has none of these forms, is no time of the calendar, or
   *     names an unknown zone
   */
  public static Instant parse(String text, ZoneId gatewayZone) {
    Matcher parts = DATE_AND_TIME.matcher(text);
    if (parts.matches()) {
      return moment(text, parts, gatewayZone);
    }
    if (EPOCH_SECONDS.matcher(text).matches()) {
      return Instant.ofEpochSecond(Long.parseLong(text));
    }
    throw new DateTimeException(
        "\""
            + text
            + "\" is not a time in one of the gateway's forms: 20231116-12:15:35,"
            + " 20231116 12:15:35, 20231116 12:15:35 US/Eastern");
  }

  private static Instant moment(String text, Matcher parts, ZoneId gatewayZone) {
    return local(text, parts).atZone(zone(text, parts, gatewayZone)).toInstant();
  }

  private static LocalDateTime local(String text, Matcher parts) {
    String second = parts.group("second");
    try {
      return LocalDateTime.of(
          number(parts, "year"),
          number(parts, "month"),
          number(parts, "day"),
          number(parts, "hour"),
          number(parts, "minute"),
          second == null ? 0 : Integer.parseInt(second));
    } catch (DateTimeException e) {
      throw new DateTimeException("\"" + text + "\" is not a time of the calendar", e);
    }
  }

  private static int number(Matcher parts, String group) {
    return Integer.parseInt(parts.group(group));
  }

  /** The moment that a gateway's text means; empty if the text has no zone or an unknown form. */
  public static Optional<Instant> absolute(String text) {
    Matcher parts = DATE_AND_TIME.matcher(text);
    boolean isDate = parts.matches();
    if (isDate && parts.group("mark").startsWith(" ") && parts.group("zone") == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          isDate ? moment(text, parts, ZoneOffset.UTC) : parse(text, ZoneOffset.UTC));
    } catch (DateTimeException e) {
      logger.debug("Not a readable time: {}", text, e);
      return Optional.empty();
    }
  }

  /**
   * All moments that a text may mean.
   *
   * <p>There are two in the hour that occurs twice when daylight saving ends. There is none in the
   * hour that clocks skip when it begins, and none for a text that is not an {@link #absolute}
   * time.
   */
  public static List<Instant> possible(String text) {
    Matcher parts = DATE_AND_TIME.matcher(text);
    Optional<Instant> first = absolute(text);
    if (first.isEmpty() || !parts.matches() || parts.group("zone") == null) {
      return first.stream().toList();
    }
    LocalDateTime local = local(text, parts);
    return zone(text, parts, ZoneOffset.UTC).getRules().getValidOffsets(local).stream()
        .map(local::toInstant)
        .toList();
  }

  /**
   * The moment that a text means after a known earlier moment. In the hour that occurs twice, it is
   * the first candidate after the earlier moment.
   *
   * @param text a time with a zone
   * @param previous the moment before it in the sequence
   * @throws DateTimeException if the text has none of the forms or no zone, or is a time that
   *     clocks skip when daylight saving begins
   */
  static Instant following(String text, Instant previous) {
    Matcher parts = DATE_AND_TIME.matcher(text);
    if (!parts.matches() || parts.group("zone") == null) {
      return absolute(text)
          .orElseThrow(() -> new DateTimeException("\"" + text + "\" is not a time with a zone"));
    }
    List<Instant> possible = possible(text);
    if (possible.isEmpty()) {
      throw new DateTimeException("\"" + text + "\" is a time that clocks skip in its zone");
    }
    return possible.stream()
        .filter(moment -> moment.isAfter(previous))
        .findFirst()
        .orElse(possible.get(possible.size() - 1));
  }

  /**
   * A time in the form for UTC, {@code 20231116-12:15:35}, which gateways accept in requests too.
   */
  public static String utc(Instant time) {
    return UTC.format(time.atOffset(ZoneOffset.UTC));
  }

  /** A time in the form with a zone: {@code 20231115 09:20:44 US/Eastern}. */
  public static String zoned(Instant time, ZoneId zone) {
    return LOCAL.format(time.atZone(zone)) + ' ' + zone.getId();
  }

  private static ZoneId zone(String text, Matcher parts, ZoneId gatewayZone) {
    String name = parts.group("zone");
    if (name == null) {
      return parts.group("mark").equals("-") ? ZoneOffset.UTC : gatewayZone;
    }
    ZoneId abbreviated = ABBREVIATIONS.get(name);
    if (abbreviated != null) {
      return abbreviated;
    }
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new DateTimeException(
          "\""
              + text
              + "\" names a zone that is unknown or has more than one meaning. Let the gateway"
              + " send times in UTC, or choose a zone such as US/Eastern there",
          e);
    }
  }

  private static DateTimeFormatter strict(String pattern) {
    return DateTimeFormatter.ofPattern(pattern).withResolverStyle(ResolverStyle.STRICT);
  }
}
