package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;
import java.util.Objects;

/**
 * The status of an order (orderStatus). The gateway repeats it, and omits some changes: only
 * executions are certain about fills.
 *
 * @param orderId the order id within its client; 0 for orders of other clients and of TWS
 * @param status the stage as the gateway writes it; see {@link #stage()}
 * @param filled the filled quantity so far; {@code null} if missing
 * @param remaining the remaining quantity; {@code null} if missing
 * @param avgFillPrice the average price so far; 0 without a fill
 * @param permId the order's permanent id in the account; 0 until there is one
 * @param parentId the order id of the parent; 0 without a parent
 * @param lastFillPrice the price of the last fill; 0 without a fill
 * @param clientId the client that placed the order; 0 also for orders of TWS
 * @param whyHeld the reason of a hold, such as {@code locate}, {@code child} or {@code
 *     child,trigger}; else empty
 * @param mktCapPrice the price at which the broker has capped the order; 0 if it has not
 */
public record OrderStatus(
    int orderId,
    String status,
    BigDecimal filled,
    BigDecimal remaining,
    BigDecimal avgFillPrice,
    long permId,
    int parentId,
    BigDecimal lastFillPrice,
    int clientId,
    String whyHeld,
    BigDecimal mktCapPrice)
    implements Response {
  /** The message's id on the wire. */
  public static final int ID = 3;

  /** Refuses {@code null} for text. */
  public OrderStatus {
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(whyHeld, "whyHeld");
  }

  /** The stage of the {@link #status()}. */
  public OrderStage stage() {
    return OrderStage.of(status);
  }

  static OrderStatus read(FieldReader in) {
    return new OrderStatus(
        in.integer(),
        in.text(),
        in.quantityOrUnset(),
        in.quantityOrUnset(),
        in.decimal(),
        in.longInteger(),
        in.integer(),
        in.decimal(),
        in.integer(),
        in.text(),
        in.decimal());
  }

  @Override
  public void write(FieldWriter out) {
    out.integer(ID).integer(orderId).text(status);
    out.decimal(filled).decimal(remaining).decimal(avgFillPrice);
    out.longInteger(permId).integer(parentId).decimal(lastFillPrice).integer(clientId);
    out.text(whyHeld).decimal(mktCapPrice);
  }
}
