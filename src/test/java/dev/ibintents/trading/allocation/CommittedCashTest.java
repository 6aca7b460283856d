package dev.ibintents.trading.allocation;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.trading.CurrencyPair;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CommittedCashTest {
  private static final CurrencyPair EUR_USD = new CurrencyPair("EUR", "USD");
  private static final CurrencyPair USD_JPY = new CurrencyPair("USD", "JPY");

  private final CommittedCash committed =
      new CommittedCash(
          Map.of(
              "USD",
              BigDecimal.ONE,
              "EUR",
              new BigDecimal("1.10"),
              "JPY",
              new BigDecimal("0.008")));

  private final Map<String, BigDecimal> balances =
      Map.of(
          "EUR", new BigDecimal("25431.50"),
          "JPY", new BigDecimal("1850000"),
          "USD", new BigDecimal("100"));

  @Test
  void withoutClaimsAllIsFree() {
    assertThat(committed.free(balances))
        .containsExactly(
            "EUR",
            new BigDecimal("25431.5"),
            "JPY",
            new BigDecimal("1850000"),
            "USD",
            new BigDecimal("100"));
  }

  @Test
  void aConversionUnderWayChangesBothSides() {
    committed.stillToFill(EUR_USD, new BigDecimal("-25000"));
    committed.stillToFill(USD_JPY, new BigDecimal("800"));

    assertThat(committed.stillToFill())
        .containsExactly(
            "EUR",
            new BigDecimal("-25000"),
            "JPY",
            new BigDecimal("-100000"),
            "USD",
            new BigDecimal("28300"));
    assertThat(committed.free(balances))
        .containsExactly(
            "EUR",
            new BigDecimal("431.5"),
            "JPY",
            new BigDecimal("1750000"),
            "USD",
            new BigDecimal("28400"));
  }

  @Test
  void whatStrategiesHoldIsNotFree() {
    committed.held(EUR_USD, new BigDecimal("30000"));

    assertThat(committed.held())
        .containsExactly("EUR", new BigDecimal("30000"), "USD", new BigDecimal("-33000"));
    assertThat(committed.free(balances).get("EUR")).isEqualTo(new BigDecimal("-4568.5"));
  }

  @Test
  void aCurrencyOfWhichItIsNotClearIsLeftOut() {
    committed.unclear(EUR_USD, "first");
    committed.unclear(new CurrencyPair("EUR", "JPY"), "second");

    assertThat(committed.unclear())
        .containsExactly("EUR", "first", "JPY", "second", "USD", "first");
    assertThat(committed.free(balances)).isEmpty();
  }

  @Test
  void aClaimWithoutAnExchangeRateIsNotClear() {
    committed.held(new CurrencyPair("EUR", "SEK"), BigDecimal.TEN);

    assertThat(committed.unclear().keySet()).containsExactly("EUR", "SEK");
    assertThat(committed.held()).isEmpty();
  }
}
