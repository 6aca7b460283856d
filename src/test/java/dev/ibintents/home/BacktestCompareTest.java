package dev.ibintents.home;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import dev.ibintents.trading.performance.Flows;
import dev.ibintents.trading.performance.PerformanceDays;
import dev.ibintents.trading.performance.ProfitTable;
import dev.ibintents.trading.performance.Profits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The comparison of a backtest with the live days that the demo has made. */
@Timeout(300)
final class BacktestCompareTest {
  @TempDir static Path folder;

  private static Ended compared;

  private record Ended(int code, String out, String err) {}

  private static Ended run(Path data, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        new HomeCommands(
                Map.of("DATA_FOLDER", data.toString()),
                InputStream.nullInputStream(),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8))
            .run(words);
    return new Ended(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  @BeforeAll
  static void comparison() {
    Ended demo = run(folder.resolve("data"), "demo");
    assertWithMessage(demo.err).that(demo.code).isEqualTo(0);
    compared =
        run(
            folder.resolve("data"),
            "backtest",
            "--compare",
            "paper",
            "--out",
            folder.resolve("out").toString());
    assertWithMessage(compared.err).that(compared.code).isEqualTo(0);
  }

  /** The rows of compare.csv: by column. */
  private static List<Map<String, String>> rows() throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("out/compare.csv"));
    List<String> head = List.of(lines.get(0).split(","));
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(",", -1);
      Map<String, String> row = new LinkedHashMap<>();
      head.forEach(name -> row.put(name, fields[head.indexOf(name)]));
      rows.add(row);
    }
    return rows;
  }

  private static BigDecimal amount(Map<String, String> row, String column) {
    return new BigDecimal(row.get(column));
  }

  private static BigDecimal sum(Map<String, String> row, String... columns) {
    return Arrays.stream(columns)
        .map(column -> amount(row, column))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @Test
  void partsSumToTheDifferenceOfEachDayAndStrategy() throws IOException {
    assertThat(rows().size()).isAtLeast(50);
    for (Map<String, String> row : rows()) {
      assertWithMessage("%s", row)
          .that(sum(row, "price", "commission", "skipped or refused", "timing", "data", "other"))
          .isEqualTo(amount(row, "difference"));
      assertWithMessage("%s", row)
          .that(amount(row, "live").subtract(amount(row, "replayed")))
          .isEqualTo(amount(row, "difference"));
    }
  }

  @Test
  void liveProfitsAreThoseOfPerformance() throws IOException {
    try (DocumentStore store = new SqliteDocumentStore(folder.resolve("data"))) {
      Profits profits =
          new Profits(
              new PerformanceDays(store, TradingMode.PAPER).all(),
              new Flows(store, TradingMode.PAPER).all());
      ProfitTable table = profits.table(Optional.empty(), Optional.empty(), profits.strategies());
      for (Map<String, String> row : rows()) {
        int day = table.days().stream().map(Object::toString).toList().indexOf(row.get("date"));
        assertWithMessage("%s", row)
            .that(table.strategies().get(row.get("strategy")).profit().get(day))
            .isEqualToIgnoringScale(amount(row, "live"));
      }
    }
  }

  /** Only crossings, dividends and rounding are not explained; most days have none. */
  @Test
  void nearlyAllOfTheDifferenceIsExplained() throws IOException {
    long unexplained =
        rows().stream()
            .filter(row -> amount(row, "other").abs().compareTo(new BigDecimal("0.05")) > 0)
            .count();

    assertWithMessage("%s", rows()).that(unexplained).isAtMost(rows().size() / 10);
  }

  @Test
  void rangeWithoutLiveDaysIsRefusedWithWords() {
    Ended ended =
        run(
            folder.resolve("data"),
            "backtest",
            "--compare",
            "paper",
            "--from",
            "2015-01-01",
            "--to",
            "2015-12-31",
            "--out",
            folder.resolve("none").toString());

    assertThat(ended.code).isEqualTo(2);
    assertThat(ended.err).contains("nothing was traded live in paper in this range; days with");
  }

  @Test
  void folderWithoutLiveDaysIsRefusedWithWords() {
    Ended ended = run(folder.resolve("fresh"), "backtest", "--compare", "paper");

    assertThat(ended.code).isEqualTo(2);
    assertThat(ended.err).contains("nothing was traded live in paper: no day on record");
  }

  @Test
  void unknownModeIsRefusedWithTheRightOnes() {
    Ended ended = run(folder.resolve("fresh"), "backtest", "--compare", "papr");

    assertThat(ended.code).isEqualTo(2);
    assertThat(ended.err).contains("it must be paper or live");
  }
}
