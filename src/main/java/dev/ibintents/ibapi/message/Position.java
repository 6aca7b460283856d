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

  private static final int PROTOBUF_SINCE = 207;
  private static final int VERSION = 3;

  static Position read(FieldReader in) {
    if (in.lacks(2)) {
      return null;
    }
    in.skip(); // version
    return new Position(
        in.text(1),
        ContractFields.readAnswered(in.nested(2)).build(),
        in.quantity(3),
        in.amount(4));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).version(VERSION).text(1, account);
    ContractFields.writeAnswered(out.nested(2), contract);
    out.figure(3, position).decimal(4, avgCost, FieldWriter.UNSET_DOUBLE);
  }
}
