package dev.ibintents.trading.allocation;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.bench.TestedProtocol;
import dev.ibintents.bench.Waiting;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.Contracts;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.gateway.OnClientIdInUse;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.ConnectivityLostException;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.GatewayException;
import dev.ibintents.simulator.fault.Faults;
import dev.ibintents.simulator.fault.Link;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.Quote;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.SimulatedGateway;
import dev.ibintents.trading.UnitValue;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class QuotesTest {
  private static final Instant NOW = Instant.parse("2026-11-23T15:45:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final int SPY = 756733;
  private static final int EUR_USD = 12087792;
  private static final int USD_JPY = 15016059;

  private SimulatedGateway simulated;
  private IbGateway gateway;
  private Contracts contracts;

  @BeforeEach
  void connect() throws Exception {
    simulated = new SimulatedGateway(new GatewayOptions().clock(CLOCK));
    connect(Duration.ofSeconds(40));
  }

  private void connect(Duration time) {
    gateway =
        new IbGateway(
            TestedProtocol.settings(simulated.port(), 1, Duration.ofSeconds(20)),
            Deadline.in(time),
            Optional.empty());
    gateway.connect(OnClientIdInUse.WAIT);
    contracts = new Contracts(gateway, CLOCK);
  }

  /** Connects anew, for an invocation that ends soon. */
  private void reconnectForAMoment() {
    gateway.close();
    connect(Duration.ofSeconds(4));
  }

  @AfterEach
  void close() {
    gateway.close();
    simulated.close();
  }

  private Quotes ask(String base, String... currencies) {
    return Quotes.ask(
        new QuoteRequests(gateway, contracts), List.of(spy()), List.of(currencies), base, NOW);
  }

  private ResolvedContract spy() {
    return contracts.resolve(List.of(ContractSpec.stock("SPY"))).get(0);
  }

  private Quote quote(int conId) {
    Instrument instrument = simulated.universe().byConId(conId).orElseThrow();
    return simulated.prices().quote(instrument, NOW);
  }

  @Test
  void rateOfAPairInTheBrokersDirectionIsItsMidpoint() {
    Quotes quotes = ask("USD", "EUR");

    assertThat(quotes.fxToBase().get("EUR")).isEquivalentAccordingToCompareTo(quote(EUR_USD).mid());
  }

  @Test
  void rateOfAPairInTheOtherDirectionIsInverted() {
    BigDecimal yen = ask("USD", "JPY").fxToBase().get("JPY");

    assertThat(yen).isLessThan(new BigDecimal("0.1"));
    assertThat(yen)
        .isEquivalentAccordingToCompareTo(
            BigDecimal.ONE.divide(quote(USD_JPY).mid(), MathContext.DECIMAL64));
  }

  @Test
  void eachCurrencyHasTheRateOfItsOwnPair() {
    Quotes quotes = ask("USD", "JPY", "EUR", "USD");

    assertThat(quotes.fxToBase().keySet()).containsExactly("EUR", "JPY", "USD").inOrder();
    assertThat(quotes.fxToBase().get("USD")).isEqualTo(BigDecimal.ONE);
    assertThat(quotes.fxToBase().get("EUR")).isEquivalentAccordingToCompareTo(quote(EUR_USD).mid());
    assertThat(quotes.fxToBase().get("JPY"))
        .isEquivalentAccordingToCompareTo(
            BigDecimal.ONE.divide(quote(USD_JPY).mid(), MathContext.DECIMAL64));
  }

  @Test
  void currencyWithoutAPairHasNoRate() {
    Quotes quotes = ask("USD", "XYZ");

    assertThat(quotes.fxToBase().keySet()).containsExactly("USD");
    assertThat(quotes.unrated().keySet()).containsExactly("XYZ");
    assertThat(quotes.unpriced()).isEmpty();
  }

  @Test
  void priceIsTheLastClose() {
    Quotes quotes = ask("USD");

    assertThat(quotes.prices().keySet()).containsExactly(SPY);
    assertThat(quotes.prices().get(SPY)).isEquivalentAccordingToCompareTo(quote(SPY).close());
    assertThat(quotes.stale()).isEmpty();
  }

  @Test
  void priceThatIsOlderThanTenDaysIsStale() {
    simulated.faults().halt(SPY, NOW.minus(Duration.ofDays(11)));

    assertThat(ask("USD").stale()).containsExactly(SPY);
  }

  @Test
  void priceOfTheLastTenDaysIsNotStale() {
    simulated.faults().halt(SPY, NOW.minus(Duration.ofDays(9)));

    assertThat(ask("USD").stale()).isEmpty();
  }

  @Test
  void valueOfAUnitTakesPriceMultiplierAndRateOfTheContract() {
    Quotes quotes = ask("EUR", "USD");

    UnitValue value = quotes.valueOf(spy());

    BigDecimal rate = BigDecimal.ONE.divide(quote(EUR_USD).mid(), MathContext.DECIMAL64);
    assertThat(value.inBaseCurrency())
        .isEquivalentAccordingToCompareTo(quote(SPY).close().multiply(rate));
    assertThat(value.isStale()).isFalse();
  }

  private Quotes ask(ResolvedContract... wanted) {
    return Quotes.ask(
        new QuoteRequests(gateway, contracts), List.of(wanted), List.of(), "USD", NOW);
  }

  @Test
  void eachContractHasItsOwnPrice() {
    List<ResolvedContract> both =
        contracts.resolve(List.of(ContractSpec.stock("SPY"), ContractSpec.stock("IEF")));
    Quotes quotes =
        Quotes.ask(new QuoteRequests(gateway, contracts), both, List.of("EUR"), "USD", NOW);

    for (ResolvedContract contract : both) {
      assertThat(quotes.prices().get(contract.conId()))
          .isEquivalentAccordingToCompareTo(quote(contract.conId()).close());
    }
    assertThat(quotes.fxToBase().get("EUR")).isEquivalentAccordingToCompareTo(quote(EUR_USD).mid());
  }

  @Test
  void contractThatTheGatewayRefusesHasNoPriceAndTheGatewaysWords() {
    ResolvedContract spy = spy();
    ResolvedContract gone =
        new ResolvedContract(
            spy.spec(),
            spy.details(),
            spy.contract().toBuilder().conId(999).symbol("GONE").localSymbol("GONE").build(),
            false,
            BigDecimal.ONE);

    Quotes quotes = ask(gone, spy);

    assertThat(quotes.prices().keySet()).containsExactly(SPY);
    assertThat(quotes.unpriced().get(999)).contains("200");
    UnitValue value = quotes.valueOf(gone);
    assertThat(value.price()).isNull();
    assertThat(value.remark()).isEqualTo(quotes.unpriced().get(999));
    assertThat(quotes.valueOf(spy).remark()).isEmpty();
  }

  @Test
  void contractInACurrencyWithoutARateHasTheGatewaysWords() {
    Quotes quotes = ask("CHF", "XYZ");
    ResolvedContract spy = spy();
    ResolvedContract foreign =
        new ResolvedContract(
            spy.spec(),
            spy.details(),
            spy.contract().toBuilder().currency("XYZ").build(),
            false,
            BigDecimal.ONE);

    assertThat(quotes.valueOf(foreign).fxToBase()).isNull();
    assertThat(quotes.valueOf(foreign).remark()).isEqualTo(quotes.unrated().get("XYZ"));
    assertThat(quotes.valueOf(foreign).remark()).isNotEmpty();
  }

  @Test
  void pricesAreNotKnownWhileTheGatewayHasLostTheBroker() {
    ResolvedContract spy = spy();
    simulated.loseBroker();
    Waiting.until("the gateway says so", () -> gateway.session().connectivityLost().isPresent());

    ConnectivityLostException e = assertThrows(ConnectivityLostException.class, () -> ask(spy));

    assertThat(e).hasMessageThat().startsWith("prices are not known");
  }

  @Test
  void missingPricesAtTheDeadlineEndTheRequest() {
    reconnectForAMoment();
    ResolvedContract spy = spy();
    simulated.breakFarm(Link.MARKET_DATA);

    GatewayException e = assertThrows(GatewayException.class, () -> ask(spy));

    assertThat(e).hasMessageThat().contains("prices are");
  }

  @Test
  void pricesThatHaveComeCountThoughTheirFarmIsSaidToBeBroken() {
    ResolvedContract spy = spy();
    simulated.push(Link.MARKET_DATA.brokenCode(), Link.MARKET_DATA.brokenText());

    assertThat(ask(spy).prices().keySet()).containsExactly(SPY);
  }

  @Test
  void snapshotThatDoesNotComeByTheDeadlineEndsTheRequest() {
    reconnectForAMoment();
    ResolvedContract spy = spy();
    simulated.faults().silence(Faults.Silence.AFTER_START);

    GatewayException e = assertThrows(GatewayException.class, () -> ask(spy));

    assertThat(e).hasMessageThat().isEqualTo("prices are not known: the deadline of PT4S passed");
  }
}
