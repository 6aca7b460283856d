package dev.ibintents.trading.run;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.bench.TestedProtocol;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.gateway.OnClientIdInUse;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.NewOrder;
import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.ibapi.OrderTicket;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.ReqGlobalCancel;
import dev.ibintents.simulator.account.StandingOrder;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.SimulatedGateway;
import dev.ibintents.trading.ledger.TestClock;
import dev.ibintents.trading.order.OrderWords;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Cancelling at an account with an order of TWS for GLD, an order of client 5 for AAPL, and two of
 * this client for SPY and IEF.
 */
@Timeout(60)
final class CancellingTest {
  private static final String ACCOUNT = GatewayOptions.ACCOUNT;
  private static final int GLD = 51529211;
  private static final int AAPL = 265598;
  private static final int SPY = 756733;
  private static final int IEF = 15547816;
  private static final String OTHER_CLIENTS = "other-app:4";

  private final TestClock clock = new TestClock("2026-11-23T15:45:00Z");
  private final AtomicBoolean anotherComes = new AtomicBoolean();
  private final Deadline deadline = Deadline.in(Duration.ofSeconds(40));
  private SimulatedGateway simulated;
  private IbGateway gateway;
  private Cancelling cancelling;

  @BeforeEach
  void connect() throws Exception {
    simulated =
        new SimulatedGateway(
            new GatewayOptions()
                .clock(clock)
                .marketOpen(false)
                .onRequest(
                    (client, number, request) -> {
                      if (request instanceof ReqGlobalCancel && anotherComes.getAndSet(false)) {
                        placeByHand(IEF);
                      }
                    }));
    gateway =
        new IbGateway(
            TestedProtocol.settings(simulated.port(), 1, Duration.ofSeconds(20)),
            deadline,
            Optional.empty());
    gateway.connect(OnClientIdInUse.WAIT);
    cancelling = new Cancelling(gateway, deadline, ACCOUNT);
    place(SPY, "own-spy");
    place(IEF, "own-ief");
  }

  @AfterEach
  void close() {
    gateway.close();
    simulated.close();
  }

  private static Order.Builder order() {
    return Order.builder()
        .set(OrderField.ACTION, "BUY")
        .set(OrderField.TOTAL_QUANTITY, BigDecimal.TEN)
        .set(OrderField.ORDER_TYPE, "MKT")
        .set(OrderField.TIF, "DAY")
        .set(OrderField.ACCOUNT, ACCOUNT);
  }

  private void place(int conId, String orderRef) {
    NewOrder order =
        new NewOrder(
            simulated.universe().byConId(conId).orElseThrow().ordered("SMART"),
            order().set(OrderField.ORDER_REF, orderRef).build());
    List<OrderTicket> tickets =
        gateway.session().placeOrders(List.of(order), first -> {}, () -> {});
    gateway.awaitEach(Duration.ofSeconds(20), List.of(tickets.get(0).acknowledgement()));
  }

  private void placeByHand(int conId) {
    simulated.tws().place(simulated.universe().byConId(conId).orElseThrow(), order().build());
  }

  private List<Integer> standing() {
    return simulated.account().orders().stream().map(StandingOrder::conId).toList();
  }

  private static List<Integer> conIds(List<OpenTrade> trades) {
    return trades.stream().map(trade -> trade.openOrder().contract().conId()).toList();
  }

  /** With an invocation that ends soon. */
  private Cancelling hurried(Deadline soon) {
    return new Cancelling(gateway, soon, ACCOUNT);
  }

  @Test
  void openOrdersAreThoseOfAllClients() {
    assertThat(conIds(cancelling.open())).containsExactly(GLD, AAPL, SPY, IEF);
    assertThat(conIds(new Cancelling(gateway, deadline, "DU7654321").open())).isEmpty();
  }

  @Test
  void openOrdersAreFoundByTheirReferences() {
    assertThat(conIds(cancelling.open(Set.of("own-ief", OTHER_CLIENTS))))
        .containsExactly(AAPL, IEF);
    assertThat(cancelling.open(Set.of("unknown"))).isEmpty();
  }

  @Test
  void allOrdersOfAllClientsAreCancelled() {
    Cancelled cancelled = cancelling.cancelAll();

    assertThat(conIds(cancelled.orders())).containsExactly(GLD, AAPL, SPY, IEF);
    assertThat(cancelled.stuck()).isEmpty();
    assertThat(standing()).isEmpty();
  }

  @Test
  void repetitionFindsNothingToCancel() {
    cancelling.cancelAll();

    assertThat(cancelling.cancelAll()).isEqualTo(Cancelled.NONE);
    assertThat(cancelling.cancel(Set.of("own-spy"))).isEqualTo(Cancelled.NONE);
  }

