package dev.ibintents.simulator.control;

import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.simulator.account.EndedOrder;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.account.PaperFill;
import dev.ibintents.simulator.account.ReceivedOrder;
import dev.ibintents.simulator.account.StandingOrder;
import dev.ibintents.simulator.account.Valuation;
import dev.ibintents.simulator.control.GatewayState.ExecutionView;
import dev.ibintents.simulator.control.GatewayState.PositionView;
import dev.ibintents.simulator.server.SimulatedGateway;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads the orders, positions and executions of a gateway at one moment. */
final class StateReader {
  static final String REFUSED = "Refused";

  private final PaperAccount account;
  private final SimulatedGateway gateway;
  private final Map<Long, Integer> refusedLate;

  /**
   * Reads a gateway.
   *
   * @param refusedLate the codes of the errors that refused live orders, by the orders' numbers
   */
  StateReader(SimulatedGateway gateway, Map<Long, Integer> refusedLate) {
    this.gateway = gateway;
    this.refusedLate = refusedLate;
    account = gateway.account();
  }

  /** The live orders, the oldest first. */
  List<OrderView> live() {
    synchronized (account) {
      return account.orders().stream()
          .filter(order -> !order.isReportedCancelled())
          .map(this::view)
          .toList();
    }
  }

  /** The orders that ended today, the earliest first, and then those refused without a number. */
  List<OrderView> ended() {
    synchronized (account) {
      Stream<OrderView> refused =
          account.received().stream()
              .filter(order -> order.outcome() == ReceivedOrder.Outcome.REFUSED)
              .filter(order -> order.permId() == 0)
              .map(this::view);
      return Stream.concat(account.endedOrders().stream().map(this::view), refused).toList();
    }
  }

  /** All orders of today, the live ones last. */
  List<OrderView> all() {
    synchronized (account) {
      List<OrderView> all = new ArrayList<>(ended());
      all.addAll(live());
      return all;
    }
  }

  /** The last order of today that fulfils a condition; a live one if there is one. */
  Optional<OrderView> last(Predicate<OrderView> condition) {
    return all().stream().filter(condition).reduce((first, second) -> second);
  }

  /**
   * The whole state.
   *
   * @param sent the number of messages that clients have sent
   */
  GatewayState state(long sent) {
    synchronized (account) {
      Valuation valuation = account.valuation();
      return new GatewayState(
          gateway.clock().instant(),
          gateway.clock().speed(),
          gateway.port(),
          account.name(),
          gateway.market().mode().name().toLowerCase(Locale.ROOT),
          gateway.market().isFilling(),
          !gateway.isBrokerLost(),
          List.copyOf(gateway.clientIds()),
          gateway.sessions(),
          sent,
          gateway.setPrices().all(),
          new TreeMap<>(valuation.settled()),
          valuation.netLiquidation(),
          positions(),
          live(),
          ended(),
          executions());
    }
  }

  private List<PositionView> positions() {
    return account.positions().entrySet().stream()
        .map(
            held ->
                new PositionView(
                    held.getKey().localSymbol(), held.getKey().conId(), held.getValue()))
        .toList();
  }

  private List<ExecutionView> executions() {
    return account.fills().stream()
        .map(
            fill ->
                new ExecutionView(
                    fill.execId(),
                    fill.execution().permId(),
                    fill.execution().clientId(),
                    fill.execution().orderRef(),
                    fill.instrument().localSymbol(),
                    fill.signedQuantity(),
                    fill.execution().price(),
                    fill.commission().commission(),
                    fill.time()))
        .toList();
  }

  private OrderView view(StandingOrder standing) {
    return view(
        standing.order(),
        standing.order().totalQuantity(),
        standing.filled(),
        standing.isHidden() ? "Held" : standing.status().status(),
        new Refused(0, ""),
        standing.conId());
  }

  private OrderView view(EndedOrder ended) {
    Order order =
        ended.report().order().toBuilder()
            .set(OrderField.CLIENT_ID, ended.clientId())
            .set(OrderField.ORDER_ID, ended.orderId())
            .build();
    BigDecimal filled =
        Optional.ofNullable(order.get(OrderField.FILLED_QUANTITY)).orElse(BigDecimal.ZERO);
    int code = code(order.permId());
    return view(
        order,
        ended.isFilled() ? filled : order.totalQuantity(),
        filled,
        code == 0 ? ended.report().state().status() : REFUSED,
        new Refused(code, ended.report().state().completedStatus()),
        ended.report().contract().conId());
  }

  /** The code of the error that refused an order; 0 if it was not refused. */
  private int code(long permId) {
    return Optional.ofNullable(refusedLate.get(permId))
        .or(
            () ->
                account.received().stream()
                    .filter(order -> order.permId() == permId)
                    .filter(order -> order.outcome() == ReceivedOrder.Outcome.REFUSED)
                    .map(ReceivedOrder::code)
                    .findFirst())
        .orElse(0);
  }

  /** The code and the text of an error; the code is 0 if there was none. */
  private record Refused(int code, String text) {}

  private OrderView view(
      Order order,
      BigDecimal quantity,
      BigDecimal filled,
      String status,
      Refused refused,
      int conId) {
    return new OrderView(
        order.permId(),
        order.clientId(),
        order.orderId(),
        order.orderRef(),
        account.instrument(conId).localSymbol(),
        conId,
        order.action(),
        quantity,
        order.orderType(),
        price(order.lmtPrice()),
        price(order.auxPrice()),
        order.tif(),
        status,
        filled,
        quantity.subtract(filled),
        averagePrice(order.permId()),
        refused.code(),
        refused.text());
  }

  private OrderView view(ReceivedOrder received) {
    return new OrderView(
        0,
        received.clientId(),
        received.orderId(),
        received.orderRef(),
        gateway
            .universe()
            .byConId(received.conId())
            .map(instrument -> instrument.localSymbol())
            .orElse(received.symbol()),
        received.conId(),
        received.action(),
        received.quantity(),
        "",
        null,
        null,
        "",
        REFUSED,
        BigDecimal.ZERO,
        received.quantity(),
        null,
        received.code(),
        "refused on arrival with code " + received.code());
  }

  /** A price; {@code null} if the gateway writes 0 for no price. */
  private static BigDecimal price(BigDecimal price) {
    return price == null || price.signum() == 0 ? null : price;
  }

  private BigDecimal averagePrice(long permId) {
    List<PaperFill> fills = account.fills();
    BigDecimal units = BigDecimal.ZERO;
    BigDecimal paid = BigDecimal.ZERO;
    for (PaperFill fill : fills) {
      if (fill.execution().permId() == permId && fills.stream().noneMatch(fill::isCorrectedBy)) {
        units = units.add(fill.execution().shares());
        paid = paid.add(fill.execution().shares().multiply(fill.execution().price()));
      }
    }
    return units.signum() == 0 ? null : paid.divide(units, MathContext.DECIMAL64);
  }
}
