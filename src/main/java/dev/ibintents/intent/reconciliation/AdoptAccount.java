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
 * Gives the books to the account in hand, which is another than before, such as after a move from
 * one account to the next. It sends nothing, and leaves holdings as they are: what the new account
 * does not hold, the next comparison shows.
 */
public final class AdoptAccount extends Intent {
  public static final String NAME = "adopt-account";
  public static final String FROM = "from";
  public static final String TO = "to";

  private final String from;
  private final String to;

  /**
   * The answer.
   *
   * @param books the document that names the account of the books
   * @param from the account that they belonged to
   * @param to the account that they belong to since
   * @param adoptedAt when they were adopted
   * @param invocation which invocation has done it
   * @param repeated whether they had been adopted before, so that nothing was written now
   * @param next what to ask for next
   */
  public record AdoptAccountAnswer(
      String books,
      String from,
      String to,
      Instant adoptedAt,
      String invocation,
      boolean repeated,
      String next) {}

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
