package dev.ibintents.intent.close;

import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.books.Difference;
import dev.ibintents.trading.books.Reconciled;
import dev.ibintents.trading.close.Closing;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Makes the warnings about holdings that are not closed, or not as the books say. */
record CloseWarnings(CloseFindings findings, Closing closing) {

  /** All warnings, in words. */
  List<String> all() {
    return Stream.of(
            findings.ordersBefore().stream().filter(this::isSharedAndCancelled).map(this::shared),
            findings.reconciled().unsettled().stream()
                .filter(unsettled -> concerns(unsettled.order()))
                .map(this::unsettled),
            findings.reconciled().differences().stream()
                .filter(difference -> concerns(difference.conId()))
                .map(this::difference),
            beyond().stream(),
            forgottenPairs(),
            parked(),
            findings.cancelled().orders().stream()
                .filter(trade -> isIgnored(trade.openOrder().contract().conId()))
                .map(
                    trade ->
                        "the order "
                            + trade.openOrder().order().permId()
                            + " of "
                            + findings.name(trade.openOrder().contract().conId())
                            + " is cancelled too, although the contract is ignored: the broker"
                            + " cancels all orders of the account at once"),
            closing.left().byContract().entrySet().stream()
                .map(rest -> left(findings.name(rest.getKey()), rest.getValue())))
        .flatMap(Function.identity())
        .toList();
  }

  private boolean concerns(Books.OpenOrderEntry order) {
    return findings.isWholeAccount()
        || order.source().strategies().stream().anyMatch(findings.strategies()::contains);
  }

  private boolean concerns(int conId) {
    return findings.isWholeAccount() || !findings.holdings().of(conId).isEmpty();
  }

  private boolean isSharedAndCancelled(Books.OpenOrderEntry order) {
    return !findings.isWholeAccount()
        && !others(order).isEmpty()
        && findings.cancelled().orders().stream()
            .anyMatch(trade -> trade.openOrder().order().orderRef().equals(order.orderRef()));
  }

  private Set<String> others(Books.OpenOrderEntry order) {
    Set<String> others = new TreeSet<>(order.source().strategies());
    others.removeAll(findings.strategies());
    return others;
  }

  private String shared(Books.OpenOrderEntry order) {
    return "the open order %s of %s is for %s too, and is cancelled for all: its rest cannot be split"
        .formatted(
            order.orderRef(), findings.name(order.conId()), String.join(", ", others(order)));
  }

  private String unsettled(Reconciled.Unsettled unsettled) {
    return "the order %s of %s: %s; %s"
        .formatted(
            unsettled.order().orderRef(),
            findings.name(unsettled.order().conId()),
            unsettled.because(),
            findings.isWholeAccount()
                ? "the books forget it, and what the account holds is closed"
                : "the books keep it, and what they say is held is closed as far as the account has"
                    + " it");
  }

  private String difference(Difference difference) {
    String figures =
        "%s: by the books the strategies hold %s together, by the broker the account holds %s"
            .formatted(
                findings.name(difference.conId()),
                difference.holdings().toPlainString(),
                difference.portfolio().toPlainString());
    if (findings.isWholeAccount() && findings.parked().quantities().has(difference.conId())) {
      return figures + "; what is parked of it stays as it is";
    }
    return findings.isWholeAccount()
        ? figures
            + "; the account's position is closed, and the difference of %s is nobody's"
                .formatted(difference.amount().toPlainString())
        : figures
            + "; what the books say of "
            + named(difference.conId())
            + " is closed as far as the account has it";
  }

  /** The quantities that stay in the books because the account does not have them. */
  List<String> beyond() {
    return closing.beyond().byContract().entrySet().stream()
        .map(
            beyond ->
                ("%s: %s of what %s hold by the books was not closed, because the account holds %s,"
                        + " and other strategies hold %s of it by the books: nothing is traded"
                        + " beyond what the account has. If others hold the opposite, close them"
                        + " too; else settle it with trade-reconciliation")
                    .formatted(
                        findings.name(beyond.getKey()),
                        beyond.getValue().toPlainString(),
                        named(beyond.getKey()),
                        findings.reconciled().portfolio().of(beyond.getKey()).toPlainString(),
                        findings.others().of(beyond.getKey()).toPlainString()))
        .toList();
  }

  private Stream<String> parked() {
    if (!findings.isWholeAccount()) {
      return Stream.empty();
    }
    return findings.parked().quantities().byContract().entrySet().stream()
        .map(
            held ->
                "%s: %s is parked, and stays"
                    .formatted(findings.name(held.getKey()), held.getValue().toPlainString()));
  }

  private boolean isIgnored(int conId) {
    return findings.reconciled().ignored().conIds().contains(conId);
  }

  /** Warnings about held currency pairs. The broker has cash of a pair, and no position. */
  private Stream<String> forgottenPairs() {
    if (!findings.isWholeAccount()) {
      return Stream.empty();
    }
    return findings.holdings().total().byContract().entrySet().stream()
        .filter(held -> findings.isPair(held.getKey()))
        .map(
            held ->
                ("%s: by the books the strategies hold %s together; pairs are cash and are not"
                        + " closed with the account, so the books forget them")
                    .formatted(findings.name(held.getKey()), held.getValue().toPlainString()));
  }

  private String named(int conId) {
    return String.join(", ", findings.holdings().of(conId).strategies());
  }

  private static String left(String name, BigDecimal quantity) {
    return "%s of %s is left over: the broker takes no such fractions through the API; close it in TWS"
        .formatted(quantity.toPlainString(), name);
  }
}
