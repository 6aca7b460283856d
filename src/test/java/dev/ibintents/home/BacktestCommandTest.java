package dev.ibintents.home;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests {@code ./ib-intents backtest} without the JVM's start. */
@Timeout(120)
final class BacktestCommandTest {
  private static final List<String> YEAR =
      List.of("--from", "2024-01-02", "--to", "2024-12-31", "--schedule", "monthly");

  @TempDir Path folder;

  private record Ended(int code, String out, String err) {}

  private Ended run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        new HomeCommands(
                Map.of("DATA_FOLDER", folder.resolve("data").toString()),
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8))
            .run(Stream.concat(Stream.of("backtest"), Arrays.stream(words)).toArray(String[]::new));
    return new Ended(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  private Ended year(String out, String... more) {
    return run(
        Stream.of(List.of("--out", folder.resolve(out).toString()), YEAR, Arrays.asList(more))
            .flatMap(List::stream)
            .toArray(String[]::new));
  }

  private JsonObject statistics(String out) throws IOException {
    return JsonParser.parseString(Files.readString(folder.resolve(out).resolve("statistics.json")))
        .getAsJsonObject();
  }

  @Test
  void freshFolderGivesAReportOfTheSimulatorsBars() throws IOException {
    Ended ended = year("out");

    assertWithMessage(ended.err).that(ended.code).isEqualTo(0);
    assertThat(ended.out).contains("account");
    assertThat(ended.out).contains("2024-01-02 to 2024-12-31");
    assertThat(ended.err).contains("100 %, 2024-12-31, 0 s left");
    JsonObject statistics = statistics("out");
    assertThat(statistics.getAsJsonObject("troubles").size()).isEqualTo(0);
    assertThat(statistics.get("configurationHash").getAsString()).hasLength(64);
    assertThat(statistics.getAsJsonObject("configuration").get("strategies").getAsString())
        .isEqualTo("weights");
    assertThat(statistics.getAsJsonArray("notes").toString()).contains("strategies/futures");
  }

  @Test
  void twoRunsWriteTheSameBytes() throws IOException {
    year("one");
    year("two");

    for (String file :
        List.of("report.html", "equity.csv", "orders.csv", "fills.csv", "statistics.json")) {
      assertWithMessage(file)
          .that(Files.readString(folder.resolve("one").resolve(file)))
          .isEqualTo(Files.readString(folder.resolve("two").resolve(file)));
    }
  }

  @Test
  void tablesSumToTheStatistics() throws IOException {
    year("out");

    List<String> fills = Files.readAllLines(folder.resolve("out/fills.csv"));
    List<String> head = List.of(fills.get(0).split(","));
    BigDecimal commissions =
        fills.stream()
            .skip(1)
            .map(line -> new BigDecimal(line.split(",")[head.indexOf("commission")]))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    JsonObject statistics = statistics("out");
    assertThat(fills).hasSize(1 + statistics.get("fills").getAsInt());
    assertThat(commissions).isEqualToIgnoringScale(statistics.get("commissions").getAsBigDecimal());
    List<String> equity = Files.readAllLines(folder.resolve("out/equity.csv"));
    assertThat(equity).hasSize(1 + statistics.get("sessions").getAsInt());
    assertThat(new BigDecimal(equity.get(equity.size() - 1).split(",")[1]))
        .isEqualToIgnoringScale(statistics.get("endEquity").getAsBigDecimal());
  }

  @Test
  void pageIsOneFileThatAsksNobody() throws IOException {
    year("out");

    String page = Files.readString(folder.resolve("out/report.html"));
    assertThat(page).doesNotContain("{{");
    assertThat(page).doesNotContainMatch("(src|href)=['\\x22]");
    assertThat(page).doesNotContainMatch("(?m)^(import|export) ");
    assertThat(page).contains("Monthly returns");
  }

  @Test
  void fileSaysTheSameAsOptions() throws IOException {
    Path file = folder.resolve("plan.json");
    Files.writeString(
        file,
        """
        {"strategies": ["weights"], "from": "2024-01-02", "to": "2024-12-31",
         "schedule": "monthly", "cash": 50000}
        """);

    run("--config", file.toString(), "--out", folder.resolve("one").toString());
    year("two", "--strategies", "weights", "--cash", "50000");

    assertThat(Files.readString(folder.resolve("one/statistics.json")))
        .isEqualTo(Files.readString(folder.resolve("two/statistics.json")));
  }

  @Test
  void checkOfLookaheadSaysThatThereIsNone() {
    Ended ended = year("out", "--check-lookahead");

    assertThat(ended.code).isEqualTo(0);
    assertThat(ended.out).contains("No look-ahead");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--strategies weigths | did you mean weights?",
        "--strategies futures | MNQ",
        "--from 2024-1-2 | a date such as 2015-01-31",
        "--from 2025-01-02 --to 2024-01-02 | which is after to",
        "--cash much | it must be a number",
        "--schedule hourly | daily, weekly or monthly, or a cron expression",
        "--at noon | a time in New York such as 15:45",
        "--fill open | next-open or close",
        "--slippage-bps -1 | 0 or above",
        "--commission free | ibkr-fixed",
        "--participation 2 | at most 1",
        "--bars simulater | did you mean simulator?",
        "--benchmark SPX | did you mean SPY?",
        "--form 2024-01-01 | did you mean --from"
      })
  void wrongWordsAreRefusedWithTheRightOnes(String words, String right) {
    Ended ended =
        run(
            Stream.concat(
                    Stream.of("--out", folder.resolve("out").toString()),
                    Arrays.stream(words.split(" ")))
                .toArray(String[]::new));

    assertWithMessage(ended.out + ended.err).that(ended.code).isEqualTo(2);
    assertThat(ended.err).contains(right);
    assertThat(Files.exists(folder.resolve("out"))).isFalse();
  }

  @Test
  void unknownSettingOfAFileIsRefusedWithANearName() throws IOException {
    Path file = folder.resolve("plan.json");
    Files.writeString(file, "{'slippage': 2}".replace('\'', '"'));

    Ended ended = run("--config", file.toString());

    assertThat(ended.code).isEqualTo(2);
    assertThat(ended.err).contains("has no setting slippage");
  }
}