  @Test
  void orderThatArrivesMeanwhileIsCancelledToo() {
    anotherComes.set(true);

    Cancelled cancelled = cancelling.cancelAll();

    assertThat(conIds(cancelled.orders())).containsAtLeast(GLD, AAPL, SPY, IEF);
    assertThat(cancelled.stuck()).isEmpty();
    assertThat(standing()).isEmpty();
  }

  @Test
  void ordersOfAnotherAccountKeepAllFromBeingCancelled() {
    Cancelling other = new Cancelling(gateway, deadline, "DU7654321");

    IllegalStateException e = assertThrows(IllegalStateException.class, other::cancelAll);

    assertThat(e)
        .hasMessageThat()
        .startsWith("orders of account DU1234567 are open too, and reqGlobalCancel");
    assertThat(standing()).hasSize(4);
  }

  @Test
  void onlyTheNamedOrdersAreCancelled() {
    Cancelled cancelled = cancelling.cancel(Set.of("own-spy", "unknown"));

    assertThat(conIds(cancelled.orders())).containsExactly(SPY);
    assertThat(cancelled.stuck()).isEmpty();
    assertThat(standing()).containsExactly(GLD, AAPL, IEF);
  }

  @Test
  void orderOfAnotherClientKeepsTheOthersFromBeingCancelled() {
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class, () -> cancelling.cancel(Set.of("own-spy", OTHER_CLIENTS)));

    assertThat(e)
        .hasMessageThat()
        .isEqualTo(
            "order other-app:4 was placed as API client 5, and client 1 cannot cancel it; nothing"
                + " was cancelled. Set clientId to 5, or cancel it in TWS");
    assertThat(standing()).hasSize(4);
  }

  @Test
  void orderThatDoesNotGoIsStuckWithTheGatewaysAnswer() {
    simulated.faults().orders().answerCancel(1, 161, false);
    Deadline soon = Deadline.in(Duration.ofSeconds(4));

    Cancelled cancelled = hurried(soon).cancel(Set.of("own-spy", "own-ief"));

    assertThat(cancelled.orders()).hasSize(1);
    assertThat(cancelled.stuck()).hasSize(1);
    Cancelled.Stuck stuck = cancelled.stuck().get(0);
    assertThat(stuck.why()).startsWith("the gateway answered the cancellation with 161 ");
    assertThat(stuck.why()).endsWith(", and still lists the order");
    assertThat(stuck.toString()).startsWith("BUY 10 ");
    assertThat(stuck.toString()).endsWith(", " + stuck.why());
    assertThat(standing()).contains(stuck.conId());
    assertThat(cancelled.stuckConIds()).containsExactly(stuck.conId());
    // Half of the invocation's time is left.
    assertThat(soon.hasPassed()).isFalse();
  }

  @Test
  void orderWhoseCancellationTakesTooLongIsStuck() {
    simulated.faults().orders().cancellationsTake(Duration.ofHours(1));
    Deadline soon = Deadline.in(Duration.ofSeconds(3));

    Cancelled cancelled = hurried(soon).cancelAll();

    assertThat(cancelled.orders()).isEmpty();
    assertThat(cancelled.stuckConIds()).containsExactly(GLD, AAPL, SPY, IEF);
    assertThat(cancelled.stuck().get(0).why())
        .isEqualTo("the broker was asked to cancel it, and has not done so in time");
    assertThat(cancelled.stuck().get(0).toString()).contains("(PendingCancel, ");
    assertThat(soon.hasPassed()).isFalse();
  }

  @Test
  void resultsOfTwoCancellationsAreAddedUp() {
    Cancelled first = cancelling.cancel(Set.of("own-spy"));
    simulated.faults().orders().cancellationsTake(Duration.ofHours(1));
    Cancelled second = hurried(Deadline.in(Duration.ofSeconds(2))).cancel(Set.of("own-ief"));

    Cancelled both = first.and(second);

    assertThat(conIds(both.orders())).containsExactly(SPY);
    assertThat(both.stuckConIds()).containsExactly(IEF);
    assertThat(Cancelled.NONE.and(first)).isEqualTo(first);
  }

  @Test
  void orderIsDescribedByItsWords() {
    OpenTrade own = cancelling.open(Set.of("own-spy")).get(0);
    OpenTrade byHand =
        cancelling.open().stream()
            .filter(trade -> trade.openOrder().contract().conId() == GLD)
            .findFirst()
            .orElseThrow();

    assertThat(OrderWords.of(own))
        .isEqualTo(
            "BUY 10 SPY (%s, own-spy, client 1, permId %d)"
                .formatted(own.status(), own.openOrder().order().permId()));
    assertThat(OrderWords.of(byHand))
        .startsWith("BUY 100 GLD (" + byHand.status() + ", without a reference, client 0, permId ");
  }
}
