package dev.ibintents.trading.statement;

import dev.ibintents.environment.Configuration;
import dev.ibintents.trading.BrokerDay;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.books.Attribution;
import dev.ibintents.trading.performance.CashFlow;
import dev.ibintents.trading.performance.Flows;
import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Records the payments of a statement as flows, by the broker's ids. A payment for a contract
 * belongs to the strategies that held the contract, in proportion; the rest is nobody's.
 */
final class PaymentImport {
  private static final BigDecimal CENT = new BigDecimal("0.01");
  private static final int LONGEST_NOTE = 300;

  /** The broker's words for kinds of payments, in small letters, with the kind of flow. */
  private static final Map<String, CashFlow.Kind> KINDS =
      Map.ofEntries(
          Map.entry("dividends", CashFlow.Kind.DIVIDEND),
          Map.entry("payment in lieu of dividends", CashFlow.Kind.DIVIDEND),
          Map.entry("withholding tax", CashFlow.Kind.DIVIDEND),
          Map.entry("871(m) withholding", CashFlow.Kind.DIVIDEND),
          Map.entry("broker interest paid", CashFlow.Kind.INTEREST),
          Map.entry("broker interest received", CashFlow.Kind.INTEREST),
          Map.entry("bond interest paid", CashFlow.Kind.INTEREST),
          Map.entry("bond interest received", CashFlow.Kind.INTEREST),
          Map.entry("broker fees", CashFlow.Kind.FEE),
          Map.entry("other fees", CashFlow.Kind.FEE),
          Map.entry("advisor fees", CashFlow.Kind.FEE),
          Map.entry("commission adjustments", CashFlow.Kind.FEE));

  private static final List<String> OWNERS_MONEY =
      List.of("deposits/withdrawals", "deposits & withdrawals");

  private final ImportContext context;
  private final Flows flows;
  private final Findings findings;
  private final List<ImportedStatement.Flow> recorded = new ArrayList<>();
  private final List<ImportedStatement.Flow> matched = new ArrayList<>();
  private int rows;
  private int known;
  private BookHistory history;

  PaymentImport(ImportContext context, Findings findings) {
    this.context = context;
    this.flows = new Flows(context.store(), context.mode());
    this.findings = findings;
  }

  /**
   * Records the payments that are not on record.
   *
   * @param past reads the holdings of the past, if a payment needs them
   */
  void record(List<StatementCash> payments, Supplier<BookHistory> past) {
    for (StatementCash payment : payments) {
      context.requireTime(rows++, payments.size());
      Optional<CashFlow.Kind> kind = kind(payment);
      if (payment.money().amount().signum() == 0) {
        known++; // nothing to record
      } else if (kind.isPresent()) {
        record(payment, kind.get(), past);
      } else {
        findings.notHandled(
            FlexStatement.CASH,
            words(payment),
            "payments of this type are not known",
            "record it with flow, if it is no trade");
      }
    }
  }

  private static Optional<CashFlow.Kind> kind(StatementCash payment) {
    String type = payment.type().toLowerCase(Locale.ROOT);
    if (OWNERS_MONEY.contains(type)) {
      return Optional.of(
          payment.money().amount().signum() > 0 ? CashFlow.Kind.DEPOSIT : CashFlow.Kind.WITHDRAWAL);
    }
    boolean isOnInterest = type.equals("withholding tax") && payment.conId().isEmpty();
    return isOnInterest
        ? Optional.of(CashFlow.Kind.INTEREST)
        : Optional.ofNullable(KINDS.get(type));
  }

  private void record(StatementCash payment, CashFlow.Kind kind, Supplier<BookHistory> past) {
    String id = "statement-" + payment.transactionId();
    boolean isRecorded = context.store().get(flows.path(id)).isPresent();
    Shares shares =
        isRecorded || kind.isExternal() || payment.conId().isEmpty()
            ? Shares.NONE
            : shares(payment, past);
    CashFlow flow =
        new CashFlow(
            id,
            kind,
            payment.money().amount(),
            payment.money().currency(),
            payment.date(),
            Optional.of(note(payment)).filter(note -> !note.isEmpty()),
            payment.conId(),
            shares,
            Optional.empty(),
            CashFlow.Origin.STATEMENT,
            Optional.of(payment.transactionId()),
            context.clock().instant().truncatedTo(ChronoUnit.MICROS),
            context.invocation());
    Flows.Stated stated = flows.recordStated(flow);
    switch (stated.standing()) {
      case KNOWN -> known(payment, stated.flow());
      case MATCHED -> matched.add(flow(payment, stated.flow()));
      case RECORDED -> recorded.add(flow(payment, stated.flow()));
    }
  }

  private void known(StatementCash payment, CashFlow onRecord) {
    known++;
    boolean isSame =
        onRecord.amount().compareTo(payment.money().amount()) == 0
            && onRecord.currency().equals(payment.money().currency());
    if (!isSame) {
      findings.notHandled(
          FlexStatement.CASH,
          words(payment),
          "the record has " + onRecord.money() + " under this id",
          "record the difference with flow");
    }
  }

  /** The parts of strategies, by what each owner held when the right to the payment arose. */
  private Shares shares(StatementCash payment, Supplier<BookHistory> past) {
    if (history == null) {
      history = past.get();
    }
    Shares held =
        history.heldBefore(
            payment.conId().orElseThrow(),
            BrokerDay.begin(payment.exDate().orElse(payment.date())));
    if (held.total().signum() == 0) {
      return Shares.NONE;
    }
    return new Attribution(held, CENT)
        .totals(payment.money().amount())
        .without(Configuration.PARKED);
  }

  private static String note(StatementCash payment) {
    String note = payment.type() + ": " + payment.description();
    return note.length() > LONGEST_NOTE ? note.substring(0, LONGEST_NOTE) : note;
  }

  private ImportedStatement.Flow flow(StatementCash payment, CashFlow flow) {
    return new ImportedStatement.Flow(
        payment.transactionId(),
        flow.kind().id(),
        payment.type(),
        flow.amount(),
        flow.currency(),
        flow.date().toString(),
        payment.description(),
        flow.shares().byStrategy(),
        flows.path(flow.id()));
  }

  private static String words(StatementCash payment) {
    return "%s of %s on %s: %s"
        .formatted(payment.type(), payment.money(), payment.date(), payment.description());
  }

  /** The payments so far. */
  ImportedStatement.Flows result() {
    return new ImportedStatement.Flows(rows, known, List.copyOf(recorded), List.copyOf(matched));
  }
}
