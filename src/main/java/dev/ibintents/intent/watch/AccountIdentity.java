package dev.ibintents.intent.watch;

import dev.ibintents.environment.ConfigurationException;
import dev.ibintents.environment.Environment;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.intent.Account;
import dev.ibintents.messages.EventKeys;
import dev.ibintents.trading.books.BooksAccount;
import java.util.List;
import java.util.Optional;

/** Looks whether the account is the configured one, fits the trading mode, and owns the books. */
final class AccountIdentity implements Check {
  @Override
  public String name() {
    return "account";
  }

  @Override
  public Verdict look(Observed observed) {
    return observed
        .broker()
        .filter(view -> !view.managed().isEmpty())
        .map(
            view ->
                view.accountFault()
                    .map(words -> Verdict.fault(EventKeys.of(observed.now(), "account"), words))
                    .orElseGet(() -> Verdict.ok("the account is the right one")))
        .orElseGet(() -> Verdict.unknown("the gateway has not told the account"));
  }

  /** The reason why the account is not the right one; empty if it is. */
  static Optional<String> fault(Environment environment, List<String> managed) {
    TradingMode mode = environment.variables().tradingMode();
    String account;
    try {
      account = Account.of(environment.configuration(), managed);
    } catch (ConfigurationException e) {
      return Optional.of(e.getMessage());
    }
    if (!mode.fits(account) && !environment.configuration().allowAccountOfOtherMode()) {
      return Optional.of(
          "the trading mode is %s, and the account %s is of the other one: the gateway is logged in"
                  .formatted(mode.id(), account)
              + " as another user");
    }
    return new BooksAccount(environment.store(), mode)
        .find()
        .filter(owner -> !owner.equals(account))
        .map(
            owner ->
                "the books belong to the account %s, and the gateway has %s"
                    .formatted(owner, account));
  }
}
