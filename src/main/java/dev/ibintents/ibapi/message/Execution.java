package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;

/**
 * One execution of an order, whole or in part.
 *
 * @param orderId the order id; 0 or 2147483647 for an order that was not placed through the API
 * @param execId the execution's id; a correction repeats it except for the digits after the last
 *     period
 * @param time the time, in a form that {@link GatewayTime} reads
 * @param acctNumber the account
 * @param exchange the exchange of the execution
 * @param side BOT or SLD
 * @param shares the quantity in units of the contract, never negative
 * @param price the price of one unit, in the contract's currency
 * @param permId the order's permanent id in the account
 * @param clientId the client that placed the order
 * @param liquidation 1 if the broker forced it, else 0
 * @param cumQty the filled quantity of the order so far
 * @param avgPrice the average price of the order so far
 * @param orderRef the order's reference, set by the client
 * @param evRule the economic value rule; usually empty
 * @param evMultiplier the multiplier of the economic value rule; {@code null} if missing
 * @param modelCode the model; empty for none
 * @param lastLiquidity 0 none, 1 added, 2 removed, 3 routed out
 * @param pendingPriceRevision whether the price is still provisional; false before version 178
 * @param submitter the user that submitted the order; empty before version 198
 * @param optExerciseOrLapseType the kind of an option's exercise or lapse, −1 for none; {@code
 *     null} if missing, and before version 202
 */
public record Execution(
    int orderId,
    String execId,
    String time,
    String acctNumber,
    String exchange,
    String side,
    BigDecimal shares,
    BigDecimal price,
    long permId,
    int clientId,
    int liquidation,
    BigDecimal cumQty,
    BigDecimal avgPrice,
    String orderRef,
    String evRule,
    BigDecimal evMultiplier,
    String modelCode,
    int lastLiquidity,
    boolean pendingPriceRevision,
    String submitter,
    Integer optExerciseOrLapseType) {

  private static final int PENDING_PRICE_REVISION = 178;
  private static final String SOLD = "SLD";

  /** The quantity in units of the contract; negative if sold. */
  public BigDecimal signedShares() {
    return side.equals(SOLD) ? shares.negate() : shares;
  }

  /** Reads all fields except the order id, which stands before the contract. */
  static Execution read(FieldReader in, int orderId) {
    return new Execution(
        orderId,
        in.text(2), // execId
        in.text(3), // time
        in.text(4), // acctNumber
        in.text(5), // exchange
        in.text(6), // side
        in.quantity(7), // shares
        in.decimal(8), // price
        in.longInteger(9), // permId
        in.integer(10), // clientId
        in.integer(11), // liquidation
        in.figure(12), // cumQty
        in.decimal(13), // avgPrice
        in.text(14), // orderRef
        in.text(15), // evRule
        in.decimal(16), // evMultiplier
        in.text(17), // modelCode
        in.integer(18), // lastLiquidity
        in.since(PENDING_PRICE_REVISION) && in.flag(19),
        in.since(OrderWire.SUBMITTER_SUPPORT) ? in.text(20) : "",
        in.isProtobuf() ? in.integerOrUnset(21) : null);
  }

  /** Writes all fields except the order id, which stands before the contract. */
  void write(FieldWriter out) {
    out.text(2, execId)
        .text(3, time)
        .text(4, acctNumber)
        .text(5, exchange)
        .text(6, side)
        .figure(7, shares)
        .decimal(8, price)
        .longInteger(9, permId)
        .integer(10, clientId)
        .integer(11, liquidation)
        .figure(12, cumQty)
        .decimal(13, avgPrice)
        .text(14, orderRef)
        .text(15, evRule)
        .decimal(16, evMultiplier)
        .text(17, modelCode)
        .integer(18, lastLiquidity);
    if (out.since(PENDING_PRICE_REVISION)) {
      out.flag(19, pendingPriceRevision);
    }
    if (out.since(OrderWire.SUBMITTER_SUPPORT)) {
      out.text(20, submitter);
    }
    if (out.isProtobuf()) {
      out.integer(21, optExerciseOrLapseType, "");
    }
  }
}
