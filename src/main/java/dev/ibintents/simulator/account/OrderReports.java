package dev.ibintents.simulator.account;

import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.OrderState;
import dev.ibintents.ibapi.message.OrderStatus;
import java.math.BigDecimal;
import java.time.Instant;

/** The states of an order, each as the two messages that real gateways report it with. */
public final class OrderReports {
  private OrderReports() {}

  /**
   * An order that has just been accepted.
   *
   * @param order as sent
   * @param permId its number in the account
   */
  public static StandingOrder accepted(
      Contract contract,
      Order order,
      String account,
      int clientId,
      int orderId,
      long permId,
      Progress progress) {
    Order shown =
        whole(order).toBuilder()
            .set(OrderField.ACCOUNT, account)
            .set(OrderField.CLIENT_ID, clientId)
            .set(OrderField.ORDER_ID, orderId)
            .set(OrderField.PERM_ID, permId)
            .set(OrderField.OPEN_CLOSE, "")
            .set(OrderField.SHARES_ALLOCATION, allocation(permId, 0, account))
            .set(OrderField.TRAIL_STOP_PRICE, stopPrice(order))
            .build();
    OrderStatus status =
        new OrderStatus(
            orderId,
            "PreSubmitted",
            BigDecimal.ZERO,
            shown.totalQuantity(),
            BigDecimal.ZERO,
            permId,
            order.parentId(),
            BigDecimal.ZERO,
            clientId,
            "",
            BigDecimal.ZERO);
    OrderState state = OrderState.builder().status("PreSubmitted").build();
    return new StandingOrder(new OpenOrder(contract, shown, state), status, progress);
  }

  /**
   * An order that was cancelled, as it was before.
   *
   * @param done units that were filled
   * @param paid price × units of those
   */
  static StandingOrder revived(EndedOrder ended, String account, BigDecimal done, BigDecimal paid) {
    BigDecimal filled = done == null ? BigDecimal.ZERO : done;
    Order order = ended.report().order();
    StandingOrder accepted =
        accepted(
            ended.report().contract(),
            order,
            account,
            ended.clientId(),
            ended.orderId(),
            order.permId(),
            Progress.begun(ended.time()).filled(paid, BigDecimal.ZERO, null));
    BigDecimal average =
        filled.signum() == 0 ? BigDecimal.ZERO : TradePosting.average(paid, filled, 2);
    return reported(accepted, "Cancelled", "", filled, average, BigDecimal.ZERO)
        .with(accepted.progress());
  }

  /** 100.0 is as good as 100, and shown as that. */
  private static Order whole(Order order) {
    return order.with(OrderField.TOTAL_QUANTITY, order.totalQuantity().setScale(0));
  }

  private static String allocation(long permId, int changes, String account) {
    return permId + "." + changes + "/" + account + "/100";
  }

  /** What real gateways write there: the limit a unit further on, or the stop price itself. */
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

  /** The order after its client has changed it: another count, and no stop price any more. */
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
    OrderStatus was = order.status();
    return reported(order, stage, whyHeld, was.filled(), was.avgFillPrice(), was.lastFillPrice())
        .with(order.progress());
  }

  /**
   * The order after an execution.
   *
   * @param next not before this moment comes the next one; may be {@code null}
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
            done ? "Filled" : stage,
            "",
            order.filled().add(shares),
            fill.execution().avgPrice(),
            price)
        .with(progress);
  }

  private static StandingOrder reported(
      StandingOrder order,
      String stage,
      String whyHeld,
      BigDecimal filled,
      BigDecimal average,
      BigDecimal last) {
    OrderStatus was = order.status();
    return new StandingOrder(
        new OpenOrder(
            order.open().contract(), order.order(), OrderState.builder().status(stage).build()),
        new OrderStatus(
            was.orderId(),
            stage,
            filled,
            order.order().totalQuantity().subtract(filled),
            average,
            was.permId(),
            was.parentId(),
            last,
            was.clientId(),
            whyHeld,
            was.mktCapPrice()),
        order.progress());
  }

  /** The order once more, with what it has cost. */
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
