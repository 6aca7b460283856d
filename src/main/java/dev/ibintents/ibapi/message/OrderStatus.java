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

  private static final int PROTOBUF_SINCE = 203;

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
        in.integer(1),
        in.text(2),
        in.quantityOrUnset(3),
        in.quantityOrUnset(4),
        in.decimal(5),
        in.longInteger(6),
        in.integer(7),
        in.decimal(8),
        in.integer(9),
        in.text(10),
        in.decimal(11));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).integer(1, orderId).text(2, status);
    out.figure(3, filled).figure(4, remaining).decimal(5, avgFillPrice);
    out.longInteger(6, permId).integer(7, parentId).decimal(8, lastFillPrice).integer(9, clientId);
    out.text(10, whyHeld).decimal(11, mktCapPrice);
  }
}
