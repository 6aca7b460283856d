package dev.ibintents.ibapi.message;

import static java.math.BigDecimal.ZERO;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One field of an {@link Order}, under its name in the TWS API. The constants are the table of all
 * fields.
 *
 * <p>Names and defaults are those of ib_async's {@code order.py}, with one difference. A field that
 * is not set is {@code null} where 0 could only mean "nothing" (displaySize, parentPermId,
 * refFuturesConId). Every price, amount and quantity is a {@link BigDecimal}, every time a text.
 *
 * @param <T> the type of the field's values
 */
public final class OrderField<T> {
  private static final Map<String, OrderField<?>> BY_NAME = new LinkedHashMap<>();

  private static final Set<String> NOT_SETTABLE =
      Set.of(
          // The client and the gateway assign these.
          "orderId",
          "clientId",
          "permId",
          "parentPermId",
          // Only the gateway sends these; a message that places an order has no place for them.
          "filledQuantity",
          "refFuturesConId",
          "autoCancelDate",
          "shareholder",
          "sharesAllocation",
          "imbalanceOnly",
          "routeMarketableToBbo",
          "basisPoints",
          "basisPointsType",
          "earlierTrailStopPrice",
          // Obsolete: errors 10268, 10269 and 10270, and no longer on the wire since 177.
          "eTradeOnly",
          "firmQuoteOnly",
          "nbboPriceCap",
          "faProfile");

  // The trade and its parties.

  /** BUY or SELL; SSHORT for some institutions. */
  public static final OrderField<String> ACTION = text("action");

  /**
   * The quantity in units of the instrument: shares, contracts, base currency. It is 0 in a {@link
   * CompletedOrder} that was filled.
   */
  public static final OrderField<BigDecimal> TOTAL_QUANTITY =
      decimal("totalQuantity", ZERO, FieldForm.QUANTITY);

  /** The order type: MKT, LMT, STP, STP LMT, TRAIL, MOC, MIDPRICE and others. */
  public static final OrderField<String> ORDER_TYPE = text("orderType");

  /**
   * The limit price, in the instrument's currency. The gateway sends 0.0 for an order without one.
   */
  public static final OrderField<BigDecimal> LMT_PRICE = decimal("lmtPrice");

  /**
   * The stop price of STP, or the trailing amount of TRAIL. The gateway sends 0.0 for an order
   * without one.
   */
  public static final OrderField<BigDecimal> AUX_PRICE = decimal("auxPrice");

  /** The time in force: DAY, GTC, IOC, GTD, OPG, FOK and others. */
  public static final OrderField<String> TIF = text("tif");

  /** The account; may be empty if the login has only one. */
  public static final OrderField<String> ACCOUNT = text("account");

  /** The client's own reference, which stays with the order, its executions and its completion. */
  public static final OrderField<String> ORDER_REF = text("orderRef");

  /** The order id, which counts within the client; 0 for orders of TWS. */
  public static final OrderField<Integer> ORDER_ID = integer("orderId", 0);

  /** The id of the client that placed the order; 0 also for orders of TWS. */
  public static final OrderField<Integer> CLIENT_ID = integer("clientId", 0);

  /** The permanent id in the account, assigned by the broker; 0 until there is one. */
  public static final OrderField<Long> PERM_ID = longInteger("permId", 0L);

  /** The order id of the parent in a bracket; 0 without a parent. */
  public static final OrderField<Integer> PARENT_ID = integer("parentId", 0);

  /** The parent's permanent id in the account; only in a {@link CompletedOrder}. */
  public static final OrderField<Long> PARENT_PERM_ID = longInteger("parentPermId", null);

  /** Whether the order is sent to the market at once; true unless set. */
  public static final OrderField<Boolean> TRANSMIT = flag("transmit", true);

  /** Whether the order only asks for its margin and commission. */
  public static final OrderField<Boolean> WHAT_IF = flag("whatIf", false);

  // Times.

  /**
   * The time at which the order becomes active, such as {@code 20261123 15:30:00 UTC}. The zone of
   * a time without a zone is uncertain.
   */
  public static final OrderField<String> GOOD_AFTER_TIME = text("goodAfterTime");

  /** The time at which an order with tif GTD ends, in the form of {@link #GOOD_AFTER_TIME}. */
  public static final OrderField<String> GOOD_TILL_DATE = text("goodTillDate");

