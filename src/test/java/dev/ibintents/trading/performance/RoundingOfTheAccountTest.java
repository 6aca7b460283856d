package dev.ibintents.trading.performance;

import static com.google.common.truth.Truth.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The cent by which the broker rounds the account's value. */
class RoundingOfTheAccountTest {
  private static DayRecord day(String date, String value, String euro) {
    return new DayRecord(
        LocalDate.parse(date),
        Instant.EPOCH,
        "DU1",
        "USD",
        new BigDecimal(value),
        new TreeMap<>(Map.of("EUR", new BigDecimal(euro))),
        Optional.of(new TreeMap<>(Map.of("EUR", BigDecimal.ONE))),
        true,
        "",
        new TreeMap<>());
  }

  private static AccountColumns account(DayRecord... days) {
    return new Profits(List.of(days), List.of())
        .table(Optional.empty(), Optional.empty(), List.of())
        .account();
  }

  @Test
  void isNotUnattributedWhenARateComesBack() {
    // exactly 100.004; 105.006 after a trade by hand that earned 5.00; 105.004
    AccountColumns account =
        account(
            day("2026-10-05", "100.00", "1.100"),
            day("2026-10-06", "105.01", "1.102"),
            day("2026-10-07", "105.00", "1.100"));
    assertThat(account.unattributed())
        .containsExactly(new BigDecimal("5.01"), BigDecimal.ZERO)
        .inOrder();
    assertThat(account.cashRevaluation().get("EUR"))
        .containsExactly(BigDecimal.ZERO, new BigDecimal("-0.01"))
        .inOrder();
  }

  @Test
  void isUnattributedWhereNothingElseEverMoved() {
    AccountColumns account =
        account(day("2026-10-05", "100.00", "1.100"), day("2026-10-06", "100.01", "1.100"));
    assertThat(account.unattributed()).containsExactly(new BigDecimal("0.01"));
    assertThat(account.cashRevaluation().get("EUR")).containsExactly(BigDecimal.ZERO);
  }
}
