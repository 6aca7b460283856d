package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.CommissionReport;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.Execution;
import java.util.Optional;

/**
 * An execution with its commission.
 *
 * @param contract the traded instrument
 * @param execution the quantity, the time and the price
 * @param commissionReport the commission; empty until the gateway sends it, which may take seconds.
 *     A commission of −1 counts as not sent
 */
public record Fill(
    Contract contract, Execution execution, Optional<CommissionReport> commissionReport) {

  /** Drops a report without a commission. */
  public Fill {
    commissionReport = commissionReport.filter(CommissionReport::isKnown);
  }
}
