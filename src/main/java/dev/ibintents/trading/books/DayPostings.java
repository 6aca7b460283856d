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

/** Posts the executions of a day as they come in, and counts them over several answers. */
final class DayPostings {
  private final FillPosting fillPosting;
  private final OwnOrders ownOrders;
  private final Contracts contracts;
  private final Map<String, Booked> posted = new LinkedHashMap<>();
  private final Set<String> alreadyPosted = new TreeSet<>();
  private final Set<String> commissions = new TreeSet<>();
  private final Map<String, Unattributed> unattributed = new LinkedHashMap<>();
  private final Map<String, Fill> seenFills = new HashMap<>();
  private int executions;

  DayPostings(FillPosting fillPosting, OwnOrders ownOrders, Contracts contracts) {
    this.fillPosting = fillPosting;
    this.ownOrders = ownOrders;
    this.contracts = contracts;
  }

  /** Posts the executions that are not posted yet. */
  void post(List<Fill> fills) {
    executions = fills.size();
    List<Fill> newFills = fills.stream().filter(this::isNew).toList();
    Map<Integer, BigDecimal> increments = increments(newFills);
    for (Fill fill : newFills) {
      BigDecimal increment = increments.getOrDefault(fill.contract().conId(), BigDecimal.ONE);
      Posting posting = fillPosting.post(fill, increment);
      ownOrders.posted(fill, posting);
      count(fill, posting);
    }
  }

  /**
   * Whether an execution must be posted. An execution that an earlier answer had in the same words
   * needs nothing more.
   */
  private boolean isNew(Fill fill) {
    String execId = fill.execution().execId();
    if (fill.equals(seenFills.put(execId, fill))) {
      return false;
    }
    boolean isPosted = fillPosting.isPosted(fill);
    if (isPosted && !posted.containsKey(execId)) {
      alreadyPosted.add(execId);
    }
    return !isPosted;
  }

  private void count(Fill fill, Posting posting) {
    String execId = fill.execution().execId();
    switch (posting.outcome()) {
      case BOOKED, CORRECTED -> posted.put(execId, new Booked(fill, posting));
      case UNATTRIBUTED -> {
        ExecutionVersion.earlier(execId).forEach(unattributed::remove);
        unattributed.put(execId, new Unattributed(fill, posting.because()));
      }
      case ALREADY_BOOKED -> alreadyPosted.add(execId);
      case COMMISSION_RECORDED -> {
        commissions.add(execId);
        if (!posted.containsKey(execId)) {
          alreadyPosted.add(execId);
        }
      }
    }
  }

  /**
   * The quantity steps in which to share executions out, by conId. If the gateway does not know a
   * contract any more, the step is one unit, or a finer one if it was traded so.
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
        executions, posted(), alreadyPosted.size(), commissions.size(), unattributed());
  }

  List<Booked> posted() {
    return List.copyOf(posted.values());
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
