package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;
import java.util.Objects;

/**
 * Where an order stands. The gateway repeats it, and leaves some changes out: only executions say
 * for certain what was traded.
 *
 * @param orderId the order's number within its client; 0 for orders of other clients and of TWS
 * @param status the stage as the gateway writes it; {@link #stage()} is its meaning
 * @param filled the quantity traded so far; {@code null} if the gateway left it out
 * @param remaining the quantity that is left; {@code null} if the gateway left it out
 * @param avgFillPrice the average price so far; 0 without a fill
 * @param permId the order's number in the account, which never changes; 0 if it has none yet
 * @param parentId the order id of its parent; 0 if it has none
 * @param lastFillPrice the price of the last fill; 0 without one
 * @param clientId the client that placed it; 0 also for orders of TWS
 * @param whyHeld such as {@code locate}, {@code child} or {@code child,trigger}; else empty
 * @param mktCapPrice the price that the broker has capped the order at; 0 if it has not
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

  /** Refuses {@code null} where text is expected. */
  public OrderStatus {
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(whyHeld, "whyHeld");
  }

  /** The stage that {@link #status()} names. */
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
