package dev.ibintents.simulator.account;

import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.OrderState;
import dev.ibintents.ibapi.message.OrderStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * Writes the states of an order. Each state is the two messages with which real gateways report it.
 */
public final class OrderReports {
  private OrderReports() {}

  /**
   * The numbers under which an order is known.
   *
   * @param account the account that it belongs to
   * @param clientId the client that placed it; 0 for TWS
   * @param orderId the number that the client gave it; 0 for TWS
   * @param permId its number in the account
   */
  public record Numbers(String account, int clientId, int orderId, long permId) {}

  /**
   * An order that has just been accepted.
   *
   * @param order the order as sent
   */
  public static StandingOrder accepted(
      Contract contract, Order order, Numbers numbers, Progress progress) {
    Order shown =
        whole(order).toBuilder()
            .set(OrderField.ACCOUNT, numbers.account())
            .set(OrderField.CLIENT_ID, numbers.clientId())
            .set(OrderField.ORDER_ID, numbers.orderId())
            .set(OrderField.PERM_ID, numbers.permId())
            .set(OrderField.OPEN_CLOSE, "")
            .set(OrderField.SHARES_ALLOCATION, allocation(numbers.permId(), 0, numbers.account()))
            .set(OrderField.TRAIL_STOP_PRICE, stopPrice(order))
            .build();
    OrderStatus status =
        new OrderStatus(
            numbers.orderId(),
            "PreSubmitted",
            BigDecimal.ZERO,
            shown.totalQuantity(),
            BigDecimal.ZERO,
            numbers.permId(),
            order.parentId(),
            BigDecimal.ZERO,
            numbers.clientId(),
            "",
            BigDecimal.ZERO);
    OrderState state = OrderState.builder().status("PreSubmitted").build();
    return new StandingOrder(new OpenOrder(contract, shown, state), status, progress);
  }

  /**
   * A cancelled order in its state before the cancellation.
   *
   * @param fills the executions of the account
   */
  static StandingOrder revived(EndedOrder ended, String account, List<PaperFill> fills) {
    Order order = ended.report().order();
    BigDecimal units = order.get(OrderField.FILLED_QUANTITY);
    BigDecimal filled = units == null ? BigDecimal.ZERO : units;
    BigDecimal paid = BigDecimal.ZERO;
    for (PaperFill fill : fills) {
      if (fill.execution().permId() == order.permId()) {
        paid = paid.add(fill.execution().price().multiply(fill.execution().shares()));
      }
    }
    StandingOrder accepted =
        accepted(
            ended.report().contract(),
            order,
            new Numbers(account, ended.clientId(), ended.orderId(), order.permId()),
            Progress.begun(ended.time()).filled(paid, BigDecimal.ZERO, null));
    BigDecimal average =
        filled.signum() == 0 ? BigDecimal.ZERO : TradePosting.average(paid, filled, 2);
    return reported(
        accepted,
        new Stage("Cancelled", "", filled, average, BigDecimal.ZERO),
        accepted.progress());
  }

  /** The order with its quantity as a whole number. Gateways show a quantity of 100.0 as 100. */
  private static Order whole(Order order) {
    return order.with(OrderField.TOTAL_QUANTITY, order.totalQuantity().setScale(0));
  }

  private static String allocation(long permId, int changes, String account) {
    return permId + "." + changes + "/" + account + "/100";
  }

  /**
   * The stop price as real gateways write it: the stop price of a stop order, one unit beyond the
   * limit of a limit order.
   */
  private static BigDecimal stopPrice(Order order) {
    return switch (order.orderType()) {
      case "LMT" ->
          order.action().equals("BUY")
              ? order.lmtPrice().add(BigDecimal.ONE)
              : order.lmtPrice().subtract(BigDecimal.ONE);
      case "STP", "STP LMT" -> order.auxPrice();
      default -> null;
    };
  }

  /**
   * The order after its client has changed it. The count of changes rises, and the stop price is
   * gone.
   */
  public static StandingOrder changed(StandingOrder live, Order wanted) {
    Order before = live.order();
    Progress progress = live.progress().changed();
    Order shown =
        whole(wanted).toBuilder()
            .set(OrderField.ACCOUNT, before.account())
            .set(OrderField.CLIENT_ID, before.clientId())
            .set(OrderField.ORDER_ID, before.orderId())
            .set(OrderField.PERM_ID, before.permId())
            .set(OrderField.ORDER_REF, before.orderRef())
            .set(OrderField.PARENT_ID, before.parentId())
            .set(OrderField.OPEN_CLOSE, "")
            .set(
                OrderField.SHARES_ALLOCATION,
                allocation(before.permId(), progress.changes(), before.account()))
            .set(OrderField.TRAIL_STOP_PRICE, null)
            .build();
    OpenOrder open = new OpenOrder(live.open().contract(), shown, live.open().state());
    StandingOrder changed = new StandingOrder(open, live.status(), progress);
    return at(changed, live.status().status(), live.status().whyHeld());
  }

  /** The order at another stage. */
  public static StandingOrder at(StandingOrder order, String stage, String whyHeld) {
    OrderStatus status = order.status();
    return reported(
        order,
        new Stage(stage, whyHeld, status.filled(), status.avgFillPrice(), status.lastFillPrice()),
        order.progress());
  }

  /**
   * The order after an execution.
   *
   * @param next the earliest moment of the next execution; {@code null} if it may happen at any
   *     time
   */
  public static StandingOrder filled(StandingOrder order, PaperFill fill, Instant next) {
    BigDecimal price = fill.execution().price();
    BigDecimal shares = fill.execution().shares();
    Progress progress =
        order.progress().filled(price.multiply(shares), fill.commission().commission(), next);
    boolean done = order.remaining().compareTo(shares) == 0;
    String stage = order.progress().cancelAt() == null ? "Submitted" : "PendingCancel";
    return reported(
        order,
        new Stage(
            done ? "Filled" : stage,
            "",
            order.filled().add(shares),
            fill.execution().avgPrice(),
            price),
        progress);
  }

  /** A stage of an order as its status reports it. */
  private record Stage(
      String name, String whyHeld, BigDecimal filled, BigDecimal average, BigDecimal last) {}

  private static StandingOrder reported(StandingOrder order, Stage stage, Progress progress) {
    OrderStatus before = order.status();
    return new StandingOrder(
        new OpenOrder(
            order.open().contract(),
            order.order(),
            OrderState.builder().status(stage.name()).build()),
        new OrderStatus(
            before.orderId(),
            stage.name(),
            stage.filled(),
            order.order().totalQuantity().subtract(stage.filled()),
            stage.average(),
            before.permId(),
            before.parentId(),
            stage.last(),
            before.clientId(),
            stage.whyHeld(),
            before.mktCapPrice()),
        progress);
  }

  /** The open-order message of an order with its commission so far. */
  public static OpenOrder withCommission(StandingOrder order, String currency) {
    OrderState state =
        OrderState.builder()
            .status(order.status().status())
            .commission(order.progress().commission())
            .commissionCurrency(currency)
            .build();
    return new OpenOrder(order.open().contract(), order.order(), state);
  }
}
