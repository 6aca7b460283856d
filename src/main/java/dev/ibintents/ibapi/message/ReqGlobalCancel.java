package dev.ibintents.ibapi.message;

import static dev.ibintents.ibapi.wire.FieldReader.TEXT_ONLY;
import static dev.ibintents.ibapi.wire.FieldWriter.UNSET_INTEGER;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/** Asks to cancel all orders of the account, including those of other clients and of TWS. */
public record ReqGlobalCancel() implements Request {
  /** The message's id on the wire. */
  public static final int ID = 58;

  private static final int PROTOBUF_SINCE = 203;
  private static final int VERSION = 1;

  static ReqGlobalCancel read(FieldReader in) {
    if (in.since(OrderWire.CME_TAGGING)) {
      in.skip(); // extOperator
      in.skip(); // manualOrderIndicator
    } else {
      in.skip(); // version
    }
    return new ReqGlobalCancel();
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE);
    if (out.since(OrderWire.CME_TAGGING)) {
      out.nested(1).blank().integer(TEXT_ONLY, null, UNSET_INTEGER);
    } else {
      out.version(VERSION);
    }
  }
}
