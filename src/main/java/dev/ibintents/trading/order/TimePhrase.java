package dev.ibintents.trading.order;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.natty.DateGroup;
import org.natty.ParseLocation;
import org.natty.Parser;

/**
 * Parses a moment in words: {@code in 10 minutes}, {@code tomorrow 15:30 New York}, {@code friday
 * at 9:30 am}. The library natty parses the words, but it guesses. It skips unknown words, and uses
 * the present time of day if the words name none. It has an hour for "morning", and reads February
 * 30 as March 2. So only words with a single meaning are accepted, and the result of natty is
 * compared with them.
 */
final class TimePhrase {
  /**
   * The greatest length of a phrase, in characters. The memory use of natty grows with the text.
   */
  private static final int LONGEST = 80;

  private static final Pattern CLOCK_TIME =
      Pattern.compile(
          "(?<![\\d:])(\\d{1,2})(?::([0-5]\\d))?(?!\\d)\\s*([ap]m)?(?![\\w:])",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NOON = Pattern.compile("(?i)\\bnoon\\b");
  private static final Pattern ISO_DATE = Pattern.compile("\\b\\d{4}-\\d\\d-\\d\\d\\b");
  private static final Pattern DIGITS = Pattern.compile("\\d+");
  private static final Pattern FIGURES = Pattern.compile("[\\d:/.-]+(st|nd|rd|th|am|pm)?");

  /**
   * The words with a single meaning. "next friday" is left out, because readers understand it
   * differently.
   */
  private static final Set<String> VOCABULARY =
      Set.of(
          ("in from now at on of the a an and am pm noon today tomorrow day after ago"
                  + " second seconds sec secs minute minutes min mins hour hours hr hrs"
                  + " one two three four five six seven eight nine ten eleven twelve fifteen twenty"
                  + " thirty monday tuesday wednesday thursday friday saturday sunday"
                  + " mon tue tues wed thu thur thurs fri sat sun"
                  + " january february march april may june july august september october november"
                  + " december jan feb mar apr jun jul aug sep sept oct nov dec")
              .split(" "));

  private final String phrase;
  private final ZoneId zone;
  private final ZonedDateTime now;

  private TimePhrase(String phrase, Instant now, ZoneId zone) {
    this.phrase = phrase;
    this.zone = zone;
    this.now = now.atZone(zone);
  }

  /**
   * Returns the moment of a phrase.
   *
   * @throws DateTimeException if a part of the phrase is not understood, or if it has more than one
   *     meaning; the message names the understood part, and follows the field's name
   */
  static Instant parse(String text, Instant now, ZoneId zone) {
    String phrase = normal(text);
    if (phrase.length() > LONGEST) {
      throw new DateTimeException("is longer than the " + LONGEST + " letters that a time takes");
    }
    Optional<ZoneWords> zoneWords = ZoneWords.atEndOf(phrase);
    return zoneWords
        .map(found -> new TimePhrase(found.rest(), now, found.zone()))
        .orElseGet(() -> new TimePhrase(phrase, now, zone))
        .moment();
  }

  /** Returns a phrase with single spaces between its words. */
  static String normal(String text) {
    return text.trim().replaceAll("\\s+", " ");
  }

  private Instant moment() {
    List<DateGroup> groups = groups();
    if (groups.isEmpty()) {
      throw refused("nothing of it is understood as a time");
    }
    DateGroup group = groups.get(0);
    if (groups.size() > 1 || group.getDates().size() != 1 || !group.getText().equals(phrase)) {
      throw refused("only \"" + group.getText() + "\" of it is understood as a time");
    }
    ZonedDateTime moment = group.getDates().get(0).toInstant().atZone(zone);
    refuseDoubts(group, moment);
    if (group.getParseLocations().containsKey("explicit_time")) {
      refuseClockTimeUnlessExact(moment);
    }
    return moment.toInstant();
  }

  private List<DateGroup> groups() {
    try {
      return new Parser(TimeZone.getTimeZone(zone)).parse(phrase, Date.from(now.toInstant()));
    } catch (RuntimeException e) {
      // natty defines no exceptions; numbers that are too large lead to various exceptions of Java.
      throw new DateTimeException(words("it cannot be read as a time"), e);
    }
  }

  private void refuseDoubts(DateGroup group, ZonedDateTime moment) {
    if (group.isTimeInferred()) {
      throw refused("it does not say at what time of day");
    }
    if (group.getParseLocations().containsKey("time_zone")) {
      throw refused(
          "its time zone has more than one meaning; name a city, such as New York, or UTC");
    }
    refuseWordsWithSeveralMeanings();
    boolean isNumericDate = group.getParseLocations().containsKey("formal_date");
    if (isNumericDate && !ISO_DATE.matcher(phrase).find()) {
      throw refused("day and month can be taken for each other; write the month's name");
    }
    boolean isWeekday = group.getParseLocations().containsKey("day_of_week");
    if (isWeekday && moment.getDayOfWeek() == now.getDayOfWeek()) {
      throw refused("it does not say in which week; write the date");
    }
    refuseMovedDay(group, moment);
  }

  private void refuseWordsWithSeveralMeanings() {
    for (String word : phrase.toLowerCase(Locale.ROOT).split("[ ,]+")) {
      if (!VOCABULARY.contains(word) && !FIGURES.matcher(word).matches()) {
        throw refused("\"" + word + "\" is not exact");
      }
    }
  }

  /**
   * Refuses a day that natty has moved: after the end of a month it counts on into the next month.
   */
  private void refuseMovedDay(DateGroup group, ZonedDateTime moment) {
    for (String rule : List.of("relaxed_day_of_month", "formal_day_of_month")) {
      for (ParseLocation day : group.getParseLocations().getOrDefault(rule, List.of())) {
        Matcher digits = DIGITS.matcher(day.getText());
        if (!digits.find() || Integer.parseInt(digits.group()) != moment.getDayOfMonth()) {
          throw refused("it was understood as " + moment + ", another day than it names");
        }
      }
    }
  }

  /**
   * Refuses a time of day that natty has moved, or that exists twice or not at all. At the start of
   * summer time an hour is left out, and at its end an hour comes twice.
   */
  private void refuseClockTimeUnlessExact(ZonedDateTime moment) {
    LocalTime written = clockTime();
    if (!moment.toLocalTime().withSecond(0).withNano(0).equals(written)) {
      throw refused("it was understood as " + moment + ", another time than it names");
    }
    if (zone.getRules().getValidOffsets(moment.toLocalDateTime()).size() != 1) {
      throw refused("this hour comes twice on that day; write it with an offset in ISO-8601");
    }
  }

  private LocalTime clockTime() {
    if (NOON.matcher(phrase).find()) {
      return LocalTime.NOON;
    }
    Matcher clock = CLOCK_TIME.matcher(phrase);
    LocalTime found = null;
    while (clock.find()) {
      if (clock.group(2) != null || clock.group(3) != null) {
        if (found != null) {
          throw refused("it has two times of day");
        }
        found = clockTime(clock);
      }
    }
    if (found == null) {
      throw refused("the time of day is not clear; write it as 15:30 or 3:30 pm");
    }
    return found;
  }

  private LocalTime clockTime(Matcher clock) {
    int hour = Integer.parseInt(clock.group(1));
    int minute = clock.group(2) == null ? 0 : Integer.parseInt(clock.group(2));
    String half = clock.group(3);
    if (half != null && (hour < 1 || hour > 12) || hour > 23) {
      throw refused("\"" + clock.group().trim() + "\" is no time of day");
    }
    if (half != null) {
      hour = hour % 12 + (half.toLowerCase(Locale.ROOT).equals("pm") ? 12 : 0);
    }
    return LocalTime.of(hour, minute);
  }

  private DateTimeException refused(String reason) {
    return new DateTimeException(words(reason));
  }

  private String words(String reason) {
    return "is \"%s\": %s. Write \"in 10 minutes\", \"tomorrow 15:30 New York\" or"
            .formatted(phrase, reason)
        + " 2026-12-01T15:30:00-05:00";
  }
}
