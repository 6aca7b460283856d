package dev.ibintents.trading.order;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OrderTimeTest {
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  /** A Monday, in New York at 10:00. */
  private static final Instant NOW = Instant.parse("2026-11-23T15:00:00Z");

  private static Instant parse(String text) {
    return OrderTime.parse(text, NOW, NEW_YORK);
  }

  private static String refusal(String text, Instant now) {
    return assertThrows(DateTimeException.class, () -> OrderTime.parse(text, now, NEW_YORK), text)
        .getMessage();
  }

  @Test
  void validFormsAreParsed() {
    Map<String, String> times = new LinkedHashMap<>();
    // The gateway's forms.
    times.put("20261201-20:30:00", "2026-12-01T20:30:00Z");
    times.put("20261201 15:30:00 US/Eastern", "2026-12-01T20:30:00Z");
    times.put("20261201 15:30:00 America/New_York", "2026-12-01T20:30:00Z");
    times.put("20261201 20:30:00 UTC", "2026-12-01T20:30:00Z");
    // ISO-8601.
    times.put("2026-12-01T15:30:00-05:00", "2026-12-01T20:30:00Z");
    times.put("2026-12-01T15:30-0500", "2026-12-01T20:30:00Z");
    times.put("2026-12-01T20:30:00Z", "2026-12-01T20:30:00Z");
    times.put("2026-12-01T20:30:00.75z", "2026-12-01T20:30:00Z");
    // Words.
    times.put("in 10 minutes", "2026-11-23T15:10:00Z");
    times.put("In  ten minutes ", "2026-11-23T15:10:00Z");
    times.put("10 minutes from now", "2026-11-23T15:10:00Z");
    times.put("in an hour", "2026-11-23T16:00:00Z");
    times.put("15:30", "2026-11-23T20:30:00Z");
    times.put("today at 4pm", "2026-11-23T21:00:00Z");
    times.put("tomorrow 15:30", "2026-11-24T20:30:00Z");
    times.put("tomorrow 15:30 New York", "2026-11-24T20:30:00Z");
    times.put("tomorrow 15:30 in London", "2026-11-24T15:30:00Z");
    times.put("tomorrow 9:00 Tokyo time", "2026-11-25T00:00:00Z");
    times.put("tomorrow at 15:30 Europe/Zurich", "2026-11-24T14:30:00Z");
    times.put("tomorrow 15:30 UTC", "2026-11-24T15:30:00Z");
    times.put("tomorrow at noon", "2026-11-24T17:00:00Z");
    times.put("the day after tomorrow 10:00", "2026-11-25T15:00:00Z");
    times.put("dec 1st 10:00", "2026-12-01T15:00:00Z");
    times.put("in 90 mins", "2026-11-23T16:30:00Z");
    times.put("tomorrow 12:30 am", "2026-11-24T05:30:00Z");
    times.put("friday 9:30 am", "2026-11-27T14:30:00Z");
    times.put("december 1 10:00", "2026-12-01T15:00:00Z");
    times.put("1 december 2026 at 10:00", "2026-12-01T15:00:00Z");
    times.put("2026-12-01 10:00 Chicago", "2026-12-01T16:00:00Z");

    times.forEach(
        (text, expected) ->
            assertWithMessage(text).that(parse(text)).isEqualTo(Instant.parse(expected)));
  }

  @Test
  void invalidFormsAreRefused() {
    Map<String, String> refusals = new LinkedHashMap<>();
    refusals.put("20261201 15:30:00", "without a time zone");
    refusals.put("20261201", "without a time zone");
    refusals.put("20261301-15:30:00", "is no time");
    refusals.put("20261201 15:30:00 CST", "is no time");
    refusals.put("2026-12-01T15:30:00", "without an offset");
    refusals.put("2026-02-30T15:30:00Z", "is no time");
    refusals.put("2026-12-01", "is no time");
    refusals.put("20261101-15:30:00", "is past");
    refusals.put("2026-11-23T15:00:00Z", "is past (now is 2026-11-23T15:00:00Z)");
    refusals.put("10 minutes ago", "is past");
    refusals.put("9:30", "is past");
    refusals.put("", "nothing of it is understood");
    refusals.put("soon", "nothing of it is understood");
    refusals.put("at the open", "nothing of it is understood");
    refusals.put(
        "after lunch tomorrow 15:30", doubleQuoted("only 'tomorrow 15:30' of it is understood"));
    refusals.put("tomorrow 25:30", doubleQuoted("only 'tomorrow' of it is understood"));
    refusals.put("in 1.5 hours", doubleQuoted("only '5 hours' of it is understood"));
    refusals.put("in 2 hours and 5 minutes", doubleQuoted("only 'in 2 hours' of it is understood"));
    refusals.put("tomorrow 15:30 CET", doubleQuoted("only 'tomorrow 15:30' of it is understood"));
    refusals.put("every day 10:00", doubleQuoted("only '10:00' of it is understood"));
    refusals.put("tomorrow", "it does not say at what time of day");
    refusals.put("in 2 days", "it does not say at what time of day");
    refusals.put("now", "it does not say at what time of day");
    refusals.put("tomorrow 15:30 EST", "its time zone has more than one meaning");
    refusals.put("tomorrow 15:30-16:30", "its time zone has more than one meaning");
    refusals.put("12/11 10:00", "day and month can be taken for each other");
    refusals.put("next friday 10:00", doubleQuoted("'next' is not exact"));
    refusals.put("monday 16:00", "it does not say in which week");
    refusals.put("february 30 10:00", "another day than it names");
    refusals.put("tomorrow morning", doubleQuoted("'morning' is not exact"));
    refusals.put("midnight", doubleQuoted("'midnight' is not exact"));
    refusals.put("tomorrow at 3", "the time of day is not clear");
    refusals.put("christmas 10:00", doubleQuoted("'christmas' is not exact"));
    refusals.put("tomorrow or friday 10:00", doubleQuoted("only 'tomorrow or friday 10:00' of it"));
    refusals.put("weekend 10:00", doubleQuoted("'weekend' is not exact"));
    refusals.put("friday in 2 weeks 10:00", doubleQuoted("'weeks' is not exact"));
    refusals.put("13pm tomorrow", doubleQuoted("'13pm' is no time of day"));
    refusals.put("in 99999999999 minutes", "it cannot be read as a time");
    refusals.put("in 2147483647 minutes", "is too far away");
    refusals.put("2062-12-01T15:30:00Z", "is too far away");
    refusals.put("x".repeat(81), "longer than the 80 letters");

    refusals.forEach(
        (text, expected) -> assertWithMessage(text).that(refusal(text, NOW)).contains(expected));
  }

  @Test
  void hourThatDoesNotExistIsRefused() {
    Instant before = Instant.parse("2027-03-10T12:00:00Z");

    assertThat(refusal("2027-03-14 02:30", before)).contains("another time than it names");
  }

  @Test
  void hourThatComesTwiceIsRefused() {
    Instant before = Instant.parse("2027-11-05T12:00:00Z");

    assertThat(refusal("2027-11-07 01:30", before)).contains("this hour comes twice on that day");
    // A duration from now is exact.
    Instant within = Instant.parse("2027-11-07T05:00:00Z");
    assertThat(OrderTime.parse("in 30 minutes", within, NEW_YORK))
        .isEqualTo(Instant.parse("2027-11-07T05:30:00Z"));
  }

  @Test
  void gatewayFormIsRefusedInAnHourThatDoesNotExist() {
    Instant before = Instant.parse("2026-03-01T12:00:00Z");

    for (String zone : List.of("US/Eastern", "America/New_York")) {
      assertThat(refusal("20260308 02:30:00 " + zone, before))
          .isEqualTo(
              doubleQuoted(
                  "is '20260308 02:30:00 "
                      + zone
                      + "', a time that clocks leave out there on that day; write it in UTC, such"
                      + " as 20260308-07:30:00"));
    }
    assertThat(refusal("20260308-02:30:00 PST", before)).contains("such as 20260308-10:30:00");
  }

  @Test
  void gatewayFormIsRefusedInAnHourThatComesTwice() {
    Instant before = Instant.parse("2026-10-30T12:00:00Z");

    assertThat(refusal("20261101 01:30:00 US/Eastern", before))
        .isEqualTo(
            doubleQuoted(
                "is '20261101 01:30:00 US/Eastern', an hour that comes twice on that day; write it"
                    + " in UTC: 20261101-05:30:00 or 20261101-06:30:00"));
    assertThat(OrderTime.parse("20261101-06:30:00", before, NEW_YORK))
        .isEqualTo(Instant.parse("2026-11-01T06:30:00Z"));
    // A zone without daylight saving has no such hour, and the next hour is unique.
    assertThat(OrderTime.parse("20261101 01:30:00 EST", before, NEW_YORK))
        .isEqualTo(Instant.parse("2026-11-01T06:30:00Z"));
    assertThat(OrderTime.parse("20261101 02:30:00 US/Eastern", before, NEW_YORK))
        .isEqualTo(Instant.parse("2026-11-01T07:30:00Z"));
  }

  @Property(tries = 200)
  void gatewayFormIsExactOrRefused(
      @ForAll @IntRange(min = 1, max = 700) int days,
      @ForAll @IntRange(min = 0, max = 23) int hour,
      @ForAll @IntRange(min = 0, max = 59) int minute) {
    LocalDateTime local = LocalDateTime.of(2026, 11, 23, hour, minute).plusDays(days);
    String text =
        local.format(DateTimeFormatter.ofPattern("uuuuMMdd HH:mm:ss", Locale.ROOT))
            + " America/New_York";
    if (NEW_YORK.getRules().getValidOffsets(local).size() == 1) {
      assertThat(parse(text)).isEqualTo(local.atZone(NEW_YORK).toInstant());
    } else {
      refusal(text, NOW);
    }
  }

  @Property(tries = 100)
  void minutesFromNowAreExact(@ForAll @IntRange(min = 1, max = 31) int minutes) {
    assertThat(parse("in " + minutes + " minutes")).isEqualTo(NOW.plusSeconds(minutes * 60L));
  }

  @Property(tries = 200)
  void datesInWordsAreExactOrRefused(
      @ForAll @IntRange(min = 1, max = 700) int days,
      @ForAll @IntRange(min = 0, max = 23) int hour,
      @ForAll @IntRange(min = 0, max = 59) int minute) {
    LocalDateTime local = LocalDateTime.of(2026, 11, 23, hour, minute).plusDays(days);
    String text =
        local.format(DateTimeFormatter.ofPattern("MMMM d, uuuu 'at' HH:mm", Locale.ENGLISH));
    ZonedDateTime expected = local.atZone(NEW_YORK);
    if (NEW_YORK.getRules().getValidOffsets(local).size() == 1) {
      assertThat(parse(text)).isEqualTo(expected.toInstant());
    } else {
      refusal(text, NOW);
    }
  }

  @Property(tries = 200)
  void everyTextIsParsedOrRefused(@ForAll String text) {
    try {
      assertThat(parse(text)).isGreaterThan(NOW);
    } catch (DateTimeException e) {
      assertThat(e).hasMessageThat().startsWith("is ");
    }
  }
}
