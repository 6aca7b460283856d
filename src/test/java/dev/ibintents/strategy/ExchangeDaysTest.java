package dev.ibintents.strategy;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.ContractDetailsBuilder;
import dev.ibintents.strategy.StrategyContext.Period;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ExchangeDaysTest {
  private static ExchangeDays days(String now, String hours) {
    Contract contract = Contract.builder().conId(756733).secType("STK").localSymbol("SPY").build();
    return new ExchangeDays(
        new ResolvedContract(
            ContractSpec.ofConId(756733),
            new ContractDetailsBuilder(contract)
                .timeZoneId("America/New_York")
                .liquidHours(hours)
                .build(),
            contract,
            false,
            BigDecimal.ONE),
        Instant.parse(now));
  }

  private static List<DailyBar> bars(String day) {
    BigDecimal price = BigDecimal.TEN;
    return List.of(
        new DailyBar(LocalDate.parse(day), price, price, price, price, Optional.empty()));
  }

  @Test
  void firstSessionAfterNewYearIsTheFirstOfMonthAndQuarter() {
    ExchangeDays days =
        days("2026-01-02T15:00:00Z", "20260102:0930-20260102:1600;20260105:0930-20260105:1600");

    assertThat(days.session()).isEqualTo(LocalDate.of(2026, 1, 2));
    assertThat(days.isFirstOf(Period.MONTH, () -> bars("2025-12-31"))).isTrue();
    assertThat(days.isFirstOf(Period.QUARTER, () -> bars("2025-12-31"))).isTrue();
    assertThat(days.isFirstOf(Period.WEEK, () -> bars("2025-12-31"))).isFalse();
    assertThat(days.isLastOf(Period.WEEK)).isTrue();
    assertThat(days.isLastOf(Period.MONTH)).isFalse();
  }

  @Test
  void thursdayBeforeGoodFridayIsTheLastOfItsWeek() {
    ExchangeDays days =
        days(
            "2026-04-02T15:00:00Z",
            "20260402:0930-20260402:1600;20260403:CLOSED;20260406:0930-20260406:1600");

    assertThat(days.isLastOf(Period.WEEK)).isTrue();
    assertThat(days.isFirstOf(Period.QUARTER, () -> bars("2026-04-01"))).isFalse();
  }

  @Test
  void nextSessionCountsWhileTheMarketIsClosed() {
    ExchangeDays days =
        days("2026-03-31T21:00:00Z", "20260331:0930-20260331:1600;20260401:0930-20260401:1600");

    assertThat(days.session()).isEqualTo(LocalDate.of(2026, 4, 1));
    assertThat(days.isFirstOf(Period.MONTH, List::of)).isTrue();
  }

  @Test
  void weekdaysCountWithoutHours() {
    ExchangeDays days = days("2026-10-30T15:00:00Z", "");

    assertThat(days.session()).isEqualTo(LocalDate.of(2026, 10, 30));
    assertThat(days.isLastOf(Period.MONTH)).isTrue();
    assertThat(days.isLastOf(Period.QUARTER)).isFalse();
  }

  @Test
  void sessionOfTodayCountsAsAnEarlierOneInTheEvening() {
    ExchangeDays days =
        days("2026-04-01T21:00:00Z", "20260401:0930-20260401:1600;20260402:0930-20260402:1600");

    assertThat(days.isFirstOf(Period.MONTH, () -> bars("2026-03-31"))).isFalse();
  }

  @Test
  void holidayOfTodayIsNoEarlierSession() {
    ExchangeDays days = days("2026-01-01T15:00:00Z", "20260101:CLOSED;20260102:0930-20260102:1600");

    assertThat(days.session()).isEqualTo(LocalDate.of(2026, 1, 2));
    assertThat(days.isFirstOf(Period.QUARTER, () -> bars("2025-12-31"))).isTrue();
  }
}
