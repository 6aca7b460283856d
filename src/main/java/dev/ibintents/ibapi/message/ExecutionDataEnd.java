package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * The last answer to a {@link ReqExecutions}.
 *
 * @param reqId the id of the request
 */
public record ExecutionDataEnd(int reqId) implements Response {
  /** The message's id on the wire. */
  public static final int ID = 55;

  private static final int PROTOBUF_SINCE = 201;
  private static final int VERSION = 1;

  static ExecutionDataEnd read(FieldReader in) {
    in.skip(); // version
    return new ExecutionDataEnd(in.integer(1));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).version(VERSION).integer(1, reqId);
  }
}
