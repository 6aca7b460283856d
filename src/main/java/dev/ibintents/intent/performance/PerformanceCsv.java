package dev.ibintents.intent.performance;

import dev.ibintents.intent.bars.StreamedAnswer;
import dev.ibintents.intent.json.DecimalText;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Writes the profit as CSV (RFC 4180): a line for each day and owner. The account's lines have the
 * strategy {@code (account)}.
 */
public final class PerformanceCsv implements StreamedAnswer {
  private static final String ACCOUNT = "(account)";
  private static final String END_OF_LINE = "\r\n";
  private static final String COLUMNS =
      "day,strategy,start,end,profit,realized,unrealized,commissions,dividends,interest,fees,"
          + "crossings,capital,return,flows,others,cashRevaluation,unattributed,tied";

  private final PerformanceAnswer answer;

  /**
   * @param answer the profit
   */
  PerformanceCsv(PerformanceAnswer answer) {
    this.answer = answer;
  }

  @Override
  public String contentType() {
    return "text/csv; charset=utf-8";
  }

  @Override
  public void write(Writer out, Supplier<String> utcTimestamp) throws IOException {
    out.write(COLUMNS + END_OF_LINE);
    StringBuilder lines = new StringBuilder();
    for (int row = 0; row < answer.days().size(); row++) {
      addAccount(lines, row);
      for (Map.Entry<String, PerformanceAnswer.StrategyProfit> strategy :
          answer.strategies().entrySet()) {
        if (strategy.getValue().profit().get(row) != null) {
          addStrategy(lines, row, strategy.getKey(), strategy.getValue());
        }
      }
      out.append(lines);
      lines.setLength(0);
    }
  }

  private void addAccount(StringBuilder lines, int row) {
    PerformanceAnswer.AccountProfit account = answer.account();
    lines.append(answer.days().get(row)).append(',').append(ACCOUNT);
    add(lines, row, List.of(account.start(), account.netLiquidation(), account.profit()));
    lines.append(",,,,,,,,");
    add(lines, row, List.of(account.returns(), account.flows(), account.others()));
    BigDecimal revaluation = BigDecimal.ZERO;
    for (List<BigDecimal> currency : account.cashRevaluation().values()) {
      revaluation = revaluation.add(currency.get(row));
    }
    lines.append(',').append(DecimalText.of(revaluation));
    add(lines, row, List.of(account.unattributed()));
    lines.append(',').append(account.tied().get(row)).append(END_OF_LINE);
  }

  private void addStrategy(
      StringBuilder lines, int row, String id, PerformanceAnswer.StrategyProfit strategy) {
    lines.append(answer.days().get(row)).append(',').append(CsvField.of(id));
    add(
        lines,
        row,
        List.of(
            strategy.start(),
            strategy.end(),
            strategy.profit(),
            strategy.realized(),
            strategy.unrealized(),
            strategy.commissions(),
            strategy.dividends(),
            strategy.interest(),
            strategy.fees(),
            strategy.crossings(),
            strategy.capital(),
            strategy.returns()));
    lines.append(",,,,,").append(END_OF_LINE);
  }

  private static void add(StringBuilder lines, int row, List<List<BigDecimal>> columns) {
    for (List<BigDecimal> column : columns) {
      BigDecimal value = column.get(row);
      lines.append(',').append(value == null ? "" : DecimalText.of(value));
    }
  }
}
