package dev.ibintents.testkit;

import dev.ibintents.simulator.clock.MarketClock;
import dev.ibintents.simulator.control.ControlledGateway;
import dev.ibintents.simulator.control.GatewayState;
import dev.ibintents.simulator.control.OrderView;
import dev.ibintents.simulator.control.SentMessage;
import dev.ibintents.simulator.fault.FaultOptions;
import dev.ibintents.simulator.market.Prices;
import dev.ibintents.simulator.server.GatewayOptions;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a simulated gateway of its own, with a fresh account at a free port, and closes
 * it after the test.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final SimulatedGatewayExtension gateway =
 *     SimulatedGatewayExtension.at("2026-11-23T15:00:00Z").faults("delay=5ms");
 *
 * @Test
 * void buysWhenThePriceFalls() {
 *   Bot bot = new Bot("127.0.0.1", gateway.port());
 *   gateway.price("SPY", "599.00");
 *   gateway.awaitOrder("bot:1", "Filled");
 * }
 * }</pre>
 *
 * <p>The methods serve the gateway of the test that runs in the current thread. Other threads may
 * call them while one test runs. If several run at the same time, such a test takes its {@link
 * ControlledGateway} as a parameter, and hands it to its threads.
 *
 * <p>A method returns after its effect has happened. One that waits fails the test after ten
 * seconds of real time.
 */
