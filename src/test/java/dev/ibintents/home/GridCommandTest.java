package dev.ibintents.home;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests grids and walk-forwards of {@code ./ib-intents backtest} without the JVM's start. */
@Timeout(300)
final class GridCommandTest {
  private static final List<String> MONTHS =
      List.of("--from", "2024-01-02", "--to", "2024-04-30", "--schedule", "monthly");
  private static final String[] GRID = {"--set", "macd.fast=8,12", "--set", "macd.slow=21,26"};

  @TempDir Path folder;

  private final Map<String, String> variables = new HashMap<>();

  private record Ended(int code, String out, String err) {}

  private Ended run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    variables.put("DATA_FOLDER", folder.resolve("data").toString());
    int code =
        new HomeCommands(
                variables,
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8))
            .run(words);
    return new Ended(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  private Ended months(String out, String... more) {
    return run(
        Stream.of(
                List.of("backtest", "--out", folder.resolve(out).toString()),
                MONTHS,
                Arrays.asList(more))
            .flatMap(List::stream)
            .toArray(String[]::new));
  }

  private Ended grid(String out, String... more) {
    return months(out, Stream.of(GRID, more).flatMap(Arrays::stream).toArray(String[]::new));
  }

  private Ended merge(String id, String out) {
    return run("backtest", "merge", "--id", id, "--out", folder.resolve(out).toString());
  }

  private static Ended requireCode(int code, Ended ended) {
    assertWithMessage(ended.out + ended.err).that(ended.code).isEqualTo(code);
    return ended;
  }

  private Map<String, String> files(String out) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    try (Stream<Path> all = Files.list(folder.resolve(out))) {
      for (Path file : all.sorted().toList()) {
        files.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return files;
  }

  private JsonObject json(String file) throws IOException {
    return JsonParser.parseString(Files.readString(folder.resolve(file))).getAsJsonObject();
  }

  private void inStore(Consumer<DocumentStore> use) {
    try (DocumentStore store = new SqliteDocumentStore(folder.resolve("data"))) {
      use.accept(store);
    }
  }

  /** The points run at the same time, and single backtests one after the other. */
  @Test
  void pointsAreTheBacktestsWithTheirDocuments() throws IOException {
    Ended ended = requireCode(0, grid("out"));

    JsonObject grid = json("out/grid.json");
    assertThat(grid.getAsJsonArray("points")).hasSize(4);
    List<String> lines = Files.readAllLines(folder.resolve("out/grid.csv"));
    assertThat(lines.get(0))
        .isEqualTo(
            "point,macd.fast,macd.slow,cagr,sharpe,deflatedSharpe,maxDrawdown,costs,endEquity,"
                + "problems");
    int number = 0;
    for (String values : List.of("8,21", "8,26", "12,21", "12,26")) {
      String[] value = values.split(",");
      number++;
      requireCode(
          0, run("set", "strategies/macd", "kind=macd", "fast=" + value[0], "slow=" + value[1]));
      requireCode(0, months("single", "--strategies", "macd"));
      JsonObject single = json("single/statistics.json");
      JsonObject point = grid.getAsJsonArray("points").get(number - 1).getAsJsonObject();
      assertThat(lines.get(number)).startsWith(number + "," + values + ",");
      assertThat(point.get("endEquity").getAsBigDecimal())
          .isEqualToIgnoringScale(single.get("endEquity").getAsBigDecimal());
      for (String figure : List.of("cagr", "sharpe")) {
        assertThat(point.get(figure).getAsBigDecimal())
            .isEqualToIgnoringScale(
                single.getAsJsonObject("account").get(figure).getAsBigDecimal());
      }
      if (grid.get("best").getAsInt() == number) {
        for (String file : List.of("equity.csv", "orders.csv", "fills.csv")) {
          assertThat(Files.readString(folder.resolve("out").resolve(file)))
              .isEqualTo(Files.readString(folder.resolve("single").resolve(file)));
        }
      }
    }
    assertThat(ended.out).contains("Best of 4 tries: the Sharpe ratio is ");
    assertThat(ended.out).contains("by chance alone the best would have about ");
    assertThat(ended.err).contains("100 %, 4 of 4 backtests, 0 s left");
    assertThat(Files.readString(folder.resolve("out/report.html"))).contains("Best of 4 tries");
    assertThat(json("out/statistics.json").getAsJsonObject("configuration").keySet())
        .containsAtLeast("macd.fast", "macd.slow", "set macd.fast", "set macd.slow");
  }

  @Test
  void bestIsThatWithTheHighestSharpeRatio() throws IOException {
    requireCode(0, months("out", "--set", "macd.long=0.5,0,1"));

    JsonObject grid = json("out/grid.json");
    JsonObject half = grid.getAsJsonArray("points").get(0).getAsJsonObject();
    JsonObject none = grid.getAsJsonArray("points").get(1).getAsJsonObject();
    JsonObject best =
        grid.getAsJsonArray("points").get(grid.get("best").getAsInt() - 1).getAsJsonObject();
    assertThat(best.get("sharpe").getAsBigDecimal())
        .isAtLeast(half.get("sharpe").getAsBigDecimal());
    assertThat(best.get("sharpe").getAsBigDecimal())
        .isAtLeast(none.get("sharpe").getAsBigDecimal());
  }

  @Test
  void pointsThatAreNoStrategyAreLeftOutWithTheReason() throws IOException {
    Ended ended =
        requireCode(0, months("out", "--set", "macd.fast=24,8", "--set", "macd.slow=21,26"));

    assertThat(ended.out)
        .contains(
            "1 of 4 points are left out, such as macd.fast=24 macd.slow=21: strategies/macd fast is"
                + " 24 and slow is 21; fast must be below slow");
    assertThat(json("out/grid.json").getAsJsonArray("points")).hasSize(3);
  }

  @Test
  void gridWithoutASharpeRatioSaysWhy() throws IOException {
    Ended ended =
        requireCode(0, months("out", "--set", "macd.long=0,0.0001", "--set", "macd.hedge=0"));

    assertThat(ended.out)
        .contains(
            "No point has a Sharpe ratio: the returns do not vary. The report is of the first"
                + " point.");
    JsonObject grid = json("out/grid.json");
    assertThat(grid.get("best").isJsonNull()).isTrue();
    assertThat(grid.get("expectedBest").isJsonNull()).isTrue();
    JsonObject point = grid.getAsJsonArray("points").get(0).getAsJsonObject();
    assertThat(point.get("deflatedSharpe").isJsonNull()).isTrue();
    assertThat(point.getAsJsonObject("why").get("deflatedSharpe").getAsString())
        .isEqualTo("there is no Sharpe ratio: the returns do not vary");
  }

  @Test
  void oneValueIsNoChoice() throws IOException {
    Ended ended = requireCode(0, months("out", "--set", "macd.fast=8"));

    assertThat(ended.out)
        .contains(
            "There is no deflated Sharpe ratio: 1 tries with a Sharpe ratio are too few; at least 2"
                + " are needed.");
  }

  @Test
  void fileSaysTheSameAsOptions() throws IOException {
    Path file = folder.resolve("plan.json");
    Files.writeString(
        file,
        """
        {"from": "2024-01-02", "to": "2024-04-30", "schedule": "monthly",
         "set": {"macd.fast": [8, 12], "macd.slow": 30}}
        """);

    requireCode(
        0,
        run(
            "backtest",
            "--config",
            file.toString(),
            "--set",
            "macd.slow=21,26",
            "--out",
            folder.resolve("one").toString()));
    requireCode(0, months("two", "--set", "macd.slow=21,26", "--set", "macd.fast=8,12"));

    assertThat(files("one")).isEqualTo(files("two"));
  }

  @Test
  void deadlineStopsAndAnIdGoesOn() throws IOException {
    Ended stopped = requireCode(1, grid("out", "--id", "long", "--deadline", "0.001s"));

    assertThat(stopped.err)
        .contains("stopped after 0 of 4 backtests, because the deadline of 0.001s has passed");
    assertThat(stopped.err).contains("the same command goes on");
    assertThat(Files.exists(folder.resolve("out"))).isFalse();
    requireCode(0, grid("out", "--id", "long"));
    Ended again = requireCode(0, grid("again", "--id", "long"));
    assertThat(again.err).doesNotContain("backtests");
    requireCode(0, grid("alone"));
    assertThat(files("out")).isEqualTo(files("alone"));
    assertThat(files("again")).isEqualTo(files("alone"));
  }

  private void task(int index, int count) {
    variables.put("CLOUD_RUN_TASK_INDEX", Integer.toString(index));
    variables.put("CLOUD_RUN_TASK_COUNT", Integer.toString(count));
  }

  @Test
  void mergeRefusesMissingAndForeignPoints() throws IOException {
    task(1, 3);
    Ended share = requireCode(0, grid("out", "--id", "shared"));
    variables.clear();

    assertThat(share.out)
        .isEqualTo(
            "Seeded the configuration: config/common and config/paper\n"
                + "task 2 of 3: backtests/shared has its 1 of 4 points; after all tasks run"
                + " ./ib-intents backtest merge --id shared\n");
    assertThat(Files.exists(folder.resolve("out"))).isFalse();
    assertThat(requireCode(1, merge("shared", "out")).err)
        .startsWith("backtests/shared lacks 3 of 4 points: 1, 3, 4. Run the tasks");
    inStore(
        store -> {
          Map<String, Object> point =
              new HashMap<>(store.get("backtests/shared/points/2").orElseThrow().fields());
          point.put("hash", "0");
          store.set("backtests/shared/points/3", point);
        });
    assertThat(requireCode(1, merge("shared", "out")).err)
        .startsWith("backtests/shared has 1 foreign points: 3. They were calculated with other");
    assertThat(requireCode(1, merge("share", "out")).err)
        .isEqualTo("there is no backtests/share; did you mean shared?; the grids are shared\n");
    assertThat(Files.exists(folder.resolve("out"))).isFalse();
  }

  @Test
  void idOfOtherInputsIsRefused() {
    task(0, 4);
    requireCode(0, grid("out", "--id", "shared"));
    variables.clear();

    Ended other = requireCode(1, grid("out", "--id", "shared", "--cash", "50000"));

    assertThat(other.err).startsWith("backtests/shared is a grid with other inputs: settings,");
    requireCode(0, run("set", "strategies/macd", "kind=macd", "hedge=0.2"));
    assertThat(requireCode(1, merge("shared", "out")).err)
        .startsWith("backtests/shared is a grid with other inputs: settings,");
  }

  @Test
  void walkForwardChoosesInTheTrainingAndReportsTheTests() throws IOException {
    Ended ended =
        requireCode(
            0,
            run(
                "backtest",
                "--out",
                folder.resolve("out").toString(),
                "--from",
                "2023-01-01",
                "--to",
                "2023-08-31",
                "--set",
                "macd.fast=8,12",
                "--walk-forward",
                "4M/2M",
                "--check-lookahead"));

    assertThat(ended.out).contains("Each of 2 test windows is played with the best of 2 tries");
    assertThat(ended.out).contains("No look-ahead");
    JsonObject walk = json("out/walk-forward.json");
    assertThat(walk.getAsJsonArray("windows")).hasSize(2);
    for (int i = 0; i < 2; i++) {
      JsonObject window = walk.getAsJsonArray("windows").get(i).getAsJsonObject();
      requireCode(
          0,
          run(
              "backtest",
              "--out",
              folder.resolve("training").toString(),
              "--from",
              window.get("trainFrom").getAsString(),
              "--to",
              window.get("trainTo").getAsString(),
              "--set",
              "macd.fast=8,12"));
      JsonObject training = json("training/grid.json");
      assertThat(window.get("point")).isEqualTo(training.get("best"));
    }
    List<String> equity = Files.readAllLines(folder.resolve("out/equity.csv"));
    assertThat(equity.get(1)).startsWith("2023-05-01,");
    assertThat(equity.get(equity.size() - 1)).startsWith("2023-08-31,");
    assertThat(json("out/statistics.json").getAsJsonObject("configuration").get("walkForward"))
        .isEqualTo(JsonParser.parseString("'4M/2M'"));
    assertThat(Files.readString(folder.resolve("out/report.html"))).contains("Chosen values");
  }

  /** Files with prices of three years; after a day the prices of SPY are others. */
  private Path bars(String name, String changedAfter) throws IOException {
    Path bars = Files.createDirectories(folder.resolve(name));
    for (String symbol : List.of("SPY", "VIXY")) {
      StringBuilder csv = new StringBuilder("date,open,high,low,close,volume\n");
      java.time.LocalDate day = java.time.LocalDate.of(2022, 1, 3);
      for (int i = 0; day.getYear() < 2025; i++, day = day.plusDays(1)) {
        boolean isChanged = day.toString().compareTo(changedAfter) > 0 && symbol.equals("SPY");
        double price =
            Math.round(100 * (100 + 10 * Math.sin(i / (isChanged ? 5.0 : 17.0)) + i * 0.02))
                / 100.0;
        if (day.getDayOfWeek().getValue() < 6) {
          csv.append("%s,%s,%s,%s,%s,1000000\n".formatted(day, price, price, price, price));
        }
      }
      Files.writeString(bars.resolve(symbol + ".csv"), csv);
    }
    return bars;
  }

  @Test
  void choicesAndTestsDoNotDependOnLaterBars() throws IOException {
    String last = "2024-06-30";
    for (String name : List.of("whole", "changed")) {
      Path bars = bars(name + "-bars", name.equals("whole") ? "9999" : last);
      requireCode(
          0,
          run(
              "backtest",
              "--out",
              folder.resolve(name).toString(),
              "--bars",
              bars.toString(),
              "--from",
              "2024-03-01",
              "--to",
              "2024-07-31",
              "--schedule",
              "45 15 * * MON",
              "--set",
              "macd.fast=4,12",
              "--walk-forward",
              "2M/1M"));
    }

    for (String file : List.of("walk-forward.csv", "equity.csv", "orders.csv", "fills.csv")) {
      List<List<String>> upToLast =
          java.util.stream.Stream.of("whole", "changed")
              .map(name -> upTo(last, folder.resolve(name).resolve(file)))
              .toList();
      assertThat(upToLast.get(0)).isNotEmpty();
      assertWithMessage(file).that(upToLast.get(1)).isEqualTo(upToLast.get(0));
    }
    assertThat(files("changed").get("equity.csv")).isNotEqualTo(files("whole").get("equity.csv"));
  }

  /** The lines of a table whose first cell is a day up to a last one; windows by their test. */
  private static List<String> upTo(String last, Path file) {
    try {
      return Files.readAllLines(file).stream()
          .skip(1)
          .filter(
              line ->
                  line.split(",")[file.endsWith("walk-forward.csv") ? 3 : 0].compareTo(last + "U")
                      < 0)
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--set mcad.fast=8 | there is no strategy mcad; did you mean macd?",
        "--set macd.fats=8 | strategies/macd has no field fats; did you mean fast?",
        "--set macd=8 | names no field of macd",
        "--set macd.fast | sets no field; say STRATEGY.FIELD=VALUE",
        "--set macd.fast= | macd.fast has no value",
        "--set macd.fast=8,,9 | macd.fast has an empty value",
        "--set macd.fast=8,9,8.0 | macd.fast has the value 8.0 twice",
        "--set macd.fast=8 --set macd.fast=9 | macd.fast is set twice",
        "--set macd.fast=8,quick | macd.fast=quick gives no valid point: strategies/macd fast is",
        "--set macd.fast=8,1.5 | it must be a whole number from 1 to 200",
        "--set macd.long=1,true | strategies/macd long is true; it must be a number",
        "--set macd.fast=8 --strategies weights | macd.fast is set, and macd is not played",
        "--set macd.fast=8 --walk-forward 3Y | it must be the length of the training and of the",
        "--set macd.fast=8 --walk-forward 9Y/1Y --to 2020-12-31 --from 2020-01-01 | leave no day",
        "--walk-forward 3Y/1Y | --walk-forward needs values to choose from",
        "--id mine | --id needs values to choose from",
        "--set macd.fast=8 --deadline soon | it must be a time such as 90m",
        "--set macd.fast=8 --deadline 0s | it must be a time such as 90m",
        "--set macd.fast=8 --walk-forward 3Y/1Y --id x | leave out --id",
        "merg | did you mean merge?",
        "merge | merge needs the grid's id",
        "merge --id x --set macd.fast=8 | merge takes --id and --out alone",
        "merge --id x --cash 5 | merge takes --id and --out alone",
        "--sets macd.fast=8 | did you mean --set"
      })
  void wrongWordsAreRefusedWithTheRightOnes(String words, String right) {
    Ended ended =
        requireCode(
            2,
            run(
                Stream.concat(
                        Stream.of("backtest", "--out", folder.resolve("out").toString()),
                        Arrays.stream(words.split(" ")))
                    .toArray(String[]::new)));

    assertThat(ended.err).contains(right);
    assertThat(ended.err.lines().count()).isEqualTo(1);
    assertThat(Files.exists(folder.resolve("out"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "4 | 4 | CLOUD_RUN_TASK_INDEX is '4'; it must be a whole number from 0 to 3",
        "-1 | 4 | CLOUD_RUN_TASK_INDEX is '-1'; it must be a whole number from 0 to 3",
        "0 | 0 | CLOUD_RUN_TASK_COUNT is '0'; it must be a whole number from 1 to 10000",
        "0 |  | CLOUD_RUN_TASK_COUNT is not set; CLOUD_RUN_TASK_INDEX and CLOUD_RUN_TASK_COUNT",
        " | 4 | CLOUD_RUN_TASK_INDEX is not set;"
      })
  void wrongVariablesOfATaskAreRefused(String index, String count, String right) {
    variables.put("CLOUD_RUN_TASK_INDEX", index == null ? "" : index);
    variables.put("CLOUD_RUN_TASK_COUNT", count == null ? "" : count);

    assertThat(requireCode(2, grid("out", "--id", "x")).err).contains(right.replace('\'', '"'));
  }

  @Test
  void taskNeedsAnId() {
    task(0, 4);

    assertThat(requireCode(2, grid("out")).err).contains("name the grid with --id");
  }
}
