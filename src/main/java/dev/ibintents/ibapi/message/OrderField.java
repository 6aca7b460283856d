package dev.ibintents.ibapi.message;

import static dev.ibintents.ibapi.wire.FieldReader.TEXT_ONLY;
import static java.math.BigDecimal.ZERO;
import static java.util.Map.entry;

import dev.ibintents.ibapi.wire.FieldReader;
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
          "routeMarketableToBbo",
          "bondAccruedInterest",
          "submitter",
          "basisPoints",
          "basisPointsType",
          "earlierTrailStopPrice",
          // Obsolete: errors 10268, 10269 and 10270, and no longer on the wire since 177.
          "eTradeOnly",
          "firmQuoteOnly",
          "nbboPriceCap",
          "faProfile");

  /** The versions since which an order to place may have a field, above the usual versions. */
  private static final Map<String, Integer> SINCE =
      Map.ofEntries(
          entry("customerAccount", 183),
          entry("professionalCustomer", 184),
          entry("includeOvernight", 189),
          entry("manualOrderIndicator", 192),
          entry("imbalanceOnly", 199),
          entry("deactivate", 216),
          entry("postOnly", 216),
          entry("allowPreOpen", 216),
          entry("ignoreOpenAuction", 216),
          entry("seekPriceImprovement", 217),
          entry("whatIfType", 217),
          entry("hedgeMaxSize", 223),
          entry("conditionsIncludeOvernight", 226));

  // The trade and its parties.

  /** BUY or SELL; SSHORT for some institutions. */
  public static final OrderField<String> ACTION = text("action", 5);

  /**
   * The quantity in units of the instrument: shares, contracts, base currency. It is 0 in a {@link
   * CompletedOrder} that was filled.
   */
  public static final OrderField<BigDecimal> TOTAL_QUANTITY =
      decimal("totalQuantity", 6, ZERO, FieldForm.QUANTITY);

  /** The order type: MKT, LMT, STP, STP LMT, TRAIL, MOC, MIDPRICE and others. */
  public static final OrderField<String> ORDER_TYPE = text("orderType", 8);

  /**
   * The limit price, in the instrument's currency. The gateway sends 0.0 for an order without one.
   */
  public static final OrderField<BigDecimal> LMT_PRICE = decimal("lmtPrice", 9);

  /**
   * The stop price of STP, or the trailing amount of TRAIL. The gateway sends 0.0 for an order
   * without one.
   */
  public static final OrderField<BigDecimal> AUX_PRICE = decimal("auxPrice", 10);

  /** The time in force: DAY, GTC, IOC, GTD, OPG, FOK and others. */
  public static final OrderField<String> TIF = text("tif", 11);

  /** The account; may be empty if the login has only one. */
  public static final OrderField<String> ACCOUNT = text("account", 12);

  /** The client's own reference, which stays with the order, its executions and its completion. */
  public static final OrderField<String> ORDER_REF = text("orderRef", 28);

  /** The order id, which counts within the client; 0 for orders of TWS. */
  public static final OrderField<Integer> ORDER_ID = integer("orderId", 2, 0);

  /** The id of the client that placed the order; 0 also for orders of TWS. */
  public static final OrderField<Integer> CLIENT_ID = integer("clientId", 1, 0);

  /** The permanent id in the account, assigned by the broker; 0 until there is one. */
  public static final OrderField<Long> PERM_ID = longInteger("permId", 3, 0L);

  /** The order id of the parent in a bracket; 0 without a parent. */
  public static final OrderField<Integer> PARENT_ID = integer("parentId", 4, 0);

  /** The parent's permanent id in the account; only in a {@link CompletedOrder}. */
  public static final OrderField<Long> PARENT_PERM_ID = longInteger("parentPermId", 121, null);

  /** Whether the order is sent to the market at once; true unless set. */
  public static final OrderField<Boolean> TRANSMIT = flag("transmit", 66, true);

  /** Whether the order only asks for its margin and commission. */
  public static final OrderField<Boolean> WHAT_IF = flag("whatIf", 65, false);

  // Times.

  /**
   * The time at which the order becomes active, such as {@code 20261123 15:30:00 UTC}. The zone of
   * a time without a zone is uncertain.
   */
  public static final OrderField<String> GOOD_AFTER_TIME = text("goodAfterTime", 25);

  /** The time at which an order with tif GTD ends, in the form of {@link #GOOD_AFTER_TIME}. */
  public static final OrderField<String> GOOD_TILL_DATE = text("goodTillDate", 26);

  /** The start of a scale table, in the form of {@link #GOOD_AFTER_TIME}. */
  public static final OrderField<String> ACTIVE_START_TIME = text("activeStartTime", 32);

  /** The end of a scale table, in the form of {@link #GOOD_AFTER_TIME}. */
  public static final OrderField<String> ACTIVE_STOP_TIME = text("activeStopTime", 33);

  /** The lifetime in seconds. Since server version 158. */
  public static final OrderField<Integer> DURATION = integer("duration", 123);

  /** Whether the order may trade outside regular hours. */
  public static final OrderField<Boolean> OUTSIDE_RTH = flag("outsideRth", 19, false);

  /**
   * The time at which a person decided the order, for regulated brokers. Since server version 169.
   */
  public static final OrderField<String> MANUAL_ORDER_TIME = text("manualOrderTime", 126);

  /** Only in a {@link CompletedOrder}. */
  public static final OrderField<String> AUTO_CANCEL_DATE = text("autoCancelDate", 114);

  // Execution in the market.

  public static final OrderField<String> OCA_GROUP = text("ocaGroup", 27);

  /**
   * The handling of the rest of the OCA group: 1 cancel with block, 2 reduce with block, 3 reduce
   * without block; 0 leaves it to the gateway.
   */
  public static final OrderField<Integer> OCA_TYPE = integer("ocaType", 30, 0);

  public static final OrderField<Boolean> BLOCK_ORDER = flag("blockOrder", 17, false);
  public static final OrderField<Boolean> SWEEP_TO_FILL = flag("sweepToFill", 20, false);

  /** The displayed quantity, in the instrument's units. */
  public static final OrderField<Integer> DISPLAY_SIZE = integer("displaySize", 7);

  /**
   * The price that elects a stop: 0 default, 1 double bid/ask, 2 last, 3 double last, 4 bid/ask, 7
   * last or bid/ask, 8 mid-point.
   */
  public static final OrderField<Integer> TRIGGER_METHOD = integer("triggerMethod", 31, 0);

  public static final OrderField<Boolean> HIDDEN = flag("hidden", 18, false);
  public static final OrderField<Boolean> ALL_OR_NONE = flag("allOrNone", 16, false);

  /** The smallest fill, in the instrument's units. */
  public static final OrderField<Integer> MIN_QTY = integer("minQty", 24);

  /** The amount beyond the limit at which the order may trade, in the instrument's currency. */
  public static final OrderField<BigDecimal> DISCRETIONARY_AMT =
      decimal("discretionaryAmt", 76, ZERO);

  public static final OrderField<Boolean> DISCRETIONARY_UP_TO_LIMIT_PRICE =
      flag("discretionaryUpToLimitPrice", 113, false);

  /** The offset of a relative order: 0.01 is one percent. */
  public static final OrderField<BigDecimal> PERCENT_OFFSET = decimal("percentOffset", 21);

  public static final OrderField<Boolean> OVERRIDE_PERCENTAGE_CONSTRAINTS =
      flag("overridePercentageConstraints", 67, false);
  public static final OrderField<Boolean> OPT_OUT_SMART_ROUTING =
      flag("optOutSmartRouting", 77, false);
  public static final OrderField<Boolean> NOT_HELD = flag("notHeld", 83, false);
  public static final OrderField<Boolean> SOLICITED = flag("solicited", 85, false);
  public static final OrderField<Boolean> RANDOMIZE_SIZE = flag("randomizeSize", 86, false);
  public static final OrderField<Boolean> RANDOMIZE_PRICE = flag("randomizePrice", 87, false);

  /** The amount to spend instead of a quantity, in the instrument's currency. */
  public static final OrderField<BigDecimal> CASH_QTY = decimal("cashQty", 106);

  public static final OrderField<Boolean> USE_PRICE_MGMT_ALGO =
      flag("usePriceMgmtAlgo", 122, false);

  /** The seconds that the order rests at IBKR ATS. Since server version 160. */
  public static final OrderField<Integer> POST_TO_ATS = integer("postToAts", 124);

  /** Whether the parent is cancelled with this order. Since server version 162. */
  public static final OrderField<Boolean> AUTO_CANCEL_PARENT = flag("autoCancelParent", 117, false);

  /** The codes of the rejections to override. Since server version 166. */
  public static final OrderField<String> ADVANCED_ERROR_OVERRIDE =
      text("advancedErrorOverride", 125);

  /** Whether the order takes part in imbalance auctions only. Since server version 199. */
  public static final OrderField<Boolean> IMBALANCE_ONLY = flag("imbalanceOnly", 119, false);

  /** Only in a {@link CompletedOrder}. */
  public static final OrderField<Boolean> ROUTE_MARKETABLE_TO_BBO =
      flag("routeMarketableToBbo", 120, false);

  /** Obsolete: error 10268 refuses an order with it. */
  public static final OrderField<Boolean> E_TRADE_ONLY = flag("eTradeOnly", TEXT_ONLY, false);

  /** Obsolete: error 10269 refuses an order with it. */
  public static final OrderField<Boolean> FIRM_QUOTE_ONLY = flag("firmQuoteOnly", TEXT_ONLY, false);

  /** Obsolete: error 10270 refuses an order with it. */
  public static final OrderField<BigDecimal> NBBO_PRICE_CAP = decimal("nbboPriceCap", TEXT_ONLY);

  // Trailing and adjusted stops.

  /**
   * The stop price with which a trailing order starts. The gateway fills it for other order types,
   * too.
   */
  public static final OrderField<BigDecimal> TRAIL_STOP_PRICE = decimal("trailStopPrice", 23);

  /** The trailing amount in percent: 1.5 is 1.5 %. */
  public static final OrderField<BigDecimal> TRAILING_PERCENT = decimal("trailingPercent", 22);

  public static final OrderField<BigDecimal> LMT_PRICE_OFFSET = decimal("lmtPriceOffset", 99);
  public static final OrderField<String> ADJUSTED_ORDER_TYPE = text("adjustedOrderType", 93);
  public static final OrderField<BigDecimal> TRIGGER_PRICE = decimal("triggerPrice", 94);
  public static final OrderField<BigDecimal> ADJUSTED_STOP_PRICE = decimal("adjustedStopPrice", 95);
  public static final OrderField<BigDecimal> ADJUSTED_STOP_LIMIT_PRICE =
      decimal("adjustedStopLimitPrice", 96);
  public static final OrderField<BigDecimal> ADJUSTED_TRAILING_AMOUNT =
      decimal("adjustedTrailingAmount", 97);

  /** The unit of the trailing amount: 0 an amount, 100 percent. */
  public static final OrderField<Integer> ADJUSTABLE_TRAILING_UNIT =
      integer("adjustableTrailingUnit", 98, 0);

  /**
   * The first of two stop prices that the gateway sends; clients use the second one. It has been
   * empty in every message seen so far. The TWS API has no name for it.
   */
  public static final OrderField<BigDecimal> EARLIER_TRAIL_STOP_PRICE =
      decimal("earlierTrailStopPrice", TEXT_ONLY);

  // Advisors, institutions, clearing.

  public static final OrderField<String> FA_GROUP = text("faGroup", 34);

  /** Obsolete; on the wire below server version 177. */
  public static final OrderField<String> FA_PROFILE = text("faProfile", TEXT_ONLY);

  public static final OrderField<String> FA_METHOD = text("faMethod", 35);
  public static final OrderField<String> FA_PERCENTAGE = text("faPercentage", 36);
  public static final OrderField<String> MODEL_CODE = text("modelCode", 103);

  /**
   * The effect on the position, for institutions: O open, C close. O unless set; the gateway sends
   * it as empty.
   */
  public static final OrderField<String> OPEN_CLOSE = text("openClose", 68, "O");

  /** The origin: 0 customer, 1 firm. */
  public static final OrderField<Integer> ORIGIN = integer("origin", 69, 0);

  public static final OrderField<String> RULE_80A = text("rule80A", 29);

  /**
   * The holder of shares to sell short: 1 the clearing broker, 2 another; 0 except for
   * institutions.
   */
  public static final OrderField<Integer> SHORT_SALE_SLOT = integer("shortSaleSlot", 70, 0);

  public static final OrderField<String> DESIGNATED_LOCATION = text("designatedLocation", 71);

  /** The code of the short sale's exemption; −1 for none. */
  public static final OrderField<Integer> EXEMPT_CODE = integer("exemptCode", 72, -1);

  public static final OrderField<String> SETTLING_FIRM = text("settlingFirm", 13);
  public static final OrderField<String> CLEARING_ACCOUNT = text("clearingAccount", 14);

  /** The clearing intent: IB, Away or PTA. */
  public static final OrderField<String> CLEARING_INTENT = text("clearingIntent", 15);

  public static final OrderField<String> EXT_OPERATOR = text("extOperator", 104);
  public static final OrderField<SoftDollarTier> SOFT_DOLLAR_TIER =
      softDollarTier("softDollarTier", 105);
  public static final OrderField<Boolean> IS_OMS_CONTAINER = flag("isOmsContainer", 112, false);
  public static final OrderField<String> MIFID2_DECISION_MAKER = text("mifid2DecisionMaker", 107);
  public static final OrderField<String> MIFID2_DECISION_ALGO = text("mifid2DecisionAlgo", 108);
  public static final OrderField<String> MIFID2_EXECUTION_TRADER =
      text("mifid2ExecutionTrader", 109);
  public static final OrderField<String> MIFID2_EXECUTION_ALGO = text("mifid2ExecutionAlgo", 110);

  /** Only in a {@link CompletedOrder}. */
  public static final OrderField<String> SHAREHOLDER = text("shareholder", 118);

  /**
   * The allocation, such as {@code 600745656.0/DU1234567/100}: the permId, the number of changes to
   * the order, the account. It is only in an {@link OpenOrder}, and the TWS API has no name for it.
   */
  public static final OrderField<String> SHARES_ALLOCATION = text("sharesAllocation", TEXT_ONLY);

  // Box and pegged-to-stock orders.

  /** The auction strategy: 1 match, 2 improvement, 3 transparent; 0 for none. */
  public static final OrderField<Integer> AUCTION_STRATEGY =
      integer("auctionStrategy", TEXT_ONLY, 0);

  public static final OrderField<BigDecimal> STARTING_PRICE = decimal("startingPrice", 78);
  public static final OrderField<BigDecimal> STOCK_REF_PRICE = decimal("stockRefPrice", 79);
  public static final OrderField<BigDecimal> DELTA = decimal("delta", 80);
  public static final OrderField<BigDecimal> STOCK_RANGE_LOWER = decimal("stockRangeLower", 81);
  public static final OrderField<BigDecimal> STOCK_RANGE_UPPER = decimal("stockRangeUpper", 82);

  // Volatility orders and their hedge.

  /** The volatility in percent; only for volatility orders. */
  public static final OrderField<BigDecimal> VOLATILITY = decimal("volatility", 37);

  /** The period of the volatility: 1 daily, 2 annual. */
  public static final OrderField<Integer> VOLATILITY_TYPE = integer("volatilityType", 38);

  public static final OrderField<Boolean> CONTINUOUS_UPDATE = flag("continuousUpdate", 39, false);

  /** The reference price: 1 average of bid and ask, 2 bid or ask. */
  public static final OrderField<Integer> REFERENCE_PRICE_TYPE = integer("referencePriceType", 40);

  /** The order type of the hedge; the gateway sends {@code None} for no hedge. */
  public static final OrderField<String> DELTA_NEUTRAL_ORDER_TYPE =
      text("deltaNeutralOrderType", 41);

  public static final OrderField<BigDecimal> DELTA_NEUTRAL_AUX_PRICE =
      decimal("deltaNeutralAuxPrice", 42);
  public static final OrderField<Integer> DELTA_NEUTRAL_CON_ID =
      integer("deltaNeutralConId", 43, 0);
  public static final OrderField<String> DELTA_NEUTRAL_SETTLING_FIRM =
      text("deltaNeutralSettlingFirm", 73);
  public static final OrderField<String> DELTA_NEUTRAL_CLEARING_ACCOUNT =
      text("deltaNeutralClearingAccount", 74);
  public static final OrderField<String> DELTA_NEUTRAL_CLEARING_INTENT =
      text("deltaNeutralClearingIntent", 75);
  public static final OrderField<String> DELTA_NEUTRAL_OPEN_CLOSE =
      text("deltaNeutralOpenClose", 44);
  public static final OrderField<Boolean> DELTA_NEUTRAL_SHORT_SALE =
      flag("deltaNeutralShortSale", 45, false);
  public static final OrderField<Integer> DELTA_NEUTRAL_SHORT_SALE_SLOT =
      integer("deltaNeutralShortSaleSlot", 46, 0);
  public static final OrderField<String> DELTA_NEUTRAL_DESIGNATED_LOCATION =
      text("deltaNeutralDesignatedLocation", 47);

  // Combinations.

  /** The prices of the legs; empty if only the combination has a price. */
  public static final OrderField<List<OrderComboLeg>> ORDER_COMBO_LEGS =
      list("orderComboLegs", TEXT_ONLY, OrderComboLeg.class, FieldForm.LEG_PRICE);

  public static final OrderField<List<TagValue>> SMART_COMBO_ROUTING_PARAMS =
      list("smartComboRoutingParams", 64, TagValue.class, TagValueForm.PAIR);

  /** For exchanges for physicals; only in an {@link OpenOrder}. */
  public static final OrderField<BigDecimal> BASIS_POINTS = decimal("basisPoints", TEXT_ONLY);

  /** For exchanges for physicals; only in an {@link OpenOrder}. */
  public static final OrderField<Integer> BASIS_POINTS_TYPE = integer("basisPointsType", TEXT_ONLY);

  // Scale orders.

  public static final OrderField<Integer> SCALE_INIT_LEVEL_SIZE = integer("scaleInitLevelSize", 48);
  public static final OrderField<Integer> SCALE_SUBS_LEVEL_SIZE = integer("scaleSubsLevelSize", 49);
  public static final OrderField<BigDecimal> SCALE_PRICE_INCREMENT =
      decimal("scalePriceIncrement", 50);
  public static final OrderField<BigDecimal> SCALE_PRICE_ADJUST_VALUE =
      decimal("scalePriceAdjustValue", 51);
  public static final OrderField<Integer> SCALE_PRICE_ADJUST_INTERVAL =
      integer("scalePriceAdjustInterval", 52);
  public static final OrderField<BigDecimal> SCALE_PROFIT_OFFSET = decimal("scaleProfitOffset", 53);
  public static final OrderField<Boolean> SCALE_AUTO_RESET = flag("scaleAutoReset", 54, false);
  public static final OrderField<Integer> SCALE_INIT_POSITION = integer("scaleInitPosition", 55);
  public static final OrderField<Integer> SCALE_INIT_FILL_QTY = integer("scaleInitFillQty", 56);
  public static final OrderField<Boolean> SCALE_RANDOM_PERCENT =
      flag("scaleRandomPercent", 57, false);
  public static final OrderField<String> SCALE_TABLE = text("scaleTable", 58);

  // Hedges.

  /** The hedge type: D delta, B beta, F currency, P pair. */
  public static final OrderField<String> HEDGE_TYPE = text("hedgeType", 59);

  /** The beta or the ratio of the hedge. */
  public static final OrderField<String> HEDGE_PARAM = text("hedgeParam", 60);

  public static final OrderField<Boolean> DONT_USE_AUTO_PRICE_FOR_HEDGE =
      flag("dontUseAutoPriceForHedge", 111, false);

  // Algorithms.

  /** The algorithm, such as Adaptive, Twap or Vwap. */
  public static final OrderField<String> ALGO_STRATEGY = text("algoStrategy", 61);

  /** The algorithm's parameters, such as adaptivePriority=Normal. */
  public static final OrderField<List<TagValue>> ALGO_PARAMS =
      list("algoParams", 62, TagValue.class, TagValueForm.PAIR);

  public static final OrderField<String> ALGO_ID = text("algoId", 63);
  public static final OrderField<List<TagValue>> ORDER_MISC_OPTIONS =
      list("orderMiscOptions", 84, TagValue.class, TagValueForm.PAIR);

  // Orders pegged to a benchmark, to the best price or to the mid-point.

  public static final OrderField<Integer> REFERENCE_CONTRACT_ID =
      integer("referenceContractId", 88, 0);
  public static final OrderField<Boolean> IS_PEGGED_CHANGE_AMOUNT_DECREASE =
      flag("isPeggedChangeAmountDecrease", 90, false);
  public static final OrderField<BigDecimal> PEGGED_CHANGE_AMOUNT =
      decimal("peggedChangeAmount", 89, ZERO);
  public static final OrderField<BigDecimal> REFERENCE_CHANGE_AMOUNT =
      decimal("referenceChangeAmount", 91, ZERO);
  public static final OrderField<String> REFERENCE_EXCHANGE_ID = text("referenceExchangeId", 92);

  /** The smallest trade, for exchange IBKRATS. Since server version 170. */
  public static final OrderField<Integer> MIN_TRADE_QTY = integer("minTradeQty", 127);

  /** The smallest size to compete with, for PEG BEST. Since server version 170. */
  public static final OrderField<Integer> MIN_COMPETE_SIZE = integer("minCompeteSize", 128);

  /**
   * The offset of PEG BEST in the instrument's currency, or {@link
   * Order#COMPETE_AGAINST_BEST_OFFSET_UP_TO_MID}. Since server version 170.
   */
  public static final OrderField<BigDecimal> COMPETE_AGAINST_BEST_OFFSET =
      decimal("competeAgainstBestOffset", 129, null, FieldForm.COMPETE_OFFSET);

  /** For PEG MID, and for PEG BEST up to the mid-point. Since server version 170. */
  public static final OrderField<BigDecimal> MID_OFFSET_AT_WHOLE = decimal("midOffsetAtWhole", 130);

  /** For PEG MID, and for PEG BEST up to the mid-point. Since server version 170. */
  public static final OrderField<BigDecimal> MID_OFFSET_AT_HALF = decimal("midOffsetAtHalf", 131);

  // Conditions.

  public static final OrderField<List<OrderCondition>> CONDITIONS =
      list("conditions", 100, OrderCondition.class, FieldForm.CONDITION);
  public static final OrderField<Boolean> CONDITIONS_IGNORE_RTH =
      flag("conditionsIgnoreRth", 102, false);
  public static final OrderField<Boolean> CONDITIONS_CANCEL_ORDER =
      flag("conditionsCancelOrder", 101, false);

  // The result.

  /** Only in a {@link CompletedOrder}. */
  public static final OrderField<BigDecimal> FILLED_QUANTITY =
      decimal("filledQuantity", 115, null, FieldForm.QUANTITY);

  /** Only in a {@link CompletedOrder}. */
  public static final OrderField<Integer> REF_FUTURES_CON_ID = integer("refFuturesConId", 116);

  // Since later versions of the server.

  /** The customer of an omnibus account. Since server version 183. */
  public static final OrderField<String> CUSTOMER_ACCOUNT = text("customerAccount", 132);

  /** Whether the customer of an omnibus account is a professional. Since server version 184. */
  public static final OrderField<Boolean> PROFESSIONAL_CUSTOMER =
      flag("professionalCustomer", 133, false);

  /** The accrued interest of a bond; only in an {@link OpenOrder}, since server version 185. */
  public static final OrderField<String> BOND_ACCRUED_INTEREST = text("bondAccruedInterest", 134);

  /** Whether the order also trades overnight. Since server version 189. */
  public static final OrderField<Boolean> INCLUDE_OVERNIGHT = flag("includeOvernight", 135, false);

  /**
   * 1 if a person entered the order, 0 if a program did, as CME rule 536-B asks. Since server
   * version 192.
   */
  public static final OrderField<Integer> MANUAL_ORDER_INDICATOR =
      integer("manualOrderIndicator", 136);

  /** The user that has submitted the order; the gateway sends it since server version 198. */
  public static final OrderField<String> SUBMITTER = text("submitter", 137);

  /** Whether the order is deactivated: kept, but not worked. Since server version 216. */
  public static final OrderField<Boolean> DEACTIVATE = flag("deactivate", 138, false);

  /** Whether the order may only add liquidity. Since server version 216. */
  public static final OrderField<Boolean> POST_ONLY = flag("postOnly", 139, false);

  /** Whether the order may work before the open. Since server version 216. */
  public static final OrderField<Boolean> ALLOW_PRE_OPEN = flag("allowPreOpen", 140, false);

  /** Whether the order stays out of the opening auction. Since server version 216. */
  public static final OrderField<Boolean> IGNORE_OPEN_AUCTION =
      flag("ignoreOpenAuction", 141, false);

  /** 1 to seek a better price, 0 not to; {@code null} leaves it to the account's settings. */
  public static final OrderField<Integer> SEEK_PRICE_IMPROVEMENT =
      integer("seekPriceImprovement", 142);

  /** The kind of a what-if order. Since server version 217. */
  public static final OrderField<Integer> WHAT_IF_TYPE = integer("whatIfType", 143);

  /** The largest size of a hedge. Since server version 223. */
  public static final OrderField<Integer> HEDGE_MAX_SIZE = integer("hedgeMaxSize", 144);

  /** Whether the conditions are also watched overnight. Since server version 226. */
  public static final OrderField<Boolean> CONDITIONS_INCLUDE_OVERNIGHT =
      flag("conditionsIncludeOvernight", 145, false);

  private final String name;
  private final int number;
  private final boolean settable;
  private final int since;
  private final int position;
  private final OrderFieldType<T> type;

  private OrderField(String name, int number, OrderFieldType<T> type) {
    this.name = name;
    this.number = number;
    this.settable = !NOT_SETTABLE.contains(name);
    this.since = SINCE.getOrDefault(name, 0);
    this.position = BY_NAME.size();
    this.type = type;
    BY_NAME.put(name, this);
  }

  private static OrderField<String> text(String name, int number) {
    return text(name, number, "");
  }

  private static OrderField<String> text(String name, int number, String unset) {
    return new OrderField<>(name, number, OrderFieldType.of(String.class, unset, FieldForm.TEXT));
  }

  private static OrderField<Boolean> flag(String name, int number, boolean unset) {
    return new OrderField<>(name, number, OrderFieldType.of(Boolean.class, unset, FieldForm.FLAG));
  }

  private static OrderField<Integer> integer(String name, int number) {
    return integer(name, number, null);
  }

  private static OrderField<Integer> integer(String name, int number, Integer unset) {
    return new OrderField<>(
        name, number, OrderFieldType.of(Integer.class, unset, FieldForm.INTEGER));
  }

  private static OrderField<Long> longInteger(String name, int number, Long unset) {
    return new OrderField<>(name, number, OrderFieldType.of(Long.class, unset, FieldForm.LONG));
  }

  private static OrderField<BigDecimal> decimal(String name, int number) {
    return decimal(name, number, null);
  }

  private static OrderField<BigDecimal> decimal(String name, int number, BigDecimal unset) {
    return decimal(name, number, unset, FieldForm.DECIMAL);
  }

  private static OrderField<BigDecimal> decimal(
      String name, int number, BigDecimal unset, FieldForm<BigDecimal> form) {
    return new OrderField<>(name, number, OrderFieldType.of(BigDecimal.class, unset, form));
  }

  private static OrderField<SoftDollarTier> softDollarTier(String name, int number) {
    return new OrderField<>(
        name,
        number,
        OrderFieldType.of(SoftDollarTier.class, SoftDollarTier.NONE, FieldForm.SHOWN_TIER));
  }

  private static <E> OrderField<List<E>> list(
      String name, int number, Class<E> elementType, FieldForm<E> element) {
    return new OrderField<>(name, number, OrderFieldType.listOf(elementType, element));
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
    return settable;
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

  /** The number in protobuf; {@link FieldReader#TEXT_ONLY} if protobuf does not have the field. */
  int number() {
    return number;
  }

  /** The server version since which an order to place may have the field; 0 if always. */
  public int since() {
    return since;
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