  /** The start of a scale table, in the form of {@link #GOOD_AFTER_TIME}. */
  public static final OrderField<String> ACTIVE_START_TIME = text("activeStartTime");

  /** The end of a scale table, in the form of {@link #GOOD_AFTER_TIME}. */
  public static final OrderField<String> ACTIVE_STOP_TIME = text("activeStopTime");

  /** The lifetime in seconds. Since server version 158. */
  public static final OrderField<Integer> DURATION = integer("duration");

  /** Whether the order may trade outside regular hours. */
  public static final OrderField<Boolean> OUTSIDE_RTH = flag("outsideRth", false);

  /**
   * The time at which a person decided the order, for regulated brokers. Since server version 169.
   */
  public static final OrderField<String> MANUAL_ORDER_TIME = text("manualOrderTime");

  /** Only in a {@link CompletedOrder}. */
  public static final OrderField<String> AUTO_CANCEL_DATE = text("autoCancelDate");

  // Execution in the market.

  public static final OrderField<String> OCA_GROUP = text("ocaGroup");

  /**
   * The handling of the rest of the OCA group: 1 cancel with block, 2 reduce with block, 3 reduce
   * without block; 0 leaves it to the gateway.
   */
  public static final OrderField<Integer> OCA_TYPE = integer("ocaType", 0);

  public static final OrderField<Boolean> BLOCK_ORDER = flag("blockOrder", false);
  public static final OrderField<Boolean> SWEEP_TO_FILL = flag("sweepToFill", false);

  /** The displayed quantity, in the instrument's units. */
  public static final OrderField<Integer> DISPLAY_SIZE = integer("displaySize");

  /**
   * The price that elects a stop: 0 default, 1 double bid/ask, 2 last, 3 double last, 4 bid/ask, 7
   * last or bid/ask, 8 mid-point.
   */
  public static final OrderField<Integer> TRIGGER_METHOD = integer("triggerMethod", 0);

  public static final OrderField<Boolean> HIDDEN = flag("hidden", false);
  public static final OrderField<Boolean> ALL_OR_NONE = flag("allOrNone", false);

  /** The smallest fill, in the instrument's units. */
  public static final OrderField<Integer> MIN_QTY = integer("minQty");

  /** The amount beyond the limit at which the order may trade, in the instrument's currency. */
  public static final OrderField<BigDecimal> DISCRETIONARY_AMT = decimal("discretionaryAmt", ZERO);

  public static final OrderField<Boolean> DISCRETIONARY_UP_TO_LIMIT_PRICE =
      flag("discretionaryUpToLimitPrice", false);

  /** The offset of a relative order: 0.01 is one percent. */
  public static final OrderField<BigDecimal> PERCENT_OFFSET = decimal("percentOffset");

  public static final OrderField<Boolean> OVERRIDE_PERCENTAGE_CONSTRAINTS =
      flag("overridePercentageConstraints", false);
  public static final OrderField<Boolean> OPT_OUT_SMART_ROUTING = flag("optOutSmartRouting", false);
  public static final OrderField<Boolean> NOT_HELD = flag("notHeld", false);
  public static final OrderField<Boolean> SOLICITED = flag("solicited", false);
  public static final OrderField<Boolean> RANDOMIZE_SIZE = flag("randomizeSize", false);
  public static final OrderField<Boolean> RANDOMIZE_PRICE = flag("randomizePrice", false);

  /** The amount to spend instead of a quantity, in the instrument's currency. */
  public static final OrderField<BigDecimal> CASH_QTY = decimal("cashQty");

  public static final OrderField<Boolean> USE_PRICE_MGMT_ALGO = flag("usePriceMgmtAlgo", false);

  /** The seconds that the order rests at IBKR ATS. Since server version 160. */
  public static final OrderField<Integer> POST_TO_ATS = integer("postToAts");

  /** Whether the parent is cancelled with this order. Since server version 162. */
  public static final OrderField<Boolean> AUTO_CANCEL_PARENT = flag("autoCancelParent", false);

  /** The codes of the rejections to override. Since server version 166. */
  public static final OrderField<String> ADVANCED_ERROR_OVERRIDE = text("advancedErrorOverride");

  /** Only in a {@link CompletedOrder}. */
  public static final OrderField<Boolean> IMBALANCE_ONLY = flag("imbalanceOnly", false);

