package dev.ibintents.simulator.market;

import static com.google.common.truth.Truth.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares the holidays with the calendars that the exchanges have published. */
class HolidaysTest {
  @ParameterizedTest
  @CsvSource({
    "UNITED_STATES, 2021, 01-01 01-18 02-15 04-02 05-31 07-05 09-06 11-25 12-24",
    "UNITED_STATES, 2022, 01-17 02-21 04-15 05-30 06-20 07-04 09-05 11-24 12-26",
    "UNITED_STATES, 2023, 01-02 01-16 02-20 04-07 05-29 06-19 07-04 09-04 11-23 12-25",
    "UNITED_STATES, 2024, 01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25",
    "UNITED_STATES, 2025, 01-01 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25",
    "UNITED_STATES, 2026, 01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25",
    "GERMANY, 2024, 01-01 03-29 04-01 05-01 12-24 12-25 12-26 12-31",
    "GERMANY, 2025, 01-01 04-18 04-21 05-01 12-24 12-25 12-26 12-31",
    "UNITED_KINGDOM, 2022, 01-03 04-15 04-18 05-02 05-30 08-29 12-26 12-27",
    "UNITED_KINGDOM, 2026, 01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    "CURRENCIES, 2025, 01-01 12-25"
  })
  void holidaysEqualThePublishedCalendar(Holidays market, int year, String expected) {
    List<LocalDate> closed =
        LocalDate.of(year, 1, 1)
            .datesUntil(LocalDate.of(year + 1, 1, 1))
            .filter(date -> date.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0)
            .filter(date -> !market.isOpen(date))
            .collect(Collectors.toList());

    assertThat(closed.stream().map(date -> date.toString().substring(5)).toList())
        .containsExactlyElementsIn(expected.split(" "))
        .inOrder();
  }
}
