package dev.ibintents.strategy;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.marketdata.Series;
import dev.ibintents.trading.Quantities;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * The facts that a strategy may ask for in a run: the time, market data, its own holdings and its
 * past. A fact that no strategy asks for costs nothing. The account, its prices and a strategy's
 * past are read once in a run, however often they are asked for.
 *
 * <p>This product and its test kit implement it. Later versions add methods.
 */
public interface StrategyContext {

  /** A period that rules trade in. */
  enum Period {
    /** From Monday to Sunday. */
    WEEK,
    /** A month of the calendar. */
    MONTH,
    /** Three months of the calendar, the first of which begins on 1 January. */
    QUARTER
  }

  /** Returns the strategy's id. */
  String id();

  /** Returns the account to trade: paper or live. */
  TradingMode tradingMode();

  /** Returns the clock. In a backtest it shows the time of the past. */
  Clock clock();

  /** Returns the present day in a time zone. */
  LocalDate today(ZoneId zone);

  /**
   * Returns the strategy's own quantities by conId, with all fills that the broker reports now.
   * Shares of orders that can still be filled are not among them.
   */
  Quantities holdings();

  /**
   * Returns the value of {@link #holdings}, with the prices that an allocation calculates with.
   *
   * @throws NoSignalsException if the value of a contract is not known; it names all such contracts
   */
  HoldingsValue value();

  /**
   * Returns the money that the strategy may use, in the account's base currency: the fraction of
   * {@code exposure} × NetLiquidation. An allocation multiplies the signals by it.
   */
  BigDecimal capital();

  /**
   * Returns the last run that was planned with this strategy in this account; empty if there was
   * none. Its orders may have been filled, refused or never sent: {@link #holdings} shows it.
   */
  Optional<LastRun> lastRun();

  /**
   * Returns the strategy's memory in this account. Changes are stored with the plan of the run, and
   * only then.
   *
   * @throws NoSignalsException if its document cannot be read
   */
  StrategyState state();

  /**
   * Returns the day of the session in which an order of an instrument trades: the open session, or
   * else the next one. The hours are those of the instrument's exchange.
   */
  LocalDate session(ResolvedContract contract);

  /**
   * Whether {@link #session} is the first of its week, month or quarter. It asks for daily bars
   * only if the period began within the last days.
   */
  boolean isFirstSessionOf(Period period, ResolvedContract contract);

  /** Whether {@link #session} is the last of its week, month or quarter. */
  boolean isLastSessionOf(Period period, ResolvedContract contract);

  /**
   * Returns the instruments of contracts, with a single wait.
   *
   * @throws NoSignalsException if a contract is not exactly one instrument; it names all such
   *     contracts
   */
  List<ResolvedContract> resolve(List<ContractSpec> specs);

  /**
   * Returns the instrument of a contract.
   *
   * @throws NoSignalsException if the contract is not exactly one instrument
   */
  ResolvedContract resolve(ContractSpec spec);

  /** Returns the last daily bars of an instrument, as {@link #dailyBars(List, int)}. */
  List<DailyBar> dailyBars(ResolvedContract contract, int days);

  /**
   * Returns the last daily bars of several instruments, with a single wait. Only days that are over
   * in the instrument's time zone count, so that all runs of a day use the same bars. Stored bars
   * are used; the gateway gives the rest.
   *
   * @param contracts the instruments
   * @param days the largest number of bars; fewer if there are no more
   * @return the bars of each instrument, the oldest first
   * @throws NoSignalsException if a bar makes no sense
   */
  List<List<DailyBar>> dailyBars(List<ResolvedContract> contracts, int days);

  /**
   * Returns the daily bars of an instrument from one day to another, as {@link #dailyBars(List,
   * LocalDate, LocalDate)}.
   */
  List<DailyBar> dailyBars(ResolvedContract contract, LocalDate from, LocalDate to);

  /**
   * Returns the daily bars of several instruments from one day to another, both inclusive, with a
   * single wait. A day that is not over in the instrument's time zone has no bar, so the last day
   * may be that of {@link #session}. Stored bars are used; the gateway gives the rest.
   *
   * @param contracts the instruments
   * @param from the first day
   * @param to the last day
   * @return the bars of each instrument, the oldest first
   * @throws NoSignalsException if {@code from} is after {@code to}, or if a bar makes no sense
   */
  List<List<DailyBar>> dailyBars(List<ResolvedContract> contracts, LocalDate from, LocalDate to);

  /**
   * Returns the stored bars of a series from one day to another, both inclusive, in the
   * instrument's time zone. Only bars that collect-market-data has collected are found: the gateway
   * is not asked.
   *
   * @param series the instrument, the bar size and the kind of data
   * @param from the first day
   * @param to the last day
   * @return the bars, the oldest first; none if no bars of these days are stored
   * @throws NoSignalsException if the series was never collected, if {@code from} is after {@code
   *     to}, or if {@code to} is in the future everywhere
   */
  List<HistoricalBar> storedBars(Series series, LocalDate from, LocalDate to);
}
