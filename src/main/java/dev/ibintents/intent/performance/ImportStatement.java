package dev.ibintents.intent.performance;

import dev.ibintents.environment.Environment;
import dev.ibintents.intent.Intent;
import dev.ibintents.intent.InvalidParametersException;
import dev.ibintents.intent.Outcome;
import dev.ibintents.intent.Parameters;
import dev.ibintents.intent.trade.AccountLease;
import dev.ibintents.intent.trade.TradingIntent;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.DraftDocumentStore;
import dev.ibintents.trading.books.BooksAccount;
import dev.ibintents.trading.ledger.LeaseHold;
import dev.ibintents.trading.statement.ImportContext;
import dev.ibintents.trading.statement.ImportedStatement;
import dev.ibintents.trading.statement.StatementImport;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Brings the broker's own statement into the books: executions of days that nobody asked about,
 * payments and splits. It does not contact the gateway.
 */
public final class ImportStatement extends Intent {
  /** The name of the intent. */
  public static final String NAME = "import-statement";

  /** The parameter with the XML of the statement. */
  public static final String STATEMENT = "statement";

  /** The largest body, in bytes: some ten thousand executions with the fields that are read. */
  public static final int LONGEST_BODY = 8 * 1024 * 1024;

  private final boolean isDryRun;

  /**
   * The answer.
   *
   * @param status imported; dry-run if nothing was written
   * @param account the account of the books
   * @param statements the statements of this account, each with what became of it
   * @param next the next thing to do
   */
  public record ImportAnswer(
      String status, String account, List<ImportedStatement> statements, String next) {}

  /**
   * The short form of the import in the activity log.
   *
   * @param status imported or dry-run
   * @param days the days of the statements
   * @param posted the number of executions that were posted
   * @param nobodys the number of executions that belong to no strategy
   * @param flows the number of payments that were recorded
   * @param splits the number of splits that have changed holdings
   * @param notHandled the number of rows that nothing was done with
   * @param differences the number of contracts in which holdings and positions differ
   */
  private record Imported(
      String status,
      List<String> days,
      int posted,
      int nobodys,
      int flows,
      int splits,
      int notHandled,
      int differences)
      implements Outcome {
    static Imported of(String status, List<ImportedStatement> statements) {
      return new Imported(
          status,
          Outcome.first(statements).stream()
              .map(statement -> statement.from() + " to " + statement.to())
              .toList(),
          sum(statements, statement -> statement.trades().posted().size()),
          sum(statements, statement -> statement.trades().nobodys().size()),
          sum(statements, statement -> statement.flows().recorded().size()),
          sum(statements, statement -> statement.splits().size()),
          sum(statements, statement -> statement.notHandled().size()),
          differing(statements));
    }
  }

  /** Creates the intent of one invocation. */
  public ImportStatement(Environment environment, Parameters parameters) {
    super(environment, parameters);
    this.isDryRun = parameters.flag(TradingIntent.DRY_RUN);
  }

  private static int sum(
      List<ImportedStatement> statements, ToIntFunction<ImportedStatement> number) {
    return statements.stream().mapToInt(number).sum();
  }

  private static int differing(List<ImportedStatement> statements) {
    return sum(
        statements,
        statement ->
            statement.positions() == null ? 0 : statement.positions().differences().size());
  }

  @Override
  protected Optional<Object> answerWithoutGateway() {
    String account = account();
    List<ImportedStatement> statements =
        isDryRun
            ? imported(new DraftDocumentStore(environment().store()), account)
            : importedUnderLease(account);
    String status = isDryRun ? "dry-run" : "imported";
    activity().add("statement", Imported.of(status, statements));
    return Optional.of(new ImportAnswer(status, account, statements, next(statements)));
  }

  /** The account of the books; of the configuration as long as nothing was posted. */
  private String account() {
    BooksAccount books =
        new BooksAccount(environment().store(), environment().variables().tradingMode());
    Optional<String> configured = environment().configuration().account();
    configured.ifPresent(books::require);
    return books
        .find()
        .or(() -> configured)
        .orElseThrow(
            () ->
                new InvalidParametersException(
                    "the books %s have no account yet, so no statement is theirs; run"
                            .formatted(books.path())
                        + " trade-reconciliation once, or set account in the configuration"));
  }

  @SuppressWarnings("try") // the intent sends nothing, so no code uses the hold
  private List<ImportedStatement> importedUnderLease(String account) {
    try (LeaseHold hold = AccountLease.takeWithoutRecovery(environment())) {
      return imported(environment().store(), account);
    }
  }

  private List<ImportedStatement> imported(DocumentStore store, String account) {
    ImportContext context =
        new ImportContext(
            store,
            environment().variables().tradingMode(),
            environment().clock(),
            environment().invocation(),
            environment().deadline(),
            environment().configuration().ignoredContracts());
    return new StatementImport(context, account).run(parameters().text(STATEMENT).orElseThrow());
  }

  private String next(List<ImportedStatement> statements) {
    if (isDryRun) {
      return "nothing was written; the same request without dryRun writes it";
    }
    boolean isOpen =
        differing(statements) > 0
            || sum(statements, statement -> statement.notHandled().size()) > 0
            || sum(statements, statement -> statement.trades().differing().size()) > 0;
    return isOpen
        ? "look at notHandled, differing and differences; trade-reconciliation compares the books"
            + " with the account"
        : "nothing; trade-reconciliation compares the books with the account";
  }

  @Override
  protected Object core() {
    throw new IllegalStateException("a statement is imported without the gateway");
  }

  @Override
  public String name() {
    return NAME;
  }
}
