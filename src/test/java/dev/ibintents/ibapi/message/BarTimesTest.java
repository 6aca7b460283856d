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

  /** How a gateway writes a moment. */
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

  /** With daylight saving of an hour, of half an hour and of none, and on both sides of UTC. */
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
  void aRowOfBarsIsReadAsItWasWritten(
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
    if (IntStream.range(0, count).anyMatch(i -> seemsToBeEarlier(starts, i, zone))) {
      return; // nothing in the texts tells it from the first time
    }

    assertThat(
            BarTimes.read(
                starts.stream().map(start -> form.write(start, zone)).toList(),
                GatewayTime.zoned(Instant.ofEpochSecond(last + step), zone)))
        .isEqualTo(starts);
  }

  /** In the second of two equal hours, with nothing in the first one to tell. */
  private static boolean seemsToBeEarlier(List<Instant> starts, int index, ZoneId zone) {
    Instant first = starts.get(index).atZone(zone).withEarlierOffsetAtOverlap().toInstant();
    return !first.equals(starts.get(index)) && (index == 0 || first.isAfter(starts.get(index - 1)));
  }

  @Property(tries = 200)
  void yearsAreFoundForBarsThatAreDaysApart(
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
  void theHourThatComesTwiceComesTwice() {
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
  void theHourThatIsLeftOutIsNone() {
    refuses(List.of("20250309 02:30:00 US/Eastern"), "", "clocks leave out");
    assertThat(
            BarTimes.read(
                List.of("20250309 01:30:00 US/Eastern", "20250309 03:00:00 US/Eastern"), ""))
        .containsExactly(
            Instant.parse("2025-03-09T06:30:00Z"), Instant.parse("2025-03-09T07:00:00Z"))
        .inOrder();
  }

  @Test
  void theTurnOfTheYearAndTheDayThatOnlyComesInSome() {
    assertThat(
            BarTimes.read(List.of("1231 23:30:00 UTC", "0101 00:00:00 UTC"), "20260101-12:00:00"))
        .containsExactly(
            Instant.parse("2025-12-31T23:30:00Z"), Instant.parse("2026-01-01T00:00:00Z"))
        .inOrder();
    assertThat(BarTimes.read(List.of("0229 10:00:00 UTC"), "20250101-00:00:00"))
        .containsExactly(Instant.parse("2024-02-29T10:00:00Z"));
  }

  @Test
  void whatDoesNotSayWhichMomentItIsIsRefused() {
    refuses(List.of("20230224  12:04:56"), "20230225  12:04:56", "does not say which moment");
    refuses(List.of("0714 09:30:00 US/Eastern"), "", "tells none");
    refuses(List.of("0714 09:30:00"), "20250715-12:00:00", "does not say which moment");
    refuses(List.of("1332 09:30:00 UTC"), "20250715-12:00:00", "not a time of the calendar");
    refuses(List.of("20250714-09:30:00", "0714 10:00:00 UTC"), "20250715-12:00:00", "has a year");
  }

  private static void refuses(List<String> texts, String end, String why) {
    DateTimeException e = assertThrows(DateTimeException.class, () -> BarTimes.read(texts, end));
    assertThat(e).hasMessageThat().contains(why);
    assertThat(e).hasMessageThat().contains(texts.get(0));
  }
}
