package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;

/**
 * What an execution cost. It comes after the {@link ExecutionData}, sometimes late.
 *
 * @param execId the execution
 * @param commission in {@code currency}; {@code null} if not known, and −1 as long as the broker
 *     has not worked it out; see {@link #isKnown()}
 * @param currency the commission's currency
 * @param realizedPnl what the execution realized, in {@code currency}; {@code null} on an opening
 *     trade
 * @param yield of a bond; {@code null} for others
 * @param yieldRedemptionDate yyyyMMdd of a bond; empty for others
 */
public record CommissionReport(
    String execId,
    BigDecimal commission,
    String currency,
    BigDecimal realizedPnl,
    BigDecimal yield,
    String yieldRedemptionDate)
    implements Response {
  /** The message's id on the wire. */
  public static final int ID = 59;

  private static final int VERSION = 1;

  /** A broker that has not worked out a commission yet says this. Rebates are other amounts. */
  private static final BigDecimal PENDING = BigDecimal.ONE.negate();

  /** Whether it says what the execution cost. */
  public boolean isKnown() {
    return commission != null && commission.compareTo(PENDING) != 0;
  }

  static CommissionReport read(FieldReader in) {
    in.skip(); // version
    return new CommissionReport(
        in.text(), in.decimal(), in.text(), in.decimal(), in.decimal(), in.text());
  }

  @Override
  public void write(FieldWriter out) {
    out.integer(ID)
        .integer(VERSION)
        .text(execId)
        .decimal(commission, FieldWriter.UNSET_DOUBLE)
        .text(currency)
        .decimal(realizedPnl, FieldWriter.UNSET_DOUBLE)
        .decimal(yield, FieldWriter.UNSET_DOUBLE)
        .text(yieldRedemptionDate);
  }
}
