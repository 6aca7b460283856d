package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;

/**
 * One fill of an order, whole or in part.
 *
 * @param orderId the order; 0 or 2147483647 for one that was not placed through the API
 * @param execId names the fill; a correction repeats it but for the digits after the last period
 * @param time when, in a form that {@link GatewayTime} reads
 * @param acctNumber the account
 * @param exchange where it was filled
 * @param side BOT or SLD
 * @param shares how much of the contract, never negative
 * @param price the price of one, in the contract's currency
 * @param permId the broker's number of the order
 * @param clientId the client that placed the order
 * @param liquidation 1 if the broker forced it, else 0
 * @param cumQty how much of the order is filled so far
 * @param avgPrice the average price of the order so far
 * @param orderRef the order's reference, as the client gave it
 * @param evRule the economic value rule; empty as a rule
 * @param evMultiplier what to multiply with under that rule; {@code null} if not given
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

  /** How much of the contract, negative if sold. */
  public BigDecimal signedShares() {
    return side.equals(SOLD) ? shares.negate() : shares;
  }

  /** Reads all but the order id, which the message has before the contract. */
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

  /** Writes all but the order id, which the message has before the contract. */
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
