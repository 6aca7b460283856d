package dev.ibintents.ibapi.message;

import static dev.ibintents.ibapi.message.OrderField.*;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;
import java.util.Set;

/**
 * Passes an order, its contract and its state over the wire, in one direction.
 *
 * <p>A message describes its fields once, as a sequence of calls here; whether they read or write
 * is the wire's matter, so that the two directions cannot drift apart. Where later fields are there
 * only because of an earlier one, {@link #value} tells what has passed, in either direction.
 *
 * <p>The sequences are those of ib_async's {@code decoder.py} and {@code client.py}, compared with
 * those of {@code @stoqey/ib}. They disagree in one place: ib_async reads {@code duration} from
 * server version 159 on, though it sends it from 158 on; here it is 158 in both directions, as in
 * {@code @stoqey/ib} and in the list of minimum server versions.
 */
abstract class OrderWire {
  static final int DURATION_SUPPORT = 158;
  static final int POST_TO_ATS_SUPPORT = 160;
  static final int AUTO_CANCEL_PARENT_SUPPORT = 162;
  static final int ADVANCED_ORDER_REJECT = 166;
  static final int MANUAL_ORDER_TIME_SUPPORT = 169;
  static final int PEGBEST_PEGMID_OFFSETS = 170;
  static final int FA_PROFILE_DESUPPORT = 177;

  private static final Set<String> PEG_BENCH = Set.of("PEG BENCH", "PEGBENCH");
  private static final Set<String> PEG_BEST = Set.of("PEG BEST", "PEGBEST");
  private static final Set<String> PEG_MID = Set.of("PEG MID", "PEGMID");

  /** The contract, as far as it has passed; all of it where it is written. */
  final Contract.Builder contract;

  /** The order's state, as far as it has passed; all of it where it is written. */
  final OrderState.Builder state;

  private final int serverVersion;

  OrderWire(int serverVersion, Contract.Builder contract, OrderState.Builder state) {
    this.serverVersion = serverVersion;
    this.contract = contract;
    this.state = state;
  }

  /** A wire that takes what {@code in} holds. */
  static Reading reading(FieldReader in) {
    return new Reading(in);
  }

  /** A wire that puts these onto {@code out}; the state may be {@code null} in a request. */
  static OrderWire writing(FieldWriter out, Contract contract, Order order, OrderState state) {
    return new Writing(out, contract, order, state);
  }

  /** Passes one field of the order, in the form that it has at this position. */
  abstract <T> void order(OrderField<T> field, FieldForm<T> form);

  /**
   * Passes a text that the gateway shows as {@code None} where it is not set.
   *
   * @return whether the wire has any text there, be it {@code None}; details follow if it has
   */
  abstract boolean orderOrNone(OrderField<String> field);

  /**
   * Passes one value: takes it from the wire, or puts this one onto it.
   *
   * @return what has passed
   */
  abstract <T> T pass(FieldForm<T> form, T value);

  /** Passes a field that says nothing and that clients leave empty. */
  abstract void blank();

  /** The value of an order's field, as far as it has passed. */
  abstract <T> T value(OrderField<T> field);

  /** Whether the session's server version is this one or a later one. */
  final boolean since(int version) {
    return serverVersion >= version;
  }

  /** Passes fields of the order, each in its usual form. */
  final void order(OrderField<?>... fields) {
    for (OrderField<?> field : fields) {
      inUsualForm(field);
    }
  }

  private <T> void inUsualForm(OrderField<T> field) {
    order(field, field.form());
  }

  /** Passes fields of the order that all have the same form at this position. */
  @SafeVarargs
  final <T> void order(FieldForm<T> form, OrderField<T>... fields) {
    for (OrderField<T> field : fields) {
      order(field, form);
    }
  }

  /** The beginning of the contract, the same in every message. */
  final void contractUpToMultiplier() {
    contract.conId = pass(FieldForm.NUMBER, contract.conId);
    contract.symbol = pass(FieldForm.TEXT, contract.symbol);
    contract.secType = pass(FieldForm.TEXT, contract.secType);
    contract.lastTradeDateOrContractMonth =
        pass(FieldForm.TEXT, contract.lastTradeDateOrContractMonth);
    contract.strike = pass(FieldForm.decimalShownAs("0"), contract.strike);
    contract.right = pass(FieldForm.TEXT, contract.right);
    contract.multiplier = pass(FieldForm.TEXT, contract.multiplier);
    contract.exchange = pass(FieldForm.TEXT, contract.exchange);
  }

  /** The end of the contract, the same in every message. */
  final void contractFromCurrency() {
    contract.currency = pass(FieldForm.TEXT, contract.currency);
    contract.localSymbol = pass(FieldForm.TEXT, contract.localSymbol);
    contract.tradingClass = pass(FieldForm.TEXT, contract.tradingClass);
  }

  /** The legs of a combination, their prices and how they are routed. */
  final void combination() {
    contract.comboLegs = pass(FieldForm.listOf(FieldForm.COMBO_LEG), contract.comboLegs);
    order(ORDER_COMBO_LEGS, SMART_COMBO_ROUTING_PARAMS);
  }

