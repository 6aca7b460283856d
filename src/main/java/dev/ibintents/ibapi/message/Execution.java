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
    boolean pendingPriceRevision) {

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
        in.text(), // execId
        in.text(), // time
        in.text(), // acctNumber
        in.text(), // exchange
        in.text(), // side
        in.quantity(), // shares
        in.decimal(), // price
        in.longInteger(), // permId
        in.integer(), // clientId
        in.integer(), // liquidation
        in.decimal(), // cumQty
        in.decimal(), // avgPrice
        in.text(), // orderRef
        in.text(), // evRule
        in.decimal(), // evMultiplier
        in.text(), // modelCode
        in.integer(), // lastLiquidity
        in.serverVersion() >= PENDING_PRICE_REVISION && in.flag());
  }

  /** Writes all fields except the order id, which stands before the contract. */
  void write(FieldWriter out) {
    out.text(execId)
        .text(time)
        .text(acctNumber)
        .text(exchange)
        .text(side)
        .decimal(shares)
        .decimal(price)
        .longInteger(permId)
        .integer(clientId)
        .integer(liquidation)
        .decimal(cumQty)
        .decimal(avgPrice)
        .text(orderRef)
        .text(evRule)
        .decimal(evMultiplier)
        .text(modelCode)
        .integer(lastLiquidity);
    if (out.serverVersion() >= PENDING_PRICE_REVISION) {
      out.flag(pendingPriceRevision);
    }
  }
}
