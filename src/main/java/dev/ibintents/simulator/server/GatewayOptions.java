package dev.ibintents.simulator.server;

import dev.ibintents.ibapi.message.Handshake;
import dev.ibintents.simulator.account.Commissions;
import dev.ibintents.simulator.account.StateStore;
import dev.ibintents.simulator.clock.MarketClock;
import dev.ibintents.simulator.fault.Faults;
import dev.ibintents.simulator.market.Auctions;
import dev.ibintents.simulator.market.BarMarket;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.PriceSource;
import dev.ibintents.simulator.market.Prices;
import dev.ibintents.simulator.order.Market;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The options of a simulated gateway. Every option has a default that suits a test. Each method
 * changes one option and returns this object.
 *
 * <p>The class is the builder of a gateway, so it has one field for each option.
 */
public final class GatewayOptions {
  /** The default account of the simulated gateway. */
  public static final String ACCOUNT = "DU1234567";

  /** The account of a simulated gateway that stands for the broker of live trading. */
  public static final String LIVE_ACCOUNT = "U1234567";

  private static final long USUAL_SEED = 1;

  private String host = "127.0.0.1";
  private int port;
  private String account = ACCOUNT;
  private MarketClock clock = MarketClock.following(Clock.systemUTC());
  private ZoneId zone = ZoneId.of("US/Eastern");
  private StateStore state = StateStore.inMemory();
  private Faults faults = new Faults();
  private int maxVersion = Handshake.MAX_VERSION;
  private int messagesPerSecond = 50;
  private Duration patience = Duration.ofSeconds(15);
  private boolean downloadOpenOrders = true;
  private Optional<PriceSource> prices = Optional.empty();
  private Optional<Auctions> auctions = Optional.empty();
  private List<Instrument> shares = List.of();
  private Commissions commissions = Commissions.USUAL;
  private Market.Mode market = Market.Mode.OPEN;
  private String secondAccount = "";
  private boolean ticking = true;
  private RequestListener listener = (clientId, number, request) -> {};
  private Runnable change = () -> {};

  /** Sets the address to listen at; the default is 127.0.0.1. */
  public GatewayOptions host(String host) {
    this.host = Objects.requireNonNull(host, "host");
    return this;
  }

  /** Sets the port to listen at; the default 0 takes any free port. */
  public GatewayOptions port(int port) {
    this.port = port;
    return this;
  }

  /**
   * Adds shares, pairs and futures to the table of instruments. One with the number of an
   * instrument of the table replaces it.
   */
  public GatewayOptions instruments(List<Instrument> further) {
    this.shares = List.copyOf(further);
    return this;
  }

  /** Sets the prices; the default is those of the seed 1. */
  public GatewayOptions prices(PriceSource prices) {
    this.prices = Optional.of(prices);
    return this;
  }

  /** Sets the number of the account; the default is {@value #ACCOUNT}. */
  public GatewayOptions account(String account) {
    this.account = Objects.requireNonNull(account, "account");
    return this;
  }

  /**
   * Sets the market's clock; the default is the machine's clock. Another clock than a {@link
   * MarketClock} is followed.
   */
  public GatewayOptions clock(Clock clock) {
    this.clock = MarketClock.following(clock);
    return this;
  }

  /**
   * Sets the time zone of the gateway's texts, whose midnight begins a day; the default is
   * US/Eastern.
   */
  public GatewayOptions zone(ZoneId zone) {
    this.zone = Objects.requireNonNull(zone, "zone");
    return this;
  }

  /** Sets the store of the account; the default is memory. */
  public GatewayOptions state(StateStore state) {
    this.state = Objects.requireNonNull(state, "state");
    return this;
  }

  /** Sets the faults; the default is none. */
  public GatewayOptions faults(Faults faults) {
    this.faults = Objects.requireNonNull(faults, "faults");
    return this;
  }

