package dev.ibintents.ibapi.message;

import static dev.ibintents.ibapi.wire.FieldReader.TEXT_ONLY;
import static dev.ibintents.ibapi.wire.FieldWriter.UNSET_INTEGER;

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
 * @param extOperator the operator, for regulated brokers; sent since server version 192
 * @param manualOrderIndicator 1 if a person decided the cancellation, 0 if a program did; {@code
 *     null} if not set; sent since server version 192
 */
public record CancelOrder(
    int orderId, String manualCancelOrderTime, String extOperator, Integer manualOrderIndicator)
    implements Request {
  /** The message's id on the wire. */
  public static final int ID = 4;

  private static final int PROTOBUF_SINCE = 203;
  private static final int VERSION = 1;
  private static final int MANUAL_ORDER_TIME = 169;

  /** Refuses {@code null} for text. */
  public CancelOrder {
    Objects.requireNonNull(manualCancelOrderTime, "manualCancelOrderTime");
    Objects.requireNonNull(extOperator, "extOperator");
  }

  /** A cancellation that was not decided by a person. */
  public CancelOrder(int orderId) {
    this(orderId, "");
  }

  /** A cancellation without operator. */
  public CancelOrder(int orderId, String manualCancelOrderTime) {
    this(orderId, manualCancelOrderTime, "", null);
  }

  static CancelOrder read(FieldReader in) {
    if (!in.since(OrderWire.CME_TAGGING)) {
      in.skip(); // version
    }
    int orderId = in.integer(1);
    FieldReader cancel = in.nested(2);
    String time = cancel.since(MANUAL_ORDER_TIME) ? cancel.text(1) : "";
    if (cancel.since(OrderWire.RFQ_FIELDS) && !cancel.since(OrderWire.UNDO_RFQ_FIELDS)) {
      cancel.skip();
      cancel.skip();
      cancel.skip();
    }
    return cancel.since(OrderWire.CME_TAGGING)
        ? new CancelOrder(orderId, time, cancel.text(2), cancel.integerOrUnset(3))
        : new CancelOrder(orderId, time);
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE);
    if (!out.since(OrderWire.CME_TAGGING)) {
      out.version(VERSION);
    }
    out.integer(1, orderId);
    FieldWriter cancel = out.nested(2);
    if (cancel.since(MANUAL_ORDER_TIME)) {
      cancel.text(1, manualCancelOrderTime);
    }
    if (cancel.since(OrderWire.RFQ_FIELDS) && !cancel.since(OrderWire.UNDO_RFQ_FIELDS)) {
      cancel.blank().blank().text(TEXT_ONLY, UNSET_INTEGER);
    }
    if (cancel.since(OrderWire.CME_TAGGING)) {
      cancel.text(2, extOperator).integer(3, manualOrderIndicator, UNSET_INTEGER);
    }
  }
}
