package dev.ibintents.trading.performance;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * The account, day by day. All columns have one element for each interval.
 *
 * @param start the account's value at the beginning of each interval, in the base currency
 * @param netLiquidation the account's value at the end
 * @param flows the owner's deposits less withdrawals
 * @param profit the change of the value less flows
 * @param others the profit of the strategies that were left out
 * @param cashRevaluation the change of value of the foreign cash that no strategy has, by currency
 * @param unattributed the profit that is nobody's
 * @param returns the profit divided by the value at the beginning and the deposits; {@code null}
 *     without a value
 * @param tied whether the strategies' holdings explain all positions at the end
 */
public record AccountColumns(
    List<BigDecimal> start,
    List<BigDecimal> netLiquidation,
    List<BigDecimal> flows,
    List<BigDecimal> profit,
    List<BigDecimal> others,
    SortedMap<String, List<BigDecimal>> cashRevaluation,
    List<BigDecimal> unattributed,
    List<Double> returns,
    List<Boolean> tied) {

  /**
   * One interval of the account.
   *
   * @param before the value at the beginning
   * @param after the value at the end
   * @param flow the deposits less withdrawals
   * @param others the profit of the strategies that were left out
   * @param unattributed the profit that is nobody's
   * @param isTied whether holdings explain all positions at the end
   */
  record Row(
      BigDecimal before,
      BigDecimal after,
      BigDecimal flow,
      BigDecimal others,
      BigDecimal unattributed,
      boolean isTied) {
    BigDecimal profit() {
      return Cents.rounded(after.subtract(before).subtract(flow));
    }

    Double returns() {
      BigDecimal invested = before.add(flow.max(BigDecimal.ZERO));
      return invested.signum() > 0 ? profit().doubleValue() / invested.doubleValue() : null;
    }
  }

  /**
   * The columns of some rows.
   *
   * @param cashRevaluation the change of value of cash of no strategy, by currency
   */
  static AccountColumns of(List<Row> rows, SortedMap<String, List<BigDecimal>> cashRevaluation) {
    return new AccountColumns(
        rows.stream().map(Row::before).toList(),
        rows.stream().map(Row::after).toList(),
        rows.stream().map(Row::flow).toList(),
        rows.stream().map(Row::profit).toList(),
        rows.stream().map(Row::others).toList(),
        cashRevaluation,
        rows.stream().map(Row::unattributed).toList(),
        rows.stream().map(Row::returns).toList(),
        rows.stream().map(Row::isTied).toList());
  }

  /**
   * The statistics of the account.
   *
   * @param traded the value of all trades of its strategies
   * @param costs the commissions and fees of its strategies, negative
   */
  TrackRecord trackRecord(LocalDate since, List<LocalDate> days, double traded, double costs) {
    List<DatedFlow> investment = new ArrayList<>();
    double sum = 0;
    for (int i = 0; i < days.size(); i++) {
      if (i == 0) {
        investment.add(new DatedFlow(since, -start.get(0).doubleValue()));
      }
      investment.add(new DatedFlow(days.get(i), -flows.get(i).doubleValue()));
      sum += start.get(i).doubleValue();
    }
    if (!days.isEmpty()) {
      int last = days.size() - 1;
      investment.add(new DatedFlow(days.get(last), netLiquidation.get(last).doubleValue()));
    }
    return new TrackRecord(
        Columns.daily(since, days, returns),
        investment,
        days.isEmpty() ? 0 : sum / days.size(),
        traded,
        costs);
  }

  /** The sums of the columns that can be summed. */
  public Totals totals() {
    return new Totals(
        Columns.sum(flows),
        Columns.sum(profit),
        Columns.sum(others),
        cashRevaluation.values().stream()
            .map(Columns::sum)
            .reduce(BigDecimal.ZERO, BigDecimal::add),
        Columns.sum(unattributed));
  }

  /**
   * The sums over all days.
   *
   * @param flows the owner's deposits less withdrawals
   * @param profit the profit
   * @param others the profit of the strategies that were left out
   * @param cashRevaluation the change of value of the foreign cash that no strategy has
   * @param unattributed the profit that is nobody's
   */
  public record Totals(
      BigDecimal flows,
      BigDecimal profit,
      BigDecimal others,
      BigDecimal cashRevaluation,
      BigDecimal unattributed) {}
}
