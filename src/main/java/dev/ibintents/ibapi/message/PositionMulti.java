package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;

/**
 * A position of an account or of a model in it.
 *
 * @param reqId the id of the request
 * @param account the account
 * @param contract the instrument, as in {@link Position}
 * @param position the quantity in units of the contract; negative if short
 * @param avgCost the average cost of one unit × multiplier; {@code null} if unknown
 * @param modelCode the model; empty for none
 */
public record PositionMulti(
    int reqId,
    String account,
    Contract contract,
    BigDecimal position,
    BigDecimal avgCost,
    String modelCode)
    implements Response {
  /** The message's id on the wire. */
  public static final int ID = 71;

  private static final int PROTOBUF_SINCE = 207;
  private static final int VERSION = 1;

  static PositionMulti read(FieldReader in) {
    if (in.lacks(3)) {
      return null;
    }
    in.skip(); // version
    return new PositionMulti(
        in.integer(1),
        in.text(2),
        ContractFields.readAnswered(in.nested(3)).build(),
        in.quantity(4),
        in.amount(5),
        in.text(6));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).version(VERSION).integer(1, reqId).text(2, account);
    ContractFields.writeAnswered(out.nested(3), contract);
    out.figure(4, position).decimal(5, avgCost, FieldWriter.UNSET_DOUBLE).text(6, modelCode);
  }
}
