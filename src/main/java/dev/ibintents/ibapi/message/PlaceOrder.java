package dev.ibintents.ibapi.message;

import static dev.ibintents.ibapi.message.OrderField.*;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Places an order, or changes the live order with the same order id.
 *
 * <p>A change should start from the order that was placed, not from its {@link OpenOrder}. There
 * the gateway has added values that are wrong in a request. Examples are a trailStopPrice for a
 * plain limit order, a price of 0.0 for no price, and a rule80A of "0".
 *
 * @param orderId the order id: for a new order, above every id that this client has used
 * @param contract the instrument; with legs only if its secType is BAG
 * @param order the order; its own order id, client id and permId are not sent
 */
public record PlaceOrder(int orderId, Contract contract, Order order) implements Request {
  /** The message's id on the wire. */
  public static final int ID = 3;

  private static final int PROTOBUF_SINCE = 203;
  private static final int ATTACHED_ORDERS = 218;
  private static final int CONTRACT = 2;

  /** The fields that a client sends in protobuf. A session in texts never loads this class. */
  private static final class Sent {
    static final List<OrderField<?>> IN_USUAL_FORMS =
        OrderWire.inProtobuf(
            field -> field.settable() && field != DISPLAY_SIZE && field != SOFT_DOLLAR_TIER);
  }

  /** Refuses {@code null}. */
  public PlaceOrder {
    Objects.requireNonNull(contract, "contract");
    Objects.requireNonNull(order, "order");
  }