public final class SimulatedGatewayExtension
    implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
  private static final String GATEWAY = "gateway";

  private final Namespace namespace = Namespace.create(SimulatedGatewayExtension.class, this);
  private final Supplier<MarketClock> clocks;
  private final ThreadLocal<ControlledGateway> ofThread = new ThreadLocal<>();
  private final Set<ControlledGateway> open = ConcurrentHashMap.newKeySet();
  private long seed = 1;
  private String faults = "";
  private UnaryOperator<GatewayOptions> further = options -> options;

  private SimulatedGatewayExtension(Supplier<MarketClock> clocks) {
    this.clocks = clocks;
  }

  /**
   * A market whose time stands still until a test moves it.
   *
   * @param moment its time at the beginning of each test, such as 2026-11-23T15:00:00Z
   */
  public static SimulatedGatewayExtension at(String moment) {
    Instant start = Instant.parse(moment);
    return new SimulatedGatewayExtension(() -> MarketClock.startingAt(start, 0));
  }

  /** A market with the time of the machine, which a test may move on. */
  public static SimulatedGatewayExtension atRealTime() {
    return new SimulatedGatewayExtension(() -> MarketClock.following(Clock.systemUTC()));
  }

  /** Chooses the world of prices; 1 unless it is chosen. */
  public SimulatedGatewayExtension seed(long world) {
    seed = world;
    return this;
  }

  /**
   * Sets the faults at the beginning of each test, in the words of {@code --faults}.
   *
   * @throws IllegalArgumentException if a part is not a fault
   */
  public SimulatedGatewayExtension faults(String words) {
    FaultOptions.parse(words);
    faults = words;
    return this;
  }

  /** Sets further options of the gateway, such as {@code GatewayOptions::marketByCalendar}. */
  public SimulatedGatewayExtension options(UnaryOperator<GatewayOptions> options) {
    further = options;
    return this;
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    ControlledGateway gateway = new ControlledGateway(clocks, (clock, anew) -> options(clock));
    open.add(gateway);
    ofThread.set(gateway);
    context.getStore(namespace).put(GATEWAY, gateway);
  }

  private GatewayOptions options(MarketClock clock) {
    GatewayOptions options = new GatewayOptions().clock(clock).prices(new Prices(seed));
    return further.apply(faults.isEmpty() ? options : options.faults(FaultOptions.parse(faults)));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    ControlledGateway gateway =
        context.getStore(namespace).remove(GATEWAY, ControlledGateway.class);
    if (gateway != null) {
      open.remove(gateway);
      ofThread.remove();
      gateway.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ControlledGateway.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ControlledGateway gateway = context.getStore(namespace).get(GATEWAY, ControlledGateway.class);
    if (gateway == null) {
      throw new ParameterResolutionException(
          "each test has a gateway of its own: take it in a test method or in @BeforeEach");
    }
    return gateway;
  }

  /**
   * The gateway of the current test.
   *
   * @throws IllegalStateException if no test runs, or if several run and none belongs to this
   *     thread
   */
  public ControlledGateway gateway() {
    ControlledGateway own = ofThread.get();
    if (own != null && open.contains(own)) {
      return own;
    }
    List<ControlledGateway> all = List.copyOf(open);
    if (all.size() == 1) {
      return all.get(0);
    }
    throw new IllegalStateException(
        all.isEmpty()
            ? "there is no gateway before and after a test; use it in a test or in @BeforeEach"
            : "several tests run now; take ControlledGateway as a parameter of the test");
  }

  /** The port of the current test's gateway, at 127.0.0.1. */
  public int port() {
    return gateway().port();
  }

  /** The market's time. */
  public Instant now() {
    return gateway().now();
  }

  /** Moves the market's time on. Everything that becomes due happens at its moment. */
  public void advance(Duration time) {
    gateway().advance(time);
  }

  /** Sets the last price of a contract. A seller receives it, and a buyer pays one step more. */
  public void price(String contract, String last) {
    gateway()
        .price(contract, Optional.empty(), Optional.empty(), Optional.of(new BigDecimal(last)));
  }

  /** Sets the bid and the ask of a contract. Its last price is the bid. */
  public void price(String contract, String bid, String ask) {
    gateway()
        .price(
            contract,
            Optional.of(new BigDecimal(bid)),
            Optional.of(new BigDecimal(ask)),
            Optional.empty());
  }

  /** Lets orders work unfilled, until {@code fill} fills them. */
  public void holdFills() {
    gateway().holdFills();
  }

  /** Fills the rest of a live order at its limit, or at the market's price. */
  public OrderView fill(String order) {
    return gateway().fill(order, Optional.empty(), Optional.empty());
  }

  /** Fills a part of a live order at its limit, or at the market's price. */
  public OrderView fill(String order, long quantity) {
    return gateway().fill(order, Optional.of(BigDecimal.valueOf(quantity)), Optional.empty());
  }

  /** Fills a part of a live order at a price. */
  public OrderView fill(String order, long quantity, String price) {
    return gateway()
        .fill(order, Optional.of(BigDecimal.valueOf(quantity)), Optional.of(new BigDecimal(price)));
  }

  /** Refuses the next order that arrives. */
  public void refuseNext(int code, String text) {
    gateway().refuseNext(1, code, Optional.of(text));
  }

  /** Loses the broker (1100). Clients stay connected. */
  public void loseBroker() {
    gateway().loseBroker(1100);
  }

  /** Restores the broker with all data kept (1102). */
  public void restoreBroker() {
    gateway().restoreBroker(true);
  }

  /** The messages that clients have sent, the oldest first. */
  public List<SentMessage> sent() {
    return gateway().sent();
  }

  /** The messages with this name, such as placeOrder, the oldest first. */
  public List<SentMessage> sent(String name) {
    return sent().stream().filter(message -> message.name().equals(name)).toList();
  }

  /** The account, its positions, orders and executions, the prices that are set, the clients. */
  public GatewayState state() {
    return gateway().state();
  }

  /**
   * Waits until an order is in a state.
   *
   * @param order its reference
   * @param status PreSubmitted, Submitted, PendingCancel, Filled, Cancelled, Refused or Held
   * @return the order
   */
  public OrderView awaitOrder(String order, String status) {
    ControlledGateway gateway = gateway();
    return awaited(
        () ->
            gateway.awaitOrder(
                order, view -> view.status().equals(status), ControlledGateway.USUAL_WAIT),
        () -> "order " + order + " is not " + status + "; the orders are " + gateway.orders());
  }

  /** Waits until a client has connected. */
  public void awaitClient(int client) {
    ControlledGateway gateway = gateway();
    awaited(
        () ->
            gateway.awaitClient(client, true, ControlledGateway.USUAL_WAIT)
                ? Optional.of(client)
                : Optional.empty(),
        () -> "client " + client + " has not connected");
  }

  /** Waits until a client has sent a message of this name, and returns the first one. */
  public SentMessage awaitSent(String name) {
    ControlledGateway gateway = gateway();
    return awaited(
        () ->
            gateway.awaitSent(
                message -> message.name().equals(name), 0, ControlledGateway.USUAL_WAIT),
        () -> "no client has sent " + name);
  }

  private interface Wait<T> {
    Optional<T> run() throws InterruptedException;
  }

  private static <T> T awaited(Wait<T> wait, Supplier<String> failure) {
    try {
      return wait.run()
          .orElseThrow(
              () ->
                  new AssertionError(
                      failure.get()
                          + ", after "
                          + ControlledGateway.USUAL_WAIT.toSeconds()
                          + " seconds"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("the test was interrupted while it waited", e);
    }
  }
}
