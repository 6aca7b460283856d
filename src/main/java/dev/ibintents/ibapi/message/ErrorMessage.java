package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.time.Instant;

/**
 * An error, a warning or an information. Its code decides the meaning.
 *
 * @param id the request id or order id that it is about; -1 for the session
 * @param code the broker's number, such as 201 for a rejected order
 * @param text the gateway's own words: may contain line feeds, {@code <br>} and escapes such as
 *     {@code \u59d4}, in the gateway's language
 * @param advancedOrderRejectJson details of a rejection; usually empty, and always before version
 *     166
 * @param errorTime the time in milliseconds since 1970; 0 if unknown, and always before version 194
 */
public record ErrorMessage(
    int id, int code, String text, String advancedOrderRejectJson, long errorTime)
    implements Response {
  /** The message's id on the wire. */
  public static final int ID = 4;

  private static final int VERSION = 2;
  private static final int PROTOBUF_SINCE = 201;
  private static final int ADVANCED_ORDER_REJECT = 166;
  private static final int ERROR_TIME = 194;

  /** An error without its time. */
  public ErrorMessage(int id, int code, String text, String advancedOrderRejectJson) {
    this(id, code, text, advancedOrderRejectJson, 0);
  }

  /** The error with its time. */
  public ErrorMessage at(Instant time) {
    return new ErrorMessage(id, code, text, advancedOrderRejectJson, time.toEpochMilli());
  }

  static ErrorMessage read(FieldReader in) {
    if (!in.since(ERROR_TIME)) {
      in.skip(); // version
    }
    return new ErrorMessage(
        in.integer(1),
        in.integer(3),
        in.text(4),
        in.since(ADVANCED_ORDER_REJECT) ? in.text(5) : "",
        in.since(ERROR_TIME) ? in.longInteger(2) : 0);
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE);
    if (!out.since(ERROR_TIME)) {
      out.version(VERSION);
    }
    out.integer(1, id).integer(3, code).text(4, text);
    if (out.since(ADVANCED_ORDER_REJECT)) {
      out.text(5, advancedOrderRejectJson);
    }
    if (out.since(ERROR_TIME)) {
      out.longInteger(2, errorTime);
    }
  }
}
