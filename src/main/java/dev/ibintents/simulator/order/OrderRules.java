package dev.ibintents.simulator.order;

import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.TagValue;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.Instrument.Kind;
import dev.ibintents.simulator.market.Instrument.Terms;
import dev.ibintents.simulator.market.Listing;
import dev.ibintents.simulator.market.MarketRules;
import dev.ibintents.simulator.market.Universe;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rules by which the gateway itself refuses orders, with its codes and texts. */
public final class OrderRules {
  private static final Set<String> ORDER_TYPES = Set.of("MKT", "LMT", "STP", "STP LMT", "MOC");

  /** Order types that real gateways know and this market does not support. */
  private static final Set<String> OTHER_ORDER_TYPES =
      Set.of(
          "LOC",
          "TRAIL",
          "TRAIL LIMIT",
          "MIT",
          "LIT",
          "MTL",
          "MKT PRT",
          "STP PRT",
          "REL",
          "MIDPRICE",
          "SNAP MID",
          "SNAP MKT",
          "SNAP PRIM",
          "PEG MKT",
          "PEG MID",
          "PEG BEST",
          "VOL",
          "BOX TOP",
          "PASSV REL");

  private static final Set<String> TIFS = Set.of("DAY", "GTC", "IOC", "FOK", "GTD");
  private static final Set<String> PRIORITIES = Set.of("Urgent", "Normal", "Patient");

  private final String account;
  private final boolean isOnlyAccount;
  private final Universe universe;
  private final OrderLifetime lifetimes;

  /**
   * Checks the orders of an account.
   *
   * @param account the account that trades
   * @param isOnlyAccount whether the user has no other account, so that an order need not name it
   */
  public OrderRules(
      String account, boolean isOnlyAccount, Universe universe, OrderLifetime lifetimes) {
    this.account = account;
    this.isOnlyAccount = isOnlyAccount;
    this.universe = universe;
    this.lifetimes = lifetimes;
  }

  /**
   * Checks an order.
   *
   * @return the instrument and the route of the order
   * @throws OrderRefusedException with the first reason for a refusal
   */
  Listing check(Contract contract, Order order, Instant now) throws OrderRefusedException {
    basics(order);
    Listing listing = listing(contract, now);
    Instrument instrument = listing.instrument();
    quantity(order);
    size(order.totalQuantity(), instrument.terms());
    type(order, instrument, now);
    price(order, order.orderType().endsWith("LMT"), order.lmtPrice(), instrument);
    price(order, order.orderType().startsWith("STP"), order.auxPrice(), instrument);
    algorithm(order, instrument);
    if (instrument.kind() == Kind.STK && !listing.exchange().equals("SMART")) {
      throw new OrderRefusedException(directlyRouted(listing.exchange()));
    }
    return listing;
  }

  /** The note that precedes the rejection of a directly routed order; see {@link #check}. */
  private static Refusal directlyRouted(String exchange) {
    return Refusal.byGateway(
        10311,
        "This order will be directly routed to "
            + exchange
            + ". Direct routed orders may result in higher trade fees. Restriction is specified in"
            + " Precautionary Settings of Global Configuration/API.");
  }

  private void basics(Order order) throws OrderRefusedException {
    require(
        isOnlyAccount || !order.account().isEmpty(),
        Refusal.invalid("You must specify an account."));
    require(
        order.account().isEmpty() || order.account().equals(account),
        Refusal.invalid("Invalid account code '" + order.account() + "'."));
    require(
        order.action().equals("BUY") || order.action().equals("SELL"),
        Refusal.invalid("Invalid side was entered"));
    require(
        !order.get(OrderField.E_TRADE_ONLY),
        Refusal.byGateway(10268, "The 'EtradeOnly' order attribute is not supported."));
    require(
        !order.get(OrderField.FIRM_QUOTE_ONLY),
        Refusal.byGateway(10269, "The 'firmQuoteOnly' order attribute is not supported."));
    require(
        !order.isSet(OrderField.NBBO_PRICE_CAP),
        Refusal.byGateway(10270, "The 'nbboPriceCap' order attribute is not supported."));
    require(
        order.tif().isEmpty() || TIFS.contains(order.tif()),
        Refusal.byGateway(10052, "Invalid time in force:" + order.tif()));
    lifetimes.checked(order.goodAfterTime());
    boolean dated = lifetimes.checked(order.goodTillDate()).isPresent();
    require(dated || !order.tif().equals("GTD"), Refusal.invalid("Good till date is missing"));
    require(
        !order.whatIf() || order.transmit(),
        Refusal.byGateway(413, "The 'What-If' order should have the transmit flag set to TRUE."));
  }

