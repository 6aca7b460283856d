package dev.ibintents.intent;

import dev.ibintents.trading.books.BooksAccount;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.Run;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The short form of an intent's work in the activity log. It has figures, and enough names to find
 * the rest in the ledger and the books. Its size is limited: of each list only the first {@link
 * #MOST} elements are kept, and texts are cut to {@link #LONGEST} letters.
 */
public interface Outcome {
  /** The largest number of elements that are kept of a list. */
  int MOST = 30;

  /** The largest number of letters that are kept of a text. */
  int LONGEST = 300;

  /**
   * A run of orders.
   *
   * @param id the run's id in the ledger; {@code null} in a dry run
   * @param status the state of the run: running, finished, expired; already-ran if it was done
   *     before, dry-run in a dry run
   * @param orders the number of orders
   * @param byState the number of orders by state, such as acknowledged, done or rejected
   * @param orderRefs the order references by state
   */
  record Orders(
      String id,
      String status,
      int orders,
      SortedMap<String, Integer> byState,
      SortedMap<String, List<String>> orderRefs)
      implements Outcome {
    /** The outcome of a run, with the state that the ledger has. */
    public static Orders of(Run run) {
      return of(run, run.state().id());
    }

    /** The outcome of a run, with this status. */
    public static Orders of(Run run, String status) {
      SortedMap<String, Integer> byState = new TreeMap<>();
      SortedMap<String, List<String>> refs = new TreeMap<>();
      for (Leg leg : run.legs()) {
        String state = leg.state().id();
        if (byState.merge(state, 1, Integer::sum) <= MOST) {
          refs.computeIfAbsent(state, key -> new ArrayList<>()).add(leg.orderRef());
        }
      }
      return new Orders(run.id(), status, run.legs().size(), byState, refs);
    }

    /** The outcome of a dry run with this number of orders. */
    public static Orders dryRun(int orders) {
      return new Orders(null, "dry-run", orders, new TreeMap<>(), new TreeMap<>());
    }
  }

  /**
   * The recovery of runs that other invocations had left open.
   *
   * @param runs the runs, as they are after the recovery
   */
  record Recovered(List<Orders> runs) implements Outcome {
    /** The outcome of a recovery. */
    public static Recovered of(List<Run> runs) {
      return new Recovered(first(runs).stream().map(Orders::of).toList());
    }
  }

  /**
   * The open orders that were cancelled.
   *
   * @param orders the number of cancelled orders
   * @param permIds the orders' numbers in the account
   */
  record Cancelled(int orders, List<Long> permIds) implements Outcome {
    /** The outcome of cancelling the orders of these numbers. */
    public static Cancelled of(List<Long> permIds) {
      return new Cancelled(permIds.size(), first(permIds));
    }
  }

  /**
   * Trading was switched off.
   *
   * @param document the document in which tradingEnabled is now false
   * @param switchedOnBy the command that switches it on again
   */
  record Halted(String document, String switchedOnBy) implements Outcome {}

  /**
   * A person switched trading on or off.
   *
   * @param document the document with tradingEnabled
   * @param tradingEnabled whether trading is enabled now
   * @param reason the person's reason
   * @param repeated whether the switch was set already, so that nothing was written
   */
  record Switched(String document, boolean tradingEnabled, String reason, boolean repeated)
      implements Outcome {}

  /**
   * A program set the target of its strategy.
   *
   * @param status stored, already-stored or dry-run
   * @param strategy the strategy
   * @param record the document that keeps it on record
   * @param contracts the number of contracts
   */
  record TargetSet(String status, String strategy, String record, int contracts)
      implements Outcome {}

  /**
   * The reconciliation of the books with the broker.
   *
   * @param executions the number of the day's executions that the broker reported
   * @param booked the number of executions that this invocation booked
   * @param corrections the number of executions that replaced an earlier version of themselves
   * @param closedOrders the number of orders that this invocation closed
   * @param unattributed the number of executions that belong to no strategy
   * @param unsettled the references of the orders with an unknown filled quantity
   * @param adopted the document of the requested correction; {@code null} if there is none
   * @param differing the number of contracts in which holdings and portfolio differ
   * @param differences the contracts in which holdings and portfolio differ
   */
  record Books(
      int executions,
      int booked,
      int corrections,
      int closedOrders,
      int unattributed,
      List<String> unsettled,
      String adopted,
      int differing,
      List<Difference> differences)
      implements Outcome {}

  /**
   * A contract in which holdings and portfolio differ.
   *
   * @param contract the contract's local symbol
   * @param conId the contract's conId
   * @param holdings the quantity that all strategies hold together
   * @param portfolio the account's quantity, by the broker
   */
  record Difference(String contract, int conId, BigDecimal holdings, BigDecimal portfolio) {}

  /**
   * The books were given to another account.
   *
   * @param from the former account of the books
   * @param to the new account of the books
   * @param repeated whether an earlier invocation had done the same
   */
  record BooksAdopted(String from, String to, boolean repeated) implements Outcome {
    /** The outcome of a handover. */
    public static BooksAdopted of(BooksAccount.Handover handover) {
      return new BooksAdopted(handover.from(), handover.to(), handover.isRepetition());
    }
  }

  /**
   * The collection of bars.
   *
   * @param contracts the number of contracts
   * @param added the number of bars that were added
   * @param failed the number of contracts whose bars were not collected completely
   * @param failures the contracts that failed, each with the reason
   * @param remaining the number of ranges that were left for lack of time
   */
  record Collected(int contracts, int added, int failed, List<Failure> failures, int remaining)
      implements Outcome {}

  /**
   * A contract whose bars were not collected completely.
   *
   * @param contract the contract as the request or the configuration names it
   * @param why the reason
   */
  record Failure(String contract, String why) {}

  /** The first {@link #MOST} elements of a list. */
  static <T> List<T> first(List<T> list) {
    return list.subList(0, Math.min(list.size(), MOST));
  }

  /** A text, cut to {@link #LONGEST} letters. */
  static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
