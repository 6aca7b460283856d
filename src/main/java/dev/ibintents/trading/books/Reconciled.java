package dev.ibintents.trading.books;

import dev.ibintents.ibapi.AccountUpdates;
import dev.ibintents.ibapi.Fill;
import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.trading.books.Books.OpenOrderEntry;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What came of bringing the books in line with the broker.
 *
 * @param executions how many executions of the day the broker told of
 * @param booked those that are in the holdings since now, corrections included
 * @param alreadyBooked how many had been booked before
 * @param commissionsRecorded how many of those got their cost now
 * @param closed the orders that are open no more
 * @param unattributed the executions of which nobody knows whose they are; they are not booked
 * @param unsettled the orders of which the broker does not say enough
 * @param adopted the correction that was asked for, if it was booked, now or before
 * @param leftByAdoption what would still differ with the correction that was asked for, and was
 *     therefore not booked
 * @param differences what strategies and account hold differently, currency pairs left out
 * @param holdings what each strategy holds, by strategy and conId, and what is parked
 * @param portfolio what the account holds of each contract by the broker, by conId, without zeros,
 *     without currency pairs, which are cash there, and without what is ignored
 * @param ignored the contracts that the configuration ignores, and what the account holds of each
 * @param contracts what is known of contracts, by conId
 * @param basis what a plan is to be built on besides
 */
public record Reconciled(
    int executions,
    List<Booked> booked,
    int alreadyBooked,
    int commissionsRecorded,
    List<Closed> closed,
    List<Unattributed> unattributed,
    List<Unsettled> unsettled,
    Optional<Adopted> adopted,
    List<Difference> leftByAdoption,
    List<Difference> differences,
    SortedMap<String, SortedMap<Integer, BigDecimal>> holdings,
    SortedMap<Integer, BigDecimal> portfolio,
    SortedMap<Integer, BigDecimal> ignored,
    Map<Integer, Contract> contracts,
    Basis basis) {

  /**
   * What the broker said besides, at the same moment, and what it means for a plan.
   *
   * @param updates the account's values and its portfolio
   * @param openOrders the orders that can still be filled, of all clients and accounts
   * @param shares what those of the books will still change of holdings
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
  public Reconciled with(
      SortedMap<String, SortedMap<Integer, BigDecimal>> otherHoldings,
      SortedMap<Integer, BigDecimal> otherPortfolio) {
    return new Reconciled(
        executions,
        booked,
        alreadyBooked,
        commissionsRecorded,
        closed,
        unattributed,
        unsettled,
        adopted,
        leftByAdoption,
        differences,
        otherHoldings,
        otherPortfolio,
        ignored,
        contracts,
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
    booked = List.copyOf(booked);
    closed = List.copyOf(closed);
    unattributed = List.copyOf(unattributed);
    unsettled = List.copyOf(unsettled);
    leftByAdoption = List.copyOf(leftByAdoption);
    differences = List.copyOf(differences);
    contracts = Map.copyOf(contracts);
  }

  /** The correction that would settle everything, as far as the books can tell; else empty. */
  public Optional<Adoption> suggestion() {
    Optional<Adoption> all =
        unsettled.stream().flatMap(order -> order.suggestion().stream()).reduce(Adoption::and);
    return all.filter(adoption -> adoption.explains(differences));
  }
}
