package dev.ibintents.strategy;

/**
 * Says what to hold. An implementation is made anew for every run, keeps nothing between two, and
 * places no orders; it becomes a kind of strategy by one line in {@link Strategies}.
 */
@FunctionalInterface
public interface Strategy {

  /**
   * What to hold now.
   *
   * @param context what there is to find that out with
   * @return for each contract the fraction of the strategy's capital; what the strategy holds and
   *     this does not name is wanted no more
   * @throws NoSignalsException if it has no opinion now: it is skipped with that reason, and its
   *     holdings stay as they are, as with any other exception
   */
  Signals signals(StrategyContext context);
}
