package dev.ibintents.strategy;

import dev.ibintents.environment.SettingFields;
import dev.ibintents.gateway.ContractSpec;
import java.util.List;

/**
 * A strategy: decides what to hold. A new object is created for every run, so its fields keep
 * nothing from run to run; {@link StrategyContext#state} does. It places no orders. A {@link
 * StrategyKind} gives it a name in documents.
 */
@FunctionalInterface
public interface Strategy {

  /**
   * Reads the fields of this kind from the strategy's document, before the signals. A field is
   * declared by reading it: a document with any other field is refused. The fields {@code kind},
   * {@code enabled} and {@code rebalance} have been read already. A strategy without other fields
   * does not override this.
   *
   * @param id the strategy's id
   * @param settings the document's fields; none if there is no document
   */
  default void read(String id, SettingFields settings) {}

  /**
   * Returns the contracts that {@link #signals} will resolve for certain, as far as the document
   * names them. They are asked for early, which saves a wait. A contract that is left out here is
   * asked for later.
   */
  default List<ContractSpec> contracts() {
    return List.of();
  }

  /**
   * Returns what to hold now.
   *
   * @param context the strategy's access to market data, its holdings and its past
   * @return for each contract the fraction of the strategy's capital; holdings in other contracts
   *     are closed
   * @throws NoSignalsException if the strategy has no signals now: the run skips it with this
   *     reason, and its holdings stay as they are, as after any other exception
   */
  Signals signals(StrategyContext context);
}
