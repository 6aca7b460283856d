package dev.ibintents.trading.statement;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A row of a Flex statement: an element with its attributes. A value that is empty or a dash counts
 * as not given.
 *
 * @param element the element's name
 * @param line the line in the text, for messages
 * @param attributes the values by the names of the XML
 */
record FlexRow(String element, int line, Map<String, String> attributes) {
  /**
   * The zone of the statement's times. The broker writes the time of New York and no zone (Reports,
   * "Activity Statements").
   */
  static final ZoneId ZONE = ZoneId.of("America/New_York");

  /** The most characters of a number. */
  private static final int LONGEST_NUMBER = 40;

  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]{1,20}(\\.[0-9]{1,20})?");
  private static final Pattern MOMENT =
      Pattern.compile(
          "(?<date>\\d{8}|\\d{4}-\\d\\d-\\d\\d)"
              + "(?:(?:[;T]|, ?| )?(?<time>\\d{6}|\\d\\d:\\d\\d:\\d\\d)(?: (?:EST|EDT))?)?");
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuuMMdd").withResolverStyle(ResolverStyle.STRICT);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");

  /** Whether the query gives the field at all, even if it is empty in this row. */
  boolean has(String name) {
    return attributes.containsKey(name);
  }

  /** The text of a field; empty if it is not given. */
  String text(String name) {
    String value = attributes.getOrDefault(name, "").strip();
    return value.equals("-") || value.equals("--") || value.equals("N/A") ? "" : value;
  }

  /** The text of a field that must be given. */
  String required(String name) {
    String text = text(name);
    if (text.isEmpty()) {
      throw new InvalidStatementException(
          "%s in line %d has no %s; add the field to the Flex Query"
              .formatted(element, line, FlexFields.label(name)));
    }
    return text;
  }

  /** A number that must be given. Commas between thousands are left out. */
  BigDecimal decimal(String name) {
    return number(name, required(name));
  }

  /** A number, if it is given. */
  Optional<BigDecimal> findDecimal(String name) {
    String text = text(name);
    return text.isEmpty() ? Optional.empty() : Optional.of(number(name, text));
  }

  private BigDecimal number(String name, String text) {
    String plain = text.replace(",", "");
    if (plain.length() > LONGEST_NUMBER || !NUMBER.matcher(plain).matches()) {
      throw fault(name, text, "a number such as -12.5");
    }
    return new BigDecimal(plain);
  }

  /** A contract's number that must be given. */
  int conId(String name) {
    String text = required(name);
    return findConId(name)
        .orElseThrow(() -> fault(name, text, "the number of a contract, such as 756733"));
  }

  /** A contract's number; empty if it is not given or is no number. */
  OptionalInt findConId(String name) {
    try {
      int conId = Integer.parseInt(text(name));
      return conId > 0 ? OptionalInt.of(conId) : OptionalInt.empty();
    } catch (NumberFormatException none) {
      return OptionalInt.empty(); // payments for no contract have an empty field
    }
  }

  /** A moment that must be given; the beginning of the day if the text has no time. */
  Instant moment(String name) {
    String text = required(name);
    Matcher parts = MOMENT.matcher(text);
    if (!parts.matches()) {
      throw noDate(name, text);
    }
    try {
      LocalTime time =
          parts.group("time") == null
              ? LocalTime.MIDNIGHT
              : LocalTime.parse(parts.group("time").replace(":", ""), TIME);
      return LocalDateTime.of(day(parts), time).atZone(ZONE).toInstant();
    } catch (DateTimeException e) {
      throw noDate(name, text);
    }
  }

  /** The day of a field; empty if it is not given. */
  Optional<LocalDate> findDate(String name) {
    String text = text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher parts = MOMENT.matcher(text);
    if (!parts.matches()) {
      throw noDate(name, text);
    }
    try {
      return Optional.of(day(parts));
    } catch (DateTimeException e) {
      throw noDate(name, text);
    }
  }

  /** The day of a field that must be given. */
  LocalDate date(String name) {
    required(name);
    return findDate(name).orElseThrow();
  }

  private static LocalDate day(Matcher parts) {
    return LocalDate.parse(parts.group("date").replace("-", ""), DATE);
  }

  private InvalidStatementException noDate(String name, String text) {
    return fault(
        name,
        text,
        "a date such as 20261127 or 2026-11-27, with a time such as 153000; choose the date format"
            + " yyyyMMdd in the Flex Query");
  }

  /** The refusal of a value. */
  InvalidStatementException fault(String name, String text, String expected) {
    String shown = text.length() > LONGEST_NUMBER ? text.substring(0, LONGEST_NUMBER) + "…" : text;
    return new InvalidStatementException(
        "%s in line %d: %s is \"%s\", it must be %s"
            .formatted(element, line, FlexFields.label(name), shown, expected));
  }
}
