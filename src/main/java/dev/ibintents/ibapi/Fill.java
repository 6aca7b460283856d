package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.CommissionReport;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.Execution;
import java.util.Optional;

/**
 * An execution, and what it cost.
 *
 * @param contract what was traded
 * @param execution how much of it, when and at what price
 * @param commissionReport what it cost; empty as long as the gateway has not said, which may take
 *     seconds; a report of −1 says nothing yet
 */
public record Fill(
    Contract contract, Execution execution, Optional<CommissionReport> commissionReport) {

  /** Keeps no report that does not say what the execution cost. */
  public Fill {
    commissionReport = commissionReport.filter(CommissionReport::isKnown);
  }
}
