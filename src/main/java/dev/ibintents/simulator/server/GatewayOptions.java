package dev.ibintents.simulator.server;

import dev.ibintents.ibapi.message.Handshake;
import dev.ibintents.simulator.account.StateStore;
import dev.ibintents.simulator.fault.Faults;
import dev.ibintents.simulator.order.Market;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;

/**
 * How a simulated gateway is set up. Every option has a default that suits a test; each method
 * changes one option and returns this.
 */
public final class GatewayOptions {
  /** The account of the simulated gateway, unless said otherwise. */
  public static final String ACCOUNT = "DU1234567";

  /** The account of a simulated gateway that plays the broker of the live trading mode. */
  public static final String LIVE_ACCOUNT = "U1234567";

  private String host = "127.0.0.1";
  private int port;
  private long seed = 1;
  private String account = ACCOUNT;
  private Clock clock = Clock.systemUTC();
  private ZoneId zone = ZoneId.of("US/Eastern");
  private StateStore state = StateStore.inMemory();
  private Faults faults = new Faults();
  private int maxVersion = Handshake.MAX_VERSION;
  private int messagesPerSecond = 50;
  private Duration patience = Duration.ofSeconds(15);
  private boolean downloadOpenOrders = true;
  private Market.Mode market = Market.Mode.OPEN;
  private String secondAccount = "";
  private boolean ticking = true;
  private RequestListener listener = (clientId, number, request) -> {};

  /** The address to listen on; 127.0.0.1 unless set. */
  public GatewayOptions host(String host) {
    this.host = Objects.requireNonNull(host, "host");
    return this;
  }

  /** The port to listen on; 0, the default, takes any that is free. */
  public GatewayOptions port(int port) {
    this.port = port;
    return this;
  }

  /** Chooses the world of prices; 1 unless set. */
  public GatewayOptions seed(long seed) {
    this.seed = seed;
    return this;
  }

  /** The number of the account; {@value #ACCOUNT} unless set. */
  public GatewayOptions account(String account) {
    this.account = Objects.requireNonNull(account, "account");
    return this;
  }

  /** The market's time; the machine's unless set. */
  public GatewayOptions clock(Clock clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
    return this;
  }

  /** The zone of the gateway's texts, and at whose midnight a day begins; US/Eastern unless set. */
  public GatewayOptions zone(ZoneId zone) {
    this.zone = Objects.requireNonNull(zone, "zone");
    return this;
  }

  /** Where the account is kept; in memory unless set. */
  public GatewayOptions state(StateStore state) {
    this.state = Objects.requireNonNull(state, "state");
    return this;
  }

  /** What goes wrong on purpose; nothing unless set. */
  public GatewayOptions faults(Faults faults) {
    this.faults = Objects.requireNonNull(faults, "faults");
    return this;
  }

  /**
   * The newest version of the protocol that is offered; 178 unless set. Below 157 it names itself
   * to clients, as an outdated gateway does, and is of no further use.
   *
   * @throws IllegalArgumentException if it is above 178
   */
  public GatewayOptions maxVersion(int maxVersion) {
    if (maxVersion > Handshake.MAX_VERSION) {
      throw new IllegalArgumentException("versions above 178 are not spoken here: " + maxVersion);
    }
    this.maxVersion = maxVersion;
    return this;
  }

  /**
   * How many messages a second are taken from one client; 50 unless set.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public GatewayOptions messagesPerSecond(int messagesPerSecond) {
    if (messagesPerSecond < 1) {
      throw new IllegalArgumentException("no message is ever taken: " + messagesPerSecond);
    }
    this.messagesPerSecond = messagesPerSecond;
    return this;
  }

  /** How long a client may take to greet, and then to start; 15 s unless set. */
  public GatewayOptions patience(Duration patience) {
    this.patience = Objects.requireNonNull(patience, "patience");
    return this;
  }

  /** Whether a client is sent its open orders unasked when it starts; true unless set. */
  public GatewayOptions downloadOpenOrders(boolean downloadOpenOrders) {
    this.downloadOpenOrders = downloadOpenOrders;
    return this;
  }

  /**
   * Whether the market is open, whatever the hour; true unless set. While it is closed, orders wait
   * with a warning (399), until {@link SimulatedGateway#openMarket}.
   */
  public GatewayOptions marketOpen(boolean marketOpen) {
    market = marketOpen ? Market.Mode.OPEN : Market.Mode.CLOSED;
    return this;
  }

  /**
   * Has the market keep the hours of the real ones, with their holidays and half days. Outside of
   * them orders wait, with a warning (399); day orders end with their session.
   */
  public GatewayOptions marketByCalendar() {
    market = Market.Mode.CALENDAR;
    return this;
  }

  /**
   * Adds a second account of the same user. It can be looked at and takes no orders; then requests
   * and orders have to name an account.
   */
  public GatewayOptions secondAccount(String name) {
    this.secondAccount = Objects.requireNonNull(name, "name");
    return this;
  }

  /**
   * Whether the gateway looks after live orders by itself, once a second and when something is due;
   * true unless set. If not, they move when a client asks about orders, and at {@link
   * SimulatedGateway#tick}.
   */
  public GatewayOptions ticking(boolean ticking) {
    this.ticking = ticking;
    return this;
  }

  /** Sees every request; nobody does unless set. */
  public GatewayOptions onRequest(RequestListener listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  long seed() {
    return seed;
  }

  String account() {
    return account;
  }

  Clock clock() {
    return clock;
  }

  ZoneId zone() {
    return zone;
  }

  StateStore state() {
    return state;
  }

  Faults faults() {
    return faults;
  }

  int maxVersion() {
    return maxVersion;
  }

  int messagesPerSecond() {
    return messagesPerSecond;
  }

  Duration patience() {
    return patience;
  }

  boolean downloadOpenOrders() {
    return downloadOpenOrders;
  }

  Market.Mode market() {
    return market;
  }

  /** The name of the second account; empty if there is none. */
  String secondAccount() {
    return secondAccount;
  }

  boolean ticking() {
    return ticking;
  }

  RequestListener listener() {
    return listener;
  }
}
