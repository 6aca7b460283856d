package dev.ibintents.intent.trade;

import dev.ibintents.environment.Problems;
import dev.ibintents.trading.ledger.AccompanyingWrites;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.order.ConsolidatedTrade;
import dev.ibintents.trading.order.PlannedOrder;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** What a trading intent would do, given the books and the market as they are. */
public interface Proposal {
  /** The account that it trades. */
  String account();

  /** The orders that it would place; none if there is nothing to trade. */
  List<PlannedOrder> orders();

  /** The contracts in which strategies cancel out, so that only the books move. */
  List<ConsolidatedTrade> crossed();

  /**
   * The fraction of NetLiquidation that each of its strategies is allowed, by strategy id; none if
   * no strategy trades.
   */
  default Map<String, BigDecimal> exposures() {
    return Map.of();
  }

  /** The documents to write besides, in the transaction in which the run begins. */
  default AccompanyingWrites entry() {
    return AccompanyingWrites.NONE;
  }

  /** Takes note that the run has begun: all of it is written, and nothing is sent. */
  default void begun() {}

  /** Whether parts of the request are not done although they were meant. */
  boolean leavesUndone();

  /** Reports the parts of the request that are not done as they were meant. */
  void report(Problems problems);

  /** Whether nothing of the request is done because all of it failed. */
  boolean cameToNothing();

  /**
   * The answer.
   *
   * @param legs what became of the orders; empty if none was placed, as in a dry run
   */
  Object answer(List<Leg> legs);
}
