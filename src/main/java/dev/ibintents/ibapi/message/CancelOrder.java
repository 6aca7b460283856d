package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.util.Objects;

/**
 * Asks to cancel an order of this client. Error 202 and an {@link OrderStatus} confirm it; until
 * then the order may be filled.
 *
 * @param orderId the order id within this client
 * @param manualCancelOrderTime the time at which a person decided the cancellation, for regulated
 *     brokers; empty for everybody else. A time in the wrong form leaves the cancellation without
 *     effect. It is sent since server version 169
 */
public record CancelOrder(int orderId, String manualCancelOrderTime) implements Request {
  /** The message's id on the wire. */
  public static final int ID = 4;

  private static final int VERSION = 1;
  private static final int MANUAL_ORDER_TIME = 169;

  /** Refuses {@code null} for text. */
  public CancelOrder {
    Objects.requireNonNull(manualCancelOrderTime, "manualCancelOrderTime");
  }

  /** A cancellation that was not decided by a person. */
  public CancelOrder(int orderId) {
    this(orderId, "");
  }

  static CancelOrder read(FieldReader in) {
    in.skip(); // version
    int orderId = in.integer();
    return new CancelOrder(orderId, in.serverVersion() >= MANUAL_ORDER_TIME ? in.text() : "");
  }

  @Override
  public void write(FieldWriter out) {
    out.integer(ID).integer(VERSION).integer(orderId);
    if (out.serverVersion() >= MANUAL_ORDER_TIME) {
      out.text(manualCancelOrderTime);
    }
  }
}
