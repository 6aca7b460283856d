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
 * The answer of a trade-reconciliation. It names contracts by their local symbols.
 *
 * @param executions the number of the day's executions that the broker reported
 * @param booked the executions that this invocation booked into the holdings
 * @param corrections the executions that replaced an earlier version of themselves in this
 *     invocation
 * @param alreadyBooked the number of executions that had been booked before
 * @param commissionsRecorded the number of earlier executions whose commission was recorded now
 * @param closedOrders the orders that this invocation closed in the books
 * @param unattributed the executions that belong to no known strategy, such as trades by hand; they
 *     are in no holdings
 * @param unsettled the orders whose filled quantity the broker does not report
 * @param settled the expired futures that this invocation took out of the holdings
 * @param adopted the requested correction; {@code null} if there was none, or it was refused
 * @param differences the contracts in which holdings and portfolio differ; empty if they match
 * @param holdings the quantities that each strategy holds; {@code parked} has the quantities that
 *     are never traded
 * @param contractIds the conIds of the contracts
 * @param ignored the account's quantity of each contract in ignoredContracts of the configuration;
 *     these contracts are not compared
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
    List<SettledFuture> settled,
    Correction adopted,
    List<DifferingContract> differences,
    SortedMap<String, SortedMap<String, BigDecimal>> holdings,
    SortedMap<String, Integer> contractIds,
    SortedMap<String, BigDecimal> ignored) {

  /**
   * An execution that was booked into the holdings.
   *
   * @param execId the execution's id; a correction differs in the digits after the last period
   * @param orderRef the reference of its order
   * @param contract the contract's local symbol
   * @param quantity the quantity, negative if sold
   * @param price the price of one unit, in the contract's currency
   * @param time the time as ISO-8601; the gateway's own text if it names no time zone
   * @param shares the quantity that each strategy got, negative if sold; empty if it belongs to no
   *     strategy
   * @param commission the commission; {@code null} until the gateway reports it
   * @param commissionCurrency the commission's currency; {@code null} if the commission is
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
   * An order that was closed in the books.
   *
   * @param orderRef the order's reference at the broker
   * @param contract the contract's local symbol
   * @param quantity the quantity of the order, negative to sell
   * @param filled the filled quantity, negative if sold
   * @param source the quantity that each strategy wanted; empty if it belonged to no strategy
   * @param why the broker's words about its end, or the reason why it must have ended
   */
  record ClosedOrder(
      String orderRef,
      String contract,
      BigDecimal quantity,
      BigDecimal filled,
      Map<String, BigDecimal> source,
      String why) {}

  /**
   * An execution that belongs to no known strategy.
   *
   * @param execId the execution's id
   * @param contract the contract's local symbol
   * @param conId the contract's conId
   * @param side BOT or SLD
   * @param shares the quantity
   * @param price the price of one unit, in the contract's currency
   * @param time the time as ISO-8601; the gateway's own text if it names no time zone
   * @param orderRef the order's reference; {@code null} if it has none
   * @param clientId the client that placed the order; 0 for TWS
   * @param permId the order's number in the account
   * @param why the reason why its strategy is not known
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
   * An order whose filled quantity is not known. It stays open in the books.
   *
   * @param orderRef the order's reference at the broker
   * @param contract the contract's local symbol
   * @param conId the contract's conId
   * @param quantity the quantity of the order, negative to sell
   * @param filled the booked quantity, negative if sold
   * @param source the quantity that each strategy wants
   * @param plannedAt the time at which the order was planned
   * @param why the reason why the filled quantity is not known
   * @param howToSettle the way to settle the order
   * @param adopt the correction to adopt if this order explains the difference; {@code null} if not
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
      Map<String, Map<Integer, BigDecimal>> adopt) {}

  /**
   * A correction of holdings that a person asked for.
   *
   * @param id the id of its document among the fills
   * @param corrections the quantities that were added, by strategy and contract
   * @param adoptedAt the time at which it was booked
   * @param invocation the id of the invocation that booked it
   * @param repeated whether an earlier request booked it, so that nothing was added now
   * @param notes the contracts that had no price when they were adopted, with the consequence, in
   *     words
   */
  record Correction(
      String id,
      SortedMap<String, SortedMap<String, BigDecimal>> corrections,
      Instant adoptedAt,
      String invocation,
      boolean repeated,
      List<String> notes) {}

  /**
   * A contract in which holdings and portfolio differ.
   *
   * @param contract the contract's local symbol
   * @param conId the contract's conId
   * @param holdings the quantity that all strategies hold together
   * @param portfolio the account's quantity, by the broker
   * @param difference the account's quantity minus the strategies' quantity
   * @param byStrategy the quantity that each strategy holds
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

  /** Makes the answer of a reconciliation. */
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
        reconciled.closed().stream().map(order -> closed(order, names)).toList(),
        reconciled.unattributed().stream()
            .map(execution -> unattributed(execution, names))
            .toList(),
        reconciled.unsettled().stream().map(order -> unsettled(order, names)).toList(),
        reconciled.settled().stream().map(SettledFuture::of).toList(),
        reconciled.adopted().map(adopted -> correction(adopted, names)).orElse(null),
        differing(reconciled.differences(), reconciled),
        holdings,
        contractIds,
        names.of(reconciled.ignored()));
  }

  private static List<BookedExecution> booked(
      Reconciled reconciled, Posting.Outcome outcome, ContractNames names) {
    return reconciled.booked().stream()
        .filter(booked -> booked.booking().outcome() == outcome)
        .map(booked -> booked(booked, names))
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

  private static Map<String, Map<Integer, BigDecimal>> adopt(Adoption adoption) {
    Map<String, Map<Integer, BigDecimal>> adopt = new TreeMap<>();
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
        adopted.isRepetition(),
        adopted.unpriced().stream()
            .map(
                conId ->
                    "%s had no price when it was adopted; its whole value counts as profit once it"
                            .formatted(names.of(conId))
                        + " has one")
            .toList());
  }

  /** The contracts of these differences, in the form of the answer. */
  static List<DifferingContract> differing(List<Difference> differences, Reconciled reconciled) {
    ContractNames names = new ContractNames(reconciled.contracts());
    return differences.stream()
        .map(
            difference ->
                new DifferingContract(
                    names.of(difference.conId()),
                    difference.conId(),
                    difference.holdings(),
                    difference.portfolio(),
                    difference.amount(),
                    reconciled.holdings().of(difference.conId()).byStrategy()))
        .toList();
  }

  private static String time(Execution execution) {
    return GatewayTime.absolute(execution.time()).map(Instant::toString).orElse(execution.time());
  }

  /** The short form of the answer for the activity log. */
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
