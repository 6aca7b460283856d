package dev.ibintents.simulator.control;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.bench.TestedProtocol;
import dev.ibintents.ibapi.ClientSession;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.NewOrder;
import dev.ibintents.ibapi.OrderTicket;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.testkit.SimulatedGatewayExtension;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A test of a client, as users write it, with the client of this project. */
@Timeout(30)
@Execution(ExecutionMode.CONCURRENT)
class SimulatedGatewayExtensionTest {
  @RegisterExtension
  static final SimulatedGatewayExtension gateway =
      SimulatedGatewayExtension.at("2026-11-23T15:00:00Z").seed(7).faults("delay=1ms");

  private static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();

  @AfterAll
  static void everyGatewayIsClosed() {
    assertThat(PORTS).isNotEmpty();
    for (int port : PORTS) {
      assertThrows(Exception.class, () -> new Socket("127.0.0.1", port).close());
    }
    assertThat(assertThrows(IllegalStateException.class, gateway::port))
        .hasMessageThat()
        .contains("@BeforeEach");
  }

  private static ClientSession session(int clientId) throws Exception {
    PORTS.add(gateway.port());
    Deadline deadline = Deadline.in(Duration.ofSeconds(10));
    ClientSession session =
        new ClientSession(TestedProtocol.connect(gateway.port(), deadline), clientId);
    session.start().get(10, TimeUnit.SECONDS);
    return session;
  }

  private static OrderTicket buy(ClientSession session, String orderRef, String limit) {
    Order order = ControlBench.buy(orderRef, limit);
    return session
        .placeOrders(List.of(new NewOrder(ControlBench.SPY, order)), firstOrderId -> {}, () -> {})
        .get(0);
  }

  @Test
  void orderIsFilledInPartAndThenByThePrice() throws Exception {
    gateway.price("SPY", "700.00");
    try (ClientSession session = session(4)) {
      buy(session, "bot:1", "650.00");
      assertThat(gateway.awaitOrder("bot:1", "Submitted").filled()).isEqualTo(BigDecimal.ZERO);

      OrderView half = gateway.fill("bot:1", 5);
      assertThat(half.status()).isEqualTo("Submitted");
      assertThat(half.averagePrice()).isEqualToIgnoringScale("650");

      gateway.price("SPY", "640.00", "641.00");
      OrderView whole = gateway.awaitOrder("bot:1", "Filled");
      assertThat(whole.averagePrice()).isEqualToIgnoringScale("645.5");
      Map<?, ?> sent = (Map<?, ?>) gateway.sent("placeOrder").get(0).fields().get("order");
      assertThat(sent.keySet())
          .containsExactly("action", "totalQuantity", "orderType", "lmtPrice", "tif", "orderRef");
      assertThat(sent.get("orderRef")).isEqualTo("bot:1");
      assertThat((BigDecimal) sent.get("lmtPrice")).isEqualToIgnoringScale("650");
    }
  }

  @Test
  void refusalReachesTheClient() throws Exception {
    gateway.refuseNext(201, "Order rejected - reason:Not today");
    try (ClientSession session = session(4)) {
      OrderTicket ticket = buy(session, "bot:2", "650.00");

      assertThat(ticket.acknowledgement().get(10, TimeUnit.SECONDS).toString())
          .contains("Not today");
      assertThat(gateway.awaitOrder("bot:2", "Refused").code()).isEqualTo(201);
    }
  }

  @Test
  void lossOfTheBrokerReachesTheClient() throws Exception {
    try (ClientSession session = session(4)) {
      gateway.awaitClient(4);
      gateway.loseBroker();
      session.reqCurrentTime().get(10, TimeUnit.SECONDS);
      assertThat(session.connectivityLost().orElseThrow().code()).isEqualTo(1100);

      gateway.restoreBroker();
      session.reqCurrentTime().get(10, TimeUnit.SECONDS);
      assertThat(session.connectivityLost()).isEmpty();
      assertThat(gateway.awaitSent("reqCurrentTime").client()).isEqualTo(4);
    }
  }

