package dev.ibintents.environment;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The problems of one invocation. Each problem is logged as an error with its code, which alerts
 * look for, and is part of the answer and of the activity. Safe for several threads.
 */
public final class Problems {
  private static final Logger logger = LoggerFactory.getLogger(Problems.class);

  private final List<Problem> all = new ArrayList<>();
  private boolean failsTrading;
  private boolean failsAll;

  /**
   * Adds a problem, unless the same was added before.
   *
   * @param code the kind of problem
   * @param message what was wrong, and what would be right
   */
  public synchronized void add(Problem.Code code, String message) {
    Problem problem = new Problem(code.id(), message);
    if (all.contains(problem)) {
      return;
    }
    all.add(problem);
    failsTrading |= code.failsTrading();
    failsAll |= code.failsAll();
    MDC.put(Logs.ERROR, code.id());
    logger.error("{}", message);
    MDC.remove(Logs.ERROR);
  }

  /** The problems, in the order in which they were added. */
  public synchronized List<Problem> all() {
    return List.copyOf(all);
  }

  /**
   * Whether the intent must answer with a status of failure.
   *
   * @param trades whether the intent trades
   */
  public synchronized boolean fail(boolean trades) {
    return failsAll || trades && failsTrading;
  }
}
