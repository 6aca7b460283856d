package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;

/**
 * A position of an account, asked for by {@link ReqPositions}.
 *
 * @param account the account
 * @param contract what is held; its exchange is the listing venue of a stock and empty for a
 *     future, so that it must be routed anew before trading
 * @param position how much, in units of the contract; negative if short; 0 once it is closed
 * @param avgCost what one cost, times the multiplier, commission included; {@code null} if not
 *     known
 */
public record Position(String account, Contract contract, BigDecimal position, BigDecimal avgCost)
    implements Response {
  /** The message's id on the wire. */
  public static final int ID = 61;

  private static final int VERSION = 3;

  static Position read(FieldReader in) {
    in.skip(); // version
    return new Position(
        in.text(), ContractFields.readAnswered(in).build(), in.quantity(), in.decimal());
  }

  @Override
  public void write(FieldWriter out) {
    out.integer(ID).integer(VERSION).text(account);
    ContractFields.writeAnswered(out, contract);
    out.decimal(position).decimal(avgCost, FieldWriter.UNSET_DOUBLE);
  }
}
