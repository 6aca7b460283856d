package dev.ibintents.simulator.server;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.bench.SharedPrices;
import dev.ibintents.bench.Waiting;
import dev.ibintents.ibapi.message.AccountDownloadEnd;
import dev.ibintents.ibapi.message.AccountSummary;
import dev.ibintents.ibapi.message.AccountSummaryEnd;
import dev.ibintents.ibapi.message.AccountUpdateMulti;
import dev.ibintents.ibapi.message.AccountUpdateMultiEnd;
import dev.ibintents.ibapi.message.AccountUpdateTime;
import dev.ibintents.ibapi.message.AccountValue;
import dev.ibintents.ibapi.message.CancelMktData;
import dev.ibintents.ibapi.message.CommissionReport;
import dev.ibintents.ibapi.message.CompletedOrder;
import dev.ibintents.ibapi.message.CompletedOrdersEnd;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.ContractData;
import dev.ibintents.ibapi.message.ContractDataEnd;
import dev.ibintents.ibapi.message.CurrentTime;
import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.ExecutionData;
import dev.ibintents.ibapi.message.ExecutionDataEnd;
import dev.ibintents.ibapi.message.ExecutionFilter;
import dev.ibintents.ibapi.message.Handshake;
import dev.ibintents.ibapi.message.ManagedAccounts;
import dev.ibintents.ibapi.message.MarketDataType;
import dev.ibintents.ibapi.message.NextValidId;
import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.OpenOrderEnd;
import dev.ibintents.ibapi.message.OrderStatus;
import dev.ibintents.ibapi.message.PortfolioValue;
import dev.ibintents.ibapi.message.Position;
import dev.ibintents.ibapi.message.PositionEnd;
import dev.ibintents.ibapi.message.ReqAccountSummary;
import dev.ibintents.ibapi.message.ReqAccountUpdates;
import dev.ibintents.ibapi.message.ReqAccountUpdatesMulti;
import dev.ibintents.ibapi.message.ReqAllOpenOrders;
import dev.ibintents.ibapi.message.ReqCompletedOrders;
import dev.ibintents.ibapi.message.ReqContractDetails;
import dev.ibintents.ibapi.message.ReqCurrentTime;
import dev.ibintents.ibapi.message.ReqExecutions;
import dev.ibintents.ibapi.message.ReqIds;
import dev.ibintents.ibapi.message.ReqMarketDataType;
import dev.ibintents.ibapi.message.ReqMktData;
import dev.ibintents.ibapi.message.ReqOpenOrders;
import dev.ibintents.ibapi.message.ReqPositions;
import dev.ibintents.ibapi.message.Response;
import dev.ibintents.ibapi.message.StartApi;
import dev.ibintents.ibapi.message.TickPrice;
import dev.ibintents.ibapi.message.TickReqParams;
import dev.ibintents.ibapi.message.TickSnapshotEnd;
import dev.ibintents.simulator.account.PaperFill;
import java.io.IOException;
import java.net.BindException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sessions of the gateway, and its answers to requests that only read. */
class SimulatedGatewayTest {
  private static final Instant NOW = Instant.parse("2026-11-23T15:00:00Z");
  private static final String ACCOUNT = "DU1234567";

  private SimulatedGateway gateway;

  @BeforeEach
  void open() throws IOException {
    gateway = new SimulatedGateway(options());
  }

  @AfterEach
  void close() {
    gateway.close();
    assertWithMessage("threads left").that(threads()).isEmpty();
    assertThat(gateway.sessions()).isEqualTo(0);
  }

  private static GatewayOptions options() {
    return new GatewayOptions()
        .clock(Clock.fixed(NOW, ZoneOffset.UTC))
        .prices(SharedPrices.of(7))
        .messagesPerSecond(1000);
  }

