package dev.ibintents.gateway;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.bench.Stocks;
import dev.ibintents.bench.TestedProtocol;
import dev.ibintents.ibapi.Acknowledgement;
import dev.ibintents.ibapi.Acknowledgement.Accepted;
import dev.ibintents.ibapi.Acknowledgement.Refused;
import dev.ibintents.ibapi.Cancellation;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.ibapi.MarketSnapshot;
import dev.ibintents.ibapi.NewOrder;
import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.ibapi.OrderTicket;
import dev.ibintents.ibapi.OrdersByRef;
import dev.ibintents.ibapi.SnapshotRequest;
import dev.ibintents.ibapi.TickType;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.SimulatedGateway;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Orders and market data at the simulated gateway. */
@Timeout(60)
final class IbGatewayOrdersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Contract SPY = Stocks.contract("SPY").build();

  private SimulatedGateway simulated;
  private IbGateway gateway;

  @BeforeEach
  void open() throws Exception {
    simulated = new SimulatedGateway(new GatewayOptions());
    gateway = connected(1);
  }

  @AfterEach
  void close() {
    gateway.close();
    simulated.close();
  }

  private IbGateway connected(int clientId) {
    IbGateway connecting =
        new IbGateway(
            TestedProtocol.settings(simulated.port(), clientId, PATIENCE),
            Deadline.in(Duration.ofSeconds(50)),
            Optional.empty());
    connecting.connect(OnClientIdInUse.WAIT);
    return connecting;
  }

  private static NewOrder order(String orderRef, int quantity, String limit) {
    Order.Builder order =
        Order.builder()
            .set(OrderField.ACTION, "BUY")
            .set(OrderField.TOTAL_QUANTITY, BigDecimal.valueOf(quantity))
            .set(OrderField.ORDER_TYPE, limit == null ? "MKT" : "LMT")
            .set(OrderField.TIF, "DAY")
            .set(OrderField.ORDER_REF, orderRef);
    if (limit != null) {
      order.set(OrderField.LMT_PRICE, new BigDecimal(limit));
    }
    return new NewOrder(SPY, order.build());
  }

  private static List<CompletableFuture<Acknowledgement>> acknowledgements(
      List<OrderTicket> tickets) {
    return tickets.stream().map(OrderTicket::acknowledgement).toList();
  }

  @Test
  void fiftyOrdersAreAcknowledgedWithinOneWait() {
    List<NewOrder> orders = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      orders.add(order("run-" + i, 1, null));
    }
    int before = gateway.waits();
    List<OrderTicket> tickets = gateway.session().placeOrders(orders, firstOrderId -> {}, () -> {});

    assertThat(gateway.awaitEach(PATIENCE, acknowledgements(tickets))).isTrue();
    assertThat(gateway.waits() - before).isEqualTo(1);
    for (OrderTicket ticket : tickets) {
      assertThat(ticket.outcome().orElseThrow()).isInstanceOf(Accepted.class);
      assertThat(ticket.permId()).isGreaterThan(0L);
    }
    OrdersByRef recalled = gateway.await(gateway.session().reqOrdersByRef());
    assertThat(recalled.orders().keySet())
        .containsAtLeastElementsIn(
            tickets.stream().map(ticket -> ticket.order().orderRef()).toList());
  }

  @Test
  void aRefusalNamesItsReasonAndTheOthersGoThrough() {
    simulated.faults().orders().reject(1, 201, "Order rejected - reason: no");
    simulated.faults().orders().warn(2, 10349, "Order TIF was set to DAY based on order preset.");
    List<OrderTicket> tickets =
        gateway
            .session()
            .placeOrders(
                List.of(order("a", 1, null), order("b", 1, null)), firstOrderId -> {}, () -> {});

    assertThat(gateway.awaitEach(PATIENCE, acknowledgements(tickets))).isTrue();
    assertThat(tickets.get(0).outcome()).hasValue(new Refused(201, "Order rejected - reason: no"));
    assertThat(tickets.get(1).outcome().orElseThrow()).isInstanceOf(Accepted.class);
  }

  @Test
  void anOrderIsCancelledOnceAndThenIsNotThere() {
    OrderTicket ticket =
        gateway
            .session()
            .placeOrders(List.of(order("a", 1, "1.00")), firstOrderId -> {}, () -> {})
            .get(0);
    gateway.await(ticket.acknowledgement());
    assertThat(gateway.await(gateway.session().reqAllOpenOrders()).size()).isAtLeast(1);

    assertThat(gateway.await(gateway.session().cancelOrder(ticket.orderId())).outcome())
        .isEqualTo(Cancellation.Outcome.CANCELLED);
    assertThat(gateway.await(gateway.session().cancelOrder(4711)).outcome())
        .isEqualTo(Cancellation.Outcome.NOT_FOUND);
    assertThat(ticket.isDone()).isTrue();
  }

  @Test
  void aGlobalCancelTakesTheOrdersOfOtherClientsToo() {
    try (IbGateway other = connected(2)) {
      OrderTicket theirs =
          other
              .session()
              .placeOrders(List.of(order("x", 1, "1.00")), firstOrderId -> {}, () -> {})
              .get(0);
      OrderTicket ours =
          gateway
              .session()
              .placeOrders(List.of(order("y", 1, "1.00")), firstOrderId -> {}, () -> {})
              .get(0);
      other.await(theirs.acknowledgement());
      gateway.await(ours.acknowledgement());
      List<OpenTrade> open = gateway.await(gateway.session().reqAllOpenOrders());
      assertThat(open.stream().map(trade -> trade.openOrder().order().orderRef()).toList())
          .containsAtLeast("x", "y");
      gateway.session().reqGlobalCancel();

      assertThat(gateway.awaitGone(PATIENCE, open)).isTrue();
      assertThat(gateway.await(gateway.session().reqAllOpenOrders())).isEmpty();
    }
  }

  @Test
  void whatAnOrderWouldCostIsTold() {
    assertThat(
            gateway
                .await(gateway.session().whatIf(order("", 10, null)).figures())
                .initMarginAfter())
        .isNotNull();
  }

  @Test
  void snapshotsAndBarsCome() {
    List<CompletableFuture<MarketSnapshot>> snapshots =
        gateway
            .session()
            .reqMktData(
                List.of(
                    SnapshotRequest.all(SPY, TickType.CLOSE),
                    SnapshotRequest.all(SPY, TickType.BID, TickType.ASK)));
    CompletableFuture<List<HistoricalBar>> bars =
        gateway.session().reqHistoricalData(SPY, "", "5 D", "1 day", "TRADES", true);
    CompletableFuture<List<HistoricalBar>> hours =
        gateway.session().reqHistoricalData(SPY, "", "1 D", "1 hour", "TRADES", true);
    gateway.await(snapshots.get(0), snapshots.get(1), bars, hours);

    assertThat(snapshots.get(1).join().value(TickType.BID).orElseThrow().signum()).isEqualTo(1);
    assertThat(bars.join().get(0).date().isPresent()).isTrue();
    assertThat(hours.join().get(0).start().isPresent()).isTrue();
  }
}