  static PlaceOrder read(FieldReader in) {
    int orderId = in.integer(1);
    OrderReading wire = OrderWire.reading(in, CONTRACT);
    pass(wire);
    return new PlaceOrder(orderId, wire.contract(), wire.order());
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).integer(1, orderId);
    misfit(order, out.serverVersion())
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException("the order field " + reason);
            });
    pass(OrderWire.writing(out, CONTRACT, contract, order, null));
    if (out.since(ATTACHED_ORDERS)) {
      out.nested(4); // clients send it even without attached orders
    }
  }

  /**
   * The reason why a session cannot carry an order: a field for which its version or its dialect
   * has no place. An order must not leave without a field that its sender has set.
   *
   * @param serverVersion the version of the protocol in the session
   * @return the field and the reason; empty if the order can be sent
   */
  public static Optional<String> misfit(Order order, int serverVersion) {
    for (OrderField<?> field : OrderField.all()) {
      if (serverVersion < field.since() && order.isSet(field)) {
        return Optional.of(
            "%s needs server version %d, and the gateway speaks %d"
                .formatted(field, field.since(), serverVersion));
      }
    }
    return serverVersion >= PROTOBUF_SINCE && order.isSet(AUCTION_STRATEGY)
        ? Optional.of(AUCTION_STRATEGY + " exists in texts only, and this session speaks protobuf")
        : Optional.empty();
  }

  static void pass(OrderWire wire) {
    if (wire.isProtobuf()) {
      wire.protobuf(Sent.IN_USUAL_FORMS);
      wire.order(DISPLAY_SIZE, FieldForm.ZERO_INTEGER);
      wire.order(SOFT_DOLLAR_TIER, FieldForm.SENT_TIER);
      return;
    }
    contract(wire);
    basics(wire);
    if (wire.contract.secType.equals("BAG")) {
      wire.combination();
    }
    wire.blank(); // sharesAllocation, obsolete
    wire.order(DISCRETIONARY_AMT, GOOD_AFTER_TIME, GOOD_TILL_DATE);
    institutional(wire);
    execution(wire);
    volatility(wire);
    wire.order(TRAIL_STOP_PRICE, TRAILING_PERCENT);
    wire.scale(FieldForm.INTEGER);
    wire.order(SCALE_TABLE, ACTIVE_START_TIME, ACTIVE_STOP_TIME);
    wire.hedge();
    wire.order(OPT_OUT_SMART_ROUTING, CLEARING_ACCOUNT, CLEARING_INTENT, NOT_HELD);
    wire.deltaNeutralContract();
    wire.algorithm();
    wire.order(ALGO_ID, WHAT_IF);
    wire.order(ORDER_MISC_OPTIONS, TagValueForm.IN_ONE_FIELD);
    wire.order(SOLICITED, RANDOMIZE_SIZE, RANDOMIZE_PRICE);
    wire.pegToBenchmark();
    wire.conditions();
    adjustments(wire);
    rest(wire);
    sinceVersions(wire);
    wire.sentPegBestPegMid();
    sinceLaterVersions(wire);
  }

  private static void contract(OrderWire wire) {
    wire.contractUpToMultiplier();
    wire.contract.primaryExchange = wire.contract(9, FieldForm.TEXT, wire.contract.primaryExchange);
    wire.contractFromCurrency();
    wire.contract.secIdType = wire.contract(13, FieldForm.TEXT, wire.contract.secIdType);
    wire.contract.secId = wire.contract(14, FieldForm.TEXT, wire.contract.secId);
  }

  private static void basics(OrderWire wire) {
    wire.order(ACTION, TOTAL_QUANTITY, ORDER_TYPE, LMT_PRICE, AUX_PRICE, TIF);
    wire.order(OCA_GROUP, ACCOUNT, OPEN_CLOSE, ORIGIN, ORDER_REF, TRANSMIT, PARENT_ID);
    wire.order(BLOCK_ORDER, SWEEP_TO_FILL);
    wire.order(DISPLAY_SIZE, FieldForm.ZERO_INTEGER);
    wire.order(TRIGGER_METHOD, OUTSIDE_RTH, HIDDEN);
  }

  private static void institutional(OrderWire wire) {
    wire.order(FA_GROUP, FA_METHOD, FA_PERCENTAGE);
    if (!wire.since(OrderWire.FA_PROFILE_DESUPPORT)) {
      wire.order(FA_PROFILE);
    }
    wire.order(MODEL_CODE, SHORT_SALE_SLOT, DESIGNATED_LOCATION, EXEMPT_CODE, OCA_TYPE);
    wire.order(RULE_80A, SETTLING_FIRM);
  }

  private static void execution(OrderWire wire) {
    wire.order(ALL_OR_NONE, MIN_QTY, PERCENT_OFFSET);
    wire.order(E_TRADE_ONLY, FIRM_QUOTE_ONLY, NBBO_PRICE_CAP);
    wire.order(AUCTION_STRATEGY, STARTING_PRICE, STOCK_REF_PRICE, DELTA);
    wire.order(STOCK_RANGE_LOWER, STOCK_RANGE_UPPER, OVERRIDE_PERCENTAGE_CONSTRAINTS);
  }

  private static void volatility(OrderWire wire) {
    wire.order(VOLATILITY, VOLATILITY_TYPE, DELTA_NEUTRAL_ORDER_TYPE, DELTA_NEUTRAL_AUX_PRICE);
    if (!wire.value(DELTA_NEUTRAL_ORDER_TYPE).isEmpty()) {
      wire.order(DELTA_NEUTRAL_CON_ID, DELTA_NEUTRAL_SETTLING_FIRM);
      wire.order(DELTA_NEUTRAL_CLEARING_ACCOUNT, DELTA_NEUTRAL_CLEARING_INTENT);
      wire.order(DELTA_NEUTRAL_OPEN_CLOSE);
      wire.order(DELTA_NEUTRAL_SHORT_SALE, DELTA_NEUTRAL_SHORT_SALE_SLOT);
      wire.order(DELTA_NEUTRAL_DESIGNATED_LOCATION);
    }
    wire.order(CONTINUOUS_UPDATE, REFERENCE_PRICE_TYPE);
  }

  private static void adjustments(OrderWire wire) {
    wire.order(ADJUSTED_ORDER_TYPE, TRIGGER_PRICE, LMT_PRICE_OFFSET, ADJUSTED_STOP_PRICE);
    wire.order(ADJUSTED_STOP_LIMIT_PRICE, ADJUSTED_TRAILING_AMOUNT, ADJUSTABLE_TRAILING_UNIT);
  }

  private static void rest(OrderWire wire) {
    wire.order(EXT_OPERATOR);
    wire.order(SOFT_DOLLAR_TIER, FieldForm.SENT_TIER);
    wire.order(CASH_QTY, MIFID2_DECISION_MAKER, MIFID2_DECISION_ALGO);
    wire.order(MIFID2_EXECUTION_TRADER, MIFID2_EXECUTION_ALGO);
    wire.order(DONT_USE_AUTO_PRICE_FOR_HEDGE, IS_OMS_CONTAINER, DISCRETIONARY_UP_TO_LIMIT_PRICE);
    wire.order(USE_PRICE_MGMT_ALGO);
  }

  private static void sinceVersions(OrderWire wire) {
    if (wire.since(OrderWire.DURATION_SUPPORT)) {
      wire.order(DURATION);
    }
    if (wire.since(OrderWire.POST_TO_ATS_SUPPORT)) {
      wire.order(POST_TO_ATS);
    }
    if (wire.since(OrderWire.AUTO_CANCEL_PARENT_SUPPORT)) {
      wire.order(AUTO_CANCEL_PARENT);
    }
    if (wire.since(OrderWire.ADVANCED_ORDER_REJECT)) {
      wire.order(ADVANCED_ERROR_OVERRIDE);
    }
    if (wire.since(OrderWire.MANUAL_ORDER_TIME_SUPPORT)) {
      wire.order(MANUAL_ORDER_TIME);
    }
  }

  private static void sinceLaterVersions(OrderWire wire) {
    wire.orderSince(CUSTOMER_ACCOUNT, PROFESSIONAL_CUSTOMER);
    if (wire.since(OrderWire.RFQ_FIELDS) && !wire.since(OrderWire.UNDO_RFQ_FIELDS)) {
      wire.blank();
      wire.blank();
    }
    wire.orderSince(INCLUDE_OVERNIGHT, MANUAL_ORDER_INDICATOR, IMBALANCE_ONLY);
  }
}
