package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * Asks for executions since midnight, or of past days as the filter says. All {@link
 * ExecutionData}, then all {@link CommissionReport}, then {@link ExecutionDataEnd} answer.
 *
 * @param reqId the request id, which the answers repeat
 * @param filter the filter for the executions
 */
public record ReqExecutions(int reqId, ExecutionFilter filter) implements Request {
  /** The message's id on the wire. */
  public static final int ID = 7;

  private static final int PROTOBUF_SINCE = 201;
  private static final int VERSION = 3;

  static ReqExecutions read(FieldReader in) {
    in.skip(); // version
    return new ReqExecutions(in.integer(1), ExecutionFilter.read(in.nested(2)));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).version(VERSION).integer(1, reqId);
    filter.write(out.nested(2));
  }
}