  /** Only in a {@link CompletedOrder}. */
  public static final OrderField<Boolean> ROUTE_MARKETABLE_TO_BBO =
      flag("routeMarketableToBbo", false);

  /** Obsolete: error 10268 refuses an order with it. */
  public static final OrderField<Boolean> E_TRADE_ONLY = flag("eTradeOnly", false);

  /** Obsolete: error 10269 refuses an order with it. */
  public static final OrderField<Boolean> FIRM_QUOTE_ONLY = flag("firmQuoteOnly", false);

  /** Obsolete: error 10270 refuses an order with it. */
  public static final OrderField<BigDecimal> NBBO_PRICE_CAP = decimal("nbboPriceCap");

  // Trailing and adjusted stops.

  /**
   * The stop price with which a trailing order starts. The gateway fills it for other order types,
   * too.
   */
  public static final OrderField<BigDecimal> TRAIL_STOP_PRICE = decimal("trailStopPrice");

  /** The trailing amount in percent: 1.5 is 1.5 %. */
  public static final OrderField<BigDecimal> TRAILING_PERCENT = decimal("trailingPercent");

  public static final OrderField<BigDecimal> LMT_PRICE_OFFSET = decimal("lmtPriceOffset");
  public static final OrderField<String> ADJUSTED_ORDER_TYPE = text("adjustedOrderType");
  public static final OrderField<BigDecimal> TRIGGER_PRICE = decimal("triggerPrice");
  public static final OrderField<BigDecimal> ADJUSTED_STOP_PRICE = decimal("adjustedStopPrice");
  public static final OrderField<BigDecimal> ADJUSTED_STOP_LIMIT_PRICE =
      decimal("adjustedStopLimitPrice");
  public static final OrderField<BigDecimal> ADJUSTED_TRAILING_AMOUNT =
      decimal("adjustedTrailingAmount");

  /** The unit of the trailing amount: 0 an amount, 100 percent. */
  public static final OrderField<Integer> ADJUSTABLE_TRAILING_UNIT =
      integer("adjustableTrailingUnit", 0);

  /**
   * The first of two stop prices that the gateway sends; clients use the second one. It has been
   * empty in every message seen so far. The TWS API has no name for it.
   */
  public static final OrderField<BigDecimal> EARLIER_TRAIL_STOP_PRICE =
      decimal("earlierTrailStopPrice");

  // Advisors, institutions, clearing.

  public static final OrderField<String> FA_GROUP = text("faGroup");

  /** Obsolete; on the wire below server version 177. */
  public static final OrderField<String> FA_PROFILE = text("faProfile");

  public static final OrderField<String> FA_METHOD = text("faMethod");
  public static final OrderField<String> FA_PERCENTAGE = text("faPercentage");
  public static final OrderField<String> MODEL_CODE = text("modelCode");

  /**
   * The effect on the position, for institutions: O open, C close. O unless set; the gateway sends
   * it as empty.
   */
  public static final OrderField<String> OPEN_CLOSE = text("openClose", "O");

  /** The origin: 0 customer, 1 firm. */
  public static final OrderField<Integer> ORIGIN = integer("origin", 0);

  public static final OrderField<String> RULE_80A = text("rule80A");

  /**
   * The holder of shares to sell short: 1 the clearing broker, 2 another; 0 except for
   * institutions.
   */
  public static final OrderField<Integer> SHORT_SALE_SLOT = integer("shortSaleSlot", 0);

  public static final OrderField<String> DESIGNATED_LOCATION = text("designatedLocation");

  /** The code of the short sale's exemption; −1 for none. */
  public static final OrderField<Integer> EXEMPT_CODE = integer("exemptCode", -1);

  public static final OrderField<String> SETTLING_FIRM = text("settlingFirm");
  public static final OrderField<String> CLEARING_ACCOUNT = text("clearingAccount");

  /** The clearing intent: IB, Away or PTA. */
  public static final OrderField<String> CLEARING_INTENT = text("clearingIntent");

