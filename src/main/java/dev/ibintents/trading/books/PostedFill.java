package dev.ibintents.trading.books;

import dev.ibintents.ibapi.Fill;
import dev.ibintents.ibapi.message.CommissionReport;
import dev.ibintents.ibapi.message.Execution;
import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.store.Document;
import dev.ibintents.store.RecordFields;
import dev.ibintents.store.Stored;
import dev.ibintents.trading.Shares;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The record of one booked execution in {@code positions/{mode}/fills/{execId}}. For people, the
 * document also has the account, side, price, time and permId of the execution.
 *
 * @param execId the execution
 * @param orderRef its order; empty if that is not known
 * @param conId what was traded
 * @param quantity how much, negative if sold; 0 if it was corrected before it was booked
 * @param orderQuantity for how much the order was, negative to sell
 * @param source how much of the order each strategy wanted
 * @param applied how much of the execution each strategy got
 * @param corrects the version of the execution whose place it took; empty if none
 * @param correctedBy the version that took its place; empty as long as it is in effect
 * @param cost the cost of the execution; empty as long as the broker has not said
 * @param invocation the invocation that booked it
 */
record PostedFill(
    @Stored(id = true) String execId,
    String orderRef,
    @Stored("contractId") int conId,
    BigDecimal quantity,
    BigDecimal orderQuantity,
    Shares source,
    Shares applied,
    Optional<String> corrects,
    Optional<String> correctedBy,
    @Stored(inline = true) Cost cost,
    String invocation) {
  static final String ORDER_REF = "orderRef";
  static final String CORRECTED_BY = "correctedBy";

  private static final String CONTRACT_ID = "contractId";
  private static final String QUANTITY = "quantity";
  private static final String APPLIED = "applied";
  private static final String COMMISSION_CURRENCY = "commissionCurrency";
  private static final String INVOCATION = "invocation";
  private static final String TIMESTAMP = "timestamp";

  private static final RecordFields<PostedFill> FILLS =
      RecordFields.of(PostedFill.class, OpenOrderDocument.STORED_SHARES);

  /** Documents of earlier versions, and those of {@link #corrected}, lack these fields. */
  private static final Map<String, Object> IF_MISSING =
      Map.of(ORDER_REF, "", "orderQuantity", BigDecimal.ZERO, "source", Map.of(), INVOCATION, "");

  static PostedFill read(Document document) {
    return FILLS.record(document, IF_MISSING);
  }

  /** Whether it counts: no later version has taken its place. */
  boolean isInEffect() {
    return correctedBy.isEmpty();
  }

  /** The whole document. */
  Map<String, Object> fields(Fill fill, Instant now) {
    Execution execution = fill.execution();
    Map<String, Object> fields = FILLS.fields(this);
    fields.put("account", execution.acctNumber());
    fields.put("permId", execution.permId());
    fields.put("side", execution.side());
    fields.put("price", execution.price());
    fields.put(
        "time",
        GatewayTime.absolute(execution.time()).map(Instant::toString).orElse(execution.time()));
    fill.commissionReport().ifPresent(report -> fields.putAll(commission(report)));
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
    fields.put("commission", report.commission());
    fields.put(COMMISSION_CURRENCY, report.currency());
    fields.put("realizedPnl", report.realizedPnl());
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
      @Stored(COMMISSION_CURRENCY) Optional<String> currency,
      Optional<BigDecimal> realizedPnl) {
    /** Not known. */
    static final Cost NONE = new Cost(Optional.empty(), Optional.empty(), Optional.empty());

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
