package dev.ibintents.simulator.server;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.bench.Waiting;
import dev.ibintents.ibapi.message.CancelOrder;
import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.OpenOrderEnd;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.PlaceOrder;
import dev.ibintents.ibapi.message.ReqOpenOrders;
import dev.ibintents.simulator.account.DocumentStateStore;
import dev.ibintents.simulator.account.EndedOrder;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.account.PaperFill;
import dev.ibintents.simulator.account.PaperState;
import dev.ibintents.simulator.account.ReceivedOrder;
import dev.ibintents.simulator.account.StandingOrder;
import dev.ibintents.simulator.account.StateStore;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The state that remains after a gateway has died at any moment. */
class OrderPersistenceTest {
  @Test
  void partlyFilledOrderContinuesAfterARestart(@TempDir Path folder) throws IOException {
    try (DocumentStore documents = new SqliteDocumentStore(folder);
        OrderBench bench =
            new OrderBench(new DocumentStateStore(documents, "DU1234567"), options -> options)) {
      Instrument spy = bench.stock("SPY");
      Order buy = bench.market("BUY", 400).with(OrderField.ORDER_REF, "mine");
      bench.gateway().faults().orders().pieces(2, Duration.ofSeconds(30));
      try (TestClient client = bench.client(3)) {
        bench.place(client, 1, spy, buy);
        assertThat(OrderBench.brief(bench.heard(client))).contains("status 1 Submitted 200/200");
        bench.place(client, 2, spy, bench.limit("BUY", 5, BigDecimal.TEN));
        bench.heard(client);
      }
      List<StandingOrder> orders = bench.gateway().account().orders();
      List<ReceivedOrder> received = bench.gateway().account().received();
      bench.restart();
      assertThat(bench.gateway().account().orders()).isEqualTo(orders);
      assertThat(bench.gateway().account().received()).isEqualTo(received);
      assertThat(bench.held(spy)).isEqualToIgnoringScale("500");
      try (TestClient client = bench.client(3)) {
        client.send(new ReqOpenOrders());
        assertThat(client.all(OpenOrder.class, OpenOrderEnd.class)).hasSize(2);
        bench.advance(Duration.ofSeconds(30));
        assertThat(OrderBench.brief(bench.heard(client)))
            .containsExactly(
                "execution 1 BOT 200",
                "open 1 Filled",
                "status 1 Filled 400/0",
                "open 1 Filled 2 USD",
                "status 1 Filled 400/0",
                "commission 1")
            .inOrder();
        bench.place(client, 2, spy, bench.limit("BUY", 6, BigDecimal.TEN));
        assertThat(OrderBench.brief(bench.heard(client))).contains("status 2 Submitted 0/6");
        client.send(new CancelOrder(2));
        assertThat(OrderBench.brief(bench.heard(client))).contains("error 2 202");
      }
      assertThat(bench.gateway().account().accepted("mine")).isEqualTo(1);
      assertThat(bench.gateway().account().nextOrderId(3)).isEqualTo(3);
      bench.restart();
      assertThat(bench.gateway().account().orders()).hasSize(2);
    }
  }

  /**
   * An earlier version did not write these fields. A field without a value is not written either.
   */
  @Test
  void stateOfAnEarlierVersionIsRead(@TempDir Path folder) throws IOException {
    String root = "simulator/DU1234567";
    try (DocumentStore documents = new SqliteDocumentStore(folder);
        OrderBench bench =
            new OrderBench(new DocumentStateStore(documents, "DU1234567"), options -> options)) {
      Instrument spy = bench.stock("SPY");
      bench.gateway().faults().orders().pieces(2, Duration.ofSeconds(30));
      bench.gateway().faults().orders().holdForTransmit(2, 383, "The size exceeds the limit.");
      try (TestClient client = bench.client(3)) {
        bench.place(client, 1, spy, bench.market("BUY", 400));
        bench.place(client, 2, spy, bench.market("BUY", 5));
        bench.heard(client);
      }
      List<PaperFill> fills = bench.gateway().account().fills();
      int orders = bench.gateway().account().orders().size();
      List<ReceivedOrder> received = bench.gateway().account().received();
      bench.gateway().close();
      strip(documents, root, Set.of("revision"));
      for (Document order : documents.list(root + "/orders")) {
        strip(documents, order.path(), Set.of("hiddenUntil", "cancelAt", "nextPiece"));
      }

      bench.restart();

      PaperAccount account = bench.gateway().account();
      assertThat(account.fills()).isEqualTo(fills);
      assertThat(account.received()).isEqualTo(received);
      assertThat(account.orders()).hasSize(orders);
      assertThat(account.orders().stream().allMatch(StandingOrder::isVisible)).isTrue();
      try (TestClient client = bench.client(3)) {
        bench.place(client, 3, spy, bench.market("BUY", 1));
        assertThat(OrderBench.brief(bench.heard(client))).contains("status 3 Filled 1/0");
      }
      assertThat(documents.get(root).orElseThrow().has("revision")).isTrue();
    }
  }

