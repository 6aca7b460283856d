package dev.ibintents.trading.performance;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.store.Document;
import dev.ibintents.store.FieldException;
import dev.ibintents.trading.Money;
import dev.ibintents.trading.performance.DayRecord.StrategyDay;
import dev.ibintents.trading.totals.Cash;
import dev.ibintents.trading.totals.Category;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The text of a strategy in a day's document. */
final class StrategyDayTextTest {
  private static final String DAY = "2026-11-27";

  private static DayRecord record(StrategyDay strategy) {
    return new DayRecord(
        LocalDate.parse(DAY),
        Instant.parse("2026-11-27T20:00:00Z"),
        "DU1234567",
        "USD",
        new BigDecimal("1000000.25"),
        new TreeMap<>(Map.of("USD", BigDecimal.ONE, "EUR", new BigDecimal("1.0912"))),
        true,
        "",
        new TreeMap<>(Map.of("macd", strategy)));
  }

  private static StrategyDay full() {
    return new StrategyDay(
        Optional.of(new BigDecimal("400000.1")),
        new BigDecimal("-3690"),
        Cash.of(Category.TRADED, new Money(new BigDecimal("-3700"), "USD"))
            .plus(Cash.of(Category.COMMISSIONS, new Money(new BigDecimal("-1.05"), "USD")))
            .plus(Cash.of(Category.DIVIDENDS, new Money(new BigDecimal("7"), "EUR"))),
        new TreeMap<>(Map.of("EUR", new BigDecimal("3.5"))),
        new TreeMap<>(Map.of("USD", new BigDecimal("3700"))));
  }

  private static Map<String, Object> fields(DayRecord day) {
    return day.fields();
  }

  @Test
  void theTextIsReadByPeopleToo() {
    assertThat(((Map<?, ?>) fields(record(full())).get("strategies")).get("macd"))
        .isEqualTo(
            "capital 400000.1 value -3690 EUR dividends 7 realized 3.5"
                + " USD traded -3700 commissions -1.05 cost 3700");
  }

  @Test
  void aDayComesBackFromItsDocument() {
    StrategyDay bare =
        new StrategyDay(
            Optional.empty(), BigDecimal.ZERO, Cash.NONE, new TreeMap<>(), new TreeMap<>());
    for (StrategyDay strategy : new StrategyDay[] {full(), bare}) {
      DayRecord day = record(strategy);
      assertThat(DayRecord.read(new Document("positions/paper/days/" + DAY, fields(day))))
          .isEqualTo(day);
    }
  }

  @Test
  void aTextWithoutAValueOrCurrencyOrNumberIsRefusedWithItsPlace() {
    for (String text : new String[] {"", "capital 5", "value 1 traded 5", "value x", "value"}) {
      Map<String, Object> spoilt = new LinkedHashMap<>(fields(record(full())));
      spoilt.put("strategies", Map.of("macd", text));
      FieldException refusal =
          assertThrows(
              FieldException.class,
              () -> DayRecord.read(new Document("positions/paper/days/" + DAY, spoilt)));
      assertThat(refusal).hasMessageThat().contains("positions/paper/days/" + DAY);
      assertThat(refusal).hasMessageThat().contains("strategies.macd");
    }
  }
}
