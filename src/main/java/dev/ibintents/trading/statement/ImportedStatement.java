package dev.ibintents.trading.statement;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The import of one statement: what was known, what was posted, and what is left to a person.
 *
 * @param account the account
 * @param from the first day
 * @param to the last day
 * @param trades the executions
 * @param flows the payments
 * @param splits the splits that have changed holdings now
 * @param knownSplits the number of splits that were on record
 * @param notHandled the rows that nothing was done with, each with what to do
 * @param positions the comparison of holdings with the statement's positions; {@code null} if the
 *     statement has none
 * @param ignored the numbers of rows that nothing reads, by section
 * @param notes further words
 */
public record ImportedStatement(
    String account,
    String from,
    String to,
    Trades trades,
    Flows flows,
    List<Split> splits,
    int knownSplits,
    List<NotHandled> notHandled,
    Positions positions,
    SortedMap<String, Integer> ignored,
    List<String> notes) {

  /**
   * The executions of a statement.
   *
   * @param rows the number of executions in the statement
   * @param known the number of executions that were on record
   * @param commissions the number of executions on record whose commission was added or changed
   * @param posted the executions that were posted now
   * @param nobodys the executions that belong to no strategy; nothing was written
   * @param differing the executions that are on record with other figures; nothing was written
   */
  public record Trades(
      int rows,
      int known,
      int commissions,
      List<Trade> posted,
      List<Trade> nobodys,
      List<Differing> differing) {}

  /**
   * An execution.
   *
   * @param execId the broker's id of it
   * @param orderRef the reference of its order; empty if it has none
   * @param contract the contract's symbol
   * @param conId the contract
   * @param quantity the quantity, negative for a sale
   * @param price the price of a unit
   * @param currency the currency of the price
   * @param time the moment of the execution
   * @param strategies the quantity of each strategy; empty if it is nobody's
   * @param corrects whether it replaces a former version of itself
   * @param why the reason why it is nobody's; {@code null} otherwise
   */
  public record Trade(
      String execId,
      String orderRef,
      String contract,
      int conId,
      BigDecimal quantity,
      BigDecimal price,
      String currency,
      Instant time,
      Map<String, BigDecimal> strategies,
      boolean corrects,
      String why) {}

  /**
   * An execution whose quantity is another one on record.
   *
   * @param execId the broker's id of it
   * @param contract the contract's symbol
   * @param conId the contract
   * @param statement the quantity in the statement
   * @param recorded the quantity on record
   * @param document the document of the record
   */
  public record Differing(
      String execId,
      String contract,
      int conId,
      BigDecimal statement,
      BigDecimal recorded,
      String document) {}

  /**
   * The payments of a statement.
   *
   * @param rows the number of payments in the statement
   * @param known the number of payments that were on record
   * @param recorded the payments that were recorded now
   * @param matched the payments that a person had recorded before
   */
  public record Flows(int rows, int known, List<Flow> recorded, List<Flow> matched) {}

  /**
   * A payment.
   *
   * @param transactionId the broker's id of it
   * @param kind deposit, withdrawal, dividend, interest or fee
   * @param type the broker's word for its kind
   * @param amount the change of the account's cash
   * @param currency the amount's currency
   * @param date the day on which the broker reports it
   * @param description the broker's words
   * @param strategies the parts that belong to strategies; the rest is nobody's
   * @param document the document of the record
   */
  public record Flow(
      String transactionId,
      String kind,
      String type,
      BigDecimal amount,
      String currency,
      String date,
      String description,
      Map<String, BigDecimal> strategies,
      String document) {}

  /**
   * A split.
   *
   * @param contract the contract's symbol
   * @param conId the contract
   * @param time the moment of the split
   * @param description the broker's words
   * @param before the holdings before it, by owner
   * @param after the holdings after it, by owner
   * @param document the document of the record
   */
  public record Split(
      String contract,
      int conId,
      Instant time,
      String description,
      Map<String, BigDecimal> before,
      Map<String, BigDecimal> after,
      String document) {}

  /**
   * A row that nothing was done with.
   *
   * @param section the statement's section
   * @param row the row in words
   * @param why the reason
   * @param next the thing to do
   */
  public record NotHandled(String section, String row, String why, String next) {}

  /**
   * The comparison of holdings and positions at the end of a day.
   *
   * @param date the day
   * @param compared the number of contracts that holdings or positions have
   * @param differences the contracts in which they differ
   */
  public record Positions(String date, int compared, List<Difference> differences) {}

  /**
   * A contract in which holdings and positions differ.
   *
   * @param contract the contract's symbol; empty if the statement does not have it
   * @param conId the contract
   * @param holdings the quantity that strategies and parked holdings have together
   * @param statement the quantity in the statement
   */
  public record Difference(String contract, int conId, BigDecimal holdings, BigDecimal statement) {}
}
