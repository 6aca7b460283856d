package dev.ibintents.bench;

import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.PlaceOrder;
import dev.ibintents.ibapi.message.Request;
import dev.ibintents.simulator.server.RequestListener;
import dev.ibintents.trading.CurrencyPair;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * Sees every order at the gateway's door, before the gateway acts upon it, and keeps those that
 * break the rule of the moment: none may come, or none that makes a position larger.
 */
public final class OrderWatch implements RequestListener {
  private final IntFunction<BigDecimal> positions;
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private volatile Optional<String> forbidden = Optional.empty();
  private volatile Predicate<PlaceOrder> concerned = order -> true;
  private volatile OptionalInt client = OptionalInt.empty();
  private volatile boolean reducing;

  /**
   * @param positions what the account holds of a contract, by conId
   */
  public OrderWatch(IntFunction<BigDecimal> positions) {
    this.positions = positions;
  }

  /**
   * From now on no order may come.
   *
   * @param because why not, for the message
   */
  public void forbid(String because) {
    client = OptionalInt.empty();
    concerned = order -> true;
    forbidden = Optional.of(because);
  }

  /** From now on no order of this client may come. */
  public void forbid(int clientId, String because) {
    client = OptionalInt.of(clientId);
    concerned = order -> true;
    forbidden = Optional.of(because);
  }

  /** From now on none of these orders may come. */
  public void forbid(Set<String> orderRefs, String because) {
    client = OptionalInt.empty();
    concerned = placed -> orderRefs.contains(placed.order().orderRef());
    forbidden = Optional.of(because);
  }

  /**
   * From now on each order must bring what the account holds of its contract nearer to zero. What
   * it has of a currency pair is cash.
   */
  public void onlyReducing() {
    reducing = true;
  }

  /** From now on any order may come. */
  public void allow() {
    forbidden = Optional.empty();
    reducing = false;
  }

  /** The orders that broke a rule; they are forgotten with this. */
  public List<String> takeViolations() {
    List<String> taken = List.copyOf(violations);
    violations.clear();
    return taken;
  }

  @Override
  public void received(int clientId, int number, Request request) {
    if (request instanceof PlaceOrder placed && !placed.order().get(OrderField.WHAT_IF)) {
      if (client.isEmpty() || client.getAsInt() == clientId) {
        forbidden
            .filter(because -> concerned.test(placed))
            .ifPresent(because -> violations.add(describe(placed) + " came, though " + because));
      }
      if (reducing && !CurrencyPair.isPair(placed.contract())) {
        requireReducing(placed);
      }
    }
  }

  private void requireReducing(PlaceOrder placed) {
    Order order = placed.order();
    BigDecimal held = positions.apply(placed.contract().conId());
    BigDecimal change =
        order.action().equals("BUY") ? order.totalQuantity() : order.totalQuantity().negate();
    boolean opposite = change.signum() == -held.signum();
    if (!opposite || change.abs().compareTo(held.abs()) > 0) {
      violations.add(describe(placed) + " does not reduce the position of " + held);
    }
  }

  private static String describe(PlaceOrder placed) {
    Order order = placed.order();
    return "order %d %s: %s %s of %s"
        .formatted(
            placed.orderId(),
            order.orderRef(),
            order.action(),
            order.totalQuantity(),
            placed.contract().conId());
  }
}