  private Listing listing(Contract contract, Instant now) throws OrderRefusedException {
    require(!contract.exchange().isEmpty(), Refusal.invalid("Missing order exchange"));
    List<Listing> found = universe.find(contract);
    if (found.isEmpty()) {
      boolean elsewhere = !universe.find(contract.toBuilder().exchange("").build()).isEmpty();
      throw new OrderRefusedException(
          Refusal.byGateway(
              200,
              elsewhere
                  ? "The destination or exchange selected is Invalid."
                  : "No security definition has been found for the request"));
    }
    require(
        found.size() == 1,
        Refusal.byGateway(
            200,
            "The contract description specified for %s is ambiguous."
                .formatted(contract.symbol())));
    Instrument instrument = found.get(0).instrument();
    require(!instrument.isSettled(now), Refusal.byGateway(392, "Invalid order: contract expired"));
    return found.get(0);
  }

  private static void quantity(Order order) throws OrderRefusedException {
    BigDecimal quantity = order.totalQuantity();
    require(
        !order.isSet(OrderField.CASH_QTY) || order.get(OrderField.CASH_QTY).signum() == 0,
        Refusal.byGateway(10293, "Cash quantity is not allowed for this order."));
    require(quantity.signum() != 0, Refusal.byGateway(434, "The order size cannot be zero."));
    require(quantity.signum() > 0, Refusal.invalid("Order size is negative"));
    require(
        quantity.stripTrailingZeros().scale() <= 0,
        Refusal.byGateway(10318, "This order doesn't support fractional quantity trading"));
  }

  private static void size(BigDecimal quantity, Terms terms) throws OrderRefusedException {
    require(
        quantity.compareTo(terms.minSize()) >= 0,
        Refusal.byGateway(388, "Order size is smaller than the minimum requirement."));
    require(
        quantity.remainder(terms.sizeIncrement()).signum() == 0,
        Refusal.invalid("Order size does not conform to market rule."));
  }

  private void type(Order order, Instrument instrument, Instant now) throws OrderRefusedException {
    String type = order.orderType();
    boolean known = ORDER_TYPES.contains(type) || OTHER_ORDER_TYPES.contains(type);
    require(known, Refusal.byGateway(321, ERROR_OF_TYPE));
    boolean closing = type.equals("MOC");
    require(
        ORDER_TYPES.contains(type) && !(closing && instrument.kind() == Kind.CASH),
        Refusal.byGateway(387, "Unsupported order type for this exchange and security type."));
    require(
        !closing || lifetimes.close(instrument, now).isAfter(now),
        Refusal.byBroker("Exchange is closed."));
  }

  private static final String ERROR_OF_TYPE =
      "Error validating request.-'bF' : cause - Invalid order type was entered";

  private static void price(Order order, boolean needed, BigDecimal price, Instrument instrument)
      throws OrderRefusedException {
    require(
        !needed
            || price != null
                && price.signum() > 0
                && price.remainder(MarketRules.increment(instrument, price)).signum() == 0,
        Refusal.byGateway(
            110, "The price does not conform to the minimum price variation for this contract."));
  }

  /**
   * Checks the algorithm. The only one here is Adaptive, for shares and futures, MKT and LMT, DAY
   * only.
   */
  private static void algorithm(Order order, Instrument instrument) throws OrderRefusedException {
    String algorithm = order.algoStrategy();
    if (algorithm.isEmpty()) {
      return;
    }
    require(
        algorithm.equals("Adaptive"),
        Refusal.byGateway(439, "Order processing failed. Algorithm definition not found."));
    boolean day = order.tif().isEmpty() || order.tif().equals("DAY");
    boolean plain = order.orderType().equals("MKT") || order.orderType().equals("LMT");
    require(
        instrument.kind() != Kind.CASH && day && plain,
        Refusal.byGateway(442, "Specified algorithm is not allowed for this order."));
    for (TagValue parameter : order.algoParams()) {
      require(
          parameter.tag().equals("adaptivePriority"),
          Refusal.byGateway(443, "Order processing failed. Unknown algo attribute."));
      require(
          PRIORITIES.contains(parameter.value()),
          Refusal.byGateway(441, "Algo attributes validation failed."));
    }
  }

  /** The warning about a time without a time zone; empty if there is none. The order lives on. */
  static Optional<String> zoneWarning(Order order) {
    return OrderLifetime.lacksZone(order.goodAfterTime())
            || OrderLifetime.lacksZone(order.goodTillDate())
        ? Optional.of(
            "Warning: You submitted request with date-time attributes without explicit time zone."
                + " Please switch to use yyyymmdd-hh:mm:ss in UTC or use instrument time zone, like"
                + " US/Eastern. Implied time zone functionality will be removed in the next API"
                + " release")
        : Optional.empty();
  }

  private static void require(boolean holds, Refusal refusal) throws OrderRefusedException {
    if (!holds) {
      throw new OrderRefusedException(refusal);
    }
  }
}