  /**
   * Sets the newest version of the protocol that the gateway offers; the default is 226.
   *
   * <p>Below 157 the gateway only greets clients, as an outdated gateway does.
   *
   * @throws IllegalArgumentException if the version is above 226
   */
  public GatewayOptions maxVersion(int maxVersion) {
    if (maxVersion > Handshake.MAX_VERSION) {
      throw new IllegalArgumentException(
          "the simulated gateway speaks versions up to "
              + Handshake.MAX_VERSION
              + ", not "
              + maxVersion);
    }
    this.maxVersion = maxVersion;
    return this;
  }

  /**
   * Sets the number of messages that the gateway reads from a client in a second; the default is
   * 50.
   *
   * @throws IllegalArgumentException if the number is below 1
   */
  public GatewayOptions messagesPerSecond(int messagesPerSecond) {
    if (messagesPerSecond < 1) {
      throw new IllegalArgumentException(
          "the gateway reads 1 or more messages a second, not " + messagesPerSecond);
    }
    this.messagesPerSecond = messagesPerSecond;
    return this;
  }

  /** Sets the time that a client may take to greet, and again to start; the default is 15 s. */
  public GatewayOptions patience(Duration patience) {
    this.patience = Objects.requireNonNull(patience, "patience");
    return this;
  }

  /** Sets whether a client receives its open orders when it starts; the default is true. */
  public GatewayOptions downloadOpenOrders(boolean downloadOpenOrders) {
    this.downloadOpenOrders = downloadOpenOrders;
    return this;
  }

  /**
   * Sets whether the market is open, whatever the hour; the default is true. While it is closed,
   * orders wait with a warning (399) until {@link SimulatedGateway#openMarket}.
   */
  public GatewayOptions marketOpen(boolean marketOpen) {
    market = marketOpen ? Market.Mode.OPEN : Market.Mode.CLOSED;
    return this;
  }

  /**
   * Opens the market in the hours of the real markets, with their holidays and half days. Outside
   * of them orders wait with a warning (399). Day orders end with their session.
   */
  public GatewayOptions marketByCalendar() {
    market = Market.Mode.CALENDAR;
    return this;
  }

  /**
   * Feeds the market with bars in place of prices from a seed. Orders are filled at its auctions
   * only.
   *
   * @param shares the shares that the table of instruments does not have
   */
  public GatewayOptions market(BarMarket bars, List<Instrument> shares) {
    this.prices = Optional.of(bars);
    this.auctions = Optional.of(bars);
    this.shares = List.copyOf(shares);
    this.market = Market.Mode.AUCTIONS;
    return this;
  }

  /** Sets the schedule of commissions; the default is {@link Commissions#USUAL}. */
  public GatewayOptions commissions(Commissions commissions) {
    this.commissions = Objects.requireNonNull(commissions, "commissions");
    return this;
  }

  /**
   * Adds a second account of the same user. It can be read but takes no orders. Requests and orders
   * must then name an account.
   */
  public GatewayOptions secondAccount(String name) {
    this.secondAccount = Objects.requireNonNull(name, "name");
    return this;
  }

  /**
   * Sets whether the gateway makes due things happen to live orders by itself; the default is true.
   *
   * <p>It does so once a second and when something is due. Without it, orders move when a client
   * asks about orders, and at {@link SimulatedGateway#tick}.
   */
  public GatewayOptions ticking(boolean ticking) {
    this.ticking = ticking;
    return this;
  }

  /** Sets a listener that sees every request; the default is none. */
  public GatewayOptions onRequest(RequestListener listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Sets a listener that is called after a client has connected or left, and after orders or the
   * account have changed. It is called on threads of the gateway; the default is none.
   */
  public GatewayOptions onChange(Runnable listener) {
    this.change = Objects.requireNonNull(listener, "listener");
    return this;
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  PriceSource prices() {
    return prices.orElseGet(() -> new Prices(USUAL_SEED));
  }

  Optional<Auctions> auctions() {
    return auctions;
  }

  List<Instrument> shares() {
    return shares;
  }

  Commissions commissions() {
    return commissions;
  }

  String account() {
    return account;
  }

  MarketClock clock() {
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

  Runnable change() {
    return change;
  }
}
