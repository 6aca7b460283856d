package dev.ibintents.simulator.server;

import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.ManagedAccounts;
import dev.ibintents.ibapi.message.Request;
import dev.ibintents.ibapi.message.Response;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.account.StateStore;
import dev.ibintents.simulator.fault.Faults;
import dev.ibintents.simulator.fault.Link;
import dev.ibintents.simulator.fault.LinkFaults;
import dev.ibintents.simulator.fault.OrderFaults;
import dev.ibintents.simulator.market.Prices;
import dev.ibintents.simulator.market.Universe;
import java.io.IOException;
import java.net.BindException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway with a paper account behind a real socket: what any client of the TWS API connects to.
 *
 * <p>It listens from the moment it is made until it is closed. All of its threads are daemons, are
 * named {@code simulated-gateway-{port}-…}, and have ended when {@link #close} returns.
 */
public final class SimulatedGateway implements AutoCloseable {
  /**
   * How many clients a gateway serves at once; one more is hung up on (TWS API, "Connectivity").
   */
  public static final int MOST_CLIENTS = 32;

  private static final Logger LOG = LoggerFactory.getLogger(SimulatedGateway.class);
  private static final long LONGEST_FAREWELL_MILLIS = 5_000;
  private static final long LONGEST_IDLE_SECONDS = 1;

  private final GatewayOptions options;
  private final Universe universe;
  private final Prices prices;
  private final PaperAccount account;
  private final TradingParts trading;
  private final BrokerLinks links;
  private final OrderDesk orderDesk;
  private final Clients clients = new Clients();
  private final Set<ServerSession> sessions = ConcurrentHashMap.newKeySet();
  private final Set<ServerSession> unjoined = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final ExecutorService threads;
  private final Set<Thread> sessionThreads = ConcurrentHashMap.newKeySet();
  private final SessionSettings settings;
  private final Entrance entrance;
  private final Thread looking;

  /**
   * Opens the account and listens.
   *
   * @throws BindException if the port is in use; its message names the address
   * @throws IOException if the address cannot be listened on
   */
  public SimulatedGateway(GatewayOptions options) throws IOException {
    this.options = options;
    universe = new Universe(options.clock());
    prices = new Prices(options.seed());
    account = account(options.account(), options.state());
    entrance = new Entrance(options.host(), options.port(), this::serve);
    AccountDesk accountDesk =
        new AccountDesk(accounts(), options.clock(), options.zone(), options.faults());
    trading = new TradingParts(options, account, universe, prices, clients, accountDesk);
    links = new BrokerLinks(clients, options.faults().links(), trading);
    trading.ticker().watch(links);
    Desk desk = new Desk(links);
    accountDesk.answerAt(desk);
    trading.answerAt(desk);
    orderDesk =
        new OrderDesk(account, trading.book(), options.faults().executions(), options.zone());
    orderDesk.answerAt(desk);
    new MarketDesk(universe, prices, options.clock(), options.faults()).answerAt(desk);
    new HistoryDesk(universe, prices, options.clock(), options.zone()).answerAt(desk);
    settings =
        new SessionSettings(
            options.maxVersion(),
            options.clock(),
            options.zone(),
            options.patience(),
            options.messagesPerSecond(),
            options.faults(),
            clients,
            desk,
            this::welcome,
            this::received,
            sessions::remove);
    threads = threads();
    looking = entrance.thread("ticker", trading.ticker());
    looking.start();
    entrance.open(() -> ServerSession.connectionTime(settings));
  }

  private PaperAccount account(String name, StateStore state) {
    return new PaperAccount(name, universe, prices, options.clock(), options.zone(), state);
  }

  private List<PaperAccount> accounts() {
    return options.secondAccount().isEmpty()
        ? List.of(account)
        : List.of(account, account(options.secondAccount(), StateStore.inMemory()));
  }

  /** The port that it listens on, also while it refuses connections. */
  public int port() {
    return entrance.port();
  }

  /** The address that it listens on, such as {@code 127.0.0.1:4002}. */
  public String address() {
    return entrance.address();
  }

  /** The instruments of its market. */
  public Universe universe() {
    return universe;
  }

  /** The prices of its market. */
  public Prices prices() {
    return prices;
  }

  /** The account behind it. */
  public PaperAccount account() {
    return account;
  }

  /** What goes wrong on purpose; may be changed at any time. */
  public Faults faults() {
    return options.faults();
  }

  /** The person at the TWS window: manual orders, fills and corrections. */
  public Tws tws() {
    return trading.tws();
  }

  /** Lets everything happen with live orders that is due at the clock's time. */
  public void tick() {
    trading.book().tick();
  }

  /** Opens the market: orders that have waited for it begin to work. */
  public void openMarket() {
    trading.market().open(true);
    tick();
  }

  /** Closes the market: nothing is filled until it is open again. */
  public void closeMarket() {
    trading.market().open(false);
  }

  /** Sends what {@link OrderFaults#hold} has held back, and holds nothing back from now on. */
  public void releaseOrderMessages() {
    faults().orders().release();
    trading.delivery().release();
  }

  /** How many connections are open. */
  public int sessions() {
    return sessions.size();
  }

  /** How many connections have been accepted since the beginning. */
  public int connectionsAccepted() {
    return accepted.get();
  }

  /**
   * Tells every client that the gateway has lost the broker (1100); the sockets stay open. Orders
   * and cancellations that come from now on are stored until it is back, and what happens to live
   * orders is reported late. {@link LinkFaults#whileLost} says what is answered meanwhile.
   */
  public void loseBroker() {
    loseBroker(Link.BROKER.brokenCode());
  }

  /** Loses the broker with this code: 1100, or 2110 if the server behind the gateway is lost. */
  public void loseBroker(int code) {
    links.lose(Link.BROKER, code);
  }

  /** Tells every client that the broker is back: 1102 if the data were kept, 1101 if not. */
  public void regainBroker(boolean dataKept) {
    links.restore(Link.BROKER, dataKept);
  }

  /**
   * Breaks the connection with a farm and tells every client (2103, 2105 or 2157): its requests are
   * not answered until it is mended.
   */
  public void breakFarm(Link farm) {
    links.lose(requireFarm(farm), farm.brokenCode());
  }

  /** Mends the connection with a farm and tells every client (2104, 2106 or 2158). */
  public void mendFarm(Link farm) {
    links.restore(requireFarm(farm), true);
  }

  private static Link requireFarm(Link link) {
    if (link == Link.BROKER) {
      throw new IllegalArgumentException("the broker is no farm; use loseBroker, regainBroker");
    }
    return link;
  }

  /** Tells every client something about the session. */
  public void push(int code, String text) {
    Response message = new ErrorMessage(Client.SESSION, code, text, "");
    sessions.forEach(session -> session.push(message));
  }

  /** Hangs up on every client at once. */
  public void dropConnections() {
    sessions.forEach(ServerSession::close);
  }

  /**
   * Refuses new connections by not listening; open ones go on.
   *
   * @throws IOException if the listening socket cannot be closed
   */
  public void refuseConnections() throws IOException {
    entrance.refuse();
  }

  /** Refuses new connections for a while, and then listens again. */
  public void refuseConnections(Duration time) throws IOException {
    entrance.refuse(time);
  }

  /**
   * Listens again on the same port.
   *
   * @throws IOException if the port has been taken meanwhile
   */
  public void acceptConnections() throws IOException {
    entrance.listenAgain();
  }

  /** Stops listening, hangs up on every client, and waits for all threads to end. */
  @Override
  public void close() {
    trading.ticker().end();
    entrance.close();
    join(looking);
    unjoined.forEach(ServerSession::close);
    unjoined.forEach(SimulatedGateway::join);
    threads.shutdown();
    sessionThreads.forEach(SimulatedGateway::join);
  }

  /** A client that comes again soon finds the threads of its last visit, which starts faster. */
  private ExecutorService threads() {
    AtomicInteger number = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE, // no more than two for each of MOST_CLIENTS
        LONGEST_IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        work -> {
          Thread thread = entrance.thread("session-" + number.incrementAndGet(), work);
          sessionThreads.removeIf(one -> one.getState() == Thread.State.TERMINATED);
          sessionThreads.add(thread);
          return thread;
        });
  }

  private void serve(Socket socket) throws IOException {
    int number = accepted.incrementAndGet();
    if (sessions.size() >= MOST_CLIENTS) {
      LOG.info("{} clients are connected; one more is hung up on", MOST_CLIENTS);
      socket.close();
      return;
    }
    ServerSession session =
        new ServerSession(socket, settings, "simulated-gateway-" + port() + "-" + number);
    unjoined.removeIf(ServerSession::hasEnded);
    unjoined.add(session);
    sessions.add(session);
    session.start(threads);
  }

  private void received(int clientId, int number, Request request) {
    links.arrived();
    options.listener().received(clientId, number, request);
  }

  /** What a gateway says to a client that has started, as recorded. */
  private void welcome(Client client) {
    client.send(
        new ManagedAccounts(
            options.secondAccount().isEmpty()
                ? account.name()
                : account.name() + "," + options.secondAccount()));
    orderDesk.nextValidId(client);
    links.welcome(client);
    if (options.downloadOpenOrders()) {
      orderDesk.ownOrders(client);
    }
  }

  static void join(Thread thread) {
    try {
      if (thread != null && thread != Thread.currentThread()) {
        thread.join(LONGEST_FAREWELL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void join(ServerSession session) {
    try {
      session.join(LONGEST_FAREWELL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
