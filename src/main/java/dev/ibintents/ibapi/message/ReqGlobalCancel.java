package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/** Asks to cancel all orders of the account, including those of other clients and of TWS. */
public record ReqGlobalCancel() implements Request {
  /** The message's id on the wire. */
  public static final int ID = 58;

  private static final int VERSION = 1;

  static ReqGlobalCancel read(FieldReader in) {
    in.skip(); // version
    return new ReqGlobalCancel();
  }

  @Override
  public void write(FieldWriter out) {
    out.integer(ID).integer(VERSION);
  }
}
