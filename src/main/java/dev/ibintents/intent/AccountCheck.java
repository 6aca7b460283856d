package dev.ibintents.intent;

import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.Environment;
import dev.ibintents.environment.Problem;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.trading.books.BooksAccount;
import java.util.List;

/**
 * Checks that an intent works on the right account. The account must belong to the trading mode,
 * and the books must belong to the account.
 *
 * <p>The check comes before anything is written or sent. It also applies to a dry run, because a
 * plan for the wrong account would never be carried out.
 */
public final class AccountCheck {
  private final Configuration configuration;
  private final TradingMode mode;
  private final Environment environment;

  /**
   * @param environment the environment of the invocation; its gateway is connected
   */
  public AccountCheck(Environment environment) {
    this.environment = environment;
    this.configuration = environment.configuration();
    this.mode = environment.variables().tradingMode();
  }

  /**
   * Checks the account for an intent that uses it in this way. For {@code LOOK}, an account of the
   * other trading mode is only reported as a problem.
   *
   * @throws dev.ibintents.environment.ConfigurationException if the intent works on the account,
   *     and it is not clear which account that is
   * @throws AccountOfOtherModeException if the intent works on the account, and the account belongs
   *     to the other trading mode
   * @throws dev.ibintents.trading.books.BooksOfOtherAccountException if the intent works on the
   *     books, and they belong to another account
   */
  void require(AccountUse use) {
    if (use == AccountUse.LOOK) {
      warn();
      return;
    }
    String account = account();
    if (!isAllowed(account)) {
      throw new AccountOfOtherModeException(words(account) + ". Nothing was written or sent");
    }
    if (use == AccountUse.WORK) {
      requireBooks();
    }
  }

  /**
   * Refuses to work on the books of another account.
   *
   * @throws dev.ibintents.trading.books.BooksOfOtherAccountException if the books belong to another
   *     account
   */
  public void requireBooks() {
    new BooksAccount(environment.store(), mode).require(account());
  }

  private List<String> managed() {
    return environment.gateway().session().managedAccounts();
  }

  private String account() {
    return Account.of(environment);
  }

  private boolean isAllowed(String account) {
    return mode.fits(account) || configuration.allowAccountOfOtherMode();
  }

  private void warn() {
    configuration
        .account()
        .filter(managed()::contains)
        .map(List::of)
        .orElseGet(this::managed)
        .stream()
        .filter(account -> !isAllowed(account))
        .forEach(
            account ->
                environment
                    .problems()
                    .add(
                        Problem.Code.ACCOUNT_OF_OTHER_MODE,
                        words(account) + ". Until then nothing is traded or booked"));
  }

  private String words(String account) {
    boolean isPaper = mode == TradingMode.PAPER;
    return "the trading mode is %s, but %s is a %s account: its id %s with D"
            .formatted(
                mode, account, isPaper ? "live" : "paper", isPaper ? "does not begin" : "begins")
        + ". Log in as the "
        + (isPaper
            ? "paper user, or set TRADING_MODE=live"
            : "live user, or set TRADING_MODE=paper")
        + "; to use the account nevertheless, set allowAccountOfOtherMode: true in "
        + Configuration.documentOf(mode);
  }
}
