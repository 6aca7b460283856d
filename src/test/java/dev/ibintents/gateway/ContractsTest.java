package dev.ibintents.gateway;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.bench.TestedProtocol;
import dev.ibintents.ibapi.ConnectivityLostException;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.GatewayTimeoutException;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.ReqContractDetails;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.SimulatedGateway;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ContractsTest {
  private static final int SPY = 756733;
  private static final ContractSpec UNKNOWN = ContractSpec.stock("NOSUCH");

  private final AtomicInteger requests = new AtomicInteger();
  private SimulatedGateway simulated;
  private IbGateway gateway;

  /** Contracts as they are at a time. */
  private Contracts contractsAt(String time) throws Exception {
    Clock clock = Clock.fixed(Instant.parse(time), ZoneOffset.UTC);
    simulated =
        new SimulatedGateway(
            new GatewayOptions()
                .clock(clock)
                .onRequest(
                    (client, number, request) -> {
                      if (request instanceof ReqContractDetails) {
                        requests.incrementAndGet();
                      }
                    }));
    gateway =
        new IbGateway(
            TestedProtocol.settings(simulated.port(), 1, Duration.ofSeconds(20)),
            Deadline.in(Duration.ofSeconds(30)),
            Optional.empty());
    gateway.connect(OnClientIdInUse.WAIT);
    return new Contracts(gateway, clock);
  }

  private Contracts contracts() throws Exception {
    return contractsAt("2026-11-23T15:00:00Z");
  }

  @AfterEach
  void close() {
    if (gateway != null) {
      gateway.close();
    }
    if (simulated != null) {
      simulated.close();
    }
  }

  private static ContractSpec spec(Contract.Builder contract) {
    return new ContractSpec(contract.build(), Optional.empty());
  }

  @Test
  void manyContractsCostOneWait() throws Exception {
    Contracts contracts = contracts();
    int waits = gateway.waits();

    List<ResolvedContract> found =
        contracts.resolve(
            List.of(
                ContractSpec.stock("SPY"),
                ContractSpec.future("MNQ", "CME", 0, 2),
                ContractSpec.pair("CHF", "USD", "FXCONV"),
                ContractSpec.stock("SPY")));

    assertThat(found.stream().map(ResolvedContract::localSymbol))
        .containsExactly("SPY", "MNQZ6", "USD.CHF", "SPY")
        .inOrder();
    assertThat(gateway.waits()).isEqualTo(waits + 1);
    // SPY once, and the pair in both directions.
    assertThat(requests.get()).isEqualTo(4);
  }

  @Test
  void whatIsKnownIsNotAskedAgain() throws Exception {
    Contracts contracts = contracts();
    contracts.ask(List.of(ContractSpec.stock("SPY")));
    contracts.resolve(ContractSpec.stock("SPY"));
    int waits = gateway.waits();

    assertThat(contracts.resolve(ContractSpec.stock("SPY")).conId()).isEqualTo(SPY);

    assertThat(gateway.waits()).isEqualTo(waits);
    assertThat(requests.get()).isEqualTo(1);
  }

  @Test
  void oneThatIsUnknownLeavesTheOthers() throws Exception {
    Map<ContractSpec, Resolution> found =
        contracts().lookUp(List.of(UNKNOWN, ContractSpec.stock("SPY")));

    assertThat(((Resolution.Refused) found.get(UNKNOWN)).reason())
        .matches("the gateway knows no contract NOSUCH STK SMART USD: .* 200 No security .*");
    assertThat(found.get(ContractSpec.stock("SPY")).orThrow().conId()).isEqualTo(SPY);
  }

  @Test
  void numbersThatAreUnknownAreLeftOut() throws Exception {
    Contracts contracts = contracts();

    assertThat(contracts.found(List.of(SPY, 42, SPY)).keySet()).containsExactly(SPY);
    assertThat(contracts.found(List.of())).isEmpty();
  }

  @Test
  void aNumberThatIsUnknownComesWithTheReason() throws Exception {
    Map<Integer, Resolution> byConId = contracts().lookUpConIds(List.of(42, SPY));

    assertThat(byConId.get(SPY).orThrow().localSymbol()).isEqualTo("SPY");
    assertThat(((Resolution.Refused) byConId.get(42)).reason()).contains("no contract conId 42");
  }

  @Test
  void allThatAreUnknownAreNamed() throws Exception {
    Contracts contracts = contracts();
    UnresolvedContractException e =
        assertThrows(
            UnresolvedContractException.class,
            () -> contracts.resolve(List.of(UNKNOWN, ContractSpec.ofConId(42))));

    assertThat(e).hasMessageThat().contains("NOSUCH");
    assertThat(e).hasMessageThat().contains("conId 42");
  }

  @Test
  void nothingIsProvedByAGatewayThatHasLostTheBroker() throws Exception {
    Contracts contracts = contracts();
    simulated.loseBroker();
    gateway.await(gateway.session().reqCurrentTime());

    ConnectivityLostException e =
        assertThrows(ConnectivityLostException.class, () -> contracts.lookUp(List.of(UNKNOWN)));

    assertThat(e).hasMessageThat().contains("1100");
  }

  @Test
  void severalInstrumentsAreRefusedAndListed() throws Exception {
    ContractSpec everyMnq =
        spec(Contract.builder().symbol("MNQ").secType("FUT").exchange("CME").currency("USD"));

    Resolution found = contracts().lookUp(List.of(everyMnq)).get(everyMnq);

    String reason = ((Resolution.Refused) found).reason();
    assertThat(reason).startsWith("MNQ FUT CME USD is ambiguous: it may be MNQZ6 FUT 20261218 2");
    assertThat(reason).contains("(conId 654503314), MNQH7 FUT");
  }

  @Test
  void theVenuesOfOneShareAreNoAmbiguity() throws Exception {
    ResolvedContract spy =
        contracts().resolve(spec(Contract.builder().symbol("SPY").secType("STK").currency("USD")));

    assertThat(spy.contract().exchange()).isEqualTo("SMART");
    assertThat(spy.contract().primaryExchange()).isEqualTo("ARCA");
  }

  @Test
  void theSeriesLeavesOutWhatExpiresTooSoon() throws Exception {
    // MNQZ6 trades last on Friday, December 18: 3 days away, and then 2.
    assertThat(series("2026-12-15T15:00:00Z", 0, 2)).isEqualTo("MNQZ6");
    close();
    assertThat(series("2026-12-16T15:00:00Z", 0, 2)).isEqualTo("MNQH7");
  }

  @Test
  void theDayBeginsInTheContractsZone() throws Exception {
    // In Chicago it is still December 15.
    assertThat(series("2026-12-16T05:30:00Z", 0, 2)).isEqualTo("MNQZ6");
    close();
    assertThat(series("2026-12-16T06:30:00Z", 0, 2)).isEqualTo("MNQH7");
  }

  @Test
  void laterOnesOfTheSeriesAreCounted() throws Exception {
    assertThat(series("2026-11-23T15:00:00Z", 0, 0)).isEqualTo("MNQZ6");
    close();
    assertThat(series("2026-11-23T15:00:00Z", 2, 2)).isEqualTo("MNQM7");
    close();
    assertThat(series("2026-11-23T15:00:00Z", 0, 30)).isEqualTo("MNQH7");
  }

  private String series(String time, int index, int rolloverDays) throws Exception {
    return contractsAt(time)
        .resolve(ContractSpec.future("MNQ", "CME", index, rolloverDays))
        .localSymbol();
  }

  @Test
  void aSeriesThatIsTooShortSaysHowLongItIs() throws Exception {
    ContractSpec far = ContractSpec.future("MNQ", "CME", 9, 2);

    Resolution found = contracts().lookUp(List.of(far)).get(far);

    assertThat(((Resolution.Refused) found).reason())
        .isEqualTo(
            "MNQ FUT CME series 9 beyond 2 days: only 6 of the 6 contracts that the gateway knows"
                + " expire in more than 2 days");
  }

  @Test
  void aPairIsFoundInTheDirectionThatExists() throws Exception {
    Contracts contracts = contracts();
    ResolvedContract direct = contracts.resolve(ContractSpec.pair("EUR", "USD", "IDEALPRO"));
    ResolvedContract inverted = contracts.resolve(ContractSpec.pair("USD", "EUR", "FXCONV"));

    assertThat(direct.inverted()).isFalse();
    assertThat(direct.contract().exchange()).isEqualTo("IDEALPRO");
    assertThat(direct.directed(BigDecimal.TEN)).isEqualTo(BigDecimal.TEN);
    assertThat(inverted.inverted()).isTrue();
    assertThat(inverted.conId()).isEqualTo(direct.conId());
    assertThat(inverted.contract().exchange()).isEqualTo("FXCONV");
    assertThat(inverted.directed(BigDecimal.TEN)).isEqualTo(BigDecimal.TEN.negate());
  }

  @Test
  void aPairThatDoesNotExistIsRefused() throws Exception {
    ContractSpec pair = ContractSpec.pair("CHF", "SEK", "FXCONV");

    Resolution found = contracts().lookUp(List.of(pair)).get(pair);

    assertThat(((Resolution.Refused) found).reason()).contains("CHF CASH FXCONV SEK");
  }

  @Test
  void positionsAreRoutedAnew() throws Exception {
    Contracts contracts = contracts();
    Contract share =
        Contract.builder().conId(SPY).symbol("SPY").secType("STK").exchange("ARCA").build();
    Contract future = Contract.builder().conId(654503314).symbol("MNQ").secType("FUT").build();

    List<ResolvedContract> found =
        contracts.resolve(
            List.of(ContractSpec.ofConId(share.conId()), ContractSpec.ofConId(future.conId())));

    assertThat(found.get(0).contract().exchange()).isEqualTo("SMART");
    assertThat(found.get(0).contract().primaryExchange()).isEqualTo("ARCA");
    assertThat(found.get(1).contract().exchange()).isEqualTo("CME");
    assertThat(found.get(1).contract().right()).isEmpty();
  }

  @Test
  void aShareThatIsFoundByItsVenueIsRoutedBySmart() throws Exception {
    ResolvedContract siemens =
        contracts()
            .resolve(
                spec(
                    Contract.builder()
                        .symbol("SIE")
                        .secType("STK")
                        .exchange("IBIS")
                        .currency("EUR")));

    assertThat(siemens.contract().exchange()).isEqualTo("SMART");
    assertThat(siemens.contract().primaryExchange()).isEqualTo("IBIS");
  }

  @Test
  void whatTradingNeedsIsThere() throws Exception {
    Contracts contracts = contracts();
    ResolvedContract future = contracts.resolve(ContractSpec.future("MES", "CME", 0, 2));
    ResolvedContract share = contracts.resolve(ContractSpec.stock("SPY"));

    assertThat(future.multiplier()).isEqualTo(new BigDecimal("5"));
    assertThat(future.details().minTick()).isEqualTo(new BigDecimal("0.25"));
    assertThat(future.currency()).isEqualTo("USD");
    assertThat(share.multiplier()).isEqualTo(BigDecimal.ONE);
  }

  @Test
  void aConnectionThatEndsIsNoAnswer() throws Exception {
    Contracts contracts = contracts();
    simulated.close();

    RuntimeException e =
        assertThrows(RuntimeException.class, () -> contracts.resolve(ContractSpec.stock("SPY")));

    assertThat(e).isNotInstanceOf(UnresolvedContractException.class);
    assertThat(e).isNotInstanceOf(GatewayTimeoutException.class);
  }
}
