package dev.ibintents.backtest.report;

import dev.ibintents.intent.performance.CsvField;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a table as CSV (RFC 4180), with line feeds. */
public final class Csv {
  private final StringBuilder text = new StringBuilder();

  /**
   * @param head the names of the columns
   */
  public Csv(List<String> head) {
    add(head);
  }

  /** Adds a row. */
  public void add(List<?> row) {
    text.append(row.stream().map(Csv::field).collect(Collectors.joining(","))).append('\n');
  }

  private static String field(Object value) {
    return CsvField.of(
        value instanceof BigDecimal number ? number.toPlainString() : value.toString());
  }

  /** The whole table. */
  public String text() {
    return text.toString();
  }
}
