package dev.ibintents.simulator.server;

import dev.ibintents.ibapi.MemoryTransport;
import dev.ibintents.ibapi.PaceClock;
import dev.ibintents.ibapi.SocketTransport;
import dev.ibintents.ibapi.Transport;
import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.ManagedAccounts;
import dev.ibintents.ibapi.message.Request;
import dev.ibintents.ibapi.message.Response;
import dev.ibintents.simulator.account.Broker;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.account.StateStore;
import dev.ibintents.simulator.clock.MarketClock;
import dev.ibintents.simulator.fault.Faults;
import dev.ibintents.simulator.fault.Link;
import dev.ibintents.simulator.fault.LinkFaults;
import dev.ibintents.simulator.market.PriceSource;
import dev.ibintents.simulator.market.SetPrices;
import dev.ibintents.simulator.market.Universe;
import dev.ibintents.simulator.order.Market;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A gateway with a paper account, to which any client of the TWS API connects by a real socket. One
 * that is made with {@link #inMemory} has no socket: clients of the same process connect to it in
 * memory, and it has no threads.
 *
 * <p>A gateway with a socket listens from its construction until it is closed. All of its threads
 * are daemons with the name {@code simulated-gateway-{port}-…}. They have ended when {@link #close}
 * returns.
 */
public final class SimulatedGateway implements AutoCloseable {
  /**
   * The number of clients that a gateway serves at once. Another client is disconnected (TWS API,
   * "Connectivity").
   */
  public static final int MOST_CLIENTS = 32;

  private final GatewayOptions options;
  private final Broker broker;
  private final PaperAccount account;
  private final OrderProcessing trading;
  private final BrokerLinks links;
  private final OrderListHandler orderLists;
  private final Clients clients = new Clients();
  private final SetPrices prices;
  private final Sessions sessions;
  private final SessionSettings settings;
  private final Optional<ConnectionAcceptor> acceptor;
  private final Optional<Thread> tickerThread;

  /**
   * Opens the account and listens.
   *
   * @throws BindException if the port is in use; its message names the address
   * @throws IOException if the gateway cannot listen at the address
   */
  public SimulatedGateway(GatewayOptions options) throws IOException {
    this(options, true);
  }

  private SimulatedGateway(GatewayOptions options, boolean listens) throws IOException {
    this.options = options;
    prices = new SetPrices(options.prices());
    broker =
        new Broker(new Universe(options.clock(), options.shares()), prices, options.commissions());
    Universe universe = broker.universe();
    account = account(options.account(), options.state());
    acceptor =
        listens
            ? Optional.of(new ConnectionAcceptor(options.host(), options.port(), this::serve))
            : Optional.empty();
    AtomicInteger number = new AtomicInteger();
    sessions =
        new Sessions(work -> listening().thread("session-" + number.incrementAndGet(), work));
    AccountHandler accountHandler =
        new AccountHandler(accounts(), options.clock(), options.zone(), options.faults());
    trading = new OrderProcessing(options, account, broker, clients, accountHandler);
    links = new BrokerLinks(clients, options.faults().links(), trading);
    PriceStreams streams = new PriceStreams(clients, prices, options.clock(), options.faults());
    trading.ticker().watch(links, streams);
    RequestHandlers handlers = new RequestHandlers(links);
    accountHandler.register(handlers);
    trading.register(handlers);
    orderLists =
        new OrderListHandler(
            account, trading.book(), options.faults().executions(), options.zone());
    orderLists.register(handlers);
    new MarketHandler(universe, options.clock(), streams, trading::wake).register(handlers);
    new HistoryHandler(universe, prices, options.clock(), options.zone()).register(handlers);
    settings =
        new SessionSettings(options, clients, handlers, this::welcome, this::received, this::ended);
    tickerThread = acceptor.map(trading.ticker()::thread);
    tickerThread.ifPresent(Thread::start);
    acceptor.ifPresent(listening -> listening.open(() -> ServerSession.connectionTime(options)));
  }

  /**
   * Opens the account, and serves clients that {@link #dial} connects. Nothing happens by itself:
   * {@link #tick} makes due things happen to live orders. All clients belong to one thread at a
   * time.
   */
  public static SimulatedGateway inMemory(GatewayOptions options) {
    try {
      return new SimulatedGateway(options, false);
    } catch (IOException e) {
      throw new UncheckedIOException("a gateway in memory opens no socket", e);
    }
  }

  /**
   * Connects a client in memory. The session exchanges the same bytes as by a socket. Faults that
   * delay messages have no effect.
   *
   * @param pace paces the messages of the client
   * @return the client's side
   * @throws IOException if {@value #MOST_CLIENTS} clients are connected
   */
  public Transport dial(PaceClock pace) throws IOException {
    List<Transport> sides = MemoryTransport.pair(pace);
    serve(sides.get(1), true);
    return sides.get(0);
  }

  private PaperAccount account(String name, StateStore state) {
    return new PaperAccount(name, broker, options.clock(), options.zone(), state);
  }

  private List<PaperAccount> accounts() {
    return options.secondAccount().isEmpty()
        ? List.of(account)
        : List.of(account, account(options.secondAccount(), StateStore.inMemory()));
  }

  /** The port at which it listens, even while it refuses connections; 0 in memory. */
  public int port() {
    return acceptor.map(ConnectionAcceptor::port).orElse(0);
  }

  /** The address at which it listens, such as {@code 127.0.0.1:4002}, or {@code memory}. */
  public String address() {
    return acceptor.map(ConnectionAcceptor::address).orElse("memory");
  }

  /** The instruments of the simulated market. */
  public Universe universe() {
    return broker.universe();
  }

  /** The prices of the simulated market. */
  public PriceSource prices() {
    return broker.prices();
  }

  /** The account that trades. */
  public PaperAccount account() {
    return account;
  }

  /** The market's clock. After each move of it, everything has happened that became due. */
  public MarketClock clock() {
    return options.clock();
  }

  /** The faults, which may change at any time. */
  public Faults faults() {
    return options.faults();
  }

  /** The user at the TWS window, who trades and corrects by hand. */
  public TwsUser tws() {
    return trading.tws();
  }

  /** The prices of the market that are set by hand. Call {@link #tick} after a change. */
  public SetPrices setPrices() {
    return prices;
  }

  /**
   * Makes everything happen to live orders that is due at the clock's time, and sends streams the
   * prices that have changed.
   */
  public void tick() {
    trading.ticker().moveNow();
  }

  /** The next moment at which something is due whatever the price; empty if there is none. */
  public Optional<Instant> nextDue() {
    return trading.book().nextDue();
  }

  /** The market in which orders trade. */
  public Market market() {
    return trading.market();
  }

  /** Fills no order from now on. Orders work, and only {@link TwsUser#fill} fills them. */
  public void holdFills() {
    trading.fillOrders(false);
  }

  /** Fills orders again. */
  public void releaseFills() {
    trading.fillOrders(true);
  }

  /** Opens the market. Orders that have waited for it begin to work. */
  public void openMarket() {
    trading.openMarket(true);
  }

  /** Closes the market. No order is filled until it is open again. */
  public void closeMarket() {
    trading.openMarket(false);
  }

  /**
   * Sends the messages that {@link OrderMessageFaults#hold} has held, and holds none from now on.
   */
  public void releaseOrderMessages() {
    faults().orders().messages().release();
    trading.messages().release();
  }

  /** The number of open connections. */
  public int sessions() {
    return sessions.size();
  }

  /** The number of connections that were accepted since the gateway was made. */
  public int connectionsAccepted() {
    return sessions.accepted();
  }

  /** The numbers of the clients that have started. */
  public Set<Integer> clientIds() {
    return clients.all().stream().map(Client::id).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether the broker is lost. */
  public boolean isBrokerLost() {
    return links.isLost(Link.BROKER);
  }

  /**
   * Loses the broker, and tells every client (1100). The sockets stay open.
   *
   * <p>Orders and cancellations are stored until the broker is back. Messages about live orders
   * come late. {@link LinkFaults#whileLost} decides about other answers.
   */
  public void loseBroker() {
    loseBroker(Link.BROKER.brokenCode());
  }

  /** Loses the broker with a code: 1100, or 2110 if the server behind the gateway is lost. */
  public void loseBroker(int code) {
    links.lose(Link.BROKER, code);
  }

  /** Restores the broker, and tells every client: 1102 if the data were kept, else 1101. */
  public void regainBroker(boolean dataKept) {
    links.restore(Link.BROKER, dataKept);
  }

  /**
   * Breaks the connection to a farm, and tells every client (2103, 2105 or 2157). Until it is
   * mended, requests for its data are not answered.
   */
  public void breakFarm(Link farm) {
    links.lose(requireFarm(farm), farm.brokenCode());
  }

  /** Mends the connection to a farm, and tells every client (2104, 2106 or 2158). */
  public void mendFarm(Link farm) {
    links.restore(requireFarm(farm), true);
  }

  private static Link requireFarm(Link link) {
    if (link == Link.BROKER) {
      throw new IllegalArgumentException(
          "the broker is not a farm; use loseBroker and regainBroker");
    }
    return link;
  }

  /** Sends every client a message about its session. */
  public void push(int code, String text) {
    Response message = new ErrorMessage(Client.SESSION, code, text, "");
    sessions.forEach(session -> session.push(message));
  }

  /** Closes the connection of every client at once. */
  public void dropConnections() {
    sessions.forEach(ServerSession::close);
  }

  /**
   * Closes the connection of every client, and waits until their sessions have ended. No thread of
   * a session may call it.
   */
  public void endSessions() {
    sessions.closeAndJoin();
  }

  /**
   * Refuses new connections. The port is closed, and open connections stay.
   *
   * @throws IOException if the listening socket cannot be closed
   */
  public void refuseConnections() throws IOException {
    listening().refuse();
  }

  /** Refuses new connections for a time, and then listens again. */
  public void refuseConnections(Duration time) throws IOException {
    listening().refuse(time);
  }

  /**
   * Listens again at the same port.
   *
   * @throws IOException if another process has taken the port
   */
  public void acceptConnections() throws IOException {
    listening().listenAgain();
  }

  private ConnectionAcceptor listening() {
    return acceptor.orElseThrow(
        () -> new IllegalStateException("a gateway in memory does not listen at a port"));
  }

  /** Stops listening, closes every connection, and waits until all threads have ended. */
  @Override
  public void close() {
    trading.ticker().end();
    acceptor.ifPresent(ConnectionAcceptor::close);
    tickerThread.ifPresent(Sessions::join);
    sessions.end();
  }

  private void serve(Socket socket) throws IOException {
    serve(new SocketTransport(socket), false);
  }

  private void serve(Transport transport, boolean inMemory) throws IOException {
    sessions.begin(transport, settings, inMemory, "simulated-gateway-" + port() + "-");
  }

  private void ended(ServerSession session) {
    sessions.ended(session);
    options.change().run();
  }

  private void received(int clientId, int number, Request request) {
    links.countRequest();
    options.listener().received(clientId, number, request);
  }

  /** Sends a client the messages that follow its start, as was recorded. */
  private void welcome(Client client) {
    client.send(
        new ManagedAccounts(
            options.secondAccount().isEmpty()
                ? account.name()
                : account.name() + "," + options.secondAccount()));
    orderLists.nextValidId(client);
    links.welcome(client);
    if (options.downloadOpenOrders()) {
      orderLists.ownOrders(client);
    }
    options.change().run();
  }
}
