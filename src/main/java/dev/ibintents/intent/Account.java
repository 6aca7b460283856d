package dev.ibintents.intent;

import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.ConfigurationException;
import dev.ibintents.environment.Environment;
import dev.ibintents.ibapi.AccountUpdates;
import dev.ibintents.ibapi.message.AccountValue;
import dev.ibintents.ibapi.wire.ProtocolException;
import dev.ibintents.trading.books.AccountNotReadyException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The account that an intent is about. */
public final class Account {
  /** Rows in this currency repeat the others, converted and summed. */
  static final String BASE = "BASE";

  private static final String NET_LIQUIDATION = "NetLiquidation";
  private static final String AVAILABLE_FUNDS = "AvailableFunds";

  private Account() {}

  /**
   * The account of an invocation; its gateway must be connected.
   *
   * @throws ConfigurationException if there is no such account, or it is not clear which
   */
  public static String of(Environment environment) {
    return of(environment.configuration(), environment.gateway().session().managedAccounts());
  }

  /**
   * The account to use: the configured one, or else the only one that the login manages.
   *
   * @throws ConfigurationException if there is no such account, or it is not clear which
   */
  public static String of(Configuration configuration, List<String> managed) {
    Optional<String> configured = configuration.account();
    if (configured.isEmpty() && managed.size() == 1) {
      return managed.get(0);
    }
    String list = String.join(", ", managed);
    String account =
        configured.orElseThrow(
            () ->
                new ConfigurationException(
                    "the login manages the accounts " + list + "; set account to one of them"));
    if (!managed.contains(account)) {
      throw new ConfigurationException(
          "account is " + account + ", but the login manages " + list + "; set account to that");
    }
    return account;
  }

  /**
   * Refuses values that may be wrong: nothing is to be traded on them.
   *
   * @throws AccountNotReadyException if the account's server does not have them all
   */
  public static void requireReady(String account, AccountUpdates updates) {
    if (!updates.isAccountReady()) {
      throw new AccountNotReadyException(account);
    }
  }

  /**
   * A value by its currencies, without the sum over all of them; {@code null} where the gateway
   * gives none, or one that is no number.
   */
  public static SortedMap<String, BigDecimal> byCurrency(AccountUpdates updates, String key) {
    SortedMap<String, BigDecimal> byCurrency = new TreeMap<>();
    updates.accountValues().stream()
        .filter(row -> row.key().equals(key) && !row.currency().equals(BASE))
        .forEach(row -> byCurrency.put(row.currency(), row.amount().orElse(null)));
    return byCurrency;
  }

  /**
   * The amount of a row without which nothing can be worked out.
   *
   * @throws ProtocolException if it is no number
   */
  public static BigDecimal amount(AccountValue row) {
    return row.amount()
        .orElseThrow(
            () ->
                new ProtocolException(
                    "the gateway says that %s of account %s is \"%s\", which is no amount"
                        .formatted(row.key(), row.account(), row.value())));
  }

  /**
   * The row with the account's net liquidation value, in its base currency.
   *
   * @throws IllegalStateException if the gateway did not send it
   */
  public static AccountValue netLiquidation(AccountUpdates updates) {
    return row(updates, NET_LIQUIDATION);
  }

  /**
   * The row with what the account could still put up as margin, in its base currency.
   *
   * @throws IllegalStateException if the gateway did not send it
   */
  public static AccountValue availableFunds(AccountUpdates updates) {
    return row(updates, AVAILABLE_FUNDS);
  }

  private static AccountValue row(AccountUpdates updates, String key) {
    return updates.accountValues().stream()
        .filter(row -> row.key().equals(key) && !row.currency().equals(BASE))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("the gateway sent no " + key + " of the account"));
  }
}
