package dev.ibintents.trading.performance;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A strategy, day by day, in the base currency. All columns have one element for each interval;
 * {@code null} where the strategy has no record.
 *
 * @param start the market value of its holdings at the beginning
 * @param end the market value of its holdings at the end
 * @param profit the whole profit
 * @param realized the realized profit, by average cost, without commissions
 * @param unrealized the rest of the profit: changes of prices and of exchange rates
 * @param commissions the commissions, negative
 * @param dividends the dividends
 * @param interest the interest
 * @param fees the fees, negative
 * @param crossings the cash that moved to it for quantities that other strategies took over
 * @param traded the value of its trades and crossings; purchases and sales both count above 0
 * @param capital the capital at the beginning
 * @param returns the profit divided by the capital; {@code null} without a capital
 */
public record StrategyColumns(
    List<BigDecimal> start,
    List<BigDecimal> end,
    List<BigDecimal> profit,
    List<BigDecimal> realized,
    List<BigDecimal> unrealized,
    List<BigDecimal> commissions,
    List<BigDecimal> dividends,
    List<BigDecimal> interest,
    List<BigDecimal> fees,
    List<BigDecimal> crossings,
    List<BigDecimal> traded,
    List<BigDecimal> capital,
    List<Double> returns) {

  /** Columns of nothing but {@code null}. */
  static StrategyColumns empty(int rows) {
    return new StrategyColumns(
        nulls(rows),
        nulls(rows),
        nulls(rows),
        nulls(rows),
        nulls(rows),
        nulls(rows),
        nulls(rows),
        nulls(rows),
        nulls(rows),
        nulls(rows),
        nulls(rows),
        nulls(rows),
        nulls(rows));
  }

  private static <T> List<T> nulls(int rows) {
    List<T> column = new ArrayList<>(rows);
    column.addAll(Collections.nCopies(rows, null));
    return column;
  }

  /**
   * The parts of a strategy's profit in one interval.
   *
   * @param realized the realized profit
   * @param commissions the commissions
   * @param dividends the dividends
   * @param interest the interest
   * @param fees the fees
   */
  record Parts(
      BigDecimal realized,
      BigDecimal commissions,
      BigDecimal dividends,
      BigDecimal interest,
      BigDecimal fees) {
    BigDecimal sum() {
      return realized.add(commissions).add(dividends).add(interest).add(fees);
    }
  }

  /** Writes the values of holdings and the capital of a row. */
  void setValues(int row, BigDecimal valueBefore, BigDecimal valueAfter, BigDecimal allotted) {
    start.set(row, valueBefore);
    end.set(row, valueAfter);
    capital.set(row, allotted);
  }

  /** Writes the profit of a row with its parts, and the return on the capital of that row. */
  void setProfit(int row, BigDecimal whole, Parts parts) {
    profit.set(row, whole);
    realized.set(row, parts.realized());
    commissions.set(row, parts.commissions());
    dividends.set(row, parts.dividends());
    interest.set(row, parts.interest());
    fees.set(row, parts.fees());
    unrealized.set(row, Cents.rounded(whole.subtract(parts.sum())));
    BigDecimal invested = capital.get(row);
    returns.set(
        row,
        invested != null && invested.signum() > 0
            ? whole.doubleValue() / invested.doubleValue()
            : null);
  }

  /** Writes the movements of a row that are no profit by themselves. */
  void setMovements(int row, BigDecimal crossed, BigDecimal bought) {
    crossings.set(row, crossed);
    traded.set(row, bought);
  }

  /**
   * The track record of the strategy: that of an investor who invests the strategy's capital, and
   * pays in or takes out each change of it that is no profit.
   */
  TrackRecord trackRecord(LocalDate since, List<LocalDate> days) {
    double sum = 0;
    int rows = 0;
    for (BigDecimal allotted : capital) {
      if (allotted != null) {
        sum += allotted.doubleValue();
        rows++;
      }
    }
    return new TrackRecord(
        Columns.daily(since, days, returns),
        investment(since, days),
        rows == 0 ? 0 : sum / rows,
        Columns.sum(traded).doubleValue(),
        Columns.sum(commissions).add(Columns.sum(fees)).doubleValue());
  }

  private List<DatedFlow> investment(LocalDate since, List<LocalDate> days) {
    int first = firstRow();
    int last = lastRow();
    if (first > last || returns.subList(first, last + 1).contains(null)) {
      return List.of();
    }
    List<DatedFlow> payments = new ArrayList<>();
    payments.add(
        new DatedFlow(first == 0 ? since : days.get(first - 1), -capital.get(first).doubleValue()));
    for (int i = first; i <= last; i++) {
      double worth = capital.get(i).add(profit.get(i)).doubleValue();
      payments.add(
          new DatedFlow(days.get(i), i == last ? worth : worth - capital.get(i + 1).doubleValue()));
    }
    return payments;
  }

  private int firstRow() {
    int row = 0;
    while (row < returns.size() && returns.get(row) == null) {
      row++;
    }
    return row;
  }

  private int lastRow() {
    int row = returns.size() - 1;
    while (row >= 0 && returns.get(row) == null) {
      row--;
    }
    return row;
  }

  /** The sums of the columns that can be summed. */
  public Totals totals() {
    return new Totals(
        Columns.sum(profit),
        Columns.sum(realized),
        Columns.sum(unrealized),
        Columns.sum(commissions),
        Columns.sum(dividends),
        Columns.sum(interest),
        Columns.sum(fees),
        Columns.sum(crossings));
  }

  /**
   * The sums over all days.
   *
   * @param profit the whole profit
   * @param realized the realized profit
   * @param unrealized the rest of the profit
   * @param commissions the commissions, negative
   * @param dividends the dividends
   * @param interest the interest
   * @param fees the fees, negative
   * @param crossings the cash that moved for quantities that crossed
   */
  public record Totals(
      BigDecimal profit,
      BigDecimal realized,
      BigDecimal unrealized,
      BigDecimal commissions,
      BigDecimal dividends,
      BigDecimal interest,
      BigDecimal fees,
      BigDecimal crossings) {}
}
