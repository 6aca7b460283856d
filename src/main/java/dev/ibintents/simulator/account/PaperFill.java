package dev.ibintents.simulator.account;

import dev.ibintents.ibapi.message.CommissionReport;
import dev.ibintents.ibapi.message.Execution;
import dev.ibintents.ibapi.message.ExecutionData;
import dev.ibintents.simulator.market.Instrument;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * One execution with its commission.
 *
 * @param time when it happened
 * @param instrument what was traded
 * @param execution as the gateway reports it
 * @param commission what it cost and realized
 */
public record PaperFill(
    Instant time, Instrument instrument, Execution execution, CommissionReport commission) {

  /** The name of the execution. */
  public String execId() {
    return execution.execId();
  }

  /** Whether another execution takes this one's place: the same name but for the last digits. */
  public boolean isCorrectedBy(PaperFill other) {
    return ExecutionIds.base(other.execId()).equals(ExecutionIds.base(execId()))
        && other.execId().compareTo(execId()) > 0;
  }

  /** Units; negative if sold. */
  public BigDecimal signedQuantity() {
    return execution.side().equals("SLD") ? execution.shares().negate() : execution.shares();
  }

  /**
   * The message that reports it.
   *
   * @param reqId the request that it answers; −1 for a fill as it happens
   */
  public ExecutionData report(int reqId) {
    return new ExecutionData(reqId, instrument.executed(execution.exchange()), execution);
  }
}
