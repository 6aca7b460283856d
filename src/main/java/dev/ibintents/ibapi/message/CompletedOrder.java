package dev.ibintents.ibapi.message;

import static dev.ibintents.ibapi.message.OrderField.*;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.util.Objects;

/**
 * An order that has ended today: filled, cancelled, expired or rejected. The gateway may send it
 * without a request.
 *
 * <p>As a text it has neither an order id nor a client id; its permId and orderRef identify it. For
 * a filled order the total quantity is 0, and the filled quantity has the size.
 *
 * @param contract the instrument
 * @param order the order
 * @param state the status, completed time and completed status
 */
public record CompletedOrder(Contract contract, Order order, OrderState state) implements Response {
  /** The message's id on the wire. */
  public static final int ID = 101;

  private static final int PROTOBUF_SINCE = 204;
  private static final int CONTRACT = 1;

  /** Refuses {@code null}. */
  public CompletedOrder {
    Objects.requireNonNull(contract, "contract");
    Objects.requireNonNull(order, "order");
    Objects.requireNonNull(state, "state");
  }

  static CompletedOrder read(FieldReader in) {
    if (in.lacks(CONTRACT) || in.lacks(CONTRACT + 1) || in.lacks(CONTRACT + 2)) {
      return null;
    }
    OrderReading wire = OrderWire.reading(in, CONTRACT);
    pass(wire);
    return new CompletedOrder(wire.contract(), wire.order(), wire.state());
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE);
    Contract shown = ContractFields.withStrike(contract);
    pass(OrderWire.writing(out, CONTRACT, shown, order, state));
  }

  static void pass(OrderWire wire) {
    if (wire.isProtobuf()) {
      wire.answeredProtobuf();
      return;
    }
    wire.contractUpToMultiplier();
    wire.contractFromCurrency();
    basics(wire);
    institutional(wire);
    execution(wire);
    volatility(wire);
    wire.order(EARLIER_TRAIL_STOP_PRICE, TRAILING_PERCENT);
    wire.contract.comboLegsDescrip =
        wire.contract(19, FieldForm.TEXT, wire.contract.comboLegsDescrip);
    wire.combination();
    wire.scale(FieldForm.SENTINEL_INTEGER);
    wire.hedge();
    wire.order(CLEARING_ACCOUNT, CLEARING_INTENT, NOT_HELD);
    wire.deltaNeutralContract();
    wire.algorithm();
    wire.order(SOLICITED);
    wire.state.status = wire.state(1, FieldForm.TEXT, wire.state.status);
    wire.order(RANDOMIZE_SIZE, RANDOMIZE_PRICE);
    wire.pegToBenchmark();
    wire.conditions();
    completion(wire);
    wire.pegBestPegMid();
    wire.orderSince(CUSTOMER_ACCOUNT, PROFESSIONAL_CUSTOMER);
    if (wire.since(OrderWire.SUBMITTER_SUPPORT)) {
      wire.order(SUBMITTER);
    }
  }

  private static void basics(OrderWire wire) {
    wire.order(ACTION, TOTAL_QUANTITY, ORDER_TYPE);
    wire.order(FieldForm.SHOWN_PRICE, LMT_PRICE, AUX_PRICE);
    wire.order(TIF, OCA_GROUP, ACCOUNT, OPEN_CLOSE, ORIGIN, ORDER_REF, PERM_ID);
    wire.order(OUTSIDE_RTH, HIDDEN, DISCRETIONARY_AMT, GOOD_AFTER_TIME);
  }

  private static void institutional(OrderWire wire) {
    wire.order(FA_GROUP, FA_METHOD, FA_PERCENTAGE);
    if (!wire.since(OrderWire.FA_PROFILE_DESUPPORT)) {
      wire.order(FA_PROFILE);
    }
    wire.order(MODEL_CODE, GOOD_TILL_DATE, RULE_80A, PERCENT_OFFSET, SETTLING_FIRM);
    wire.order(SHORT_SALE_SLOT, DESIGNATED_LOCATION, EXEMPT_CODE);
  }

  private static void execution(OrderWire wire) {
    wire.order(STARTING_PRICE, STOCK_REF_PRICE, DELTA, STOCK_RANGE_LOWER, STOCK_RANGE_UPPER);
    wire.order(DISPLAY_SIZE, FieldForm.SENTINEL_INTEGER);
    wire.order(SWEEP_TO_FILL, ALL_OR_NONE, MIN_QTY, OCA_TYPE, TRIGGER_METHOD);
  }

  private static void volatility(OrderWire wire) {
    wire.order(VOLATILITY);
    wire.order(VOLATILITY_TYPE, FieldForm.ZERO_INTEGER);
    boolean details = wire.orderOrNone(DELTA_NEUTRAL_ORDER_TYPE);
    wire.order(DELTA_NEUTRAL_AUX_PRICE);
    if (details) {
      wire.order(DELTA_NEUTRAL_CON_ID, DELTA_NEUTRAL_SHORT_SALE, DELTA_NEUTRAL_SHORT_SALE_SLOT);
      wire.order(DELTA_NEUTRAL_DESIGNATED_LOCATION);
    }
    wire.order(CONTINUOUS_UPDATE);
    wire.order(REFERENCE_PRICE_TYPE, FieldForm.ZERO_INTEGER);
  }

  private static void completion(OrderWire wire) {
    wire.order(FieldForm.SENTINEL_DECIMAL, TRAIL_STOP_PRICE, LMT_PRICE_OFFSET);
    wire.order(CASH_QTY, FieldForm.ZERO_DECIMAL);
    wire.order(DONT_USE_AUTO_PRICE_FOR_HEDGE, IS_OMS_CONTAINER, AUTO_CANCEL_DATE);
    wire.order(FILLED_QUANTITY);
    wire.order(REF_FUTURES_CON_ID, FieldForm.SENTINEL_INTEGER);
    wire.order(AUTO_CANCEL_PARENT, SHAREHOLDER, IMBALANCE_ONLY, ROUTE_MARKETABLE_TO_BBO);
    wire.order(PARENT_PERM_ID, FieldForm.SENTINEL_LONG);
    wire.state.completedTime = wire.state(29, FieldForm.TEXT, wire.state.completedTime);
    wire.state.completedStatus = wire.state(30, FieldForm.TEXT, wire.state.completedStatus);
  }
}