  /** Removes fields from a document and from the maps in it. */
  private static void strip(DocumentStore documents, String path, Set<String> names) {
    Map<String, Object> fields = new HashMap<>(documents.get(path).orElseThrow().fields());
    fields.keySet().removeAll(names);
    fields.replaceAll(
        (name, value) -> {
          if (!(value instanceof Map<?, ?> inner)) {
            return value;
          }
          Map<Object, Object> left = new HashMap<>(inner);
          left.keySet().removeAll(names);
          return left;
        });
    documents.set(path, fields);
  }

  /** A gateway that is killed leaves one of the saved states. */
  @Test
  void everySavedStateIsConsistent() throws IOException {
    List<PaperState> saved = new ArrayList<>();
    StateStore recording =
        new StateStore() {
          @Override
          public Optional<PaperState> load() {
            return saved.isEmpty() ? Optional.empty() : Optional.of(saved.get(saved.size() - 1));
          }

          @Override
          public synchronized void save(PaperState state) {
            saved.add(state);
          }
        };
    try (OrderBench bench = new OrderBench(recording, options -> options);
        TestClient client = bench.client(1)) {
      bench.gateway().faults().orders().pieces(3, Duration.ofSeconds(1));
      for (int id = 1; id <= 12; id++) {
        Instrument traded = id % 2 == 0 ? bench.stock("SPY") : bench.future("MNQ");
        bench.place(client, id, traded, bench.market(id % 3 == 0 ? "BUY" : "SELL", id));
        bench.heard(client);
        bench.advance(Duration.ofSeconds(1));
      }
    }
    Map<Integer, BigDecimal> before = net(saved.get(0));
    for (PaperState state : saved) {
      assertWithMessage("holdings less executions").that(net(state)).isEqualTo(before);
      Set<Long> live =
          state.orders().stream().map(order -> order.order().permId()).collect(Collectors.toSet());
      for (EndedOrder ended : state.ended()) {
        assertThat(live).doesNotContain(ended.report().order().permId());
      }
      assertThat(state.received().stream().filter(order -> order.permId() > 0).count())
          .isEqualTo(state.received().size());
      for (StandingOrder order : state.orders()) {
        assertThat(filled(state, order.order().permId())).isEqualToIgnoringScale(order.filled());
      }
    }
    assertThat(saved.size()).isAtLeast(24);
  }

  private static BigDecimal filled(PaperState state, long permId) {
    return state.fills().stream()
        .filter(fill -> fill.execution().permId() == permId)
        .map(fill -> fill.execution().shares())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static Map<Integer, BigDecimal> net(PaperState state) {
    Map<Integer, BigDecimal> net = new HashMap<>();
    state
        .holdings()
        .forEach(holding -> net.merge(holding.conId(), holding.quantity(), BigDecimal::add));
    state
        .fills()
        .forEach(
            fill ->
                net.merge(
                    fill.instrument().conId(), fill.signedQuantity().negate(), BigDecimal::add));
    net.values().removeIf(units -> units.signum() == 0);
    net.replaceAll((conId, units) -> units.stripTrailingZeros());
    return net;
  }

  /** With the machine's clock, orders are filled without a request. */
  @Test
  void gatewayFillsOrdersWithoutARequest() throws IOException {
    try (SimulatedGateway gateway = new SimulatedGateway(new GatewayOptions());
        TestClient client = TestClient.started(gateway, 1)) {
      client.until(OpenOrderEnd.class);
      gateway.faults().orders().pieces(2, Duration.ofMillis(200));
      Instrument spy = gateway.universe().stock("SPY");
      Order buy =
          Order.builder()
              .set(OrderField.ACTION, "BUY")
              .set(OrderField.TOTAL_QUANTITY, new BigDecimal("2"))
              .set(OrderField.ORDER_TYPE, "MKT")
              .set(OrderField.TIF, "DAY")
              .build();
      client.send(new PlaceOrder(1, spy.ordered("SMART"), buy));
      Waiting.until(
          "both pieces are filled",
          () -> gateway.account().positions().get(spy).compareTo(new BigDecimal("302")) == 0);
    }
  }
}
