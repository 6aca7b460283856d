package dev.ibintents.gateway;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.ContractDetails;
import dev.ibintents.ibapi.message.ContractDetailsBuilder;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What the simulated gateway does not answer, and real ones do. */
class ContractChoiceTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-23T15:00:00Z"), ZoneOffset.UTC);

  private static ContractDetailsBuilder future(int conId, String lastTrade, String multiplier) {
    return new ContractDetailsBuilder(
            Contract.builder()
                .conId(conId)
                .symbol("SI")
                .localSymbol("SI" + conId)
                .secType("FUT")
                .exchange("COMEX")
                .currency("USD")
                .tradingClass("SI")
                .multiplier(multiplier)
                .lastTradeDateOrContractMonth(lastTrade.substring(0, 8))
                .build())
        .lastTrade(lastTrade)
        .timeZoneId("US/Eastern")
        .validExchanges("COMEX")
        .priceMagnifier(1);
  }

  private static Resolution front(ContractDetailsBuilder... found) {
    return new ContractChoice(ContractSpec.future("SI", "COMEX", 0, 2), CLOCK)
        .among(List.of(found).stream().map(ContractDetailsBuilder::build).toList(), false);
  }

  private static String refusal(Resolution resolution) {
    return ((Resolution.Refused) resolution).reason();
  }

  @Test
  void everyFormOfTheLastTradeIsUnderstood() {
    for (String lastTrade :
        List.of(
            "20261229",
            "20261229 13:25 US/Eastern",
            "20261229 13:25:00 US/Central",
            "20261229-18:25:00",
            "20261229 13:25 CST",
            "20261229-18:25:00 XYZ",
            "20261229 soon",
            // Past midnight in UTC, and still the same day in New York.
            "20261230-02:00:00")) {
      Resolution found = front(future(2, "20270127", "5000"), future(1, lastTrade, "5000"));

      assertThat(found.orThrow().conId()).isEqualTo(1);
    }
  }

  @Test
  void twoSizesOfContractMakeNoSeries() {
    assertThat(refusal(front(future(1, "20261229", "5000"), future(2, "20261229", "1000"))))
        .contains("a series needs one tradingClass, multiplier and currency");
  }

  @Test
  void twoContractsOfOneDayMakeNoSeries() {
    assertThat(refusal(front(future(1, "20261229", "5000"), future(2, "20261229", "5000"))))
        .contains("several expire on 2026-12-29");
  }

  @Test
  void aDateThatIsNoDateIsRefused() {
    assertThat(refusal(front(future(1, "DEC 2026, soon", "5000"))))
        .contains(doubleQuoted("trades last on 'DEC 2026, soon'"));
  }

  @Test
  void anExpiryThatIsNoDateIsLeftOutAndTheOthersCount() {
    Resolution found =
        front(
            future(1, "20261229", "5000").contractMonth("202612"),
            future(2, "somewhen", "5000").contractMonth("202703"),
            future(3, "20270127", "5000").contractMonth("202701").timeZoneId("Mars/Base"));

    assertThat(found.orThrow().conId()).isEqualTo(1);
  }

  @Test
  void anExpiryThatIsNoDateDoesNotMakeALaterMonthTheFrontOne() {
    assertThat(
            refusal(
                front(
                    future(1, "somewhen", "5000").contractMonth("202612"),
                    future(2, "20270127", "5000").contractMonth("202701"))))
        .contains(doubleQuoted("trades last on 'somewhen'"));
    assertThat(refusal(front(future(1, "somewhen", "5000"), future(2, "20270127", "5000"))))
        .contains(doubleQuoted("trades last on 'somewhen'"));
  }

  @Test
  void aZoneThatIsNotKnownIsRefused() {
    assertThat(refusal(front(future(1, "20261229", "5000").timeZoneId("Mars/Base"))))
        .contains(doubleQuoted("time zone 'Mars/Base'"));
  }

  @Test
  void pricesInCentsDivideTheMultiplier() {
    ResolvedContract found = front(future(1, "20261229", "5000").priceMagnifier(100)).orThrow();

    assertThat(found.multiplier()).isEqualTo(new BigDecimal("50"));
  }

  @Test
  void aMultiplierThatIsNoNumberIsRefused() {
    assertThat(refusal(front(future(1, "20261229", "many"))))
        .contains(doubleQuoted("multiplier 'many'"));
  }

  @Test
  void whatHasNoSmartRouteKeepsItsVenue() {
    ContractDetails listed =
        new ContractDetailsBuilder(
                Contract.builder()
                    .conId(7)
                    .symbol("700")
                    .localSymbol("700")
                    .secType("STK")
                    .exchange("SEHK")
                    .primaryExchange("SEHK")
                    .currency("HKD")
                    .build())
            .validExchanges("SEHK")
            .timeZoneId("Asia/Hong_Kong")
            .build();

    Resolution found =
        new ContractChoice(ContractSpec.ofConId(7), CLOCK).among(List.of(listed), false);

    assertThat(found.orThrow().contract().exchange()).isEqualTo("SEHK");
  }

  @Test
  void anOptionKeepsWhatTellsItApart() {
    ContractDetails option =
        new ContractDetailsBuilder(
                Contract.builder()
                    .conId(8)
                    .symbol("SPY")
                    .localSymbol("SPY   261218C00600000")
                    .secType("OPT")
                    .exchange("SMART")
                    .currency("USD")
                    .right("C")
                    .strike(new BigDecimal("600"))
                    .multiplier("100")
                    .build())
            .validExchanges("SMART,CBOE")
            .build();

    ResolvedContract found =
        new ContractChoice(new ContractSpec(option.contract(), Optional.empty()), CLOCK)
            .among(List.of(option), false)
            .orThrow();

    assertThat(found.contract().strike()).isEqualTo(new BigDecimal("600"));
    assertThat(found.contract().right()).isEqualTo("C");
    assertThat(found.multiplier()).isEqualTo(new BigDecimal("100"));
  }

  @Property
  void theOrderOfTheAnswersDoesNotMatter(@ForAll("shuffled") List<Integer> months) {
    ContractDetailsBuilder[] futures =
        months.stream()
            .map(month -> future(month, "2027%02d27".formatted(month), "5000"))
            .toArray(ContractDetailsBuilder[]::new);

    assertThat(front(futures).orThrow().conId()).isEqualTo(1);
  }

  @Provide
  Arbitrary<List<Integer>> shuffled() {
    return Arbitraries.shuffle(1, 2, 3, 4, 5, 6);
  }
}
