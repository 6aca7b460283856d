package dev.ibintents.strategy;

import dev.ibintents.environment.SettingFields;

/**
 * Says what to hold. An implementation is made anew for every run, keeps nothing between two, and
 * places no orders; it becomes a kind of strategy by one line in {@link Strategies}.
 */
@FunctionalInterface
public interface Strategy {

  /**
   * Reads the fields of the strategy's document that are this kind's own, before the signals. To
   * read a field is to declare it: the document is refused if it has another one. The fields {@code
   * kind} and {@code enabled} are read already. A strategy without fields of its own leaves this
   * out.
   *
   * @param id the strategy's id
   * @param settings the document's fields; none if there is no document
   */
  default void read(String id, SettingFields settings) {}

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
