package dev.ibintents.trading.books;

import dev.ibintents.ibapi.AccountUpdates;
import dev.ibintents.ibapi.Fill;
import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.trading.Holdings;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.books.Books.OpenOrderEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The result of bringing the books in line with the broker.
 *
 * @param day the executions of the day
 * @param closed the orders that are open no more
 * @param unsettled the orders of which the broker does not say enough
 * @param adoption the outcome of the correction that was asked for; empty if none was
 * @param comparison the books and the account, compared
 * @param basis further facts to plan on
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
   * @param count how many the broker told of
   * @param booked those that are in the holdings since now, corrections included
   * @param alreadyBooked how many had been booked before
   * @param commissionsRecorded how many of those got their cost now
   * @param unattributed those of which nobody knows whose they are; they are not booked
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
   * @param differences the contracts in which both differ, currency pairs left out
   * @param holdings the holdings of each strategy, and those that are parked
   * @param portfolio the account's positions by the broker, without currency pairs, which are cash
   *     there, and without ignored contracts
   * @param ignored the contracts that the configuration ignores
   * @param contracts the contracts that are known, by conId
   */
  public record Comparison(
      List<Difference> differences,
      Holdings holdings,
      Quantities portfolio,
      IgnoredContracts ignored,
      Map<Integer, Contract> contracts) {
    /** Copies the list and the map. */
    public Comparison {
      differences = List.copyOf(differences);
      contracts = Map.copyOf(contracts);
    }
  }

  /**
   * The broker's further answers at the same moment, and their meaning for a plan.
   *
   * @param updates the account's values and its portfolio
   * @param openOrders the orders that can still be filled, of all clients and accounts
   * @param shares the shares of those of the books that will still change holdings
   * @param unmatched why nothing is to be traded in a contract, by conId
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

  /** The same with other holdings and another portfolio. */
  public Reconciled with(Holdings otherHoldings, Quantities otherPortfolio) {
    return new Reconciled(
        day,
        closed,
        unsettled,
        adoption,
        new Comparison(differences(), otherHoldings, otherPortfolio, ignored(), contracts()),
        basis);
  }

  /**
   * An execution that was booked.
   *
   * @param fill the execution
   * @param booking to whom it went
   */
  public record Booked(Fill fill, Posting booking) {}

  /**
   * An order that is open no more.
   *
   * @param order as it was at last
   * @param why how it has ended
   */
  public record Closed(OpenOrderEntry order, String why) {}

  /**
   * An execution that nobody can be found to have wanted.
   *
   * @param fill the execution
   * @param because why it is not known
   */
  public record Unattributed(Fill fill, String because) {}

  /**
   * An order of which it is not known how much was filled.
   *
   * @param order as the books have it
   * @param because why it is not known
   * @param suggestion the correction that would explain the account's holdings by what the order
   *     was for; empty if there is none
   */
  public record Unsettled(OpenOrderEntry order, String because, Optional<Adoption> suggestion) {}

  /** Copies the lists. */
  public Reconciled {
    closed = List.copyOf(closed);
    unsettled = List.copyOf(unsettled);
  }

  /** How many executions of the day the broker told of. */
  public int executions() {
    return day.count();
  }

  /** The executions that are in the holdings since now, corrections included. */
  public List<Booked> booked() {
    return day.booked();
  }

  /** How many executions had been booked before. */
  public int alreadyBooked() {
    return day.alreadyBooked();
  }

  /** How many of the executions that had been booked before got their cost now. */
  public int commissionsRecorded() {
    return day.commissionsRecorded();
  }

  /** The executions of which nobody knows whose they are; they are not booked. */
  public List<Unattributed> unattributed() {
    return day.unattributed();
  }

  /** The correction that was asked for, if it was booked, now or before. */
  public Optional<Adopted> adopted() {
    return adoption.flatMap(Adoptions.Outcome::adopted);
  }

  /** The differences for which the correction that was asked for was refused. */
  public List<Difference> leftByAdoption() {
    return adoption.map(Adoptions.Outcome::differences).orElse(List.of());
  }

  /** The contracts in which strategies and account differ, currency pairs left out. */
  public List<Difference> differences() {
    return comparison.differences();
  }

  /** The holdings of each strategy, and those that are parked. */
  public Holdings holdings() {
    return comparison.holdings();
  }

  /** The account's positions by the broker; see {@link Comparison#portfolio()}. */
  public Quantities portfolio() {
    return comparison.portfolio();
  }

  /** The contracts that the configuration ignores. */
  public IgnoredContracts ignored() {
    return comparison.ignored();
  }

  /** The contracts that are known, by conId. */
  public Map<Integer, Contract> contracts() {
    return comparison.contracts();
  }

  /** The correction that would settle everything, as far as the books can tell; else empty. */
  public Optional<Adoption> suggestion() {
    Optional<Adoption> all =
        unsettled.stream().flatMap(order -> order.suggestion().stream()).reduce(Adoption::and);
    return all.filter(correction -> correction.explains(differences()));
  }
}
