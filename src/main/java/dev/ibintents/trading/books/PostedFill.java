package dev.ibintents.trading.books;

import dev.ibintents.ibapi.Fill;
import dev.ibintents.ibapi.message.CommissionReport;
import dev.ibintents.ibapi.message.Execution;
import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.store.Document;
import dev.ibintents.store.Fields;
import dev.ibintents.trading.Shares;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was booked of one execution, as {@code positions/{mode}/fills/{execId}} has it. Beside this,
 * the document has the execution's side, price, time, permId and cost, for people.
 *
 * @param execId the execution
 * @param orderRef its order; empty if that is not known
 * @param conId what was traded
 * @param quantity how much, negative if sold; 0 if it was corrected before it was booked
 * @param orderQuantity for how much the order was, negative to sell
 * @param source who wanted how much of the order
 * @param applied who got how much of the execution
 * @param corrects the version of the execution whose place it took; empty if none
 * @param correctedBy the version that took its place; empty as long as it is in effect
 * @param cost what it cost, as the document has it; nothing in it as long as that is not known
 * @param invocation who booked it
 */
record PostedFill(
    String execId,
    String orderRef,
    int conId,
    BigDecimal quantity,
    BigDecimal orderQuantity,
    Shares source,
    Shares applied,
    Optional<String> corrects,
    Optional<String> correctedBy,
    Cost cost,
    String invocation) {
  static final String ORDER_REF = "orderRef";
  static final String CORRECTED_BY = "correctedBy";

  private static final String ACCOUNT = "account";
  private static final String CONTRACT_ID = "contractId";
  private static final String PERM_ID = "permId";
  private static final String SIDE = "side";
  private static final String QUANTITY = "quantity";
  private static final String PRICE = "price";
  private static final String TIME = "time";
  private static final String ORDER_QUANTITY = "orderQuantity";
  private static final String SOURCE = "source";
  private static final String APPLIED = "applied";
  private static final String CORRECTS = "corrects";
  private static final String COMMISSION = "commission";
  private static final String COMMISSION_CURRENCY = "commissionCurrency";
  private static final String REALIZED_PNL = "realizedPnl";
  private static final String INVOCATION = "invocation";
  private static final String TIMESTAMP = "timestamp";

  static PostedFill read(Document document) {
    return new PostedFill(
        document.id(),
        document.findString(ORDER_REF).orElse(""),
        Math.toIntExact(document.integer(CONTRACT_ID)),
        document.decimal(QUANTITY),
        document.findDecimal(ORDER_QUANTITY).orElse(BigDecimal.ZERO),
        document.findMap(SOURCE).map(Fields::decimals).map(Shares::of).orElse(Shares.NONE),
        Shares.of(document.map(APPLIED).decimals()),
        document.findString(CORRECTS),
        document.findString(CORRECTED_BY),
        Cost.read(document),
        document.findString(INVOCATION).orElse(""));
  }

  /** Whether it counts: no later version has taken its place. */
  boolean isInEffect() {
    return correctedBy.isEmpty();
  }

  /** The whole document. */
  Map<String, Object> fields(Fill fill, Instant now) {
    Execution execution = fill.execution();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(ACCOUNT, execution.acctNumber());
    fields.put(CONTRACT_ID, conId);
    fields.put(ORDER_REF, orderRef);
    fields.put(PERM_ID, execution.permId());
    fields.put(SIDE, execution.side());
    fields.put(QUANTITY, quantity);
    fields.put(PRICE, execution.price());
    fields.put(
        TIME,
        GatewayTime.absolute(execution.time()).map(Instant::toString).orElse(execution.time()));
    fields.put(ORDER_QUANTITY, orderQuantity);
    fields.put(SOURCE, source.byStrategy());
    fields.put(APPLIED, applied.byStrategy());
    corrects.ifPresent(former -> fields.put(CORRECTS, former));
    fill.commissionReport().ifPresent(report -> fields.putAll(commission(report)));
    fields.put(INVOCATION, invocation);
    fields.put(TIMESTAMP, now);
    return fields;
  }

  /**
   * Whether a report says something else of the cost than the document does: a later report
   * replaces an earlier one.
   */
  boolean differsFrom(CommissionReport report) {
    return isInEffect() && !cost.isAsIn(report);
  }

  /** The fields that tell what an execution cost. */
  static Map<String, Object> commission(CommissionReport report) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(COMMISSION, report.commission());
    fields.put(COMMISSION_CURRENCY, report.currency());
    fields.put(REALIZED_PNL, report.realizedPnl());
    return fields;
  }

  /**
   * What an execution cost.
   *
   * @param commission in {@code currency}; empty as long as the broker has not said
   * @param currency the commission's currency
   * @param realizedPnl what the execution realized; empty on an opening trade
   */
  record Cost(
      Optional<BigDecimal> commission,
      Optional<String> currency,
      Optional<BigDecimal> realizedPnl) {
    /** Not known. */
    static final Cost NONE = new Cost(Optional.empty(), Optional.empty(), Optional.empty());

    private static Cost read(Document document) {
      return new Cost(
          document.findDecimal(COMMISSION),
          document.findString(COMMISSION_CURRENCY),
          document.findDecimal(REALIZED_PNL));
    }

    private boolean isAsIn(CommissionReport report) {
      return same(commission, report.commission())
          && currency.equals(Optional.of(report.currency()))
          && same(realizedPnl, report.realizedPnl());
    }

    /** A report that leaves something out takes nothing back. */
    private static boolean same(Optional<BigDecimal> recorded, BigDecimal reported) {
      return reported == null
          || recorded.filter(value -> value.compareTo(reported) == 0).isPresent();
    }
  }

  /**
   * The document of a version that was corrected before it was booked: should it be delivered yet,
   * it is found to be done with.
   */
  static Map<String, Object> corrected(PostedFill by, Instant now) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(CONTRACT_ID, by.conId());
    fields.put(ORDER_REF, by.orderRef());
    fields.put(QUANTITY, BigDecimal.ZERO);
    fields.put(APPLIED, Map.of());
    fields.put(CORRECTED_BY, by.execId());
    fields.put(INVOCATION, by.invocation());
    fields.put(TIMESTAMP, now);
    return fields;
  }
}
