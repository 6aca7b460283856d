package dev.ibintents.intent.trade;

import dev.ibintents.trading.ledger.Leg;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * The proposal of a trading intent, given the books and the market as they are. A plan changes
 * nothing: {@link TradingRun} checks it, and shows it or carries it out.
 *
 * @param account the account that it trades
 * @param trades the orders to place, and what only moves in the books
 * @param violations why the orders must not be sent; a dry run only shows it
 * @param undone the parts of the request that are left as they are
 * @param beginning the writes and notes that go with the beginning of the run
 * @param toAnswer makes the answer from what became of the orders
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
   * @param legs what became of the orders; empty if none was placed, as in a dry run
   */
  Object answer(List<Leg> legs) {
    return toAnswer.apply(legs);
  }
}