  /** The scale block: its details follow if there is an increment above zero. */
  final void scale(FieldForm<Integer> levelSize) {
    order(levelSize, SCALE_INIT_LEVEL_SIZE, SCALE_SUBS_LEVEL_SIZE);
    order(SCALE_PRICE_INCREMENT);
    BigDecimal increment = value(SCALE_PRICE_INCREMENT);
    if (increment != null && increment.signum() > 0) {
      order(
          SCALE_PRICE_ADJUST_VALUE,
          SCALE_PRICE_ADJUST_INTERVAL,
          SCALE_PROFIT_OFFSET,
          SCALE_AUTO_RESET,
          SCALE_INIT_POSITION,
          SCALE_INIT_FILL_QTY,
          SCALE_RANDOM_PERCENT);
    }
  }

  /** The hedge: its parameter follows if there is a hedge. */
  final void hedge() {
    order(HEDGE_TYPE);
    if (!value(HEDGE_TYPE).isEmpty()) {
      order(HEDGE_PARAM);
    }
  }

  /** The instrument that hedges a delta-neutral combination. */
  final void deltaNeutralContract() {
    contract.deltaNeutralContract =
        pass(FieldForm.DELTA_NEUTRAL_CONTRACT, contract.deltaNeutralContract);
  }

  /** The algorithm: its parameters follow if there is one. */
  final void algorithm() {
    order(ALGO_STRATEGY);
    if (!value(ALGO_STRATEGY).isEmpty()) {
      order(ALGO_PARAMS);
    }
  }

  /** What a PEG BENCH order has, and no other. */
  final void pegToBenchmark() {
    if (PEG_BENCH.contains(value(ORDER_TYPE))) {
      order(
          REFERENCE_CONTRACT_ID,
          IS_PEGGED_CHANGE_AMOUNT_DECREASE,
          PEGGED_CHANGE_AMOUNT,
          REFERENCE_CHANGE_AMOUNT,
          REFERENCE_EXCHANGE_ID);
    }
  }

  /** The conditions: two flags follow if there is one. */
  final void conditions() {
    order(CONDITIONS);
    if (!value(CONDITIONS).isEmpty()) {
      order(CONDITIONS_IGNORE_RTH, CONDITIONS_CANCEL_ORDER);
    }
  }

  /** The offsets as the gateway shows them, for every type of order. */
  final void pegBestPegMid() {
    if (since(PEGBEST_PEGMID_OFFSETS)) {
      order(
          MIN_TRADE_QTY,
          MIN_COMPETE_SIZE,
          COMPETE_AGAINST_BEST_OFFSET,
          MID_OFFSET_AT_WHOLE,
          MID_OFFSET_AT_HALF);
    }
  }

  /** The offsets as a client sends them: each only for the orders that have it. */
  final void sentPegBestPegMid() {
    if (!since(PEGBEST_PEGMID_OFFSETS)) {
      return;
    }
    if (contract.exchange.equals("IBKRATS")) {
      order(MIN_TRADE_QTY);
    }
    boolean upToMid = false;
    if (PEG_BEST.contains(value(ORDER_TYPE))) {
      order(MIN_COMPETE_SIZE, COMPETE_AGAINST_BEST_OFFSET);
      upToMid =
          Order.COMPETE_AGAINST_BEST_OFFSET_UP_TO_MID.equals(value(COMPETE_AGAINST_BEST_OFFSET));
    }
    if (upToMid || PEG_MID.contains(value(ORDER_TYPE))) {
      order(MID_OFFSET_AT_WHOLE, MID_OFFSET_AT_HALF);
    }
  }

  /** Takes fields from a reader and collects what they say. */
  static final class Reading extends OrderWire {
    private final FieldReader in;
    private final Order.Builder order = Order.builder();

    private Reading(FieldReader in) {
      super(in.serverVersion(), Contract.builder(), OrderState.builder());
      this.in = in;
    }

    Contract contract() {
      return contract.build();
    }

    Order order() {
      return order.build();
    }

    OrderState state() {
      return state.build();
    }

    @Override
    <T> void order(OrderField<T> field, FieldForm<T> form) {
      order.set(field, form.read(in));
    }

    @Override
    boolean orderOrNone(OrderField<String> field) {
      String text = in.text();
      order.set(field, text.equals("None") ? "" : text);
      return !text.isEmpty();
    }

    @Override
    <T> T pass(FieldForm<T> form, T value) {
      return form.read(in);
    }

    @Override
    void blank() {
      in.skip();
    }

    @Override
    <T> T value(OrderField<T> field) {
      return order.get(field);
    }
  }

  /** Puts what there is onto a writer. */
  private static final class Writing extends OrderWire {
    private final FieldWriter out;
    private final Order order;

    private Writing(FieldWriter out, Contract contract, Order order, OrderState state) {
      super(
          out.serverVersion(),
          contract.toBuilder(),
          state == null ? OrderState.builder() : state.toBuilder());
      this.out = out;
      this.order = order;
    }

    @Override
    <T> void order(OrderField<T> field, FieldForm<T> form) {
      form.write(out, order.get(field));
    }

    @Override
    boolean orderOrNone(OrderField<String> field) {
      String text = order.get(field);
      out.text(text.isEmpty() ? "None" : text);
      return true;
    }

    @Override
    <T> T pass(FieldForm<T> form, T value) {
      form.write(out, value);
      return value;
    }

    @Override
    void blank() {
      out.blank();
    }

    @Override
    <T> T value(OrderField<T> field) {
      return order.get(field);
    }
  }
}
