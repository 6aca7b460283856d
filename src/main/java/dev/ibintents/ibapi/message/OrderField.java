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
 * One field of an {@link Order}, under its name in the TWS API: the table of all that an order can
 * say.
 *
 * <p>Names and defaults are those of ib_async's {@code order.py}, with this difference: where only
 * "nothing" makes sense of 0 (displaySize, parentPermId, refFuturesConId), a field that is not set
 * is {@code null}. Every price, amount and quantity is a {@link BigDecimal}, every time a text.
 *
 * @param <T> what its values are
 */
public final class OrderField<T> {
  private static final Map<String, OrderField<?>> BY_NAME = new LinkedHashMap<>();

  private static final Set<String> NOT_SETTABLE =
      Set.of(
          // The client and the gateway number orders.
          "orderId",
          "clientId",
          "permId",
          "parentPermId",
          // Only the gateway says these; an order that is placed has no place for them.
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

  // Who and what.

  /** BUY or SELL; SSHORT for some institutions. */
  public static final OrderField<String> ACTION = text("action");

  /**
   * In units of the instrument: shares, contracts, base currency. 0 in a {@link CompletedOrder}
   * that was filled.
   */
  public static final OrderField<BigDecimal> TOTAL_QUANTITY =
      decimal("totalQuantity", ZERO, FieldForm.QUANTITY);

  /** MKT, LMT, STP, STP LMT, TRAIL, MOC, MIDPRICE and others. */
  public static final OrderField<String> ORDER_TYPE = text("orderType");

  /** The limit, in the instrument's currency. The gateway shows 0.0 where an order has none. */
  public static final OrderField<BigDecimal> LMT_PRICE = decimal("lmtPrice");

  /**
   * The stop price of STP, the trailing amount of TRAIL. The gateway shows 0.0 where an order has
   * none.
   */
  public static final OrderField<BigDecimal> AUX_PRICE = decimal("auxPrice");

  /** DAY, GTC, IOC, GTD, OPG, FOK and others. */
  public static final OrderField<String> TIF = text("tif");

  /** Empty for the login's only account. */
  public static final OrderField<String> ACCOUNT = text("account");

  /** A client's own mark, which stays with the order, its executions and its completion. */
  public static final OrderField<String> ORDER_REF = text("orderRef");

  /** The number within the client; 0 for orders of TWS. */
  public static final OrderField<Integer> ORDER_ID = integer("orderId", 0);

  /** The client that placed it; 0 also for orders of TWS. */
  public static final OrderField<Integer> CLIENT_ID = integer("clientId", 0);

  /** The number in the account, given by the broker; 0 if it has none yet. */
  public static final OrderField<Long> PERM_ID = longInteger("permId", 0L);

  /** The order id of the parent in a bracket; 0 without one. */
  public static final OrderField<Integer> PARENT_ID = integer("parentId", 0);

  /** The parent's number in the account; only in a {@link CompletedOrder}. */
  public static final OrderField<Long> PARENT_PERM_ID = longInteger("parentPermId", null);

  /** Whether it is sent to the market at once; true unless set. */
  public static final OrderField<Boolean> TRANSMIT = flag("transmit", true);

  /** Whether only its margin and commission are asked for. */
  public static final OrderField<Boolean> WHAT_IF = flag("whatIf", false);

  // When.

  /** Such as {@code 20261123 15:30:00 UTC}; a time without a zone is doubtful. */
  public static final OrderField<String> GOOD_AFTER_TIME = text("goodAfterTime");

  /** In the form of {@link #GOOD_AFTER_TIME}; with tif GTD. */
  public static final OrderField<String> GOOD_TILL_DATE = text("goodTillDate");

  /** In the form of {@link #GOOD_AFTER_TIME}; for a scale table. */
  public static final OrderField<String> ACTIVE_START_TIME = text("activeStartTime");

  /** In the form of {@link #GOOD_AFTER_TIME}; for a scale table. */
  public static final OrderField<String> ACTIVE_STOP_TIME = text("activeStopTime");

  /** How long it lives, in seconds. Since server version 158. */
  public static final OrderField<Integer> DURATION = integer("duration");

  /** Whether it may trade outside regular hours. */
  public static final OrderField<Boolean> OUTSIDE_RTH = flag("outsideRth", false);

  /** When a person decided it, for regulated brokers. Since server version 169. */
  public static final OrderField<String> MANUAL_ORDER_TIME = text("manualOrderTime");

  /** Only in a {@link CompletedOrder}. */
  public static final OrderField<String> AUTO_CANCEL_DATE = text("autoCancelDate");

  // How it works in the market.

  public static final OrderField<String> OCA_GROUP = text("ocaGroup");

  /**
   * 1 cancel with block, 2 reduce with block, 3 reduce without block; 0 leaves it to the gateway.
   */
  public static final OrderField<Integer> OCA_TYPE = integer("ocaType", 0);

  public static final OrderField<Boolean> BLOCK_ORDER = flag("blockOrder", false);

  public static final OrderField<Boolean> SWEEP_TO_FILL = flag("sweepToFill", false);

  /** How much of it is shown, in the instrument's units. */
  public static final OrderField<Integer> DISPLAY_SIZE = integer("displaySize");

  /**
   * Which price elects a stop: 0 default, 1 double bid/ask, 2 last, 3 double last, 4 bid/ask, 7
   * last or bid/ask, 8 mid-point.
   */
  public static final OrderField<Integer> TRIGGER_METHOD = integer("triggerMethod", 0);

  public static final OrderField<Boolean> HIDDEN = flag("hidden", false);

  public static final OrderField<Boolean> ALL_OR_NONE = flag("allOrNone", false);

  /** The smallest fill, in the instrument's units. */
  public static final OrderField<Integer> MIN_QTY = integer("minQty");

  /** How far beyond the limit it may trade, in the instrument's currency. */
  public static final OrderField<BigDecimal> DISCRETIONARY_AMT = decimal("discretionaryAmt", ZERO);

  public static final OrderField<Boolean> DISCRETIONARY_UP_TO_LIMIT_PRICE =
      flag("discretionaryUpToLimitPrice", false);

  /** Of a relative order: 0.01 is one percent. */
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

  /** The seconds in which it rests at IBKR ATS. Since server version 160. */
  public static final OrderField<Integer> POST_TO_ATS = integer("postToAts");

  /** Since server version 162. */
  public static final OrderField<Boolean> AUTO_CANCEL_PARENT = flag("autoCancelParent", false);

  /** The rejections to override, by their codes. Since server version 166. */
  public static final OrderField<String> ADVANCED_ERROR_OVERRIDE = text("advancedErrorOverride");

  /** Only in a {@link CompletedOrder}. */
  public static final OrderField<Boolean> IMBALANCE_ONLY = flag("imbalanceOnly", false);

  /** Only in a {@link CompletedOrder}. */
  public static final OrderField<Boolean> ROUTE_MARKETABLE_TO_BBO =
      flag("routeMarketableToBbo", false);

  /** No longer possible: error 10268 refuses an order that has it. */
  public static final OrderField<Boolean> E_TRADE_ONLY = flag("eTradeOnly", false);

  /** No longer possible: error 10269 refuses an order that has it. */
  public static final OrderField<Boolean> FIRM_QUOTE_ONLY = flag("firmQuoteOnly", false);

  /** No longer possible: error 10270 refuses an order that has it. */
  public static final OrderField<BigDecimal> NBBO_PRICE_CAP = decimal("nbboPriceCap");

  // Trailing and adjusted stops.

  /** The stop price that a trailing order starts with; the gateway fills it for others, too. */
  public static final OrderField<BigDecimal> TRAIL_STOP_PRICE = decimal("trailStopPrice");

  /** In percent: 1.5 is 1.5 %. */
  public static final OrderField<BigDecimal> TRAILING_PERCENT = decimal("trailingPercent");

  public static final OrderField<BigDecimal> LMT_PRICE_OFFSET = decimal("lmtPriceOffset");

  public static final OrderField<String> ADJUSTED_ORDER_TYPE = text("adjustedOrderType");

  public static final OrderField<BigDecimal> TRIGGER_PRICE = decimal("triggerPrice");

  public static final OrderField<BigDecimal> ADJUSTED_STOP_PRICE = decimal("adjustedStopPrice");

  public static final OrderField<BigDecimal> ADJUSTED_STOP_LIMIT_PRICE =
      decimal("adjustedStopLimitPrice");

  public static final OrderField<BigDecimal> ADJUSTED_TRAILING_AMOUNT =
      decimal("adjustedTrailingAmount");

  /** 0 an amount, 100 percent. */
  public static final OrderField<Integer> ADJUSTABLE_TRAILING_UNIT =
      integer("adjustableTrailingUnit", 0);

  /**
   * The gateway sends the stop price twice and clients take the later one; the earlier, empty in
   * every message seen so far, is kept here. The TWS API has no name for it.
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

  /** O open, C close, for institutions; O unless set, and the gateway shows it as empty. */
  public static final OrderField<String> OPEN_CLOSE = text("openClose", "O");

  /** 0 customer, 1 firm. */
  public static final OrderField<Integer> ORIGIN = integer("origin", 0);

  public static final OrderField<String> RULE_80A = text("rule80A");

  /** 1 the clearing broker holds the shares, 2 another; 0 for everybody but institutions. */
  public static final OrderField<Integer> SHORT_SALE_SLOT = integer("shortSaleSlot", 0);

  public static final OrderField<String> DESIGNATED_LOCATION = text("designatedLocation");

  /** The short sale's exemption; −1 for none. */
  public static final OrderField<Integer> EXEMPT_CODE = integer("exemptCode", -1);

  public static final OrderField<String> SETTLING_FIRM = text("settlingFirm");

  public static final OrderField<String> CLEARING_ACCOUNT = text("clearingAccount");

  /** IB, Away or PTA. */
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
   * Such as {@code 600745656.0/DU1234567/100}: the permId, how often the order was changed, the
   * account. It is in an {@link OpenOrder} only and the TWS API has no name for it.
   */
  public static final OrderField<String> SHARES_ALLOCATION = text("sharesAllocation");

  // Box and pegged-to-stock orders.

  /** 1 match, 2 improvement, 3 transparent; 0 for none. */
  public static final OrderField<Integer> AUCTION_STRATEGY = integer("auctionStrategy", 0);

  public static final OrderField<BigDecimal> STARTING_PRICE = decimal("startingPrice");

  public static final OrderField<BigDecimal> STOCK_REF_PRICE = decimal("stockRefPrice");

  public static final OrderField<BigDecimal> DELTA = decimal("delta");

  public static final OrderField<BigDecimal> STOCK_RANGE_LOWER = decimal("stockRangeLower");

  public static final OrderField<BigDecimal> STOCK_RANGE_UPPER = decimal("stockRangeUpper");

  // Volatility orders and their hedge.

  /** In percent; of volatility orders only. */
  public static final OrderField<BigDecimal> VOLATILITY = decimal("volatility");

  /** 1 daily, 2 annual. */
  public static final OrderField<Integer> VOLATILITY_TYPE = integer("volatilityType");

  public static final OrderField<Boolean> CONTINUOUS_UPDATE = flag("continuousUpdate", false);

  /** 1 average of bid and ask, 2 bid or ask. */
  public static final OrderField<Integer> REFERENCE_PRICE_TYPE = integer("referencePriceType");

  /** Its hedge's order type; the gateway shows none as {@code None}. */
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

  /** One price for each leg; empty if only the whole has a price. */
  public static final OrderField<List<OrderComboLeg>> ORDER_COMBO_LEGS =
      list("orderComboLegs", OrderComboLeg.class, FieldForm.LEG_PRICE);

  public static final OrderField<List<TagValue>> SMART_COMBO_ROUTING_PARAMS =
      list("smartComboRoutingParams", TagValue.class, FieldForm.TAG_VALUE);

  /** Of exchanges for physicals; in an {@link OpenOrder} only. */
  public static final OrderField<BigDecimal> BASIS_POINTS = decimal("basisPoints");

  /** Of exchanges for physicals; in an {@link OpenOrder} only. */
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

  /** D delta, B beta, F currency, P pair. */
  public static final OrderField<String> HEDGE_TYPE = text("hedgeType");

  /** The beta or the ratio of the hedge. */
  public static final OrderField<String> HEDGE_PARAM = text("hedgeParam");

  public static final OrderField<Boolean> DONT_USE_AUTO_PRICE_FOR_HEDGE =
      flag("dontUseAutoPriceForHedge", false);

  // Algorithms.

  /** Such as Adaptive, Twap, Vwap. */
  public static final OrderField<String> ALGO_STRATEGY = text("algoStrategy");

  /** The algorithm's parameters, such as adaptivePriority=Normal. */
  public static final OrderField<List<TagValue>> ALGO_PARAMS =
      list("algoParams", TagValue.class, FieldForm.TAG_VALUE);

  public static final OrderField<String> ALGO_ID = text("algoId");

  public static final OrderField<List<TagValue>> ORDER_MISC_OPTIONS =
      list("orderMiscOptions", TagValue.class, FieldForm.TAG_VALUE);

  // Pegged to a benchmark, to the best price, to the mid-point.

  public static final OrderField<Integer> REFERENCE_CONTRACT_ID = integer("referenceContractId", 0);

  public static final OrderField<Boolean> IS_PEGGED_CHANGE_AMOUNT_DECREASE =
      flag("isPeggedChangeAmountDecrease", false);

  public static final OrderField<BigDecimal> PEGGED_CHANGE_AMOUNT =
      decimal("peggedChangeAmount", ZERO);

  public static final OrderField<BigDecimal> REFERENCE_CHANGE_AMOUNT =
      decimal("referenceChangeAmount", ZERO);

  public static final OrderField<String> REFERENCE_EXCHANGE_ID = text("referenceExchangeId");

  /** For exchange IBKRATS. Since server version 170. */
  public static final OrderField<Integer> MIN_TRADE_QTY = integer("minTradeQty");

  /** Of PEG BEST. Since server version 170. */
  public static final OrderField<Integer> MIN_COMPETE_SIZE = integer("minCompeteSize");

  /**
   * Of PEG BEST, in the instrument's currency, or {@link
   * Order#COMPETE_AGAINST_BEST_OFFSET_UP_TO_MID}. Since server version 170.
   */
  public static final OrderField<BigDecimal> COMPETE_AGAINST_BEST_OFFSET =
      decimal("competeAgainstBestOffset", null, FieldForm.COMPETE_OFFSET);

  /** Of PEG MID, and of PEG BEST up to the mid-point. Since server version 170. */
  public static final OrderField<BigDecimal> MID_OFFSET_AT_WHOLE = decimal("midOffsetAtWhole");

  /** Of PEG MID, and of PEG BEST up to the mid-point. Since server version 170. */
  public static final OrderField<BigDecimal> MID_OFFSET_AT_HALF = decimal("midOffsetAtHalf");

  // Conditions.

  public static final OrderField<List<OrderCondition>> CONDITIONS =
      list("conditions", OrderCondition.class, FieldForm.CONDITION);

  public static final OrderField<Boolean> CONDITIONS_IGNORE_RTH =
      flag("conditionsIgnoreRth", false);

  public static final OrderField<Boolean> CONDITIONS_CANCEL_ORDER =
      flag("conditionsCancelOrder", false);

  // What became of it.

  /** Only in a {@link CompletedOrder}. */
  public static final OrderField<BigDecimal> FILLED_QUANTITY =
      decimal("filledQuantity", null, FieldForm.QUANTITY);

  /** Only in a {@link CompletedOrder}. */
  public static final OrderField<Integer> REF_FUTURES_CON_ID = integer("refFuturesConId");

  private final String name;
  private final int position;
  private final Class<?> type;
  private final Class<?> elementType;
  private final T unset;
  private final FieldForm<T> form;

  private OrderField(String name, Class<?> type, Class<?> elementType, T unset, FieldForm<T> form) {
    this.name = name;
    this.position = BY_NAME.size();
    this.type = type;
    this.elementType = elementType;
    this.unset = unset;
    this.form = form;
    BY_NAME.put(name, this);
  }

  private static OrderField<String> text(String name) {
    return text(name, "");
  }

  private static OrderField<String> text(String name, String unset) {
    return new OrderField<>(name, String.class, null, unset, FieldForm.TEXT);
  }

  private static OrderField<Boolean> flag(String name, boolean unset) {
    return new OrderField<>(name, Boolean.class, null, unset, FieldForm.FLAG);
  }

  private static OrderField<Integer> integer(String name) {
    return integer(name, null);
  }

  private static OrderField<Integer> integer(String name, Integer unset) {
    return new OrderField<>(name, Integer.class, null, unset, FieldForm.INTEGER);
  }

  private static OrderField<Long> longInteger(String name, Long unset) {
    return new OrderField<>(name, Long.class, null, unset, FieldForm.LONG);
  }

  private static OrderField<BigDecimal> decimal(String name) {
    return decimal(name, null);
  }

  private static OrderField<BigDecimal> decimal(String name, BigDecimal unset) {
    return decimal(name, unset, FieldForm.DECIMAL);
  }

  private static OrderField<BigDecimal> decimal(
      String name, BigDecimal unset, FieldForm<BigDecimal> form) {
    return new OrderField<>(name, BigDecimal.class, null, unset, form);
  }

  private static OrderField<SoftDollarTier> softDollarTier(String name) {
    return new OrderField<>(
        name, SoftDollarTier.class, null, SoftDollarTier.NONE, FieldForm.SHOWN_TIER);
  }

  private static <E> OrderField<List<E>> list(
      String name, Class<E> elementType, FieldForm<E> element) {
    return new OrderField<>(name, List.class, elementType, List.of(), FieldForm.listOf(element));
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

  /** What its values are: BigDecimal, Integer, Long, Boolean, String, SoftDollarTier or List. */
  public Class<?> type() {
    return type;
  }

  /** What the elements are if {@link #type()} is List; {@code null} otherwise. */
  public Class<?> elementType() {
    return elementType;
  }

  /** Whether a user may set it in an order; the others are the gateway's, or obsolete. */
  public boolean settable() {
    return !NOT_SETTABLE.contains(name);
  }

  /**
   * The value as one of this field.
   *
   * @param value {@code null} for "not set"
   * @throws IllegalArgumentException if it is not of this field's type
   */
  @SuppressWarnings("unchecked")
  public T cast(Object value) {
    if (value == null) {
      return unset;
    }
    if (!type.isInstance(value)) {
      throw mismatch(value);
    }
    if (elementType == null) {
      return (T) value;
    }
    for (Object element : (List<?>) value) {
      if (!elementType.isInstance(element)) {
        throw mismatch(element);
      }
    }
    return (T) List.copyOf((List<?>) value);
  }

  /** The name in the TWS API. */
  @Override
  public String toString() {
    return name;
  }

  /** How it looks at most of its positions on the wire. */
  FieldForm<T> form() {
    return form;
  }

  /** Where it stands in the table. */
  int position() {
    return position;
  }

  /** Whether an order with this value says no more than one that does not set the field. */
  boolean isUnset(T value) {
    if (value == unset) {
      return true;
    }
    if (value instanceof BigDecimal decimal && unset instanceof BigDecimal nothing) {
      return decimal.compareTo(nothing) == 0;
    }
    return value == null || value.equals(unset);
  }

  private IllegalArgumentException mismatch(Object value) {
    String expected = elementType == null ? type.getSimpleName() : elementType.getSimpleName();
    return new IllegalArgumentException(
        "the order field "
            + name
            + (elementType == null ? " takes a " : " takes a list of ")
            + expected
            + ", not "
            + (value == null ? "null" : value.getClass().getSimpleName() + " " + value));
  }
}
