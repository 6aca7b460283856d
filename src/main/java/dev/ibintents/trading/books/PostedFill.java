package dev.ibintents.trading.books;

import dev.ibintents.ibapi.Fill;
import dev.ibintents.ibapi.message.CommissionReport;
import dev.ibintents.ibapi.message.Execution;
import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.store.Document;
import dev.ibintents.store.RecordFields;
import dev.ibintents.store.Stored;
import dev.ibintents.trading.Money;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.ledger.SharesDocument;
import dev.ibintents.trading.totals.Effects;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The record of one posted execution in {@code positions/{mode}/fills/{execId}}. For people, the
 * document also has the account, side, price, time and permId of the execution.
 *
 * @param execId the id of the execution
 * @param orderRef the reference of its order; empty if that is not known
 * @param conId the contract
 * @param quantity the quantity, negative for a sale; 0 if it was corrected before it was posted
 * @param orderQuantity the quantity of the order, negative to sell
 * @param source the quantity of the order that each strategy wanted
 * @param applied the quantity of the execution that each strategy got
 * @param corrects the former version that it replaced; empty if none
 * @param correctedBy the later version that replaced it; empty as long as it is in effect
 * @param cost the cost of the execution; empty as long as the broker has not told it
 * @param worth the cash that it moved; empty in documents of earlier versions
 * @param invocation the invocation that posted it
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
    @Stored(inline = true) Worth worth,
    String invocation) {
  static final String ORDER_REF = "orderRef";
  static final String CORRECTED_BY = "correctedBy";

  private static final String CONTRACT_ID = "contractId";
  private static final String QUANTITY = "quantity";
  private static final String APPLIED = "applied";
  private static final String COMMISSION_CURRENCY = "commissionCurrency";
  private static final String INVOCATION = "invocation";

  /** The time of the posting. A query names this field. */
  static final String TIMESTAMP = "timestamp";

  /** The time of the execution. */
  static final String TIME = "time";

  private static final RecordFields<PostedFill> FILLS =
      RecordFields.of(PostedFill.class, SharesDocument.FORM, Effects.FORM);

  /** Documents of earlier versions, and those of {@link #corrected}, lack these fields. */
  private static final Map<String, Object> IF_MISSING =
      Map.of(ORDER_REF, "", "orderQuantity", BigDecimal.ZERO, "source", Map.of(), INVOCATION, "");

  static PostedFill read(Document document) {
    return FILLS.record(document, IF_MISSING);
  }

  /** Whether it counts: no later version has replaced it. */
  boolean isInEffect() {
    return correctedBy.isEmpty();
  }

  /** All fields of the document. */
  Map<String, Object> fields(Fill fill, Instant now) {
    Execution execution = fill.execution();
    Map<String, Object> fields = FILLS.fields(this);
    fields.put("account", execution.acctNumber());
    fields.put("permId", execution.permId());
    fields.put("side", execution.side());
    fields.put(
        TIME,
        GatewayTime.absolute(execution.time()).map(Instant::toString).orElse(execution.time()));
    fill.commissionReport().ifPresent(report -> fields.putAll(commission(report)));
    fields.put(TIMESTAMP, now);
    return fields;
  }

  /**
   * Whether a report has another cost than the document. A later report replaces an earlier one.
   */
  boolean differsFrom(CommissionReport report) {
    return isInEffect() && !cost.isAsIn(report);
  }

  /** The fields of an execution's cost. */
  static Map<String, Object> commission(CommissionReport report) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("commission", report.commission());
    fields.put(COMMISSION_CURRENCY, report.currency());
    fields.put("realizedPnl", report.realizedPnl());
    return fields;
  }

  /**
   * The cost of an execution.
   *
   * @param commission the commission, in {@code currency}; empty as long as the broker has not told
   *     it
   * @param currency the commission's currency
   * @param realizedPnl the profit or loss that the execution realized; empty for an opening trade
   */
  record Cost(
      Optional<BigDecimal> commission,
      @Stored(COMMISSION_CURRENCY) Optional<String> currency,
      Optional<BigDecimal> realizedPnl) {
    /** The cost is not known. */
    static final Cost NONE = new Cost(Optional.empty(), Optional.empty(), Optional.empty());

    /** The commission; empty as long as the broker has not told it. */
    Optional<Money> money() {
      return commission.flatMap(amount -> currency.map(code -> new Money(amount, code)));
    }

    private boolean isAsIn(CommissionReport report) {
      return same(commission, report.commission())
          && currency.equals(Optional.of(report.currency()))
          && same(realizedPnl, report.realizedPnl());
    }

    /**
     * Whether a reported amount is the recorded one, or is missing: a report without an amount
     * changes nothing.
     */
    private static boolean same(Optional<BigDecimal> recorded, BigDecimal reported) {
      return reported == null
          || recorded.filter(value -> value.compareTo(reported) == 0).isPresent();
    }
  }

  /**
   * The cash that an execution moved.
   *
   * @param price the price as quoted; empty if the gateway gave none
   * @param multiplier the contract's multiplier ÷ its price magnifier
   * @param currency the currency of the price
   * @param effects the effects on the totals of strategies, commission included
   * @param effectiveAt the time from which on the account's values contain them
   * @param takenBack the effects that its correction took back although the totals never had them;
   *     only for an execution that an earlier version of the product has posted
   */
  record Worth(
      Optional<BigDecimal> price,
      Optional<BigDecimal> multiplier,
      Optional<String> currency,
      Optional<Effects> effects,
      Optional<Instant> effectiveAt,
      Optional<Effects> takenBack) {

    /** Nothing is known of it. */
    static final Worth NONE =
        new Worth(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** The field of other effects. */
    static Map<String, Object> fields(Effects effects) {
      return Map.of("effects", Effects.fields(effects));
    }

    /** The field of effects that are taken back. */
    static Map<String, Object> takenBackFields(Effects effects) {
      return Map.of("takenBack", Effects.fields(effects));
    }

    Worth with(Effects otherEffects) {
      return new Worth(
          price, multiplier, currency, Optional.of(otherEffects), effectiveAt, takenBack);
    }
  }

  PostedFill with(Worth otherWorth) {
    return new PostedFill(
        execId,
        orderRef,
        conId,
        quantity,
        orderQuantity,
        source,
        applied,
        corrects,
        correctedBy,
        cost,
        otherWorth,
        invocation);
  }

  /** Whether no strategy has wanted it, as no strategy wants a conversion of the account's cash. */
  boolean isNobodys() {
    return source.isEmpty() && applied.isEmpty();
  }

  /** The quantities in proportion to which strategies share its commission. */
  Shares commissionShares() {
    return applied.isEmpty() ? source : applied;
  }

  /**
   * The document of a version that was corrected before it was posted. If that version is delivered
   * later, this document keeps it from being posted.
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
