package dev.ibintents.trading.statement;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * The broker's statement of one account.
 *
 * @param account the account
 * @param from the first day
 * @param to the last day
 * @param sections the names of the sections that it has
 * @param trades the executions
 * @param orderRefs the references of orders, by the broker's own number of the order
 * @param cash the payments
 * @param actions the corporate actions
 * @param positions the positions
 * @param ignored the numbers of rows that nothing reads, by section
 */
record FlexStatement(
    String account,
    LocalDate from,
    LocalDate to,
    SortedSet<String> sections,
    List<StatementTrade> trades,
    Map<String, String> orderRefs,
    List<StatementCash> cash,
    List<StatementAction> actions,
    List<StatementPosition> positions,
    SortedMap<String, Integer> ignored) {
  static final String TRADES = "Trades";
  static final String CASH = "CashTransactions";
  static final String ACTIONS = "CorporateActions";
  static final String POSITIONS = "OpenPositions";
}