  public static final OrderField<String> EXT_OPERATOR = text("extOperator");
  public static final OrderField<SoftDollarTier> SOFT_DOLLAR_TIER =
      softDollarTier("softDollarTier");
  public static final OrderField<Boolean> IS_OMS_CONTAINER = flag("isOmsContainer", false);
  public static final OrderField<String> MIFID2_DECISION_MAKER = text("mifid2DecisionMaker");
  public static final OrderField<String> MIFID2_DECISION_ALGO = text("mifid2DecisionAlgo");
  public static final OrderField<String> MIFID2_EXECUTION_TRADER = text("mifid2ExecutionTrader");
  public static final OrderField<String> MIFID2_EXECUTION_ALGO = text("mifid2ExecutionAlgo");

  /** Only in a {@link CompletedOrder}. */
  public static final OrderField<String> SHAREHOLDER = text("shareholder");

  /**
   * The allocation, such as {@code 600745656.0/DU1234567/100}: the permId, the number of changes to
   * the order, the account. It is only in an {@link OpenOrder}, and the TWS API has no name for it.
   */
  public static final OrderField<String> SHARES_ALLOCATION = text("sharesAllocation");

  // Box and pegged-to-stock orders.

  /** The auction strategy: 1 match, 2 improvement, 3 transparent; 0 for none. */
  public static final OrderField<Integer> AUCTION_STRATEGY = integer("auctionStrategy", 0);

  public static final OrderField<BigDecimal> STARTING_PRICE = decimal("startingPrice");
  public static final OrderField<BigDecimal> STOCK_REF_PRICE = decimal("stockRefPrice");
  public static final OrderField<BigDecimal> DELTA = decimal("delta");
  public static final OrderField<BigDecimal> STOCK_RANGE_LOWER = decimal("stockRangeLower");
  public static final OrderField<BigDecimal> STOCK_RANGE_UPPER = decimal("stockRangeUpper");

  // Volatility orders and their hedge.

  /** The volatility in percent; only for volatility orders. */
  public static final OrderField<BigDecimal> VOLATILITY = decimal("volatility");

  /** The period of the volatility: 1 daily, 2 annual. */
  public static final OrderField<Integer> VOLATILITY_TYPE = integer("volatilityType");

  public static final OrderField<Boolean> CONTINUOUS_UPDATE = flag("continuousUpdate", false);

  /** The reference price: 1 average of bid and ask, 2 bid or ask. */
  public static final OrderField<Integer> REFERENCE_PRICE_TYPE = integer("referencePriceType");

  /** The order type of the hedge; the gateway sends {@code None} for no hedge. */
  public static final OrderField<String> DELTA_NEUTRAL_ORDER_TYPE = text("deltaNeutralOrderType");

  public static final OrderField<BigDecimal> DELTA_NEUTRAL_AUX_PRICE =
      decimal("deltaNeutralAuxPrice");
  public static final OrderField<Integer> DELTA_NEUTRAL_CON_ID = integer("deltaNeutralConId", 0);
  public static final OrderField<String> DELTA_NEUTRAL_SETTLING_FIRM =
      text("deltaNeutralSettlingFirm");
  public static final OrderField<String> DELTA_NEUTRAL_CLEARING_ACCOUNT =
      text("deltaNeutralClearingAccount");
  public static final OrderField<String> DELTA_NEUTRAL_CLEARING_INTENT =
      text("deltaNeutralClearingIntent");
  public static final OrderField<String> DELTA_NEUTRAL_OPEN_CLOSE = text("deltaNeutralOpenClose");
  public static final OrderField<Boolean> DELTA_NEUTRAL_SHORT_SALE =
      flag("deltaNeutralShortSale", false);
  public static final OrderField<Integer> DELTA_NEUTRAL_SHORT_SALE_SLOT =
      integer("deltaNeutralShortSaleSlot", 0);
  public static final OrderField<String> DELTA_NEUTRAL_DESIGNATED_LOCATION =
      text("deltaNeutralDesignatedLocation");

  // Combinations.

  /** The prices of the legs; empty if only the combination has a price. */
  public static final OrderField<List<OrderComboLeg>> ORDER_COMBO_LEGS =
      list("orderComboLegs", OrderComboLeg.class, FieldForm.LEG_PRICE);

  public static final OrderField<List<TagValue>> SMART_COMBO_ROUTING_PARAMS =
      list("smartComboRoutingParams", TagValue.class, FieldForm.TAG_VALUE);

  /** For exchanges for physicals; only in an {@link OpenOrder}. */
  public static final OrderField<BigDecimal> BASIS_POINTS = decimal("basisPoints");

  /** For exchanges for physicals; only in an {@link OpenOrder}. */
  public static final OrderField<Integer> BASIS_POINTS_TYPE = integer("basisPointsType");

