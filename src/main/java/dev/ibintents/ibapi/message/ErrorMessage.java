package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * An error, a warning or an information. Its code decides the meaning.
 *
 * @param id the request id or order id that it is about; -1 for the session
 * @param code the broker's number, such as 201 for a rejected order
 * @param text the gateway's own words: may contain line feeds, {@code <br>} and escapes such as
 *     {@code \u59d4}, in the gateway's language
 * @param advancedOrderRejectJson details of a rejection; usually empty, and always before version
 *     166
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
