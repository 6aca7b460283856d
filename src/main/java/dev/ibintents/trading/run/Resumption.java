package dev.ibintents.trading.run;

import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.Run;
import java.util.List;
import java.util.Map;

/**
 * Decides whether recovery may still send the unsent orders of a run. An order that was wanted at
 * the planning may not be wanted any more.
 */
@FunctionalInterface
public interface Resumption {
  /**
   * Returns the reasons not to send orders any more.
   *
   * @param run the run that was left open
   * @param unsent its orders that never arrived, and could be sent
   * @return the reasons, by orderRef; all other orders may be sent
   */
  Map<String, String> refusals(Run run, List<Leg> unsent);
}