  // Scale orders.

  public static final OrderField<Integer> SCALE_INIT_LEVEL_SIZE = integer("scaleInitLevelSize");
  public static final OrderField<Integer> SCALE_SUBS_LEVEL_SIZE = integer("scaleSubsLevelSize");
  public static final OrderField<BigDecimal> SCALE_PRICE_INCREMENT = decimal("scalePriceIncrement");
  public static final OrderField<BigDecimal> SCALE_PRICE_ADJUST_VALUE =
      decimal("scalePriceAdjustValue");
  public static final OrderField<Integer> SCALE_PRICE_ADJUST_INTERVAL =
      integer("scalePriceAdjustInterval");
  public static final OrderField<BigDecimal> SCALE_PROFIT_OFFSET = decimal("scaleProfitOffset");
  public static final OrderField<Boolean> SCALE_AUTO_RESET = flag("scaleAutoReset", false);
  public static final OrderField<Integer> SCALE_INIT_POSITION = integer("scaleInitPosition");
  public static final OrderField<Integer> SCALE_INIT_FILL_QTY = integer("scaleInitFillQty");
  public static final OrderField<Boolean> SCALE_RANDOM_PERCENT = flag("scaleRandomPercent", false);
  public static final OrderField<String> SCALE_TABLE = text("scaleTable");

  // Hedges.

  /** The hedge type: D delta, B beta, F currency, P pair. */
  public static final OrderField<String> HEDGE_TYPE = text("hedgeType");

  /** The beta or the ratio of the hedge. */
  public static final OrderField<String> HEDGE_PARAM = text("hedgeParam");

  public static final OrderField<Boolean> DONT_USE_AUTO_PRICE_FOR_HEDGE =
      flag("dontUseAutoPriceForHedge", false);

  // Algorithms.

  /** The algorithm, such as Adaptive, Twap or Vwap. */
  public static final OrderField<String> ALGO_STRATEGY = text("algoStrategy");

  /** The algorithm's parameters, such as adaptivePriority=Normal. */
  public static final OrderField<List<TagValue>> ALGO_PARAMS =
      list("algoParams", TagValue.class, FieldForm.TAG_VALUE);

  public static final OrderField<String> ALGO_ID = text("algoId");
  public static final OrderField<List<TagValue>> ORDER_MISC_OPTIONS =
      list("orderMiscOptions", TagValue.class, FieldForm.TAG_VALUE);

  // Orders pegged to a benchmark, to the best price or to the mid-point.

  public static final OrderField<Integer> REFERENCE_CONTRACT_ID = integer("referenceContractId", 0);
  public static final OrderField<Boolean> IS_PEGGED_CHANGE_AMOUNT_DECREASE =
      flag("isPeggedChangeAmountDecrease", false);
  public static final OrderField<BigDecimal> PEGGED_CHANGE_AMOUNT =
      decimal("peggedChangeAmount", ZERO);
  public static final OrderField<BigDecimal> REFERENCE_CHANGE_AMOUNT =
      decimal("referenceChangeAmount", ZERO);
  public static final OrderField<String> REFERENCE_EXCHANGE_ID = text("referenceExchangeId");

  /** The smallest trade, for exchange IBKRATS. Since server version 170. */
  public static final OrderField<Integer> MIN_TRADE_QTY = integer("minTradeQty");

  /** The smallest size to compete with, for PEG BEST. Since server version 170. */
  public static final OrderField<Integer> MIN_COMPETE_SIZE = integer("minCompeteSize");

  /**
   * The offset of PEG BEST in the instrument's currency, or {@link
   * Order#COMPETE_AGAINST_BEST_OFFSET_UP_TO_MID}. Since server version 170.
   */
  public static final OrderField<BigDecimal> COMPETE_AGAINST_BEST_OFFSET =
      decimal("competeAgainstBestOffset", null, FieldForm.COMPETE_OFFSET);

  /** For PEG MID, and for PEG BEST up to the mid-point. Since server version 170. */
  public static final OrderField<BigDecimal> MID_OFFSET_AT_WHOLE = decimal("midOffsetAtWhole");

  /** For PEG MID, and for PEG BEST up to the mid-point. Since server version 170. */
  public static final OrderField<BigDecimal> MID_OFFSET_AT_HALF = decimal("midOffsetAtHalf");

