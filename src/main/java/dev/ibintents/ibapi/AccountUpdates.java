package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.AccountValue;
import dev.ibintents.ibapi.message.PortfolioValue;
import dev.ibintents.ibapi.message.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The values and the portfolio of an account, as {@code reqAccountUpdates} gives them.
 *
 * @param accountValues the account values, one for each key and currency
 * @param portfolio the positions, each with its price and value
 */
public record AccountUpdates(List<AccountValue> accountValues, List<PortfolioValue> portfolio) {
  private static final String LEDGER_PREFIX = "$LEDGER-";

  /** Copies the lists. */
  public AccountUpdates {
    accountValues = List.copyOf(accountValues);
    portfolio = List.copyOf(portfolio);
  }

  /** Collects the rows of one account. If a row came twice, the later one counts. */
  static AccountUpdates of(List<Response> messages) {
    Map<List<String>, AccountValue> values = new LinkedHashMap<>(2 * messages.size());
    Map<Integer, PortfolioValue> portfolio = new LinkedHashMap<>();
    for (Response message : messages) {
      if (message instanceof AccountValue value) {
        AccountValue row = plain(value);
        values.put(List.of(row.key(), row.currency()), row);
      } else if (message instanceof PortfolioValue value) {
        portfolio.put(value.contract().conId(), value);
      }
    }
    return new AccountUpdates(List.copyOf(values.values()), List.copyOf(portfolio.values()));
  }

  /**
   * The row without the prefix of its key. Gateways since 10.47 put it before the values by
   * currency, as {@code $LEDGER-CashBalance}, if a setting says so.
   */
  private static AccountValue plain(AccountValue row) {
    return row.key().startsWith(LEDGER_PREFIX)
        ? new AccountValue(
            row.key().substring(LEDGER_PREFIX.length()), row.value(), row.currency(), row.account())
        : row;
  }

  /** Whether a message is a row of the account. */
  static boolean isOf(String account, Response message) {
    if (message instanceof AccountValue row) {
      return row.account().equals(account);
    }
    return message instanceof PortfolioValue held && held.account().equals(account);
  }

  /** The account's base currency: that of its net liquidation value; empty if it was not sent. */
  public Optional<String> baseCurrency() {
    return accountValues.stream()
        .filter(row -> row.key().equals("NetLiquidation") && !row.currency().equals("BASE"))
        .map(AccountValue::currency)
        .findFirst();
  }

  /** Whether the account's server has loaded all values. While it resets, values may be wrong. */
  public boolean isAccountReady() {
    return accountValues.stream()
        .noneMatch(row -> row.key().equals("AccountReady") && row.value().equals("false"));
  }
}
