package dev.ibintents.intent.reconciliation;

import dev.ibintents.ibapi.Fill;
import dev.ibintents.ibapi.message.CommissionReport;
import dev.ibintents.ibapi.message.Execution;
import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.intent.ContractNames;
import dev.ibintents.intent.Outcome;
import dev.ibintents.trading.books.Adopted;
import dev.ibintents.trading.books.Adoption;
import dev.ibintents.trading.books.Difference;
import dev.ibintents.trading.books.Posting;
import dev.ibintents.trading.books.Reconciled;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The answer of a trade-reconciliation; contracts are named by their local symbols.
 *
 * @param executions how many executions of the day the broker told of
 * @param booked the executions that went into the holdings now, for the first time
 * @param corrections the executions that have taken the place of a former version of themselves now
 * @param alreadyBooked how many executions had been booked before
 * @param commissionsRecorded how many of those got their cost now
 * @param closedOrders the orders that are open no more, since now
 * @param unattributed the executions of which nobody knows whose they are, such as trades by hand;
 *     they are in nobody's holdings
 * @param unsettled the orders of which the broker does not say how much was filled
 * @param adopted the correction that was asked for; {@code null} if none was, or it was refused
 * @param differences the contracts in which holdings and portfolio differ; empty if they match
 * @param holdings what each strategy holds, and under {@code parked} what is never traded
 * @param contractIds the conIds of the contracts
 * @param ignored the contracts that ignoredContracts of the configuration names, with what the
 *     account holds of each; they are not compared
 */
