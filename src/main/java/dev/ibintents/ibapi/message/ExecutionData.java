package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * An execution, sent when it happens or as answer to {@link ReqExecutions}. A {@link
 * CommissionReport} follows.
 *
 * @param reqId the id of the request; -1 for an execution sent when it happens
 * @param contract the instrument; its exchange is that of the execution
 * @param execution the execution
 */
public record ExecutionData(int reqId, Contract contract, Execution execution) implements Response {
  /** The message's id on the wire. */
  public static final int ID = 11;

  private static final int PROTOBUF_SINCE = 201;

  static ExecutionData read(FieldReader in) {
    if (in.lacks(2) || in.lacks(3)) {
      return null;
    }
    int reqId = in.integer(1);
    FieldReader execution = in.nested(3);
    int orderId = execution.integer(1);
    Contract contract = ContractFields.readAnswered(in.nested(2)).build();
    return new ExecutionData(reqId, contract, Execution.read(execution, orderId));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).integer(1, reqId);
    FieldWriter executed = out.nested(3).integer(1, execution.orderId());
    ContractFields.writeAnswered(out.nested(2), contract);
    execution.write(executed);
  }
}