  private List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("simulated-gateway-" + gateway.port()))
        .toList();
  }

  @Test
  void greetingNamesTheLowerVersionAndTheTime() throws IOException {
    try (TestClient client = new TestClient(gateway.port())) {
      assertThat(client.greet(new Handshake(100, 165, "")).version()).isEqualTo(165);
    }
    try (TestClient client = new TestClient(gateway.port())) {
      var answer = client.greet(new Handshake(157, 300, "+PACEAPI"));
      assertThat(answer.version()).isEqualTo(226);
      assertThat(answer.connectionTime()).isEqualTo("20261123 10:00:00 EST");
    }
  }

  @Test
  void olderGatewayNamesItsOwnVersion() throws IOException {
    try (SimulatedGateway old = new SimulatedGateway(options().maxVersion(165));
        TestClient client = new TestClient(old.port())) {
      assertThat(client.greet(new Handshake(170, 178, "")).version()).isEqualTo(165);
    }
  }

  @Test
  void everyVersionOfTheProtocolIsSpoken() throws IOException {
    for (int version = 157; version <= 178; version++) {
      try (TestClient client = new TestClient(gateway.port())) {
        client.greet(new Handshake(version, version, ""));
        client.start(version);
        client.until(OpenOrderEnd.class);
        client.send(new ReqAllOpenOrders());
        assertThat(client.all(OpenOrder.class, OpenOrderEnd.class)).hasSize(2);
        client.send(new ReqContractDetails(1, mnq()));
        assertThat(client.all(ContractData.class, ContractDataEnd.class)).isNotEmpty();
        client.send(new ReqExecutions(2, ExecutionFilter.ALL));
        assertThat(client.all(ExecutionData.class, ExecutionDataEnd.class)).hasSize(4);
        client.send(new ReqCompletedOrders(false));
        assertThat(client.all(CompletedOrder.class, CompletedOrdersEnd.class)).hasSize(4);
      }
    }
  }

  @Test
  void messagesAfterTheStartEqualThoseOfRealGateways() throws IOException {
    try (TestClient client = new TestClient(gateway.port())) {
      client.greet(Handshake.text());
      client.send(new StartApi(5, ""));
      assertThat(client.next().orElseThrow()).isEqualTo(new ManagedAccounts(ACCOUNT));
      assertThat(client.next().orElseThrow()).isEqualTo(new NextValidId(15));
      List<Response> rest = client.until(OpenOrderEnd.class);
      assertThat(
              rest.stream()
                  .filter(ErrorMessage.class::isInstance)
                  .map(message -> ((ErrorMessage) message).code())
                  .toList())
          .containsExactly(2104, 2104, 2104, 2106, 2158)
          .inOrder();
      assertThat(rest.stream().filter(OpenOrder.class::isInstance).count()).isEqualTo(1);
      assertThat(rest.stream().filter(OrderStatus.class::isInstance).count()).isEqualTo(1);
    }
  }

  @Test
  void requestsBeforeStartApiAreIgnored() throws IOException {
    try (TestClient client = new TestClient(gateway.port())) {
      client.greet(Handshake.text());
      client.send(new ReqCurrentTime());
      client.send(new StartApi(1, ""));
      assertThat(client.next().orElseThrow()).isEqualTo(new ManagedAccounts(ACCOUNT));
    }
  }

  @Test
  void usedClientIdIsRefusedUntilItsSessionEnds() throws IOException {
    try (TestClient first = TestClient.started(gateway, 9)) {
      try (TestClient second = new TestClient(gateway.port())) {
        second.greet(Handshake.text());
        second.send(new StartApi(9, ""));
        second.send(new ReqCurrentTime());
        ErrorMessage error = (ErrorMessage) second.next().orElseThrow();
        assertThat(error.id()).isEqualTo(-1);
        assertThat(error.code()).isEqualTo(326);
        assertThat(second.next().isPresent()).isFalse();
      }
      first.send(new ReqCurrentTime());
      assertThat(first.first(CurrentTime.class).time()).isEqualTo(NOW);
    }
    Waiting.until("the session ends", () -> gateway.sessions() == 0);
    TestClient.started(gateway, 9).close();
  }

  @Test
  void thirtyThirdClientIsDisconnected() throws IOException {
    TestClient[] clients = new TestClient[SimulatedGateway.MOST_CLIENTS];
    for (int i = 0; i < clients.length; i++) {
      clients[i] = TestClient.started(gateway, i);
    }
    try (TestClient last = new TestClient(gateway.port())) {
      assertThrows(Exception.class, () -> last.greet(Handshake.text()));
    }
    assertThat(gateway.sessions()).isEqualTo(SimulatedGateway.MOST_CLIENTS);
    assertThat(gateway.connectionsAccepted()).isEqualTo(SimulatedGateway.MOST_CLIENTS + 1);
    for (TestClient client : clients) {
      client.close();
    }
    Waiting.until("all sessions end", () -> gateway.sessions() == 0);
  }

  @Test
  void accountAndPositionsAreAnswered() throws IOException {
    try (TestClient client = TestClient.started(gateway, 1)) {
      client.send(new ReqAccountUpdates(true, ACCOUNT));
      List<Response> all = client.until(AccountDownloadEnd.class);
      assertThat(all).contains(new AccountValue("AccountReady", "true", "", ACCOUNT));
      assertThat(all).contains(new AccountValue("CashBalance", "25431.50", "EUR", ACCOUNT));
      assertThat(all).contains(new AccountUpdateTime("10:00"));
      assertThat(all.stream().filter(PortfolioValue.class::isInstance).count()).isEqualTo(4);

      client.send(new ReqPositions());
      List<Position> positions = client.all(Position.class, PositionEnd.class);
      assertThat(positions.stream().map(position -> position.contract().symbol()).toList())
          .containsExactly("AAPL", "SPY", "GLD", "MNQ");

      client.send(new ReqAccountUpdatesMulti(3, ACCOUNT, "", true));
      List<AccountUpdateMulti> multi =
          client.all(AccountUpdateMulti.class, AccountUpdateMultiEnd.class);
      assertThat(multi.stream().map(AccountUpdateMulti::key).toList())
          .containsAtLeast("CashBalance", "NetLiquidation");
      assertThat(multi.stream().map(AccountUpdateMulti::key).toList())
          .doesNotContain("BuyingPower");
    }
  }

  @Test
  void thirdAccountSummaryIsRefused() throws IOException {
    try (TestClient client = TestClient.started(gateway, 1)) {
      for (int reqId = 1; reqId <= 2; reqId++) {
        client.send(new ReqAccountSummary(reqId, "All", "NetLiquidation,AccountType"));
        List<AccountSummary> rows = client.all(AccountSummary.class, AccountSummaryEnd.class);
        assertThat(rows.stream().map(AccountSummary::tag).toList())
            .containsExactly("NetLiquidation", "AccountType");
      }
      client.send(new ReqAccountSummary(3, "All", "NetLiquidation"));
      assertThat(error(client, 3)).isEqualTo(322);
    }
  }

  @Test
  void unknownAccountIsRefused() throws IOException {
    try (TestClient client = TestClient.started(gateway, 1)) {
      client.until(OpenOrderEnd.class);
      client.send(new ReqAccountUpdates(true, "DU7654321"));
      assertThat(client.first(ErrorMessage.class).code()).isEqualTo(321);
      client.send(new ReqAccountUpdatesMulti(4, "DU7654321", "", false));
      assertThat(error(client, 4)).isEqualTo(321);
    }
  }

  @Test
  void ordersAndExecutionsAreAnswered() throws IOException {
    try (TestClient client = TestClient.started(gateway, 0)) {
      assertThat(client.all(OpenOrder.class, OpenOrderEnd.class)).hasSize(1);
      client.send(new ReqAllOpenOrders());
      assertThat(client.all(OpenOrder.class, OpenOrderEnd.class)).hasSize(2);
      client.send(new ReqOpenOrders());
      assertThat(client.all(OpenOrder.class, OpenOrderEnd.class)).hasSize(1);
      client.send(new ReqCompletedOrders(true));
      assertThat(client.all(CompletedOrder.class, CompletedOrdersEnd.class)).hasSize(3);
      client.send(new ReqIds(1));
      assertThat(client.first(NextValidId.class).orderId()).isEqualTo(1);
      client.send(new ReqExecutions(8, ExecutionFilter.ALL));
      List<Response> all = client.until(ExecutionDataEnd.class);
      assertThat(all.subList(0, 4).stream().allMatch(ExecutionData.class::isInstance)).isTrue();
      assertThat(all.subList(4, 8).stream().allMatch(CommissionReport.class::isInstance)).isTrue();
      assertThat(gateway.account().fills().stream().map(PaperFill::execId).toList())
          .isEqualTo(
              all.subList(0, 4).stream()
                  .map(message -> ((ExecutionData) message).execution().execId())
                  .toList());
    }
  }

  @Test
  void executionsAreFiltered() throws IOException {
    try (TestClient client = TestClient.started(gateway, 1)) {
      assertThat(executions(client, filter("", "SPY", "", ""))).isEqualTo(2);
      assertThat(executions(client, filter("", "", "FUT", ""))).isEqualTo(1);
      assertThat(executions(client, filter("", "", "", "SELL"))).isEqualTo(1);
      assertThat(executions(client, filter("20261123-09:00:00", "", "", ""))).isEqualTo(2);
      assertThat(executions(client, filter("20261123 04:00:00 US/Eastern", "", "", "")))
          .isEqualTo(2);
      assertThat(executions(client, filter("20261123-23:00:00", "", "", ""))).isEqualTo(0);
      client.send(new ReqExecutions(9, filter("yesterday", "", "", "")));
      assertThat(error(client, 9)).isEqualTo(321);
    }
  }

  @Test
  void ticksHaveTheOrderOfRealTicks() throws IOException {
    try (TestClient client = TestClient.started(gateway, 1)) {
      client.until(OpenOrderEnd.class);
      client.send(snapshot(1, spy()));
      List<Response> all = client.until(TickSnapshotEnd.class);
      assertThat(all.get(0)).isEqualTo(new MarketDataType(1, 1));
      assertThat(all.get(1)).isInstanceOf(TickReqParams.class);
      assertThat(types(all)).containsExactly(1, 2, 4, 6, 7, 9, 14);

      client.send(snapshot(2, pair("EUR", "USD")));
      assertThat(types(client.until(TickSnapshotEnd.class))).containsExactly(1, 2, 6, 7, 9);

      client.send(new ReqMarketDataType(3));
      client.send(snapshot(3, spy()));
      all = client.until(TickSnapshotEnd.class);
      assertThat(all.get(0)).isEqualTo(new MarketDataType(3, 3));
      assertThat(types(all)).containsExactly(66, 67, 68, 72, 73, 75, 76);
    }
  }

  @Test
  void impossibleRequestsAreRefused() throws IOException {
    try (TestClient client = TestClient.started(gateway, 1)) {
      client.send(new ReqContractDetails(1, pair("CAD", "USD")));
      assertThat(error(client, 1)).isEqualTo(200);
      client.send(snapshot(2, pair("CHF", "USD")));
      assertThat(error(client, 2)).isEqualTo(200);
      client.send(new ReqMktData(3, spy(), "233", true, false, ""));
      assertThat(error(client, 3)).isEqualTo(414);
      client.send(new ReqMktData(4, spy(), "", false, false, ""));
      client.send(new ReqMktData(4, spy(), "", false, false, ""));
      assertThat(error(client, 4)).isEqualTo(322);
      client.send(new CancelMktData(4));
      client.send(new CancelMktData(4));
      assertThat(error(client, 4)).isEqualTo(300);
      client.send(new ReqContractDetails(5, Contract.builder().symbol("SPY").build()));
      assertThat(error(client, 5)).isEqualTo(321);
    }
  }

  @Test
  void everyClientIsToldOfTheLostAndRestoredBroker() throws IOException {
    try (TestClient client = TestClient.started(gateway, 1)) {
      client.until(OpenOrderEnd.class);
      gateway.loseBroker();
      assertThat(client.first(ErrorMessage.class).code()).isEqualTo(1100);
      gateway.regainBroker(true);
      assertThat(client.first(ErrorMessage.class).code()).isEqualTo(1102);
      gateway.regainBroker(false);
      assertThat(client.first(ErrorMessage.class).code()).isEqualTo(1101);
    }
  }

  @Test
  void errorNamesThePortInUse() {
    BindException e =
        assertThrows(
            BindException.class, () -> new SimulatedGateway(options().port(gateway.port())));
    assertThat(e).hasMessageThat().contains("127.0.0.1:" + gateway.port());
  }

  private int executions(TestClient client, ExecutionFilter filter) throws IOException {
    client.send(new ReqExecutions(7, filter));
    return client.all(ExecutionData.class, ExecutionDataEnd.class).size();
  }

  private static ExecutionFilter filter(String time, String symbol, String secType, String side) {
    return new ExecutionFilter(0, ACCOUNT, time, symbol, secType, "", side, null, List.of());
  }

  private static int error(TestClient client, int id) throws IOException {
    ErrorMessage error = client.first(ErrorMessage.class);
    while (error.id() != id) {
      error = client.first(ErrorMessage.class);
    }
    return error.code();
  }

  private static List<Integer> types(List<Response> messages) {
    return messages.stream()
        .filter(TickPrice.class::isInstance)
        .map(message -> ((TickPrice) message).tickType())
        .toList();
  }

  private static ReqMktData snapshot(int reqId, Contract contract) {
    return new ReqMktData(reqId, contract, "", true, false, "");
  }

  private static Contract spy() {
    return Contract.builder().conId(756733).exchange("SMART").build();
  }

  private static Contract mnq() {
    return Contract.builder().secType("FUT").symbol("MNQ").exchange("CME").build();
  }

  private static Contract pair(String base, String quote) {
    return Contract.builder()
        .secType("CASH")
        .symbol(base)
        .currency(quote)
        .exchange("IDEALPRO")
        .build();
  }
}
