package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;

/**
 * The commission of an execution. It comes after the {@link ExecutionData}, sometimes late.
 *
 * @param execId the execution's id
 * @param commission the commission in {@code currency}; {@code null} if unknown, and −1 while the
 *     broker has not computed it; see {@link #isKnown()}
 * @param currency the commission's currency
 * @param realizedPnl the profit that the execution realized, in {@code currency}; {@code null} for
 *     an opening trade
 * @param yield the yield of a bond; {@code null} for other instruments
 * @param yieldRedemptionDate the date of a bond's yield, yyyyMMdd; empty for other instruments
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

  private static final int PROTOBUF_SINCE = 211;
  private static final int VERSION = 1;

  /**
   * The commission that a broker sends before it has computed it. Other negative amounts are
   * rebates.
   */
  private static final BigDecimal PENDING = BigDecimal.ONE.negate();

  /** Whether the report has a commission. */
  public boolean isKnown() {
    return commission != null && commission.compareTo(PENDING) != 0;
  }

  static CommissionReport read(FieldReader in) {
    in.skip(); // version
    return new CommissionReport(
        in.text(1), in.amount(2), in.text(3), in.amount(4), in.decimal(5), in.text(6));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE)
        .version(VERSION)
        .text(1, execId)
        .decimal(2, commission, FieldWriter.UNSET_DOUBLE)
        .text(3, currency)
        .decimal(4, realizedPnl, FieldWriter.UNSET_DOUBLE)
        .decimal(5, yield, FieldWriter.UNSET_DOUBLE)
        .text(6, yieldRedemptionDate);
  }
}
