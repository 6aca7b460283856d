package dev.ibintents.backtest;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * The result of a backtest. All amounts are in the account's base currency unless something else is
 * said. Two runs with the same inputs have equal results.
 *
 * @param cash the cash at the start
 * @param days the sessions, in the order of time
 * @param orders the orders, in the order of their arrival at the broker
 * @param fills the executions, in the order of time
 * @param troubles the problems that the intents reported, and the failures of intents
 * @param notes remarks about the data and the settings, for people
 */
public record BacktestResult(
    BigDecimal cash,
    List<Day> days,
    List<PlacedOrder> orders,
    List<Execution> fills,
    List<Trouble> troubles,
    List<String> notes) {

  /** Keeps copies of the lists. */
  public BacktestResult {
    days = List.copyOf(days);
    orders = List.copyOf(orders);
    fills = List.copyOf(fills);
    troubles = List.copyOf(troubles);
    notes = List.copyOf(notes);
  }

  /**
   * The account at the end of a session.
   *
   * @param equity the net liquidation value, in cents
   * @param cash the cash, in cents; negative if it is borrowed
   * @param interest the interest on cash since the start, in cents; negative if it was paid. It
   *     belongs to no strategy
   * @param strategies the strategies that hold something or have held something, by id
   */
  public record Day(
      LocalDate date,
      BigDecimal equity,
      BigDecimal cash,
      BigDecimal interest,
      SortedMap<String, StrategyDay> strategies) {
    /** The dividends of all strategies since the start. */
    public BigDecimal dividends() {
      return sum(StrategyDay::dividends);
    }

    private BigDecimal sum(Function<StrategyDay, BigDecimal> amount) {
      return strategies.values().stream()
          .map(amount)
          .reduce(BigDecimal.ZERO.setScale(2), BigDecimal::add);
    }
  }

  /**
   * A strategy at the end of a session.
   *
   * @param value the market value of its holdings
   * @param profit its profit since the start, after commissions
   * @param commissions its commissions since the start
   * @param dividends the dividends that it got since the start; negative if it was short
   */
  public record StrategyDay(
      BigDecimal value, BigDecimal profit, BigDecimal commissions, BigDecimal dividends) {}

  /** The fate of an order. */
  public enum OrderStatus {
    /** Filled completely. */
    FILLED,
    /** Ended, and not filled completely. */
    CANCELLED,
    /** Refused by the broker. */
    REFUSED,
    /** Open at the end of the run. */
    OPEN
  }

  /**
   * An order that reached the broker.
   *
   * @param time the moment of its arrival
   * @param orderRef its reference in the ledger
   * @param quantity units; negative to sell
   * @param filled the filled units; negative if sold
   * @param byStrategy the quantity that each strategy wanted
   * @param reason the broker's reason if it was refused or cancelled; else empty
   */
  public record PlacedOrder(
      Instant time,
      String orderRef,
      String symbol,
      int conId,
      BigDecimal quantity,
      BigDecimal filled,
      SortedMap<String, BigDecimal> byStrategy,
      OrderStatus status,
      String reason) {}

  /**
   * An execution.
   *
   * @param time the moment of the execution
   * @param execId its name
   * @param orderRef the reference of its order
   * @param quantity units; negative if sold
   * @param price the price of one unit, in the instrument's currency
   * @param commission in the instrument's currency
   * @param slippage the amount by which the price was worse than the bar's, in the instrument's
   *     currency
   * @param byStrategy the quantity that each strategy got
   */
  public record Execution(
      Instant time,
      String execId,
      String orderRef,
      String symbol,
      int conId,
      BigDecimal quantity,
      BigDecimal price,
      BigDecimal commission,
      BigDecimal slippage,
      SortedMap<String, BigDecimal> byStrategy) {}

  /**
   * A problem of an intent, or its failure.
   *
   * @param time the moment
   * @param intent the name of the intent
   * @param code the problem's code; the exception's name if the intent failed
   * @param message what was wrong, and what would be right
   */
  public record Trouble(Instant time, String intent, String code, String message) {}

  /** The equity at the end; the cash at the start if there was no session. */
  public BigDecimal equity() {
    return days.isEmpty() ? cash : days.get(days.size() - 1).equity();
  }

  /**
   * The profit of a day since the start that belongs to no strategy: interest on cash, and errors
   * of rounding. So the profits of all strategies and this are the change of the equity.
   */
  public BigDecimal unattributed(Day day) {
    return day.equity().subtract(cash).subtract(day.sum(StrategyDay::profit));
  }

  /** The sum of all commissions. Commissions in other currencies are added as they are. */
  public BigDecimal commissions() {
    return fills.stream().map(Execution::commission).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** The sum of the slippage of all executions. */
  public BigDecimal slippage() {
    return fills.stream().map(Execution::slippage).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
