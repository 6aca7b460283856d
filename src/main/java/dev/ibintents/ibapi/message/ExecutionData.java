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

  static ExecutionData read(FieldReader in) {
    int reqId = in.integer();
    int orderId = in.integer();
    Contract contract = ContractFields.readAnswered(in).build();
    return new ExecutionData(reqId, contract, Execution.read(in, orderId));
  }

  @Override
  public void write(FieldWriter out) {
    out.integer(ID).integer(reqId).integer(execution.orderId());
    ContractFields.writeAnswered(out, contract);
    execution.write(out);
  }
}
