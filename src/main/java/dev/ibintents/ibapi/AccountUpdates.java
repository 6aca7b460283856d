package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.AccountValue;
import dev.ibintents.ibapi.message.PortfolioValue;
import java.util.List;

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

  /** Whether the account's server has all its values; while it resets, they may be wrong. */
  public boolean isAccountReady() {
    return accountValues.stream()
        .noneMatch(row -> row.key().equals("AccountReady") && row.value().equals("false"));
  }
}
