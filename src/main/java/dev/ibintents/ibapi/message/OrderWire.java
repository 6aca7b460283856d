package dev.ibintents.ibapi.message;

import static dev.ibintents.ibapi.message.OrderField.*;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

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

  static final int BOND_ACCRUED_INTEREST_SUPPORT = 185;
  static final int RFQ_FIELDS = 187;
  static final int UNDO_RFQ_FIELDS = 190;
  static final int CME_TAGGING = 192;
  static final int CME_TAGGING_IN_OPEN_ORDER = 193;
  static final int FULL_ORDER_PREVIEW = 195;
  static final int SUBMITTER_SUPPORT = 198;

  /** The number of the legs in a contract. */
  static final int LEGS = 20;

  /** The fields that a gateway sends in protobuf. A session in texts never loads this class. */
  private static final class Answered {
    private static final Set<OrderField<?>> IN_OTHER_FORMS =
        Set.of(
            LMT_PRICE,
            AUX_PRICE,
            VOLATILITY_TYPE,
            REFERENCE_PRICE_TYPE,
            CASH_QTY,
            DELTA_NEUTRAL_OPEN_CLOSE,
            DELTA_NEUTRAL_ORDER_TYPE,
            ADJUSTED_ORDER_TYPE);

    static final List<OrderField<?>> IN_USUAL_FORMS =
        inProtobuf(field -> !IN_OTHER_FORMS.contains(field) && field != TRANSMIT);
  }

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

  /**
   * A wire that reads from {@code in}.
   *
   * @param number the number of the contract in protobuf; the order and the state follow
   */
  static OrderReading reading(FieldReader in, int number) {
    return new OrderReading(in, number);
  }

  /**
   * A wire that writes to {@code out}; the state is {@code null} in a request.
   *
   * @param number the number of the contract in protobuf; the order and the state follow
   */
  static OrderWire writing(
      FieldWriter out, int number, Contract contract, Order order, OrderState state) {
    return new OrderWriting(out, number, contract, order, state);
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
   * Reads one value of the contract, or writes the given one.
   *
   * @param number the field's number in protobuf
   * @return the value that was read or written
   */
  abstract <T> T contract(int number, FieldForm<T> form, T value);

  /**
   * Reads one value of the state, or writes the given one.
   *
   * @param number the field's number in protobuf
   * @return the value that was read or written
   */
  abstract <T> T state(int number, FieldForm<T> form, T value);

  /** Passes the legs of a combination with their prices, in protobuf. */
  abstract void legsWithPrices();

  /** Whether the fields are in the protobuf dialect. */
  abstract boolean isProtobuf();

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

  /** Passes those of the fields that the session's server version has, in their usual forms. */
  final void orderSince(OrderField<?>... fields) {
    for (OrderField<?> field : fields) {
      if (since(field.since())) {
        inUsualForm(field);
      }
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
    contract.conId = contract(1, FieldForm.NUMBER, contract.conId);
    contract.symbol = contract(2, FieldForm.TEXT, contract.symbol);
    contract.secType = contract(3, FieldForm.TEXT, contract.secType);
    contract.lastTradeDateOrContractMonth =
        contract(4, FieldForm.TEXT, contract.lastTradeDateOrContractMonth);
    contract.strike = contract(5, FieldForm.STRIKE, contract.strike);
    contract.right = contract(6, FieldForm.TEXT, contract.right);
    contract.multiplier = contract(7, FieldForm.NUMBER_TEXT, contract.multiplier);
    contract.exchange = contract(8, FieldForm.TEXT, contract.exchange);
  }

  /** Passes the last fields of the contract, the same in every message. */
  final void contractFromCurrency() {
    contract.currency = contract(10, FieldForm.TEXT, contract.currency);
    contract.localSymbol = contract(11, FieldForm.TEXT, contract.localSymbol);
    contract.tradingClass = contract(12, FieldForm.TEXT, contract.tradingClass);
  }

  /** Passes the legs of a combination, their prices and their routing parameters. */
  final void combination() {
    contract.comboLegs = contract(20, FieldForm.COMBO_LEGS, contract.comboLegs);
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
        contract(17, FieldForm.DELTA_NEUTRAL_CONTRACT, contract.deltaNeutralContract);
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

  /** The fields of protobuf that meet a condition, in the sequence of the table of fields. */
  static List<OrderField<?>> inProtobuf(Predicate<OrderField<?>> condition) {
    return OrderField.all().stream()
        .filter(field -> field.number() != FieldReader.TEXT_ONLY)
        .filter(condition)
        .toList();
  }

  /**
   * Passes the contract and the order in protobuf, where all messages about orders have the same
   * fields.
   *
   * @param carried the order's fields that the message carries in their usual forms
   */
  final void protobuf(List<OrderField<?>> carried) {
    contractUpToMultiplier();
    contract.primaryExchange = contract(9, FieldForm.TEXT, contract.primaryExchange);
    contractFromCurrency();
    contract.secIdType = contract(13, FieldForm.TEXT, contract.secIdType);
    contract.secId = contract(14, FieldForm.TEXT, contract.secId);
    contract.issuerId = contract(16, FieldForm.TEXT, contract.issuerId);
    deltaNeutralContract();
    contract.includeExpired = contract(18, FieldForm.FLAG, contract.includeExpired);
    contract.comboLegsDescrip = contract(19, FieldForm.TEXT, contract.comboLegsDescrip);
    legsWithPrices();
    for (OrderField<?> field : carried) {
      inUsualForm(field);
    }
  }

  /** Passes the contract and the order as a gateway sends them in protobuf. */
  final void answeredProtobuf() {
    protobuf(Answered.IN_USUAL_FORMS);
    order(FieldForm.SHOWN_PRICE, LMT_PRICE, AUX_PRICE);
    order(FieldForm.ZERO_INTEGER, VOLATILITY_TYPE, REFERENCE_PRICE_TYPE);
    order(CASH_QTY, FieldForm.ZERO_DECIMAL);
    order(DELTA_NEUTRAL_OPEN_CLOSE, FieldForm.QUESTION_MARK);
    orderOrNone(DELTA_NEUTRAL_ORDER_TYPE);
    orderOrNone(ADJUSTED_ORDER_TYPE);
    OrderStateFields.pass(this);
  }
}
