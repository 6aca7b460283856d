package dev.ibintents.ibapi.message;

import static dev.ibintents.ibapi.message.OrderField.*;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.util.Objects;

/**
 * An order with its current state (openOrder).
 *
 * <p>The gateway sends it after the order was placed or changed, at each fill, and after a what-if
 * order. It also answers requests for open orders, and repeats identical messages.
 *
 * @param contract the instrument
 * @param order the order, with its order id, client id and permId
 * @param state the state, and the margin and commission
 */
public record OpenOrder(Contract contract, Order order, OrderState state) implements Response {
  /** The message's id on the wire. */
  public static final int ID = 5;

  private static final int PROTOBUF_SINCE = 203;
  private static final int CONTRACT = 2;

  /** Refuses {@code null}. */
  public OpenOrder {
    Objects.requireNonNull(contract, "contract");
    Objects.requireNonNull(order, "order");
    Objects.requireNonNull(state, "state");
  }

  static OpenOrder read(FieldReader in) {
    if (in.lacks(CONTRACT) || in.lacks(CONTRACT + 1) || in.lacks(CONTRACT + 2)) {
      return null;
    }
    OrderReading wire = OrderWire.reading(in, CONTRACT);
    pass(wire);
    return new OpenOrder(wire.contract(), wire.order(), wire.state());
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE);
    if (out.isProtobuf()) {
      out.integer(1, order.orderId());
    }
    Contract shown = ContractFields.withStrike(contract);
    pass(OrderWire.writing(out, CONTRACT, shown, order, state));
  }

  static void pass(OrderWire wire) {
    if (wire.isProtobuf()) {
      wire.answeredProtobuf();
      return;
    }
    wire.order(ORDER_ID);
    wire.contractUpToMultiplier();
    wire.contractFromCurrency();
    basics(wire);
    institutional(wire);
    execution(wire);
    volatility(wire);
    wire.order(EARLIER_TRAIL_STOP_PRICE, TRAILING_PERCENT, BASIS_POINTS, BASIS_POINTS_TYPE);
    wire.contract.comboLegsDescrip =
        wire.contract(19, FieldForm.TEXT, wire.contract.comboLegsDescrip);
    wire.combination();
    wire.scale(FieldForm.SENTINEL_INTEGER);
    wire.hedge();
    wire.order(OPT_OUT_SMART_ROUTING, CLEARING_ACCOUNT, CLEARING_INTENT, NOT_HELD);
    wire.deltaNeutralContract();
    wire.algorithm();
    wire.order(SOLICITED, WHAT_IF);
    OrderStateFields.ofOpenOrder(wire);
    wire.order(RANDOMIZE_SIZE, RANDOMIZE_PRICE);
    wire.pegToBenchmark();
    wire.conditions();
    adjustments(wire);
    rest(wire);
    wire.pegBestPegMid();
    sinceLaterVersions(wire);
  }

  private static void basics(OrderWire wire) {
    wire.order(ACTION, TOTAL_QUANTITY, ORDER_TYPE);
    wire.order(FieldForm.SHOWN_PRICE, LMT_PRICE, AUX_PRICE);
    wire.order(TIF, OCA_GROUP, ACCOUNT, OPEN_CLOSE, ORIGIN, ORDER_REF, CLIENT_ID, PERM_ID);
    wire.order(OUTSIDE_RTH, HIDDEN, DISCRETIONARY_AMT, GOOD_AFTER_TIME, SHARES_ALLOCATION);
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
    wire.order(AUCTION_STRATEGY, STARTING_PRICE, STOCK_REF_PRICE, DELTA);
    wire.order(STOCK_RANGE_LOWER, STOCK_RANGE_UPPER);
    wire.order(DISPLAY_SIZE, FieldForm.SENTINEL_INTEGER);
    wire.order(BLOCK_ORDER, SWEEP_TO_FILL, ALL_OR_NONE, MIN_QTY, OCA_TYPE);
    wire.order(E_TRADE_ONLY, FIRM_QUOTE_ONLY, NBBO_PRICE_CAP, PARENT_ID, TRIGGER_METHOD);
  }

  private static void volatility(OrderWire wire) {
    wire.order(VOLATILITY);
    wire.order(VOLATILITY_TYPE, FieldForm.ZERO_INTEGER);
    boolean details = wire.orderOrNone(DELTA_NEUTRAL_ORDER_TYPE);
    wire.order(DELTA_NEUTRAL_AUX_PRICE);
    if (details) {
      wire.order(DELTA_NEUTRAL_CON_ID, DELTA_NEUTRAL_SETTLING_FIRM);
      wire.order(DELTA_NEUTRAL_CLEARING_ACCOUNT, DELTA_NEUTRAL_CLEARING_INTENT);
      wire.order(DELTA_NEUTRAL_OPEN_CLOSE, FieldForm.QUESTION_MARK);
      wire.order(DELTA_NEUTRAL_SHORT_SALE, DELTA_NEUTRAL_SHORT_SALE_SLOT);
      wire.order(DELTA_NEUTRAL_DESIGNATED_LOCATION);
    }
    wire.order(CONTINUOUS_UPDATE);
    wire.order(REFERENCE_PRICE_TYPE, FieldForm.ZERO_INTEGER);
  }

  private static void adjustments(OrderWire wire) {
    wire.orderOrNone(ADJUSTED_ORDER_TYPE);
    wire.order(
        FieldForm.SENTINEL_DECIMAL,
        TRIGGER_PRICE,
        TRAIL_STOP_PRICE,
        LMT_PRICE_OFFSET,
        ADJUSTED_STOP_PRICE,
        ADJUSTED_STOP_LIMIT_PRICE,
        ADJUSTED_TRAILING_AMOUNT);
    wire.order(ADJUSTABLE_TRAILING_UNIT);
  }

  private static void rest(OrderWire wire) {
    wire.order(SOFT_DOLLAR_TIER);
    wire.order(CASH_QTY, FieldForm.ZERO_DECIMAL);
    wire.order(DONT_USE_AUTO_PRICE_FOR_HEDGE, IS_OMS_CONTAINER, DISCRETIONARY_UP_TO_LIMIT_PRICE);
    wire.order(USE_PRICE_MGMT_ALGO);
    if (wire.since(OrderWire.DURATION_SUPPORT)) {
      wire.order(DURATION);
    }
    if (wire.since(OrderWire.POST_TO_ATS_SUPPORT)) {
      wire.order(POST_TO_ATS);
    }
    if (wire.since(OrderWire.AUTO_CANCEL_PARENT_SUPPORT)) {
      wire.order(AUTO_CANCEL_PARENT);
    }
  }

  private static void sinceLaterVersions(OrderWire wire) {
    wire.orderSince(CUSTOMER_ACCOUNT, PROFESSIONAL_CUSTOMER);
    if (wire.since(OrderWire.BOND_ACCRUED_INTEREST_SUPPORT)) {
      wire.order(BOND_ACCRUED_INTEREST);
    }
    wire.orderSince(INCLUDE_OVERNIGHT);
    if (wire.since(OrderWire.CME_TAGGING_IN_OPEN_ORDER)) {
      wire.order(EXT_OPERATOR);
      wire.order(MANUAL_ORDER_INDICATOR, FieldForm.SENTINEL_INTEGER);
    }
    if (wire.since(OrderWire.SUBMITTER_SUPPORT)) {
      wire.order(SUBMITTER);
    }
    wire.orderSince(IMBALANCE_ONLY);
  }
}
