package dev.ibintents.intent.reconciliation;

import dev.ibintents.environment.Environment;
import dev.ibintents.intent.Account;
import dev.ibintents.intent.AccountUse;
import dev.ibintents.intent.Intent;
import dev.ibintents.intent.Outcome;
import dev.ibintents.intent.Parameters;
import dev.ibintents.intent.trade.AccountLease;
import dev.ibintents.trading.books.AccountNotAdoptedException;
import dev.ibintents.trading.books.BooksAccount;
import dev.ibintents.trading.books.BooksAccount.Handover;
import dev.ibintents.trading.ledger.LeaseHold;
import java.time.Instant;
import java.util.List;

/**
 * Gives the books to the account in use after a change of account. It sends nothing, and leaves
 * holdings as they are. The next comparison shows the holdings that the new account does not have.
 */
public final class AdoptAccount extends Intent {
  /** The name of the intent. */
  public static final String NAME = "adopt-account";

  /** The parameter with the former account of the books. */
  public static final String FROM = "from";

  /** The parameter with the new account of the books. */
  public static final String TO = "to";

  private final String from;
  private final String to;

  /**
   * The answer.
   *
   * @param books the document that names the account of the books
   * @param from the former account of the books
   * @param to the new account of the books
   * @param adoptedAt the time at which the new account got the books
   * @param invocation the id of the invocation that gave it the books
   * @param repeated whether an earlier request did the same, so that nothing was written now
   * @param next the next intent to ask for
   */
  public record AdoptAccountAnswer(
      String books,
      String from,
      String to,
      Instant adoptedAt,
      String invocation,
      boolean repeated,
      String next) {}

  /** Creates the intent of one invocation. */
  public AdoptAccount(Environment environment, Parameters parameters) {
    super(environment, parameters);
    this.from = parameters.text(FROM).orElse("");
    this.to = parameters.text(TO).orElse("");
    if (!from.isEmpty() && from.equals(to)) {
      refusals().add(List.of("from and to are both " + to + "; they must be two accounts"));
    }
  }

  @Override
  protected Object core() {
    String account = Account.of(environment());
    if (!to.equals(account)) {
      throw new AccountNotAdoptedException(
          "to is %s, and the account in hand is %s: log in to %s, or name %s as to"
              .formatted(to, account, to, account));
    }
    BooksAccount books =
        new BooksAccount(environment().store(), environment().variables().tradingMode());
    Handover handover = handOver(books);
    activity().add("account", Outcome.BooksAdopted.of(handover));
    return new AdoptAccountAnswer(
        books.path(),
        handover.from(),
        handover.to(),
        handover.at(),
        handover.invocation(),
        handover.isRepetition(),
        "trade-reconciliation compares the holdings with what " + to + " holds");
  }

  private Handover handOver(BooksAccount books) {
    try (LeaseHold hold = AccountLease.takeWithoutRecovery(environment())) {
      return books.handOver(
          hold.lease(), from, to, environment().invocation(), environment().clock().instant());
    }
  }

  @Override
  protected AccountUse accountUse() {
    return AccountUse.TAKE_BOOKS;
  }

  @Override
  public String name() {
    return NAME;
  }
}
