package dev.ibintents.simulator.control;

import dev.ibintents.simulator.clock.MarketClock;
import dev.ibintents.simulator.fault.FaultOptions;
import dev.ibintents.simulator.fault.OrderFaults;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.SetPrices.SetPrice;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.SimulatedGateway;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A simulated gateway that a test plays like an instrument: it moves the time, sets prices, fills
 * and refuses orders, loses the broker, and sees the messages of clients.
 *
 * <p>A method returns after its effect has happened. Any thread may call any method. A method that
 * waits has a deadline in real time.
 *
 * <p>A contract is named by the exchange's own name, such as SPY, MNQZ6 or EUR.USD, or by the
 * broker's number. An order is named by its reference or by its number in the account.
 */
public final class ControlledGateway implements AutoCloseable {
  /** The longest time that a method waits if it is not told another time. */
  public static final Duration USUAL_WAIT = Duration.ofSeconds(10);

  private final Supplier<MarketClock> clocks;
  private final GatewaySetup setup;
  private final Changes changes = new Changes();
  private final SentMessages sent = new SentMessages();
  private final Map<Long, Integer> refusedLate = new ConcurrentHashMap<>();
  private volatile SimulatedGateway gateway;

  /**
   * Opens a gateway.
   *
   * @param clocks makes the clock of the start, and of each reset
   * @param setup makes the options; the control sets their listeners
   * @throws IOException if the gateway cannot listen
   */
  public ControlledGateway(Supplier<MarketClock> clocks, GatewaySetup setup) throws IOException {
    this.clocks = clocks;
    this.setup = setup;
    MarketClock clock = clocks.get();
    gateway = open(clock, setup.options(clock, false));
  }

  private SimulatedGateway open(MarketClock clock, GatewayOptions options) throws IOException {
    clock.onChange(changes::signal);
    return new SimulatedGateway(
        options
            .onChange(changes::signal)
            .onRequest(
                (client, number, request) -> {
                  sent.add(clock.instant(), client, request);
                  changes.signal();
                }));
  }

  /** The gateway itself. A reset replaces it. */
  public SimulatedGateway gateway() {
    return gateway;
  }

  /** The port at which the gateway listens for clients of the TWS API. A reset keeps it. */
  public int port() {
    return gateway.port();
  }

  /** The market's time. */
  public Instant now() {
    return gateway.clock().instant();
  }

  /**
   * Moves the market's time on. Everything that becomes due happens at its moment.
   *
   * @throws IllegalArgumentException if the time is negative
   */
  public synchronized void advance(Duration time) {
    gateway.clock().advance(time);
  }

  /**
   * Moves the market's time on to a moment; see {@link #advance}.
   *
   * @throws IllegalArgumentException if the moment is in the past
   */
  public synchronized void advanceTo(Instant moment) {
    gateway.clock().moveTo(moment);
  }

  /**
   * Lets the market's time run on at another speed.
   *
   * @param speed the seconds of the market in a real second; 0 to stand still
   * @throws IllegalArgumentException if the speed is impossible
   */
  public synchronized void speed(double speed) {
    gateway.clock().speed(speed);
  }

  /**
   * Sets the prices of a contract until they are released. Orders that now trade are filled, and
   * streams send the prices.
   *
   * @return the prices; see {@link SetPrice#of}
   * @throws RefusedCallException if the market does not know the contract
   */
  public synchronized SetPrice price(
      String contract,
      Optional<BigDecimal> bid,
      Optional<BigDecimal> ask,
      Optional<BigDecimal> last) {
    Instrument instrument = ContractNames.instrument(contract, gateway.universe());
    SetPrice price = SetPrice.of(instrument, bid, ask, last);
    gateway.tick();
    gateway.setPrices().set(instrument, price);
    gateway.tick();
    changes.signal();
    return price;
  }

  /**
   * Releases the prices of a contract. The market's own prices hold again.
   *
   * @throws RefusedCallException if none are set
   */
  public synchronized void releasePrice(String contract) {
    if (!gateway.setPrices().release(ContractNames.instrument(contract, gateway.universe()))) {
      throw RefusedCallException.conflict("no prices of " + contract + " are set");
    }
    gateway.tick();
  }

  /** Releases the prices of all contracts. */
  public synchronized void releasePrices() {
    gateway.setPrices().releaseAll();
    gateway.tick();
  }

  /** Opens the market whatever the hour. Orders that have waited for it begin to work. */
  public synchronized void openMarket() {
    gateway.openMarket();
  }

  /** Closes the market whatever the hour. */
  public synchronized void closeMarket() {
    gateway.closeMarket();
  }

  /** Fills no order from now on, until {@link #fill} does, or {@link #releaseFills}. */
  public synchronized void holdFills() {
    gateway.holdFills();
  }

  /** Lets the market fill orders again. */
  public synchronized void releaseFills() {
    gateway.releaseFills();
  }

  /** Holds the messages about orders. Orders are accepted and filled, and clients hear nothing. */
  public synchronized void holdMessages() {
    gateway.faults().orders().messages().hold(OrderFaults.UNTIL_RELEASED);
  }

  /** Sends the held messages about orders, and holds none from now on. */
  public synchronized void releaseMessages() {
    gateway.releaseOrderMessages();
  }

  /**
   * Fills a live order, or a part of it.
   *
   * @param order the order's reference, or its number in the account
   * @param quantity units; the rest of the order if empty
   * @param price the price of one unit; if empty, the limit of a limit order, or the market's price
   * @return the order afterwards
   * @throws RefusedCallException if no such order is live
   */
  public synchronized OrderView fill(
      String order, Optional<BigDecimal> quantity, Optional<BigDecimal> price) {
    return desk().fill(order, quantity, price);
  }

