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
import java.util.stream.Stream;

/** Finds the account that an intent works on, and reads its values. */
public final class Account {
  /** The currency of the rows that repeat the others, converted and summed. */
  private static final String BASE = "BASE";

  private static final String NET_LIQUIDATION = "NetLiquidation";
  private static final String AVAILABLE_FUNDS = "AvailableFunds";
  private static final String EXCESS_LIQUIDITY = "ExcessLiquidity";

  private Account() {}

  /**
   * The account of an invocation. Its gateway must be connected.
   *
   * @throws ConfigurationException if the login does not manage the configured account, or manages
   *     several and none is configured
   */
  public static String of(Environment environment) {
    return of(environment.configuration(), environment.gateway().session().managedAccounts());
  }

  /**
   * The account to use: the configured account, or else the only account that the login manages.
   *
   * @throws ConfigurationException if the login does not manage the configured account, or manages
   *     several and none is configured
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
   * Refuses account values that may be wrong. Nothing may be traded on such values.
   *
   * @throws AccountNotReadyException if the account's server does not have all values
   */
  public static void requireReady(String account, AccountUpdates updates) {
    if (!updates.isAccountReady()) {
      throw new AccountNotReadyException(account);
    }
  }

  /**
   * An account value by currency, without the row that sums all currencies. An amount is {@code
   * null} if the gateway gives none, or gives a text that is no number.
   */
  public static SortedMap<String, BigDecimal> byCurrency(AccountUpdates updates, String key) {
    SortedMap<String, BigDecimal> byCurrency = new TreeMap<>();
    rows(updates, key).forEach(row -> byCurrency.put(row.currency(), row.amount().orElse(null)));
    return byCurrency;
  }

  /**
   * The amount of a row that a calculation needs.
   *
   * @throws ProtocolException if the row's value is no number
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
   * The row with the funds that the account can still use as margin, in its base currency.
   *
   * @throws IllegalStateException if the gateway did not send it
   */
  public static AccountValue availableFunds(AccountUpdates updates) {
    return row(updates, AVAILABLE_FUNDS);
  }

  /**
   * The funds above the maintenance margin, in the account's base currency; empty if the gateway
   * did not send them, or sent a text that is no number.
   */
  public static Optional<BigDecimal> excessLiquidity(AccountUpdates updates) {
    return find(updates, EXCESS_LIQUIDITY).flatMap(AccountValue::amount);
  }

  private static AccountValue row(AccountUpdates updates, String key) {
    return find(updates, key)
        .orElseThrow(
            () -> new IllegalStateException("the gateway sent no " + key + " of the account"));
  }

  private static Optional<AccountValue> find(AccountUpdates updates, String key) {
    return rows(updates, key).findFirst();
  }

  /** The rows of a value, without the row that repeats it for all currencies. */
  private static Stream<AccountValue> rows(AccountUpdates updates, String key) {
    return updates.accountValues().stream()
        .filter(row -> row.key().equals(key) && !row.currency().equals(BASE));
  }
}
