package dev.ibintents.trading.books;

import dev.ibintents.gateway.Contracts;
import dev.ibintents.ibapi.Fill;
import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.QuantityStep;
import dev.ibintents.trading.books.Reconciled.Booked;
import dev.ibintents.trading.books.Reconciled.Unattributed;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Books the executions of a day as they come in, and keeps count over several answers. */
final class DayPostings {
  private final FillPosting fillBook;
  private final OwnOrders ownOrders;
  private final Contracts contracts;
  private final Map<String, Booked> booked = new LinkedHashMap<>();
  private final Set<String> alreadyBooked = new TreeSet<>();
  private final Set<String> commissions = new TreeSet<>();
  private final Map<String, Unattributed> unattributed = new LinkedHashMap<>();
  private final Map<String, Fill> lookedAt = new HashMap<>();
  private int executions;

  DayPostings(FillPosting fillBook, OwnOrders ownOrders, Contracts contracts) {
    this.fillBook = fillBook;
    this.ownOrders = ownOrders;
    this.contracts = contracts;
  }

  /** Books what is not booked yet. */
  void book(List<Fill> fills) {
    executions = fills.size();
    List<Fill> fresh = fills.stream().filter(this::isNew).toList();
    Map<Integer, BigDecimal> increments = increments(fresh);
    for (Fill fill : fresh) {
      BigDecimal increment = increments.getOrDefault(fill.contract().conId(), BigDecimal.ONE);
      Posting posting = fillBook.book(fill, increment);
      ownOrders.posted(fill, posting);
      count(fill, posting);
    }
  }

  /** Whether it is to be booked: what an earlier answer told in the same words is done with. */
  private boolean isNew(Fill fill) {
    String execId = fill.execution().execId();
    if (fill.equals(lookedAt.put(execId, fill))) {
      return false;
    }
    boolean isBooked = fillBook.isBooked(fill);
    if (isBooked && !booked.containsKey(execId)) {
      alreadyBooked.add(execId);
    }
    return !isBooked;
  }

  private void count(Fill fill, Posting booking) {
    String execId = fill.execution().execId();
    switch (booking.outcome()) {
      case BOOKED, CORRECTED -> booked.put(execId, new Booked(fill, booking));
      case UNATTRIBUTED -> {
        ExecutionVersion.earlier(execId).forEach(unattributed::remove);
        unattributed.put(execId, new Unattributed(fill, booking.because()));
      }
      case ALREADY_BOOKED -> alreadyBooked.add(execId);
      case COMMISSION_RECORDED -> {
        commissions.add(execId);
        if (!booked.containsKey(execId)) {
          alreadyBooked.add(execId);
        }
      }
    }
  }

  /**
   * The steps in which to share executions out. A contract that the gateway does not know any more
   * goes in whole units, or in finer ones if it was traded so.
   */
  private Map<Integer, BigDecimal> increments(List<Fill> fills) {
    List<Integer> conIds =
        fills.stream()
            .filter(fill -> !fill.execution().orderRef().isEmpty())
            .map(fill -> fill.contract().conId())
            .toList();
    Map<Integer, BigDecimal> increments = new TreeMap<>();
    contracts
        .found(conIds)
        .forEach(
            (conId, contract) ->
                increments.put(conId, QuantityStep.ofOrders(contract.details()).increment()));
    return increments;
  }

  /** The executions of all answers so far. */
  Reconciled.DayExecutions result() {
    return new Reconciled.DayExecutions(
        executions, booked(), alreadyBooked.size(), commissions.size(), unattributed());
  }

  List<Booked> booked() {
    return List.copyOf(booked.values());
  }

  List<Unattributed> unattributed() {
    return List.copyOf(unattributed.values());
  }

  /** The sum of the unattributed executions of a contract. */
  BigDecimal unattributed(int conId) {
    return PlainDecimal.sum(
        unattributed.values().stream()
            .map(Unattributed::fill)
            .filter(fill -> fill.contract().conId() == conId)
            .map(fill -> fill.execution().signedShares())
            .toList());
  }
}
