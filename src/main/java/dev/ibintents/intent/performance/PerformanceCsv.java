package dev.ibintents.intent.performance;

import dev.ibintents.intent.bars.StreamedAnswer;
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
          + "crossings,capital,return,flows,others,unattributed,tied";

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
    for (int row = 0; row < answer.days().size(); row++) {
      writeAccount(out, row);
      for (Map.Entry<String, PerformanceAnswer.StrategyProfit> strategy :
          answer.strategies().entrySet()) {
        if (strategy.getValue().profit().get(row) != null) {
          writeStrategy(out, row, strategy.getKey(), strategy.getValue());
        }
      }
    }
  }

  private void writeAccount(Writer out, int row) throws IOException {
    PerformanceAnswer.AccountProfit account = answer.account();
    out.write(answer.days().get(row) + ',' + ACCOUNT);
    write(out, row, List.of(account.start(), account.netLiquidation(), account.profit()));
    out.write(",,,,,,,,");
    write(
        out,
        row,
        List.of(account.returns(), account.flows(), account.others(), account.unattributed()));
    out.write("," + account.tied().get(row) + END_OF_LINE);
  }

  private void writeStrategy(
      Writer out, int row, String id, PerformanceAnswer.StrategyProfit strategy)
      throws IOException {
    out.write(answer.days().get(row) + ',' + quoted(id));
    write(
        out,
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
    out.write(",,,," + END_OF_LINE);
  }

  private static void write(Writer out, int row, List<List<BigDecimal>> columns)
      throws IOException {
    for (List<BigDecimal> column : columns) {
      BigDecimal value = column.get(row);
      out.write(value == null ? "," : "," + value.toPlainString());
    }
  }

  private static String quoted(String text) {
    return text.matches("[^\",\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
