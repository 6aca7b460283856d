package dev.ibintents.backtest.report;

import static com.google.common.truth.Truth.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CsvTest {
  private static String row(Object... fields) {
    Csv csv = new Csv(List.of("head"));
    csv.add(List.of(fields));
    return csv.text();
  }

  @Test
  void fieldsWithCommasQuotesAndLineFeedsAreQuoted() {
    String field = "say 'no'".replace('\'', '"');

    assertThat(row("a,b", field, "two\nlines", "plain"))
        .isEqualTo("head\n'a,b','say ''no''','two\nlines',plain\n".replace('\'', '"'));
  }

  @Test
  void numbersHaveNoExponent() {
    assertThat(row(new BigDecimal("1E+5"), new BigDecimal("1E-7")))
        .isEqualTo("head\n100000,0.0000001\n");
  }
}
