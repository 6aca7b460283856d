package dev.ibintents.trading.allocation;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import dev.ibintents.trading.CurrencyPair;
import dev.ibintents.trading.Vectors;
import dev.ibintents.trading.allocation.CashBalancing.Conversion;
import dev.ibintents.trading.allocation.CashBalancing.Conversions;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class CashBalancingTest {
  private static final CurrencyPair USD_CHF = new CurrencyPair("USD", "CHF");
  private static final CurrencyPair EUR_CHF = new CurrencyPair("EUR", "CHF");

  static Stream<JsonObject> vectors() throws IOException {
    return Vectors.of("cash-balancer.json");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void givesWhatTheVectorSays(JsonObject vector) {
    CashBalancing balancing =
        CashBalancing.of(
            vector.get("baseCurrency").getAsString(),
            vector.get("threshold").getAsBigDecimal(),
            Vectors.amounts(vector.get("cashBalance")),
            Vectors.amounts(vector.get("exchangeRate")));

    assertThat(balancing.exposure()).isEqualTo(Vectors.amounts(vector.get("exposure")));
    assertThat(balancing.quantityInCurrency())
        .isEqualTo(Vectors.amounts(vector.get("quantityInCurrency")));
    assertThat(balancing.skipped()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1000, 1000, ",
    "1000, 1000.01, -1000",
    "1000, -1000, ",
    "1000, -1000.01, 2000",
    "0, 999.99, ",
    "0, -0.01, 1000",
    "0, 0, ",
    "0, -2000, 2000",
    "0, 2000, -2000"
  })
  void tradesWhatIsBeyondTheThresholdInFlooredThousands(
      BigDecimal threshold, BigDecimal balance, BigDecimal quantity) {
    CashBalancing balancing =
        CashBalancing.of("CHF", threshold, Map.of("USD", balance), Map.of("USD", BigDecimal.ONE));

    assertThat(balancing.quantityInCurrency().get("USD")).isEqualTo(quantity);
  }

  @Test
  void passesOverTheBaseCurrencyAndTheSumOverAllCurrencies() {
    BigDecimal much = new BigDecimal("50000");

    CashBalancing balancing =
        CashBalancing.of("CHF", BigDecimal.ZERO, Map.of("CHF", much, "BASE", much), Map.of());

    assertThat(balancing.exposure()).isEmpty();
    assertThat(balancing.quantityInCurrency()).isEmpty();
    assertThat(balancing.skipped()).isEmpty();
  }

  @Test
  void skipsABalanceWithoutARateAndGoesOnWithTheOthers() {
    BigDecimal much = new BigDecimal("50000");

    CashBalancing balancing =
        CashBalancing.of(
            "CHF",
            BigDecimal.ZERO,
            Map.of("EUR", much, "JPY", much, "USD", much),
            Map.of("JPY", BigDecimal.ZERO, "USD", BigDecimal.ONE));

    assertThat(balancing.quantityInCurrency()).containsExactly("USD", much.negate());
    assertThat(balancing.skipped())
        .containsExactly(
            "EUR", "no usable exchange rate from EUR to CHF: null",
            "JPY", "no usable exchange rate from JPY to CHF: 0");
  }

  @Test
  void refusesAThresholdBelowZero() {
    assertThrows(
        IllegalArgumentException.class,
        () -> CashBalancing.of("CHF", BigDecimal.ONE.negate(), Map.of(), Map.of()));
  }

  @Test
  void ordersInThePairThatExistsAsItIs() {
    CashBalancing balancing = balancing("CHF", "EUR", "-2345", "0.95", "USD", "3456", "0.8");

    assertThat(balancing.conversions(Set.of(USD_CHF, EUR_CHF)))
        .isEqualTo(
            new Conversions(
                List.of(
                    new Conversion("EUR", EUR_CHF, new BigDecimal("3000")),
                    new Conversion("USD", USD_CHF, new BigDecimal("-3000"))),
                Map.of()));
  }

  @Test
  void invertsSideAndQuantityInThePairOfTheOtherDirection() {
    CurrencyPair usdJpy = new CurrencyPair("USD", "JPY");
    CurrencyPair usdSek = new CurrencyPair("USD", "SEK");
    CashBalancing balancing =
        balancing("USD", "JPY", "1250999.9", "0.0065126", "SEK", "-2500", "0.10509");

    assertThat(balancing.conversions(Set.of(usdJpy, usdSek)))
        .isEqualTo(
            new Conversions(
                List.of(
                    // sell 1250000 JPY, worth 8140.75 USD; buy 3000 SEK, for 315.27 USD
                    new Conversion("JPY", usdJpy, new BigDecimal("8140")),
                    new Conversion("SEK", usdSek, new BigDecimal("-315"))),
                Map.of()));
  }

  @Test
  void saysWhatCannotBeConverted() {
    CashBalancing balancing = balancing("CHF", "IDR", "1000", "0.00005", "USD", "3456", "0.8");

    assertThat(balancing.conversions(Set.of(new CurrencyPair("CHF", "IDR"))))
        .isEqualTo(
            new Conversions(
                List.of(),
                Map.of(
                    "IDR",
                    "worth less than one CHF",
                    "USD",
                    "the broker has neither USD.CHF nor CHF.USD")));
  }

  @Property
  void neverSellsMoreThanIsHeldAndLeavesLessThanAThousand(
      @ForAll("balances") BigDecimal balance, @ForAll("balances") BigDecimal threshold) {
    CashBalancing balancing =
        CashBalancing.of(
            "CHF", threshold.abs(), Map.of("USD", balance), Map.of("USD", new BigDecimal("0.8")));
    BigDecimal quantity = balancing.quantityInCurrency().getOrDefault("USD", BigDecimal.ZERO);

    BigDecimal left = balance.add(quantity);
    boolean traded = quantity.signum() != 0;
    boolean beyond = balance.multiply(new BigDecimal("0.8")).abs().compareTo(threshold.abs()) > 0;
    assertThat(quantity.remainder(BigDecimal.valueOf(1000)).signum()).isEqualTo(0);
    assertThat(quantity.signum() * balance.signum()).isAtMost(0);
    if (traded) {
      assertThat(beyond).isTrue();
    }
    if (beyond) {
      assertThat(left).isAtLeast(BigDecimal.ZERO);
      assertThat(left).isLessThan(BigDecimal.valueOf(1000));
    }
  }

  private static CashBalancing balancing(
      String base, String one, String has, String rate, String two, String owns, String at) {
    return CashBalancing.of(
        base,
        BigDecimal.ZERO,
        Map.of(one, new BigDecimal(has), two, new BigDecimal(owns)),
        Map.of(one, new BigDecimal(rate), two, new BigDecimal(at)));
  }

  @Provide
  Arbitrary<BigDecimal> balances() {
    return Arbitraries.bigDecimals()
        .between(BigDecimal.valueOf(-20_000), BigDecimal.valueOf(20_000))
        .ofScale(2);
  }
}