  // Conditions.

  public static final OrderField<List<OrderCondition>> CONDITIONS =
      list("conditions", OrderCondition.class, FieldForm.CONDITION);
  public static final OrderField<Boolean> CONDITIONS_IGNORE_RTH =
      flag("conditionsIgnoreRth", false);
  public static final OrderField<Boolean> CONDITIONS_CANCEL_ORDER =
      flag("conditionsCancelOrder", false);

  // The result.

  /** Only in a {@link CompletedOrder}. */
  public static final OrderField<BigDecimal> FILLED_QUANTITY =
      decimal("filledQuantity", null, FieldForm.QUANTITY);

  /** Only in a {@link CompletedOrder}. */
  public static final OrderField<Integer> REF_FUTURES_CON_ID = integer("refFuturesConId");

  private final String name;
  private final int position;
  private final OrderFieldType<T> type;

  private OrderField(String name, OrderFieldType<T> type) {
    this.name = name;
    this.position = BY_NAME.size();
    this.type = type;
    BY_NAME.put(name, this);
  }

  private static OrderField<String> text(String name) {
    return text(name, "");
  }

  private static OrderField<String> text(String name, String unset) {
    return new OrderField<>(name, OrderFieldType.of(String.class, unset, FieldForm.TEXT));
  }

  private static OrderField<Boolean> flag(String name, boolean unset) {
    return new OrderField<>(name, OrderFieldType.of(Boolean.class, unset, FieldForm.FLAG));
  }

  private static OrderField<Integer> integer(String name) {
    return integer(name, null);
  }

  private static OrderField<Integer> integer(String name, Integer unset) {
    return new OrderField<>(name, OrderFieldType.of(Integer.class, unset, FieldForm.INTEGER));
  }

  private static OrderField<Long> longInteger(String name, Long unset) {
    return new OrderField<>(name, OrderFieldType.of(Long.class, unset, FieldForm.LONG));
  }

  private static OrderField<BigDecimal> decimal(String name) {
    return decimal(name, null);
  }

  private static OrderField<BigDecimal> decimal(String name, BigDecimal unset) {
    return decimal(name, unset, FieldForm.DECIMAL);
  }

  private static OrderField<BigDecimal> decimal(
      String name, BigDecimal unset, FieldForm<BigDecimal> form) {
    return new OrderField<>(name, OrderFieldType.of(BigDecimal.class, unset, form));
  }

  private static OrderField<SoftDollarTier> softDollarTier(String name) {
    return new OrderField<>(
        name, OrderFieldType.of(SoftDollarTier.class, SoftDollarTier.NONE, FieldForm.SHOWN_TIER));
  }

  private static <E> OrderField<List<E>> list(
      String name, Class<E> elementType, FieldForm<E> element) {
    return new OrderField<>(name, OrderFieldType.listOf(elementType, element));
  }

  /** The field of this name in the TWS API, such as {@code lmtPrice}; empty if there is none. */
  public static Optional<OrderField<?>> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** Every field, in the order of the table. */
  public static Collection<OrderField<?>> all() {
    return Collections.unmodifiableCollection(BY_NAME.values());
  }

  /** The name in the TWS API. */
  public String name() {
    return name;
  }

  /** The type of the values: BigDecimal, Integer, Long, Boolean, String, SoftDollarTier or List. */
  public Class<?> type() {
    return type.type();
  }

  /** The type of the elements if {@link #type()} is List; {@code null} otherwise. */
  public Class<?> elementType() {
    return type.elementType();
  }

  /**
   * Whether a user may set the field in an order. The gateway sets the others, or they are
   * obsolete.
   */
  public boolean settable() {
    return !NOT_SETTABLE.contains(name);
  }

  /**
   * The value in this field's type.
   *
   * @param value {@code null} for "not set"
   * @throws IllegalArgumentException if the value does not have this field's type
   */
  public T cast(Object value) {
    return type.cast(name, value);
  }

  /** The name in the TWS API. */
  @Override
  public String toString() {
    return name;
  }

  /** The usual form of the field on the wire. */
  FieldForm<T> form() {
    return type.form();
  }

  /** The field's position in the table. */
  int position() {
    return position;
  }

  /** Whether the value means the same as a field that is not set. */
  boolean isUnset(T value) {
    return type.isUnset(value);
  }
}
