package dev.ibintents.trading.statement;

import dev.ibintents.store.Document;
import dev.ibintents.trading.BrokerDay;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.books.BooksAccount;
import dev.ibintents.trading.totals.Totals;
import dev.ibintents.trading.totals.TotalsChange;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Brings the broker's statement into the books. All of it is posted by the broker's ids, so a
 * repetition changes nothing.
 */
public final class StatementImport {
  private final ImportContext context;
  private final String account;
  private final String positions;
  private final Books books;

  /**
   * @param context the surroundings
   * @param account the account of the books
   */
  public StatementImport(ImportContext context, String account) {
    this.context = context;
    this.account = account;
    this.positions = new BooksAccount(context.store(), context.mode()).path();
    this.books = new Books(context.store(), context.mode(), context.clock());
  }

  /**
   * Imports the statements of the account, in the order of their days.
   *
   * @param xml the text of a Flex Query
   * @return the statements of this account, each with what became of it
   * @throws InvalidStatementException if it is no statement, or of other accounts only; nothing was
   *     written
   */
  public List<ImportedStatement> run(String xml) {
    List<FlexStatement> all = FlexReader.read(xml);
    List<FlexStatement> own =
        all.stream()
            .filter(statement -> statement.account().equals(account))
            .sorted(Comparator.comparing(FlexStatement::from))
            .toList();
    if (own.isEmpty()) {
      throw new InvalidStatementException(foreign(all));
    }
    List<ImportedStatement> imported = new ArrayList<>();
    own.forEach(statement -> imported.add(imported(statement)));
    return imported;
  }

  private String foreign(List<FlexStatement> all) {
    return "the statement is of %s, and the books are of %s; if that is an alias, switch off Display"
            .formatted(
                String.join(", ", new TreeSet<>(all.stream().map(FlexStatement::account).toList())),
                account)
        + " Account Alias in Place of Account ID in the Flex Query";
  }

  private ImportedStatement imported(FlexStatement statement) {
    Findings findings = new Findings();
    noteMissing(statement, findings);
    new TradeImport(context, positions, account, findings).post(statement);
    Supplier<BookHistory> past = () -> new BookHistory(context.store(), books, positions);
    SplitImport splits = new SplitImport(context, positions, findings);
    splits.apply(statement.actions(), past);
    PaymentImport payments = new PaymentImport(context, findings);
    payments.record(statement.cash(), past);
    return new ImportedStatement(
        statement.account(),
        statement.from().toString(),
        statement.to().toString(),
        findings.trades(),
        payments.result(),
        splits.applied(),
        splits.known(),
        findings.notHandled(),
        positions(statement, past),
        statement.ignored(),
        findings.notes());
  }

  private static void noteMissing(FlexStatement statement, Findings findings) {
    for (String section :
        List.of(
            FlexStatement.TRADES,
            FlexStatement.CASH,
            FlexStatement.ACTIONS,
            FlexStatement.POSITIONS)) {
      if (!statement.sections().contains(section)) {
        findings.note("the statement has no section " + section);
      }
    }
    boolean hasRefs =
        !statement.orderRefs().isEmpty()
            || statement.trades().stream().anyMatch(trade -> !trade.orderRef().isEmpty());
    if (!statement.trades().isEmpty() && !hasRefs) {
      findings.note(
          "no order has a reference; add Order Reference (orderReference) to the Flex Query."
              + " Statements of paper accounts have none");
    }
  }

  /** Compares holdings and positions at the end of the positions' day. */
  private ImportedStatement.Positions positions(
      FlexStatement statement, Supplier<BookHistory> past) {
    if (!statement.sections().contains(FlexStatement.POSITIONS)) {
      return null;
    }
    LocalDate day =
        statement.positions().stream()
            .map(StatementPosition::date)
            .max(LocalDate::compareTo)
            .orElse(statement.to());
    List<StatementPosition> atEnd =
        statement.positions().stream().filter(position -> position.date().equals(day)).toList();
    Map<Integer, String> symbols = new HashMap<>();
    atEnd.forEach(position -> symbols.put(position.conId(), position.symbol()));
    Instant end = BrokerDay.begin(day.plusDays(1));
    Set<Integer> uncompared = uncompared(statement);
    Quantities stated = BookHistory.of(atEnd).without(uncompared);
    Quantities held = past.get().totalBefore(end).without(uncompared);
    TreeSet<Integer> conIds = new TreeSet<>(stated.contracts());
    conIds.addAll(held.contracts());
    List<ImportedStatement.Difference> differences = new ArrayList<>();
    for (int conId : conIds) {
      BigDecimal holdings = held.of(conId);
      if (holdings.compareTo(stated.of(conId)) != 0) {
        differences.add(
            new ImportedStatement.Difference(
                symbols.getOrDefault(conId, ""), conId, holdings, stated.of(conId)));
      }
    }
    return new ImportedStatement.Positions(day.toString(), conIds.size(), differences);
  }

  /** The ignored contracts, and currency pairs, whose holdings are in the cash. */
  private Set<Integer> uncompared(FlexStatement statement) {
    Set<Integer> uncompared = new TreeSet<>(context.ignoredContracts());
    statement.trades().stream()
        .map(StatementTrade::contract)
        .filter(StatementContract::isPair)
        .forEach(contract -> uncompared.add(contract.conId()));
    for (Document totals : context.store().list(TotalsChange.collection(positions))) {
      Totals.read(totals)
          .basis()
          .forEach(
              (conId, basis) -> {
                if (basis.symbol().isPresent()) {
                  uncompared.add(conId);
                }
              });
    }
    return uncompared;
  }
}
