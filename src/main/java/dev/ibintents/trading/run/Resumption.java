package dev.ibintents.trading.run;

import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.Run;
import java.util.List;
import java.util.Map;

/**
 * Decides whether orders that a run has left unsent may be sent yet, by whoever recovers it. What
 * was wanted when the run was planned may not be wanted any more.
 */
@FunctionalInterface
public interface Resumption {
  /**
   * Why orders are not to be sent any more.
   *
   * @param run which was left open
   * @param unsent those of its orders that never arrived, and could be sent
   * @return the reasons, by orderRef; an order that is not named may be sent
   */
  Map<String, String> refusals(Run run, List<Leg> unsent);
}
