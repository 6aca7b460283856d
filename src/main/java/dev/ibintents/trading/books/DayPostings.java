package dev.ibintents.trading.books;

import dev.ibintents.gateway.Contracts;
import dev.ibintents.ibapi.Fill;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.trading.BrokerDay;
import dev.ibintents.trading.ExecutionVersion;
import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.QuantityStep;
import dev.ibintents.trading.books.Reconciled.Booked;
import dev.ibintents.trading.books.Reconciled.Unattributed;
import dev.ibintents.trading.totals.PostingUnit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Posts the executions of a day as they come in, and counts them over several answers. */
final class DayPostings {
  private static final String DECIMAL = "\\d{1,9}(\\.\\d{1,9})?";

  private final FillPosting fillPosting;
  private final OwnOrders ownOrders;
  private final Contracts contracts;
  private final Map<String, Booked> posted = new LinkedHashMap<>();
  private final Set<String> alreadyPosted = new TreeSet<>();
  private final Set<String> commissions = new TreeSet<>();
  private final Map<String, Unattributed> unattributed = new LinkedHashMap<>();
  private final Map<String, Fill> seenFills = new HashMap<>();
  private int executions;
  private Optional<String> baseCurrency = Optional.empty();

  DayPostings(FillPosting fillPosting, OwnOrders ownOrders, Contracts contracts) {
    this.fillPosting = fillPosting;
    this.ownOrders = ownOrders;
    this.contracts = contracts;
  }

  /**
   * Posts the executions that are not posted yet. An execution of a past day that cannot be posted
   * was reported on its day, and is not counted again.
   *
   * @param now the broker's time
   * @param accountCurrency the account's base currency; empty if it is not known
   */
  void post(List<Fill> fills, Instant now, Optional<String> accountCurrency) {
    baseCurrency = accountCurrency;
    executions = fills.size();
    List<Fill> newFills = fills.stream().filter(this::isNew).toList();
    Map<Integer, PostingUnit> units = units(newFills);
    fillPosting.post(
        newFills.stream()
            .map(
                fill ->
                    new FillPosting.NewFill(
                        fill,
                        units.getOrDefault(fill.contract().conId(), unknown(fill.contract()))))
            .toList(),
        (fill, posting) -> {
          ownOrders.posted(fill, posting);
          if (posting.outcome() != Posting.Outcome.UNATTRIBUTED || !BrokerDay.isPast(fill, now)) {
            count(fill, posting);
          }
        });
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

  /** The facts about the contracts of executions, by conId. */
  private Map<Integer, PostingUnit> units(List<Fill> fills) {
    List<Integer> conIds =
        fills.stream()
            .filter(fill -> !fill.execution().orderRef().isEmpty())
            .map(fill -> fill.contract().conId())
            .toList();
    Map<Integer, PostingUnit> units = new TreeMap<>();
    contracts
        .found(conIds)
        .forEach(
            (conId, contract) ->
                units.put(
                    conId,
                    new PostingUnit(
                        QuantityStep.ofOrders(contract.details()).increment(),
                        contract.multiplier(),
                        baseCurrency)));
    return units;
  }

  /**
   * The facts about a contract that the gateway does not know any more, because it has expired. The
   * step is one unit, or a finer one if it was traded so. The execution itself has the multiplier;
   * a price magnifier is not known.
   */
  private PostingUnit unknown(Contract contract) {
    return new PostingUnit(
        BigDecimal.ONE,
        contract.multiplier().matches(DECIMAL)
            ? new BigDecimal(contract.multiplier())
            : BigDecimal.ONE,
        baseCurrency);
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
