package dev.ibintents.simulator.account;

import dev.ibintents.ibapi.message.CommissionReport;
import dev.ibintents.ibapi.message.Execution;
import dev.ibintents.ibapi.message.ExecutionData;
import dev.ibintents.simulator.market.Instrument;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * An execution with its commission.
 *
 * @param time the moment of the execution
 * @param instrument the traded instrument
 * @param execution the execution as the gateway reports it
 * @param commission the commission and the realized profit or loss
 */
public record PaperFill(
    Instant time, Instrument instrument, Execution execution, CommissionReport commission) {

  /** The name of the execution. */
  public String execId() {
    return execution.execId();
  }

  /**
   * Whether another execution corrects this execution: its name differs in the last digits only,
   * and they are higher.
   */
  public boolean isCorrectedBy(PaperFill other) {
    return ExecutionIds.base(other.execId()).equals(ExecutionIds.base(execId()))
        && other.execId().compareTo(execId()) > 0;
  }

  /** Units; negative if sold. */
  public BigDecimal signedQuantity() {
    return execution.side().equals("SLD") ? execution.shares().negate() : execution.shares();
  }

  /**
   * The message that reports the execution.
   *
   * @param reqId the request that it answers; −1 for a report at the moment of the execution
   */
  public ExecutionData report(int reqId) {
    return new ExecutionData(reqId, instrument.executed(execution.exchange()), execution);
  }
}
