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
 * What the activity log keeps of what an intent did: figures, and enough names to find the rest in
 * the ledger and the books. However much was done, it is short: of each list only the first {@link
 * #MOST} are kept, and texts are cut.
 */
public interface Outcome {
  /** The most that is kept of a list. */
  int MOST = 30;

  /** The most letters that are kept of a text. */
  int LONGEST = 300;

  /**
   * A run of orders.
   *
   * @param id its id in the ledger; {@code null} in a dry run
   * @param status how far it came: running, finished, expired; already-ran if it was done before,
   *     dry-run if nothing was to be done
   * @param orders how many orders it has
   * @param byState how many of them have come how far, such as acknowledged, done or rejected
   * @param orderRefs the references of those
   */
  record Orders(
      String id,
      String status,
      int orders,
      SortedMap<String, Integer> byState,
      SortedMap<String, List<String>> orderRefs)
      implements Outcome {
    public static Orders of(Run run) {
      return of(run, run.state().id());
    }

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

    /** A dry run of so many orders. */
    public static Orders dryRun(int orders) {
      return new Orders(null, "dry-run", orders, new TreeMap<>(), new TreeMap<>());
    }
  }

  /**
   * The runs that others had left open.
   *
   * @param runs what has become of them
   */
  record Recovered(List<Orders> runs) implements Outcome {
    public static Recovered of(List<Run> runs) {
      return new Recovered(first(runs).stream().map(Orders::of).toList());
    }
  }

  /**
   * The open orders that were cancelled.
   *
   * @param orders how many
   * @param permIds their numbers in the account
   */
  record Cancelled(int orders, List<Long> permIds) implements Outcome {
    public static Cancelled of(List<Long> permIds) {
      return new Cancelled(permIds.size(), first(permIds));
    }
  }

  /**
   * Trading was switched off.
   *
   * @param document where tradingEnabled is false since then
   * @param switchedOnBy the command that switches it on again
   */
  record Halted(String document, String switchedOnBy) implements Outcome {}

  /**
   * How the books were brought in line with the broker.
   *
   * @param executions how many executions of the day the broker told of
   * @param booked how many of them were booked now
   * @param corrections how many took the place of a former version of themselves now
   * @param closedOrders how many orders are open no more, since now
   * @param unattributed how many executions are nobody's
   * @param unsettled the references of orders of which it is not known how much was filled
   * @param adopted the document of the correction that was asked for; {@code null} if there is none
   * @param differing in how many contracts holdings and portfolio differ
   * @param differences those contracts
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
   * @param contract its local symbol
   * @param conId its conId
   * @param holdings what the strategies hold together
   * @param portfolio what the account holds by the broker
   */
  record Difference(String contract, int conId, BigDecimal holdings, BigDecimal portfolio) {}

  /**
   * The books were given to another account.
   *
   * @param from the account that they belonged to
   * @param to the account that they belong to since
   * @param repeated whether that had been done before
   */
  record BooksAdopted(String from, String to, boolean repeated) implements Outcome {
    public static BooksAdopted of(BooksAccount.Handover handover) {
      return new BooksAdopted(handover.from(), handover.to(), handover.isRepetition());
    }
  }

  /**
   * The bars that were collected.
   *
   * @param contracts of how many contracts
   * @param added how many bars were added
   * @param failed how many contracts were not collected, or not to the end
   * @param failures those, and why
   * @param remaining for how many ranges there was no time
   */
  record Collected(int contracts, int added, int failed, List<Failure> failures, int remaining)
      implements Outcome {}

  /**
   * A contract that was not collected, or not to the end.
   *
   * @param contract as it was given
   * @param why why not
   */
  record Failure(String contract, String why) {}

  /** The first {@link #MOST} of a list. */
  static <T> List<T> first(List<T> all) {
    return all.subList(0, Math.min(all.size(), MOST));
  }

  /** A text, cut to {@link #LONGEST} letters. */
  static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
