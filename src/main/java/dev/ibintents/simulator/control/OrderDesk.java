package dev.ibintents.simulator.control;

import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.server.SimulatedGateway;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fills, refuses and cancels live orders by hand. Callers use it one at a time. */
final class OrderDesk {
  static final String REFUSAL = "Order rejected - reason:The broker refuses this order";

  private final SimulatedGateway gateway;
  private final Map<Long, Integer> refusedLate;
  private final StateReader reader;

  /**
   * Works on the orders of a gateway.
   *
   * @param refusedLate receives the codes of the errors that refuse live orders
   */
  OrderDesk(SimulatedGateway gateway, StateReader reader, Map<Long, Integer> refusedLate) {
    this.gateway = gateway;
    this.reader = reader;
    this.refusedLate = refusedLate;
  }

  OrderView fill(String order, Optional<BigDecimal> quantity, Optional<BigDecimal> price) {
    OrderView live = live(order);
    BigDecimal units = quantity.orElse(live.remaining());
    if (units.signum() <= 0 || units.compareTo(live.remaining()) > 0) {
      throw RefusedCallException.conflict(
          "%s has %s units left, so it cannot fill %s"
              .formatted(order, live.remaining().toPlainString(), units.toPlainString()));
    }
    Instrument instrument = gateway.account().instrument(live.conId());
    boolean buys = live.action().equals("BUY");
    BigDecimal paid =
        price
            .or(() -> Optional.ofNullable(live.lmtPrice()))
            .orElseGet(() -> gateway.prices().price(instrument, buys, gateway.account().now()));
    if (paid.signum() <= 0) {
      throw RefusedCallException.wrong("the price must be above 0, not " + paid.toPlainString());
    }
    gateway.tws().fill(live.order(), units, paid);
    return byNumber(live.order());
  }

  OrderView refuse(String order, int code, String text) {
    OrderView live = live(order);
    refusedLate.put(live.order(), code);
    gateway.tws().refuse(live.order(), code, text);
    return byNumber(live.order());
  }

  OrderView cancel(String order) {
    OrderView live = live(order);
    gateway.tws().cancel(live.order());
    return byNumber(live.order());
  }

  private OrderView live(String order) {
    gateway.tick();
    List<OrderView> live = reader.live().stream().filter(view -> view.isNamed(order)).toList();
    if (live.size() == 1 && !live.get(0).status().equals("Held")) {
      return live.get(0);
    }
    throw RefusedCallException.conflict(live.size() > 1 ? ambiguous(order, live) : notLive(order));
  }

  private static String ambiguous(String order, List<OrderView> live) {
    return "%d live orders have the reference %s; name one by its number: %s"
        .formatted(live.size(), order, live.stream().map(OrderView::order).toList());
  }

  private String notLive(String order) {
    return "no live order is named "
        + order
        + reader
            .last(view -> view.isNamed(order))
            .map(last -> "; it is " + last.status())
            .orElse("");
  }

  private OrderView byNumber(long number) {
    return reader
        .last(view -> view.order() == number)
        .orElseThrow(() -> new IllegalStateException("order " + number + " is forgotten"));
  }
}
