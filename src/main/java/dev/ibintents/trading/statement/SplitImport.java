package dev.ibintents.trading.statement;

import dev.ibintents.store.Document;
import dev.ibintents.store.Fields;
import dev.ibintents.store.Transaction;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.books.Attribution;
import dev.ibintents.trading.totals.Basis;
import dev.ibintents.trading.totals.Effect;
import dev.ibintents.trading.totals.Effects;
import dev.ibintents.trading.totals.TotalsChange;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings splits into the holdings. The broker's own figures decide: the position before the split
 * must be the sum of the holdings then, and the position after it is shared out in proportion.
 */
final class SplitImport {
  /** The collection of the corporate actions that have changed holdings. */
  static final String ACTIONS = "actions";

  private static final List<String> TYPES = List.of("FS", "FI", "RS");
  private static final Pattern RATIO =
      Pattern.compile(
          "^(?<stem>.*?SPLIT (?<to>[0-9]{1,9}(?:\\.[0-9]{1,9})?) FOR"
              + " (?<of>[0-9]{1,9}(?:\\.[0-9]{1,9})?))(?![0-9.]).*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final ImportContext context;
  private final String positions;
  private final Findings findings;
  private final List<ImportedStatement.Split> applied = new ArrayList<>();
  private int known;

  SplitImport(ImportContext context, String positions, Findings findings) {
    this.context = context;
    this.positions = positions;
    this.findings = findings;
  }

  /**
   * A split as the statement tells it.
   *
   * @param before the contract before the split
   * @param after the contract after it; the same unless the broker has given it a new number
   * @param removed the position before the split, of which the broker's figures speak
   */
  private record Split(StatementAction before, StatementAction after, BigDecimal removed) {
    boolean changesContract() {
      return before.conId() != after.conId();
    }
  }

  /**
   * Applies the splits that are not on record, the earliest first.
   *
   * @param past reads the holdings of the past
   */
  void apply(List<StatementAction> actions, Supplier<BookHistory> past) {
    Map<String, List<StatementAction>> groups = new LinkedHashMap<>();
    for (StatementAction action : sorted(actions)) {
      Matcher ratio = RATIO.matcher(action.description());
      if (TYPES.contains(action.type()) && ratio.matches()) {
        groups
            .computeIfAbsent(action.time() + ratio.group("stem"), key -> new ArrayList<>())
            .add(action);
      } else {
        notHandled(action, "corporate actions of type " + action.type() + " are not handled");
      }
    }
    groups.values().forEach(group -> applyGroup(group, past));
  }

  private static List<StatementAction> sorted(List<StatementAction> actions) {
    return actions.stream().sorted(Comparator.comparing(StatementAction::time)).toList();
  }

  private void applyGroup(List<StatementAction> group, Supplier<BookHistory> past) {
    StatementAction first = group.get(0);
    if (context.store().get(path(first)).isPresent()) {
      known++;
      return;
    }
    Optional<Split> split = group.size() == 1 ? sameContract(first) : otherContract(group);
    if (split.isEmpty()) {
      group.forEach(
          action -> notHandled(action, "the rows do not tell the position before and after"));
      return;
    }
    apply(split.get(), past.get());
  }

  /** A split that keeps the contract: its row has the change of the position. */
  private static Optional<Split> sameContract(StatementAction row) {
    Matcher ratio = RATIO.matcher(row.description());
    if (!ratio.matches()) {
      return Optional.empty();
    }
    BigDecimal former = new BigDecimal(ratio.group("of"));
    BigDecimal gain = new BigDecimal(ratio.group("to")).subtract(former);
    if (gain.signum() == 0 || row.quantity().signum() == 0) {
      return Optional.empty();
    }
    // The position before is change × former ÷ gain. Fractions are paid out, so it is rounded.
    BigDecimal before = row.quantity().multiply(former).divide(gain, 0, RoundingMode.HALF_EVEN);
    return Optional.of(new Split(row, row, before));
  }

  /** A split with a new contract: one row removes the position, another adds the new one. */
  private static Optional<Split> otherContract(List<StatementAction> rows) {
    List<StatementAction> ofTwo =
        rows.size() == 2 && rows.get(0).conId() != rows.get(1).conId() ? rows : List.of();
    if (ofTwo.isEmpty() || ofTwo.get(0).quantity().signum() == ofTwo.get(1).quantity().signum()) {
      return Optional.empty();
    }
    Matcher ratio = RATIO.matcher(ofTwo.get(0).description());
    boolean isReverse =
        ratio.matches()
            && new BigDecimal(ratio.group("to")).compareTo(new BigDecimal(ratio.group("of"))) < 0;
    boolean isFirstLarger =
        ofTwo.get(0).quantity().abs().compareTo(ofTwo.get(1).quantity().abs()) > 0;
    StatementAction before = ofTwo.get(isFirstLarger == isReverse ? 0 : 1);
    StatementAction after = before == ofTwo.get(0) ? ofTwo.get(1) : ofTwo.get(0);
    return Optional.of(new Split(before, after, before.quantity().negate()));
  }

  private void apply(Split split, BookHistory history) {
    StatementAction row = split.before();
    Shares held = history.heldBefore(row.conId(), row.time());
    if (held.isEmpty()) {
      notHandled(row, "nobody holds the contract on record");
    } else if (history.isAdoptedSince(row.conId(), row.time())) {
      notHandled(row, "the holdings were corrected after it, and may contain it already");
    } else if (!isTheBrokersPosition(split, held.total())) {
      notHandled(
          row,
          "the holdings before it are %s, and the broker's position was %s"
              .formatted(
                  held.total().toPlainString(),
                  split.removed().stripTrailingZeros().toPlainString()));
    } else {
      BigDecimal total =
          split.changesContract() ? split.after().quantity() : held.total().add(row.quantity());
      Shares after = new Attribution(held, BigDecimal.ONE).totals(total);
      write(split, held, after);
      applied.add(
          new ImportedStatement.Split(
              split.after().symbol(),
              split.after().conId(),
              row.time(),
              row.description(),
              held.byStrategy(),
              after.byStrategy(),
              path(row)));
    }
  }

  /** Whether the sum of the holdings is the broker's position, up to a fraction of a unit. */
  private static boolean isTheBrokersPosition(Split split, BigDecimal total) {
    BigDecimal difference = total.subtract(split.removed()).abs();
    return total.signum() != 0
        && (split.changesContract()
            ? difference.signum() == 0
            : difference.compareTo(BigDecimal.ONE) <= 0 && isExplained(split, total));
  }

  /** Whether the ratio turns the holdings into the new position, up to a fraction of a unit. */
  private static boolean isExplained(Split split, BigDecimal total) {
    Matcher ratio = RATIO.matcher(split.before().description());
    if (!ratio.matches()) {
      return false;
    }
    BigDecimal exact =
        total
            .multiply(new BigDecimal(ratio.group("to")))
            .divide(new BigDecimal(ratio.group("of")), MathContext.DECIMAL64);
    BigDecimal position = total.add(split.before().quantity());
    return exact.subtract(position).abs().compareTo(BigDecimal.ONE) < 0;
  }

  private void write(Split split, Shares held, Shares after) {
    SortedMap<Integer, Shares> changes = new TreeMap<>();
    if (split.changesContract()) {
      changes.put(split.before().conId(), held.negated());
      changes.put(split.after().conId(), after);
    } else {
      changes.put(split.before().conId(), after.minus(held));
    }
    context
        .store()
        .<Void, RuntimeException>runTransaction(
            transaction -> {
              write(transaction, split, held, changes);
              return null;
            });
  }

  private void write(
      Transaction transaction, Split split, Shares held, SortedMap<Integer, Shares> changes) {
    StatementAction row = split.before();
    if (transaction.get(path(row)).isPresent()) {
      return; // a repetition of this transaction, whose answer was lost
    }
    Instant now = context.clock().instant().truncatedTo(ChronoUnit.MICROS);
    TreeSet<String> owners = new TreeSet<>();
    changes.values().forEach(shares -> owners.addAll(shares.strategies()));
    Map<String, SortedMap<Integer, BigDecimal>> holdings = new TreeMap<>();
    for (String owner : owners) {
      holdings.put(owner, held(transaction, owner));
    }
    TotalsChange totals = TotalsChange.of(positions, transaction, owners, now);
    Effects effects = effects(totals, split, held, changes);
    totals.add(effects);
    totals.amend("split-" + row.transactionId(), path(row), effects, row.time());
    changes.forEach(
        (conId, shares) ->
            shares.forEach(
                (owner, change) -> holdings.get(owner).merge(conId, change, BigDecimal::add)));
    transaction.create(path(row), fields(row, changes, effects, now));
    holdings.forEach((owner, quantities) -> write(transaction, owner, quantities));
    totals.write(transaction);
  }

  private SortedMap<Integer, BigDecimal> held(Transaction transaction, String owner) {
    SortedMap<Integer, BigDecimal> quantities = new TreeMap<>();
    transaction
        .get(positions + "/holdings/" + owner)
        .ifPresent(
            document ->
                document
                    .decimals()
                    .forEach(
                        (conId, quantity) -> quantities.put(Integer.parseInt(conId), quantity)));
    return quantities;
  }

  private void write(
      Transaction transaction, String owner, SortedMap<Integer, BigDecimal> quantities) {
    quantities.values().removeIf(quantity -> quantity.signum() == 0);
    Map<String, Object> fields = new TreeMap<>();
    quantities.forEach((conId, quantity) -> fields.put(conId.toString(), quantity));
    if (fields.isEmpty()) {
      transaction.delete(positions + "/holdings/" + owner);
    } else {
      transaction.set(positions + "/holdings/" + owner, fields);
    }
  }

  /**
   * The effects on totals. A split moves no cash and realizes nothing: quantities change, and their
   * cost stays, or goes over to the new contract.
   */
  private static Effects effects(
      TotalsChange totals, Split split, Shares held, SortedMap<Integer, Shares> changes) {
    SortedMap<String, Effect> effects = new TreeMap<>();
    totals
        .totals()
        .forEach(
            before -> {
              Basis cost = before.basis().get(split.before().conId());
              SortedMap<Integer, Basis> bases = new TreeMap<>();
              if (cost != null) {
                BigDecimal moved =
                    split.changesContract()
                        ? movedCost(cost, held.of(before.strategy()))
                        : BigDecimal.ZERO;
                changes.forEach(
                    (conId, shares) ->
                        bases.put(
                            conId,
                            new Basis(
                                cost.currency(),
                                cost.symbol(),
                                shares.of(before.strategy()),
                                conId == split.before().conId() ? moved.negate() : moved)));
              }
              effects.put(before.strategy(), Effect.of(bases));
            });
    return new Effects(effects);
  }

  /** The part of the cost that goes over: that of what was held before the split. */
  private static BigDecimal movedCost(Basis cost, BigDecimal held) {
    boolean isAll = cost.quantity().signum() == 0 || cost.quantity().compareTo(held) == 0;
    return isAll
        ? cost.cost()
        : cost.cost().multiply(held).divide(cost.quantity(), 8, RoundingMode.HALF_EVEN);
  }

  private Map<String, Object> fields(
      StatementAction row, SortedMap<Integer, Shares> changes, Effects effects, Instant now) {
    Map<String, Object> fields = new LinkedHashMap<>();
    Map<String, Object> byContract = new TreeMap<>();
    changes.forEach((conId, shares) -> byContract.put(conId.toString(), shares.byStrategy()));
    fields.put("contracts", byContract);
    fields.put("type", row.type());
    fields.put("description", row.description());
    fields.put("effectiveAt", row.time());
    fields.put("effects", Effects.fields(effects));
    fields.put("invocation", context.invocation());
    fields.put("timestamp", now);
    return fields;
  }

  /** The changes of holdings in a document of this collection. */
  static SortedMap<Integer, Shares> changes(Document document) {
    SortedMap<Integer, Shares> changes = new TreeMap<>();
    Fields contracts = document.map("contracts");
    contracts
        .fields()
        .keySet()
        .forEach(
            conId ->
                changes.put(Integer.parseInt(conId), Shares.of(contracts.map(conId).decimals())));
    return changes;
  }

  private String path(StatementAction row) {
    return positions + "/" + ACTIONS + "/" + row.transactionId();
  }

  private void notHandled(StatementAction row, String why) {
    findings.notHandled(
        FlexStatement.ACTIONS,
        "%s %s of %s on %s: %s"
            .formatted(
                row.type(),
                row.quantity().toPlainString(),
                row.symbol(),
                row.time(),
                row.description()),
        why,
        Findings.ADOPT);
  }

  /** The splits that were applied. */
  List<ImportedStatement.Split> applied() {
    return List.copyOf(applied);
  }

  /** The number of splits that were on record. */
  int known() {
    return known;
  }
}
