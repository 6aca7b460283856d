package dev.ibintents.intent.trade;

import dev.ibintents.trading.ledger.Leg;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * The plan of a trading intent for the present books and market. A plan changes nothing: {@link
 * TradingRun} checks it, and shows it or carries it out.
 *
 * @param account the account to trade
 * @param trades the orders to place, and the trades that only change the books
 * @param violations the reasons why the orders must not be sent; a dry run only shows them
 * @param undone the parts of the request that are not done
 * @param beginning the additional writes at the beginning of the run
 * @param toAnswer makes the answer from the placed orders
 */
public record TradePlan(
    String account,
    PlannedTrades trades,
    Violations violations,
    Undone undone,
    RunBeginning beginning,
    Function<List<Leg>, Object> toAnswer) {
  /** Refuses {@code null}. */
  public TradePlan {
    Objects.requireNonNull(account, "account");
    Objects.requireNonNull(trades, "trades");
    Objects.requireNonNull(violations, "violations");
    Objects.requireNonNull(undone, "undone");
    Objects.requireNonNull(beginning, "beginning");
    Objects.requireNonNull(toAnswer, "toAnswer");
  }

  /**
   * The answer, a record.
   *
   * @param legs the placed orders; empty if none was placed, as in a dry run
   */
  Object answer(List<Leg> legs) {
    return toAnswer.apply(legs);
  }
}
