package dev.ibintents.intent.watch;

import dev.ibintents.environment.Environment;
import dev.ibintents.gateway.OnClientIdInUse;
import dev.ibintents.ibapi.GatewayException;
import dev.ibintents.intent.Activity;
import dev.ibintents.intent.trade.TradingTools;
import dev.ibintents.trading.books.AccountNotReadyException;
import dev.ibintents.trading.books.Reconciled;
import java.util.List;
import java.util.Optional;

/**
 * The broker's view of the account, and the books with the broker's executions posted in memory
 * only.
 *
 * @param managed the accounts of the login; empty if the gateway cannot be used
 * @param accountFault the reason why the account is not the right one; empty if it is, or if the
 *     gateway cannot be used
 * @param tools the tools whose store is a draft with the day's executions posted
 * @param reconciled the books beside the account; empty if they cannot be compared
 * @param failure the reason why the gateway or the account cannot be used; empty if they can
 */
record BrokerView(
    List<String> managed,
    Optional<String> accountFault,
    TradingTools tools,
    Optional<Reconciled> reconciled,
    Optional<String> failure) {

  /** Asks the gateway. A failure of it is part of the view. */
  static BrokerView of(Environment environment) {
    TradingTools tools = new TradingTools(environment).onDraft();
    List<String> managed = List.of();
    try {
      environment.gateway().connect(OnClientIdInUse.TAKE_NEXT);
      managed = environment.gateway().session().managedAccounts();
      Optional<String> accountFault = AccountIdentity.fault(environment, managed);
      Optional<Reconciled> reconciled =
          accountFault.isPresent()
              ? Optional.empty()
              : Optional.of(tools.reconciliation().run(Optional.empty()));
      return new BrokerView(managed, accountFault, tools, reconciled, Optional.empty());
    } catch (GatewayException | AccountNotReadyException e) {
      return new BrokerView(
          managed, Optional.empty(), tools, Optional.empty(), Optional.of(Activity.words(e)));
    }
  }
}
