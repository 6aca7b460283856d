package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;

/**
 * A position of an account, as answer to {@link ReqPositions}.
 *
 * @param account the account
 * @param contract the instrument; its exchange is the listing venue of a stock and empty for a
 *     future, so set the exchange before trading it
 * @param position the quantity in units of the contract; negative if short; 0 once it is closed
 * @param avgCost the average cost of one unit × multiplier, with commission; {@code null} if
 *     unknown
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
