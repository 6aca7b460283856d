package dev.ibintents.strategy;

import dev.ibintents.gateway.ResolvedContract;
import java.util.List;

/** Where daily bars come from: the gateway, or a test's own. */
@FunctionalInterface
public interface BarSource {

  /**
   * The last daily bars of several instruments, asked for at once.
   *
   * @param contracts the instruments
   * @param days how many bars are needed, at the least; more do no harm
   * @return for each instrument its bars, the oldest first; the last may be of an unfinished day
   */
  List<List<DailyBar>> daily(List<ResolvedContract> contracts, int days);
}
