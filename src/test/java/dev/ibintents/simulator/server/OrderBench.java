package dev.ibintents.simulator.server;

import dev.ibintents.bench.TestedProtocol;
import dev.ibintents.ibapi.message.CommissionReport;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.CurrentTime;
import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.ExecutionData;
import dev.ibintents.ibapi.message.Handshake;
import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.OpenOrderEnd;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.OrderState;
import dev.ibintents.ibapi.message.OrderStatus;
import dev.ibintents.ibapi.message.PlaceOrder;
import dev.ibintents.ibapi.message.ReqCurrentTime;
import dev.ibintents.simulator.account.PaperClock;
import dev.ibintents.simulator.account.StateStore;
import dev.ibintents.simulator.market.Instrument;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** For tests of orders at the simulated gateway: a gateway at a chosen time, and its clients. */
public final class OrderBench implements AutoCloseable {
  /** A Monday, 10:00 in New York. */
  static final Instant NOW = Instant.parse("2026-11-23T15:00:00Z");

  private final PaperClock clock;
  private final StateStore store;
  private final UnaryOperator<GatewayOptions> options;
  private SimulatedGateway gateway;

  public OrderBench() throws IOException {
    this(StateStore.inMemory(), options -> options);
  }

  public OrderBench(StateStore store, UnaryOperator<GatewayOptions> options) throws IOException {
    this(new PaperClock(NOW), store, options);
  }

  public OrderBench(PaperClock clock, StateStore store, UnaryOperator<GatewayOptions> options)
      throws IOException {
    this.clock = clock;
    this.store = store;
    this.options = options;
    gateway = newGateway();
  }

  private SimulatedGateway newGateway() throws IOException {
    return new SimulatedGateway(
        options.apply(
            new GatewayOptions()
                .clock(clock)
                .state(store)
                .messagesPerSecond(10_000)
                .ticking(false)));
  }

  /** Closes the gateway and starts another gateway with the same state. */
  void restart() throws IOException {
    gateway.close();
    gateway = newGateway();
  }

  public SimulatedGateway gateway() {
    return gateway;
  }

  /** A client that has started and has read the messages after its start. */
  public TestClient client(int id) throws IOException {
    return client(id, TestedProtocol.handshake());
  }

  /** A client that speaks texts, for fields that protobuf does not have. */
  TestClient textClient(int id) throws IOException {
    return client(id, Handshake.text());
  }

  private TestClient client(int id, Handshake handshake) throws IOException {
    TestClient client = TestClient.started(gateway, id, handshake);
    client.until(OpenOrderEnd.class);
    return client;
  }

  public void advance(Duration time) {
    clock.advance(time);
    gateway.tick();
  }

  public Instrument stock(String symbol) {
    return gateway.universe().stock(symbol);
  }

  public Instrument future(String symbol) {
    return gateway.universe().frontFuture(symbol);
  }

  Instrument pair(String localSymbol) {
    return gateway.universe().listed().stream()
        .filter(known -> known.localSymbol().equals(localSymbol))
        .findFirst()
        .orElseThrow();
  }

  BigDecimal bid(Instrument instrument) {
    return gateway.prices().price(instrument, false, clock.instant());
  }

  public BigDecimal ask(Instrument instrument) {
    return bid(instrument).add(instrument.minTick());
  }

  public BigDecimal held(Instrument instrument) {
    return gateway.account().positions().getOrDefault(instrument, BigDecimal.ZERO);
  }

  /** The settled cash in a currency, not rounded. */
  public BigDecimal cash(String currency) {
    return gateway.account().valuation().settled().getOrDefault(currency, BigDecimal.ZERO);
  }

  public Order market(String action, long quantity) {
    return Order.builder()
        .set(OrderField.ACTION, action)
        .set(OrderField.TOTAL_QUANTITY, BigDecimal.valueOf(quantity))
        .set(OrderField.ORDER_TYPE, "MKT")
        .set(OrderField.TIF, "DAY")
        .build();
  }

  public Order limit(String action, long quantity, BigDecimal limit) {
    return market(action, quantity).toBuilder()
        .set(OrderField.ORDER_TYPE, "LMT")
        .set(OrderField.LMT_PRICE, limit)
        .build();
  }

  public void place(TestClient client, int orderId, Instrument instrument, Order order)
      throws IOException {
    place(client, orderId, instrument.ordered(instrument.route()), order);
  }

  public void place(TestClient client, int orderId, Contract contract, Order order)
      throws IOException {
    client.send(new PlaceOrder(orderId, contract, order));
  }

  /** The messages that a client has received until now, without notices about its session. */
  public List<Object> heard(TestClient client) throws IOException {
    client.send(new ReqCurrentTime());
    List<Object> messages = new ArrayList<>(client.until(CurrentTime.class));
    messages.remove(messages.size() - 1);
    messages.removeIf(
        message -> message instanceof ErrorMessage error && error.id() == Client.SESSION);
    return messages;
  }

  /** Messages about orders in short form, such as {@code status 1 Filled 10/0}. */
  public static List<String> brief(List<?> messages) {
    return messages.stream().map(OrderBench::brief).toList();
  }

  private static String brief(Object message) {
    if (message instanceof OpenOrder open) {
      OrderState state = open.state();
      String cost = state.commission() == null ? "" : " " + plain(state.commission());
      String currency =
          state.commissionCurrency().isEmpty() ? "" : " " + state.commissionCurrency();
      return "open " + open.order().orderId() + " " + state.status() + cost + currency;
    }
    if (message instanceof OrderStatus status) {
      String whyHeld = status.whyHeld().isEmpty() ? "" : " " + status.whyHeld();
      return "status %d %s %s/%s%s"
          .formatted(
              status.orderId(),
              status.status(),
              status.filled().toPlainString(),
              status.remaining().toPlainString(),
              whyHeld);
    }
    if (message instanceof ExecutionData data) {
      return "execution %d %s %s"
          .formatted(
              data.execution().orderId(),
              data.execution().side(),
              data.execution().shares().toPlainString());
    }
    if (message instanceof CommissionReport report) {
      return "commission " + plain(report.commission());
    }
    if (message instanceof ErrorMessage error) {
      return "error " + error.id() + " " + error.code();
    }
    return message.getClass().getSimpleName();
  }

  /** An amount without zeros at its end, which protobuf does not carry. */
  private static String plain(BigDecimal amount) {
    return amount.stripTrailingZeros().toPlainString();
  }

  /** The first message of a kind. */
  public static <M> M first(Class<M> kind, List<Object> messages) {
    Optional<Object> found = messages.stream().filter(kind::isInstance).findFirst();
    return kind.cast(found.orElseThrow(() -> new AssertionError("no " + kind + " in " + messages)));
  }

  @Override
  public void close() {
    gateway.close();
  }
}
