package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.AccountValue;
import dev.ibintents.ibapi.message.PortfolioValue;
import dev.ibintents.ibapi.message.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An account's values and what it holds, as {@code reqAccountUpdates} gives them.
 *
 * @param accountValues the values, each by its key and currency
 * @param portfolio the positions, each with its price and value
 */
public record AccountUpdates(List<AccountValue> accountValues, List<PortfolioValue> portfolio) {
  /** Keeps copies. */
  public AccountUpdates {
    accountValues = List.copyOf(accountValues);
    portfolio = List.copyOf(portfolio);
  }

  /** Sums up what has come for one account; a row that came twice counts as it came last. */
  static AccountUpdates of(List<Response> messages) {
    Map<List<String>, AccountValue> values = new LinkedHashMap<>();
    Map<Integer, PortfolioValue> portfolio = new LinkedHashMap<>();
    for (Response message : messages) {
      if (message instanceof AccountValue value) {
        values.put(List.of(value.key(), value.currency()), value);
      } else if (message instanceof PortfolioValue value) {
        portfolio.put(value.contract().conId(), value);
      }
    }
    return new AccountUpdates(List.copyOf(values.values()), List.copyOf(portfolio.values()));
  }

  /** Whether a message is a row of this account's. */
  static boolean isOf(String account, Response message) {
    if (message instanceof AccountValue row) {
      return row.account().equals(account);
    }
    return message instanceof PortfolioValue held && held.account().equals(account);
  }

  /** Whether the account's server has all its values; while it resets, they may be wrong. */
  public boolean isAccountReady() {
    return accountValues.stream()
        .noneMatch(row -> row.key().equals("AccountReady") && row.value().equals("false"));
  }
}
