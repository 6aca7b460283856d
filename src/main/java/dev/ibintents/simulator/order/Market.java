package dev.ibintents.simulator.order;

import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.account.StandingOrder;
import dev.ibintents.simulator.market.Auctions;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.MarketCalendar;
import dev.ibintents.simulator.market.PriceSource;
import dev.ibintents.simulator.market.PriceSource.AwaitedPrice;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The market in which orders trade. Buyers pay the ask, sellers receive the bid, and the supply
 * never ends.
 */
public final class Market {
  /** The opening hours of the market. */
  public enum Mode {
    /** Always open. */
    OPEN,
    /** Closed until {@link Market#open} opens it. */
    CLOSED,
    /** Open when the real markets are open. */
    CALENDAR,
    /** Open at its auctions only. */
    AUCTIONS
  }

  private final PriceSource prices;
  private final PaperAccount account;
  private final ZoneId zone;
  private final Optional<Auctions> auctions;
  private volatile Mode mode;
  private volatile boolean filling = true;

  /**
   * Makes the market.
   *
   * @param zone the time zone in which the market writes its next opening
   * @param auctions the auctions, for the mode {@link Mode#AUCTIONS}
   */
  public Market(
      PriceSource prices,
      PaperAccount account,
      ZoneId zone,
      Mode mode,
      Optional<Auctions> auctions) {
    this.prices = prices;
    this.account = account;
    this.zone = zone;
    this.auctions = auctions;
    this.mode = mode;
  }

  /** Whether the market is open for an order now. */
  boolean isOpen(Order order, Instrument instrument) {
    return switch (mode) {
      case OPEN -> true;
      case CLOSED -> false;
      case AUCTIONS -> auctions.orElseThrow().isAt(instrument, account.now());
      case CALENDAR ->
          order.orderType().equals("MOC")
              || MarketCalendar.of(instrument)
                  .isWithin(account.now(), OrderLifetime.inRegularHours(order, instrument));
    };
  }

  /** Opens or closes the market, whatever the hour. */
  public void open(boolean nowOpen) {
    mode = nowOpen ? Mode.OPEN : Mode.CLOSED;
  }

  /** Whether the market is open, closed, or open at certain times. */
  public Mode mode() {
    return mode;
  }

  /** Sets whether the market fills orders by itself. If not, only a person fills orders. */
  public void fill(boolean byItself) {
    filling = byItself;
  }

  /** Whether the market fills orders by itself. */
  public boolean isFilling() {
    return filling;
  }

  /** The price that a buyer pays now, or that a seller receives. */
  BigDecimal price(Instrument instrument, boolean buys) {
    return prices.price(instrument, buys, account.now());
  }

  /** The price at which an order trades now; empty if its limit does not allow a trade. */
  Optional<BigDecimal> priceFor(Order order, Instrument instrument) {
    boolean buys = order.action().equals("BUY");
    BigDecimal price = price(instrument, buys);
    if (!order.orderType().endsWith("LMT")) {
      return Optional.of(price);
    }
    int beyond = price.compareTo(order.lmtPrice());
    return (buys ? beyond <= 0 : beyond >= 0) ? Optional.of(price) : Optional.empty();
  }

  /** The largest quantity that the market fills now; empty if there is no limit. */
  Optional<BigDecimal> volume(Instrument instrument) {
    return auctions
        .flatMap(known -> known.volume(instrument, account.now()))
        .map(volume -> volume.subtract(account.filledNow(instrument)));
  }

  /** Whether the price has reached the stop price of an order. */
  boolean touches(Order order, Instrument instrument) {
    boolean buys = order.action().equals("BUY");
    int beyond = price(instrument, buys).compareTo(order.auxPrice());
    return buys ? beyond >= 0 : beyond <= 0;
  }

  /** The beginning of the next session, such as {@code 2026-08-25 09:30:00 US/Eastern}. */
  String nextOpening(Order order, Instrument instrument) {
    String text = GatewayTime.zoned(opening(order, instrument), zone);
    return text.substring(0, 4) + '-' + text.substring(4, 6) + '-' + text.substring(6);
  }

  private Instant opening(Order order, Instrument instrument) {
    boolean regular = OrderLifetime.inRegularHours(order, instrument);
    return auctions
        .map(known -> known.next(instrument, account.now()))
        .orElseGet(() -> MarketCalendar.of(instrument).beginsAfter(account.now(), regular).from());
  }

  /**
   * The next moment at which the market opens for an order; empty if it does not open by itself.
   */
  Optional<Instant> opensNext(Order order, Instrument instrument) {
    return mode == Mode.CALENDAR || mode == Mode.AUCTIONS
        ? Optional.of(opening(order, instrument))
        : Optional.empty();
  }

  /**
   * The first moment in the future at which the market reaches the price of a working order: its
   * stop price, or its limit once it is elected.
   *
   * @param until the last moment that counts
   * @return empty if there is no such moment in this session, or the order waits for no price
   */
  Optional<Instant> reached(StandingOrder standing, Instrument instrument, Instant until) {
    Order order = standing.order();
    boolean elected = standing.progress().elected();
    if (mode == Mode.AUCTIONS || elected && !order.orderType().endsWith("LMT")) {
      return Optional.empty();
    }
    boolean buys = standing.buys();
    Instant now = account.now();
    return prices.reached(
        instrument,
        new AwaitedPrice(buys, elected ? order.lmtPrice() : order.auxPrice(), elected == buys),
        now,
        mode == Mode.CALENDAR ? earlier(until, closing(order, instrument, now)) : until);
  }

  private static Instant closing(Order order, Instrument instrument, Instant now) {
    return MarketCalendar.of(instrument)
        .notOverAt(now, OrderLifetime.inRegularHours(order, instrument))
        .to();
  }

  private static Instant earlier(Instant first, Instant second) {
    return first.isBefore(second) ? first : second;
  }
}
