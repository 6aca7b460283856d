package dev.ibintents.ibapi.message;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BarTimesTest {
  private static final DateTimeFormatter WITHOUT_YEAR =
      DateTimeFormatter.ofPattern("MMdd HH:mm:ss", Locale.ROOT);

  /** The forms in which a gateway writes a moment. */
  enum Form {
    SECONDS,
    UTC,
    ZONE,
    TWO_BLANKS,
    WITHOUT_YEAR;

    String write(Instant time, ZoneId zone) {
      return switch (this) {
        case SECONDS -> Long.toString(time.getEpochSecond());
        case UTC -> GatewayTime.utc(time);
        case ZONE -> GatewayTime.zoned(time, zone);
        case TWO_BLANKS -> GatewayTime.zoned(time, zone).replaceFirst(" ", "  ");
        case WITHOUT_YEAR ->
            BarTimesTest.WITHOUT_YEAR.format(time.atZone(zone)) + ' ' + zone.getId();
      };
    }
  }

  /** Zones on both sides of UTC, with daylight saving of an hour, of half an hour and of none. */
  @Provide
  Arbitrary<ZoneId> zones() {
    return Arbitraries.of(
            "US/Eastern",
            "US/Central",
            "MET",
            "Europe/London",
            "Australia/Lord_Howe",
            "Asia/Tokyo",
            "Pacific/Auckland",
            "UTC")
        .map(ZoneId::of);
  }

  @Property(tries = 2000)
  void timesOfConsecutiveBarsAreReadBack(
      @ForAll Form form,
      @ForAll @From("zones") ZoneId zone,
      @ForAll @IntRange(min = 1, max = 40) int count,
      @ForAll @IntRange(min = 0, max = 3) int size,
      @ForAll @IntRange(min = 946_684_800, max = 2_000_000_000) int end) {
    int step = List.of(60, 1800, 3600, 4 * 3600).get(size);
    long last = end - end % step;
    List<Instant> starts =
        IntStream.rangeClosed(1, count)
            .mapToObj(i -> Instant.ofEpochSecond(last - (long) step * (count - i)))
            .toList();
    if (IntStream.range(0, count).anyMatch(i -> isAmbiguous(starts, i, zone))) {
      return; // the texts do not distinguish it from the first of the two hours
    }

    assertThat(
            BarTimes.read(
                starts.stream().map(start -> form.write(start, zone)).toList(),
                GatewayTime.zoned(Instant.ofEpochSecond(last + step), zone)))
        .isEqualTo(starts);
  }

  /** Whether a start lies in the second of two equal hours and no bar lies in the first one. */
  private static boolean isAmbiguous(List<Instant> starts, int index, ZoneId zone) {
    Instant first = starts.get(index).atZone(zone).withEarlierOffsetAtOverlap().toInstant();
    return !first.equals(starts.get(index)) && (index == 0 || first.isAfter(starts.get(index - 1)));
  }

  @Property(tries = 200)
  void yearsAreAddedToBarsThatAreDaysApart(
      @ForAll @IntRange(min = 1, max = 300) int daysApart,
      @ForAll @IntRange(min = 946_684_800, max = 2_000_000_000) int end) {
    ZoneId zone = ZoneId.of("UTC");
    List<Instant> starts = new ArrayList<>();
    for (int i = 10; i > 0; i--) {
      starts.add(Instant.ofEpochSecond(end - i * daysApart * 86_400L));
    }
    if (starts.get(9).isBefore(Instant.ofEpochSecond(end).minusSeconds(364 * 86_400L))) {
      return;
    }
    List<String> texts =
        starts.stream().map(start -> Form.WITHOUT_YEAR.write(start, zone)).toList();

    assertThat(BarTimes.read(texts, GatewayTime.utc(Instant.ofEpochSecond(end)))).isEqualTo(starts);
  }

  @Test
  void repeatedHourIsReadAsTwoHours() {
    assertThat(
            BarTimes.read(
                List.of(
                    "20251102 00:30:00 US/Eastern",
                    "20251102 01:00:00 US/Eastern",
                    "20251102 01:30:00 US/Eastern",
                    "20251102 01:00:00 US/Eastern",
                    "20251102 01:30:00 US/Eastern",
                    "20251102 02:00:00 US/Eastern"),
                ""))
        .containsExactly(
            Instant.parse("2025-11-02T04:30:00Z"),
            Instant.parse("2025-11-02T05:00:00Z"),
            Instant.parse("2025-11-02T05:30:00Z"),
            Instant.parse("2025-11-02T06:00:00Z"),
            Instant.parse("2025-11-02T06:30:00Z"),
            Instant.parse("2025-11-02T07:00:00Z"))
        .inOrder();
  }

  @Test
  void skippedHourIsRefused() {
    refuses(List.of("20250309 02:30:00 US/Eastern"), "", "clocks skip");
    assertThat(
            BarTimes.read(
                List.of("20250309 01:30:00 US/Eastern", "20250309 03:00:00 US/Eastern"), ""))
        .containsExactly(
            Instant.parse("2025-03-09T06:30:00Z"), Instant.parse("2025-03-09T07:00:00Z"))
        .inOrder();
  }

  @Test
  void yearsAreAddedAcrossTheTurnOfTheYearAndForLeapDays() {
    assertThat(
            BarTimes.read(List.of("1231 23:30:00 UTC", "0101 00:00:00 UTC"), "20260101-12:00:00"))
        .containsExactly(
            Instant.parse("2025-12-31T23:30:00Z"), Instant.parse("2026-01-01T00:00:00Z"))
        .inOrder();
    assertThat(BarTimes.read(List.of("0229 10:00:00 UTC"), "20250101-00:00:00"))
        .containsExactly(Instant.parse("2024-02-29T10:00:00Z"));
  }

  @Test
  void timeWithoutAZoneOrAYearIsRefused() {
    refuses(List.of("20230224  12:04:56"), "20230225  12:04:56", "is not a time with a zone");
    refuses(List.of("0714 09:30:00 US/Eastern"), "", "has no year, and neither has");
    refuses(List.of("0714 09:30:00"), "20250715-12:00:00", "is not a time with a zone");
    refuses(List.of("1332 09:30:00 UTC"), "20250715-12:00:00", "not a time of the calendar");
    refuses(List.of("20250714-09:30:00", "0714 10:00:00 UTC"), "20250715-12:00:00", "has a year");
  }

  private static void refuses(List<String> texts, String end, String reason) {
    DateTimeException e = assertThrows(DateTimeException.class, () -> BarTimes.read(texts, end));
    assertThat(e).hasMessageThat().contains(reason);
    assertThat(e).hasMessageThat().contains(texts.get(0));
  }
}