  @RepeatedTest(3)
  void eachTestHasAFreshAccountAndTime(ControlledGateway own) {
    PORTS.add(own.port());
    assertThat(gateway.gateway()).isSameInstanceAs(own);
    assertThat(gateway.now()).isEqualTo(Instant.parse("2026-11-23T15:00:00Z"));
    assertThat(gateway.state().positions().get(0).quantity()).isEqualToIgnoringScale("40");
    assertThat(gateway.state().prices()).isEmpty();

    gateway.price("AAPL", "300.00");
    gateway.advance(Duration.ofDays(1));
    own.gateway()
        .tws()
        .trade(own.gateway().universe().stock("AAPL"), BigDecimal.TEN, new BigDecimal("300"));

    assertThat(gateway.now()).isEqualTo(Instant.parse("2026-11-24T15:00:00Z"));
    assertThat(gateway.state().positions().get(0).quantity()).isEqualToIgnoringScale("50");
  }

  @Test
  void wrongUseIsExplained() {
    SimulatedGatewayExtension alone = SimulatedGatewayExtension.atRealTime();
    assertThat(assertThrows(IllegalStateException.class, alone::port))
        .hasMessageThat()
        .contains("before and after a test");
    assertThat(assertThrows(IllegalArgumentException.class, () -> alone.faults("delay=soon")))
        .hasMessageThat()
        .contains("20ms");
  }

  @Test
  void testsOfTwoThreadsHaveTheirOwnGateways() throws Exception {
    SimulatedGatewayExtension shared = SimulatedGatewayExtension.at("2026-11-23T15:00:00Z");
    ExecutorService pool = Executors.newFixedThreadPool(2);
    CyclicBarrier together = new CyclicBarrier(2);
    try {
      List<Future<Integer>> ports =
          List.of("610.00", "620.00").stream()
              .map(price -> pool.submit(() -> runTest(shared, together, price)))
              .toList();
      assertThat(ports.get(0).get(20, TimeUnit.SECONDS))
          .isNotEqualTo(ports.get(1).get(20, TimeUnit.SECONDS));
    } finally {
      pool.shutdownNow();
    }
  }

  /** Runs a test as JUnit does, and returns the port of its gateway. */
  private static int runTest(SimulatedGatewayExtension shared, CyclicBarrier together, String price)
      throws Exception {
    ExtensionContext context = context();
    shared.beforeEach(context);
    try {
      together.await(10, TimeUnit.SECONDS);
      shared.price("SPY", price);
      shared.advance(Duration.ofMinutes(1));
      String advice =
          CompletableFuture.supplyAsync(
                  () -> assertThrows(IllegalStateException.class, shared::port).getMessage())
              .get(10, TimeUnit.SECONDS);
      assertThat(advice).contains("take ControlledGateway as a parameter");
      together.await(10, TimeUnit.SECONDS);
      assertThat(shared.state().prices().get("SPY").last()).isEqualTo(new BigDecimal(price));
      assertThat(shared.now()).isEqualTo(Instant.parse("2026-11-23T15:01:00Z"));
      return shared.port();
    } finally {
      shared.afterEach(context);
    }
  }

  /** A context whose stores keep values, and which has nothing else. */
  private static ExtensionContext context() {
    Map<Object, Object> values = new ConcurrentHashMap<>();
    Object store =
        proxy(
            ExtensionContext.Store.class,
            (method, arguments) ->
                switch (method) {
                  case "put" -> values.put(arguments[0], arguments[1]);
                  case "remove" -> values.remove(arguments[0]);
                  default -> values.get(arguments[0]);
                });
    return (ExtensionContext) proxy(ExtensionContext.class, (method, arguments) -> store);
  }

  private static Object proxy(Class<?> type, BiFunction<String, Object[], Object> methods) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> methods.apply(method.getName(), arguments));
  }
}
