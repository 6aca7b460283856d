package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * A fill, as it happens or asked for by {@link ReqExecutions}; {@link CommissionReport} follows.
 *
 * @param reqId the request that this answers; -1 for a fill as it happens
 * @param contract what was traded; its exchange is where
 * @param execution the fill
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