  /**
   * Refuses the next order that arrives from any client.
   *
   * @param number the place of the order among those that arrive from now on, from 1
   * @param code the code of the error, such as 201
   * @param text the text of the error; if empty, a usual one
   */
  public synchronized void refuseNext(int number, int code, Optional<String> text) {
    gateway.faults().orders().reject(number, code, text.orElse(OrderDesk.REFUSAL));
  }

  /**
   * Refuses a live order late, as a broker does. Its client receives the error, and the order
   * becomes Inactive. Names, answers and refusals are those of {@link #fill}.
   */
  public synchronized OrderView refuse(String order, int code, Optional<String> text) {
    return desk().refuse(order, code, text.orElse(OrderDesk.REFUSAL));
  }

  /** Cancels a live order, as a person at the TWS window does; else as {@link #fill}. */
  public synchronized OrderView cancel(String order) {
    return desk().cancel(order);
  }

  private OrderDesk desk() {
    return new OrderDesk(gateway, reader(), refusedLate);
  }

  private StateReader reader() {
    return new StateReader(gateway, refusedLate);
  }

  /**
   * Loses the broker. Clients stay connected, and are told.
   *
   * @param code the code of the message: 1100, or 2110
   * @throws RefusedCallException if it is lost already
   */
  public synchronized void loseBroker(int code) {
    if (gateway.isBrokerLost()) {
      throw RefusedCallException.conflict("the broker is lost already; restore it first");
    }
    if (code != 1100 && code != 2110) {
      throw RefusedCallException.wrong("the code of a lost broker is 1100 or 2110, not " + code);
    }
    gateway.loseBroker(code);
    changes.signal();
  }

  /**
   * Restores the broker, and tells clients: 1102 if the data were kept, else 1101.
   *
   * @throws RefusedCallException if it is not lost
   */
  public synchronized void restoreBroker(boolean dataKept) {
    if (!gateway.isBrokerLost()) {
      throw RefusedCallException.conflict("the broker is not lost");
    }
    gateway.regainBroker(dataKept);
    gateway.tick();
    changes.signal();
  }

  /** Drops the connection of every client. Clients may connect again at once. */
  public synchronized void dropConnections() {
    gateway.endSessions();
  }

  /** Drops every connection, and refuses new ones. The port is closed. */
  public synchronized void refuseConnections() throws IOException {
    gateway.refuseConnections();
    gateway.endSessions();
  }

  /** Listens again at the same port. */
  public synchronized void acceptConnections() throws IOException {
    gateway.acceptConnections();
  }

  /**
   * Adds faults to those that are in effect.
   *
   * @param faults the words of {@code --faults}; see {@link FaultOptions}
   * @throws IllegalArgumentException if a part is not a fault; then none is added
   */
  public synchronized void faults(String faults) {
    FaultOptions.parse(faults);
    FaultOptions.add(gateway.faults(), faults);
    gateway.tick();
  }

  /** Ends all faults, and sends the messages that were held. A lost broker stays lost. */
  public synchronized void clearFaults() {
    gateway.faults().clear();
    gateway.releaseOrderMessages();
    gateway.tick();
  }

  /**
   * Begins again: the account, the time, the prices and the faults are those of the start, no
   * message is listed, and no client is connected. The port stays.
   *
   * @throws IOException if another process has taken the port meanwhile
   */
  public synchronized void reset() throws IOException {
    int port = gateway.port();
    gateway.close();
    refusedLate.clear();
    sent.clear();
    MarketClock clock = clocks.get();
    gateway = open(clock, setup.options(clock, true).port(port));
    changes.signal();
  }

  /** The messages that clients have sent, the oldest first. The oldest may be forgotten. */
  public List<SentMessage> sent() {
    return sent.list(message -> true);
  }

  SentMessages messages() {
    return sent;
  }

  /** The state now. */
  public synchronized GatewayState state() {
    return reader().state(sent.count());
  }

  /** All orders of today: those that have ended, and then the live ones. */
  public List<OrderView> orders() {
    return reader().all();
  }

  /** The last order of today with this name; a live one if there is one. */
  Optional<OrderView> order(String name) {
    return reader().last(view -> view.isNamed(name));
  }

  /**
   * Waits until an order has arrived and fulfils a condition.
   *
   * @param longest the longest wait, in real time
   * @return the order; empty if there was none in time
   */
  public Optional<OrderView> awaitOrder(
      String order, Predicate<OrderView> condition, Duration longest) throws InterruptedException {
    return changes.await(
        longest, () -> reader().last(view -> view.isNamed(order) && condition.test(view)));
  }

  /**
   * Waits until a client has started, or has left.
   *
   * @param connected whether to wait for its start
   * @return false if it did not happen in time
   */
  public boolean awaitClient(int client, boolean connected, Duration longest)
      throws InterruptedException {
    return changes
        .await(
            longest,
            () ->
                gateway.clientIds().contains(client) == connected
                    ? Optional.of(client)
                    : Optional.empty())
        .isPresent();
  }

  /**
   * Waits until a client has sent a message.
   *
   * @param since the number of a message; only later ones count
   * @return the first such message; empty if there was none in time
   */
  public Optional<SentMessage> awaitSent(
      Predicate<SentMessage> condition, long since, Duration longest) throws InterruptedException {
    return changes.await(
        longest, () -> sent.first(condition.and(message -> message.number() > since)));
  }

  /** Closes the gateway, and waits until all of its threads have ended. */
  @Override
  public synchronized void close() {
    gateway.close();
    changes.signal();
  }
}
