package dev.ibintents.trading.books;

import dev.ibintents.ibapi.AccountUpdates;
import dev.ibintents.ibapi.Fill;
import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.trading.Holdings;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.books.Books.OpenOrderEntry;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The result of bringing the books in line with the broker.
 *
 * @param day the executions of the day
 * @param closed the orders that were closed now
 * @param unsettled the orders whose outcome the broker does not tell
 * @param adoption the outcome of the requested correction; empty if none was requested
 * @param comparison the books and the account, compared
 * @param basis further facts for a plan
 */
public record Reconciled(
    DayExecutions day,
    List<Closed> closed,
    List<Unsettled> unsettled,
    Optional<Adoptions.Outcome> adoption,
    Comparison comparison,
    Basis basis) {

  /**
   * The executions of the day.
   *
   * @param count the number of executions in the broker's answer
   * @param booked the executions that were posted now, corrections included
   * @param alreadyBooked the number of executions that were posted before
   * @param commissionsRecorded the number of those that got their cost now
   * @param unattributed the executions whose order is not known; they are not posted
   */
  public record DayExecutions(
      int count,
      List<Booked> booked,
      int alreadyBooked,
      int commissionsRecorded,
      List<Unattributed> unattributed) {
    /** Copies the lists. */
    public DayExecutions {
      booked = List.copyOf(booked);
      unattributed = List.copyOf(unattributed);
    }
  }

  /**
   * The holdings of strategies and account, compared.
   *
   * @param differences the contracts in which strategies and account differ, without currency pairs
   * @param holdings the holdings of each strategy, and those that are parked
   * @param portfolio the account's positions at the broker, without ignored contracts, and without
   *     currency pairs, which are in the cash
   * @param ignored the contracts that the configuration ignores
   * @param contracts the contracts whose details are known, by conId
   * @param settled the expired futures that were taken out of the holdings before the comparison
   */
  public record Comparison(
      List<Difference> differences,
      Holdings holdings,
      Quantities portfolio,
      IgnoredContracts ignored,
      Map<Integer, Contract> contracts,
      List<Settled> settled) {
    /** Copies the lists and the map. */
    public Comparison {
      differences = List.copyOf(differences);
      settled = List.copyOf(settled);
      contracts = Map.copyOf(contracts);
    }
  }

  /**
   * Further facts for a plan, from the same answers of the broker.
   *
   * @param updates the account's values and portfolio
   * @param openOrders the orders that can still be filled, of all clients and accounts
   * @param shares the shares of the books' open orders that will still change holdings
   * @param unmatched the reasons not to trade contracts, by conId
   */
  public record Basis(
      AccountUpdates updates,
      List<OpenTrade> openOrders,
      OpenShares shares,
      SortedMap<Integer, String> unmatched) {
    /** Keeps copies. */
    public Basis {
      openOrders = List.copyOf(openOrders);
    }
  }

  /** This result with other holdings and another portfolio. */
  public Reconciled with(Holdings otherHoldings, Quantities otherPortfolio) {
    return new Reconciled(
        day,
        closed,
        unsettled,
        adoption,
        new Comparison(
            differences(), otherHoldings, otherPortfolio, ignored(), contracts(), settled()),
        basis);
  }

  /**
   * An execution that was posted.
   *
   * @param fill the execution
   * @param booking the outcome, with the shares of strategies
   */
  public record Booked(Fill fill, Posting booking) {}

  /**
   * An order that was closed.
   *
   * @param order the order before it was closed
   * @param why the end in words
   */
  public record Closed(OpenOrderEntry order, String why) {}

  /**
   * An expired future that was settled.
   *
   * @param contract the local symbol
   * @param conId the contract
   * @param price the price
   * @param priceFrom the source of the price, in words
   * @param held the quantities that were taken out of the holdings
   * @param document the path of its document
   */
  public record Settled(
      String contract,
      int conId,
      BigDecimal price,
      String priceFrom,
      Shares held,
      String document) {}

  /**
   * An execution whose order is not known.
   *
   * @param fill the execution
   * @param because the reason why it is not known
   */
  public record Unattributed(Fill fill, String because) {}

  /**
   * An order whose filled quantity is not known.
   *
   * @param order the order in the books
   * @param because the reason why the quantity is not known
   * @param suggestion the correction that would explain the account's holdings by fills of this
   *     order; empty if there is none
   */
  public record Unsettled(OpenOrderEntry order, String because, Optional<Adoption> suggestion) {}

  /** Copies the lists. */
  public Reconciled {
    closed = List.copyOf(closed);
    unsettled = List.copyOf(unsettled);
  }

  /** The number of the day's executions in the broker's answer. */
  public int executions() {
    return day.count();
  }

  /** The executions that were posted now, corrections included. */
  public List<Booked> booked() {
    return day.booked();
  }

  /** The number of executions that were posted before. */
  public int alreadyBooked() {
    return day.alreadyBooked();
  }

  /** The number of executions that were posted before and got their cost now. */
  public int commissionsRecorded() {
    return day.commissionsRecorded();
  }

  /** The executions whose order is not known; they are not posted. */
  public List<Unattributed> unattributed() {
    return day.unattributed();
  }

  /** The requested correction, if it was posted now or before. */
  public Optional<Adopted> adopted() {
    return adoption.flatMap(Adoptions.Outcome::adopted);
  }

  /** The differences that would remain with the requested correction, if it was refused. */
  public List<Difference> leftByAdoption() {
    return adoption.map(Adoptions.Outcome::differences).orElse(List.of());
  }

  /** The expired futures that were settled now. */
  public List<Settled> settled() {
    return comparison.settled();
  }

  /** The contracts in which strategies and account differ, without currency pairs. */
  public List<Difference> differences() {
    return comparison.differences();
  }

  /** The holdings of each strategy, and those that are parked. */
  public Holdings holdings() {
    return comparison.holdings();
  }

  /** The account's positions at the broker; see {@link Comparison#portfolio()}. */
  public Quantities portfolio() {
    return comparison.portfolio();
  }

  /** The contracts that the configuration ignores. */
  public IgnoredContracts ignored() {
    return comparison.ignored();
  }

  /** The contracts whose details are known, by conId. */
  public Map<Integer, Contract> contracts() {
    return comparison.contracts();
  }

  /**
   * The correction that would explain all differences by unsettled orders; empty if there is none.
   */
  public Optional<Adoption> suggestion() {
    Optional<Adoption> sum =
        unsettled.stream().flatMap(order -> order.suggestion().stream()).reduce(Adoption::and);
    return sum.filter(correction -> correction.explains(differences()));
  }
}
