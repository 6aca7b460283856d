package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * An error, a warning or a piece of news; what it means depends on its code.
 *
 * @param id the request or order that it is about; -1 for the session
 * @param code the broker's number, such as 201 for a rejected order
 * @param text what happened, as the gateway wrote it: it may hold line feeds, {@code <br>} and
 *     escapes such as {@code \u59d4}, and its language is the gateway's
 * @param advancedOrderRejectJson details of a rejection; empty as a rule and before version 166
 */
public record ErrorMessage(int id, int code, String text, String advancedOrderRejectJson)
    implements Response {
  /** The message's id on the wire. */
  public static final int ID = 4;

  private static final int VERSION = 2;
  private static final int ADVANCED_ORDER_REJECT = 166;

  static ErrorMessage read(FieldReader in) {
    in.skip(); // version
    return new ErrorMessage(
        in.integer(),
        in.integer(),
        in.text(),
        in.serverVersion() >= ADVANCED_ORDER_REJECT ? in.text() : "");
  }

  @Override
  public void write(FieldWriter out) {
    out.integer(ID).integer(VERSION).integer(id).integer(code).text(text);
    if (out.serverVersion() >= ADVANCED_ORDER_REJECT) {
      out.text(advancedOrderRejectJson);
    }
  }
}
