package dev.ibintents.ibapi.message;

import static dev.ibintents.ibapi.message.OrderField.*;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;
import java.util.Set;

/**
 * Passes an order, its contract and its state over the wire, in one direction.
 *
 * <p>A message lists its fields once, as a sequence of calls to this class. A subclass reads or
 * writes them, so the two directions cannot differ. Where later fields depend on an earlier field,
 * {@link #value} returns the earlier value in either direction.
 *
 * <p>The sequences are those of ib_async's {@code decoder.py} and {@code client.py}, compared with
 * those of {@code @stoqey/ib}. They disagree in one place: ib_async reads {@code duration} from
 * server version 159 on, although it sends it from 158 on. This class uses 158 in both directions,
 * as {@code @stoqey/ib} and the list of minimum server versions do.
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

  /** The contract: the fields read so far, or all fields when writing. */
  final Contract.Builder contract;

  /** The order's state: the fields read so far, or all fields when writing. */
  final OrderState.Builder state;

  private final int serverVersion;

  OrderWire(int serverVersion, Contract.Builder contract, OrderState.Builder state) {
    this.serverVersion = serverVersion;
    this.contract = contract;
    this.state = state;
  }

  /** A wire that reads from {@code in}. */
  static Reading reading(FieldReader in) {
    return new Reading(in);
  }

  /** A wire that writes to {@code out}; the state may be {@code null} in a request. */
  static OrderWire writing(FieldWriter out, Contract contract, Order order, OrderState state) {
    return new Writing(out, contract, order, state);
  }

  /** Passes one field of the order, in its form at this position. */
  abstract <T> void order(OrderField<T> field, FieldForm<T> form);

  /**
   * Passes a text that the gateway writes as {@code None} where it is not set.
   *
   * @return whether the field has any text, even {@code None}; details follow if it has
   */
  abstract boolean orderOrNone(OrderField<String> field);

  /**
   * Reads one value, or writes the given one.
   *
   * @return the value that was read or written
   */
  abstract <T> T pass(FieldForm<T> form, T value);

  /** Passes an unused field that clients leave empty. */
  abstract void blank();

  /** The value of an order's field that has passed before. */
  abstract <T> T value(OrderField<T> field);

  /** Whether the session's server version is at least this one. */
  final boolean since(int version) {
    return serverVersion >= version;
  }

  /** Passes fields of the order in their usual forms. */
  final void order(OrderField<?>... fields) {
    for (OrderField<?> field : fields) {
      inUsualForm(field);
    }
  }

  private <T> void inUsualForm(OrderField<T> field) {
    order(field, field.form());
  }

  /** Passes fields of the order that share one form at this position. */
  @SafeVarargs
  final <T> void order(FieldForm<T> form, OrderField<T>... fields) {
    for (OrderField<T> field : fields) {
      order(field, form);
    }
  }

  /** Passes the first fields of the contract, the same in every message. */
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

  /** Passes the last fields of the contract, the same in every message. */
  final void contractFromCurrency() {
    contract.currency = pass(FieldForm.TEXT, contract.currency);
    contract.localSymbol = pass(FieldForm.TEXT, contract.localSymbol);
    contract.tradingClass = pass(FieldForm.TEXT, contract.tradingClass);
  }

  /** Passes the legs of a combination, their prices and their routing parameters. */
  final void combination() {
    contract.comboLegs = pass(FieldForm.listOf(FieldForm.COMBO_LEG), contract.comboLegs);
    order(ORDER_COMBO_LEGS, SMART_COMBO_ROUTING_PARAMS);
  }

  /** Passes the scale block; its details follow if there is an increment above zero. */
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

  /** Passes the hedge; its parameter follows if there is a hedge. */
  final void hedge() {
    order(HEDGE_TYPE);
    if (!value(HEDGE_TYPE).isEmpty()) {
      order(HEDGE_PARAM);
    }
  }

  /** Passes the instrument that hedges a delta-neutral combination. */
  final void deltaNeutralContract() {
    contract.deltaNeutralContract =
        pass(FieldForm.DELTA_NEUTRAL_CONTRACT, contract.deltaNeutralContract);
  }

  /** Passes the algorithm; its parameters follow if there is an algorithm. */
  final void algorithm() {
    order(ALGO_STRATEGY);
    if (!value(ALGO_STRATEGY).isEmpty()) {
      order(ALGO_PARAMS);
    }
  }

  /** Passes the fields that only a PEG BENCH order has. */
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

  /** Passes the conditions; two flags follow if there are conditions. */
  final void conditions() {
    order(CONDITIONS);
    if (!value(CONDITIONS).isEmpty()) {
      order(CONDITIONS_IGNORE_RTH, CONDITIONS_CANCEL_ORDER);
    }
  }

  /** Passes the offsets as the gateway sends them, for every order type. */
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

  /** Passes the offsets as a client sends them, only for orders that have them. */
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

  /** A wire that reads fields and collects their values. */
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

  /** A wire that writes the fields of an order, its contract and its state. */
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