public record ReconciliationAnswer(
    int executions,
    List<BookedExecution> booked,
    List<BookedExecution> corrections,
    int alreadyBooked,
    int commissionsRecorded,
    List<ClosedOrder> closedOrders,
    List<UnattributedExecution> unattributed,
    List<UnsettledOrder> unsettled,
    Correction adopted,
    List<DifferingContract> differences,
    SortedMap<String, SortedMap<String, BigDecimal>> holdings,
    SortedMap<String, Integer> contractIds,
    SortedMap<String, BigDecimal> ignored) {

  /**
   * An execution that is in the holdings now.
   *
   * @param execId names the execution; a correction differs in the digits after the last period
   * @param orderRef its order
   * @param contract its contract
   * @param quantity how much, negative if sold
   * @param price of one, in the contract's currency
   * @param time when, as ISO-8601; in the gateway's own words if they do not name the time zone
   * @param shares how much each strategy got of it, negative if sold; empty if it is nobody's
   * @param commission what it cost; {@code null} as long as the gateway has not said
   * @param commissionCurrency the commission's currency; {@code null} with it
   */
  record BookedExecution(
      String execId,
      String orderRef,
      String contract,
      BigDecimal quantity,
      BigDecimal price,
      String time,
      Map<String, BigDecimal> shares,
      BigDecimal commission,
      String commissionCurrency) {}

  /**
   * An order that is open no more.
   *
   * @param orderRef its name at the broker
   * @param contract its contract
   * @param quantity for how much it was, negative to sell
   * @param filled how much of it was filled, negative if sold
   * @param source how much each strategy wanted of it; empty if it was nobody's
   * @param why how it has ended: in the broker's words, or why it must have
   */
  record ClosedOrder(
      String orderRef,
      String contract,
      BigDecimal quantity,
      BigDecimal filled,
      Map<String, BigDecimal> source,
      String why) {}

  /**
   * An execution that nobody can be found to have wanted.
   *
   * @param execId names the execution
   * @param contract its contract
   * @param conId its contract's conId
   * @param side BOT or SLD
   * @param shares how much
   * @param price of one, in the contract's currency
   * @param time when, as ISO-8601; in the gateway's own words if they do not name the time zone
   * @param orderRef the order's reference; {@code null} if it has none
   * @param clientId the client that placed the order; 0 for TWS
   * @param permId the order's number in the account
   * @param why why it is not known whose it is
   */
  record UnattributedExecution(
      String execId,
      String contract,
      int conId,
      String side,
      BigDecimal shares,
      BigDecimal price,
      String time,
      String orderRef,
      int clientId,
      long permId,
      String why) {}

  /**
   * An order of which it is not known how much was filled. It stays open in the books.
   *
   * @param orderRef its name at the broker
   * @param contract its contract
   * @param conId its contract's conId
   * @param quantity for how much it is, negative to sell
   * @param filled how much of it is booked, negative if sold
   * @param source how much each strategy wants of it
   * @param plannedAt when it was planned
   * @param why why it is not known
   * @param howToSettle what to do about it
   * @param adopt the correction that would explain the difference in the contract by this order;
   *     {@code null} if there is none
   */
  public record UnsettledOrder(
      String orderRef,
      String contract,
      int conId,
      BigDecimal quantity,
      BigDecimal filled,
      Map<String, BigDecimal> source,
      Instant plannedAt,
      String why,
      String howToSettle,
      Map<String, SortedMap<Integer, BigDecimal>> adopt) {}

  /**
   * A correction of holdings that a person asked for.
   *
   * @param id its document among the fills
   * @param corrections what was added, by strategy and contract
   * @param adoptedAt when it was booked
   * @param invocation which invocation has booked it
   * @param repeated whether it had been booked before, so that nothing was added now
   */
  record Correction(
      String id,
      SortedMap<String, SortedMap<String, BigDecimal>> corrections,
      Instant adoptedAt,
      String invocation,
      boolean repeated) {}

  /**
   * A contract in which holdings and portfolio differ.
   *
   * @param contract its local symbol
   * @param conId its conId
   * @param holdings what the strategies hold together
   * @param portfolio what the account holds by the broker
   * @param difference what the account holds more than the strategies; negative if less
   * @param byStrategy what each strategy holds
   */
  public record DifferingContract(
      String contract,
      int conId,
      BigDecimal holdings,
      BigDecimal portfolio,
      BigDecimal difference,
      SortedMap<String, BigDecimal> byStrategy) {
    private Outcome.Difference outcome() {
      return new Outcome.Difference(contract, conId, holdings, portfolio);
    }

    @Override
    public String toString() {
      return contract
          + " (holdings "
          + holdings.toPlainString()
          + ", portfolio "
          + portfolio.toPlainString()
          + ")";
    }
  }

  public static ReconciliationAnswer of(Reconciled reconciled) {
    ContractNames names = new ContractNames(reconciled.contracts());
    SortedMap<String, SortedMap<String, BigDecimal>> holdings = new TreeMap<>();
    SortedMap<String, Integer> contractIds = new TreeMap<>();
    reconciled
        .holdings()
        .forEach(
            (strategy, held) -> {
              holdings.put(strategy, names.of(held));
              held.contracts().forEach(conId -> contractIds.put(names.of(conId), conId));
            });
    return new ReconciliationAnswer(
        reconciled.executions(),
        booked(reconciled, Posting.Outcome.BOOKED, names),
        booked(reconciled, Posting.Outcome.CORRECTED, names),
        reconciled.alreadyBooked(),
        reconciled.commissionsRecorded(),
        reconciled.closed().stream().map(one -> closed(one, names)).toList(),
        reconciled.unattributed().stream().map(one -> unattributed(one, names)).toList(),
        reconciled.unsettled().stream().map(one -> unsettled(one, names)).toList(),
        reconciled.adopted().map(one -> correction(one, names)).orElse(null),
        differing(reconciled.differences(), reconciled),
        holdings,
        contractIds,
        names.of(reconciled.ignored()));
  }

  private static List<BookedExecution> booked(
      Reconciled reconciled, Posting.Outcome outcome, ContractNames names) {
    return reconciled.booked().stream()
        .filter(one -> one.booking().outcome() == outcome)
        .map(one -> booked(one, names))
        .toList();
  }

  private static BookedExecution booked(Reconciled.Booked booked, ContractNames names) {
    Fill fill = booked.fill();
    Execution execution = fill.execution();
    Optional<CommissionReport> cost = fill.commissionReport();
    return new BookedExecution(
        execution.execId(),
        execution.orderRef(),
        names.of(fill.contract().conId()),
        execution.signedShares(),
        execution.price(),
        time(execution),
        booked.booking().shares().byStrategy(),
        cost.map(CommissionReport::commission).orElse(null),
        cost.map(CommissionReport::currency).orElse(null));
  }

  private static ClosedOrder closed(Reconciled.Closed closed, ContractNames names) {
    return new ClosedOrder(
        closed.order().orderRef(),
        names.of(closed.order().conId()),
        closed.order().quantity(),
        closed.order().executed(),
        closed.order().source().byStrategy(),
        closed.why());
  }

  private static UnattributedExecution unattributed(
      Reconciled.Unattributed unattributed, ContractNames names) {
    Execution execution = unattributed.fill().execution();
    int conId = unattributed.fill().contract().conId();
    return new UnattributedExecution(
        execution.execId(),
        names.of(conId),
        conId,
        execution.side(),
        execution.shares(),
        execution.price(),
        time(execution),
        execution.orderRef().isEmpty() ? null : execution.orderRef(),
        execution.clientId(),
        execution.permId(),
        unattributed.because());
  }

  private static UnsettledOrder unsettled(Reconciled.Unsettled unsettled, ContractNames names) {
    String advice =
        "look the order up in the broker's statement; then adopt what was filled and is not booked,"
            + " or 0 if nothing was, for each strategy that wanted it: the order is closed with it";
    return new UnsettledOrder(
        unsettled.order().orderRef(),
        names.of(unsettled.order().conId()),
        unsettled.order().conId(),
        unsettled.order().quantity(),
        unsettled.order().executed(),
        unsettled.order().source().byStrategy(),
        unsettled.order().timestamp(),
        unsettled.because(),
        advice,
        unsettled.suggestion().map(ReconciliationAnswer::adopt).orElse(null));
  }

  private static Map<String, SortedMap<Integer, BigDecimal>> adopt(Adoption adoption) {
    Map<String, SortedMap<Integer, BigDecimal>> adopt = new TreeMap<>();
    for (Adoption.Adjustment adjustment : adoption.adjustments()) {
      adopt
          .computeIfAbsent(adjustment.strategy(), strategy -> new TreeMap<>())
          .put(adjustment.conId(), adjustment.quantity());
    }
    return adopt;
  }

  private static Correction correction(Adopted adopted, ContractNames names) {
    SortedMap<String, SortedMap<String, BigDecimal>> corrections = new TreeMap<>();
    for (Adoption.Adjustment adjustment : adopted.adoption().adjustments()) {
      corrections
          .computeIfAbsent(adjustment.strategy(), strategy -> new TreeMap<>())
          .put(names.of(adjustment.conId()), adjustment.quantity());
    }
    return new Correction(
        adopted.id(),
        corrections,
        adopted.timestamp(),
        adopted.invocation(),
        adopted.isRepetition());
  }

  /** Contracts in which holdings and portfolio differ, or would. */
  static List<DifferingContract> differing(List<Difference> differences, Reconciled reconciled) {
    ContractNames names = new ContractNames(reconciled.contracts());
    return differences.stream()
        .map(
            one ->
                new DifferingContract(
                    names.of(one.conId()),
                    one.conId(),
                    one.holdings(),
                    one.portfolio(),
                    one.amount(),
                    reconciled.holdings().of(one.conId()).byStrategy()))
        .toList();
  }

  private static String time(Execution execution) {
    return GatewayTime.absolute(execution.time()).map(Instant::toString).orElse(execution.time());
  }

  /** What the activity log keeps of it. */
  public Outcome.Books outcome() {
    return new Outcome.Books(
        executions,
        booked.size(),
        corrections.size(),
        closedOrders.size(),
        unattributed.size(),
        Outcome.first(unsettled).stream().map(UnsettledOrder::orderRef).toList(),
        adopted == null ? null : adopted.id(),
        differences.size(),
        Outcome.first(differences).stream().map(DifferingContract::outcome).toList());
  }
}
