package dev.ibintents.intent.performance;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.bench.FrontDoor.error;
import static dev.ibintents.bench.FrontDoor.json;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.store.DelegatingStore;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Query;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The intent performance over HTTP, over recorded days that a reader can check by hand. */
@Timeout(60)
final class PerformanceTest {
  private static final Instant NOW = Instant.parse("2026-11-27T22:00:00Z");

  @TempDir Path folder;
  private final ConcurrentLinkedQueue<String> reads = new ConcurrentLinkedQueue<>();
  private FrontDoor door;

  @BeforeEach
  void open() throws Exception {
    door = FrontDoor.in(folder).clock(new MovedClock(NOW)).wrapStore(this::counting).open();
  }

  @AfterEach
  void close() {
    door.close();
  }

  /** A store that remembers all documents that were read. */
  private DocumentStore counting(DocumentStore store) {
    return new DelegatingStore(store) {
      @Override
      public Optional<Document> get(String path) {
        reads.add(path);
        return super.get(path);
      }

      @Override
      public List<Document> query(Query query) {
        List<Document> found = super.query(query);
        found.forEach(document -> reads.add(document.path()));
        return found;
      }

      @Override
      public List<Document> list(String collection) {
        return query(Query.in(collection));
      }
    };
  }

  private void day(String day, String value, String euro, Map<String, String> strategies) {
    door.store()
        .set(
            "positions/paper/days/" + day,
            Map.of(
                "updatedAt",
                Instant.parse(day + "T21:30:00Z"),
                "account",
                "DU1234567",
                "baseCurrency",
                "USD",
                "netLiquidation",
                new BigDecimal(value),
                "fx",
                Map.of("USD", BigDecimal.ONE, "EUR", new BigDecimal(euro)),
                "tied",
                true,
                "strategies",
                strategies));
  }

  /**
   * Monday to Wednesday. On Tuesday macd gains 49 with a commission of 1, weights loses 100 and
   * gets a dividend of 10 euros at 1.1, somebody pays 1000 in and gains 25 by hand. On Wednesday
   * macd gains 100, and the euro rises to 1.2.
   */
  private void threeDays() {
    day(
        "2026-11-23",
        "100000",
        "1.1",
        Map.of("macd", "capital=40000 value=10000", "weights", "capital=50000 value=20000"));
    day(
        "2026-11-24",
        "100985",
        "1.1",
        Map.of(
            "macd",
            "capital=40400 value=10150 USD.traded=-100 USD.commissions=-1 USD.realized=5"
                + " USD.cost=10100",
            "weights",
            "capital=50500 value=19900 EUR.dividends=10"));
    day(
        "2026-11-25",
        "101086",
        "1.2",
        Map.of(
            "macd",
            "capital=40400 value=10250 USD.traded=-100 USD.commissions=-1 USD.realized=5"
                + " USD.cost=10100",
            "weights",
            "capital=50500 value=19900 EUR.dividends=10"));
  }

  private void deposit() throws Exception {
    HttpResponse<String> recorded =
        door.post(
            "/flow",
            """
            {"kind":"deposit","amount":1000,"currency":"USD","date":"2026-11-24"}\
            """);
    assertWithMessage(recorded.body()).that(recorded.statusCode()).isEqualTo(200);
  }

  private JsonObject performance(String query) throws Exception {
    HttpResponse<String> response = door.get("/performance" + query);
    assertWithMessage(response.body()).that(response.statusCode()).isEqualTo(200);
    return json(response);
  }

  private static String column(JsonObject owner, String name) {
    return owner.getAsJsonArray(name).toString();
  }

  private static JsonObject strategy(JsonObject answer, String id) {
    return answer.getAsJsonObject("strategies").getAsJsonObject(id);
  }

  @Test
  void profitsOfStrategiesAndTheRestSumToTheAccount() throws Exception {
    threeDays();
    deposit();
    JsonObject answer = performance("");
    assertThat(answer.get("since").getAsString()).isEqualTo("2026-11-23");
    assertThat(column(answer, "days")).isEqualTo(doubleQuoted("['2026-11-24','2026-11-25']"));
    JsonObject account = answer.getAsJsonObject("account");
    assertThat(column(account, "start")).isEqualTo("[100000.00,100985.00]");
    assertThat(column(account, "netLiquidation")).isEqualTo("[100985.00,101086.00]");
    assertThat(column(account, "flows")).isEqualTo("[1000.00,0]");
    assertThat(column(account, "profit")).isEqualTo("[-15.00,101.00]");
    assertThat(column(account, "unattributed")).isEqualTo("[25.00,0]");
    assertThat(column(account, "others")).isEqualTo("[0,0]");
    assertThat(column(account, "tied")).isEqualTo("[true,true]");
    JsonObject macd = strategy(answer, "macd");
    assertThat(column(macd, "start")).isEqualTo("[10000.00,10150.00]");
    assertThat(column(macd, "end")).isEqualTo("[10150.00,10250.00]");
    assertThat(column(macd, "profit")).isEqualTo("[49.00,100.00]");
    assertThat(column(macd, "realized")).isEqualTo("[5.00,0]");
    assertThat(column(macd, "unrealized")).isEqualTo("[45.00,100.00]");
    assertThat(column(macd, "commissions")).isEqualTo("[-1.00,0]");
    assertThat(column(macd, "capital")).isEqualTo("[40000.00,40400.00]");
    assertThat(column(macd, "return")).isEqualTo("[0.00122500,0.00247525]");
    JsonObject weights = strategy(answer, "weights");
    assertThat(column(weights, "dividends")).isEqualTo("[11.00,0]");
    assertThat(column(weights, "profit")).isEqualTo("[-89.00,1.00]");
    assertThat(macd.getAsJsonObject("totals").get("profit").getAsString()).isEqualTo("149.00");
    assertThat(account.getAsJsonObject("totals").get("unattributed").getAsString())
        .isEqualTo("25.00");
  }

  @Test
  void tooFewDaysGiveReasonsInPlaceOfFigures() throws Exception {
    threeDays();
    JsonObject answer = performance("");
    JsonObject statistics = strategy(answer, "macd").getAsJsonObject("statistics");
    assertThat(statistics.get("timeWeightedReturn").getAsString()).isEqualTo("0.00370328");
    assertThat(statistics.getAsJsonObject("bestDay").get("day").getAsString())
        .isEqualTo("2026-11-25");
    assertThat(statistics.get("costs").getAsString()).isEqualTo("0.00002488");
    JsonObject why = statistics.getAsJsonObject("why");
    for (String name : List.of("sharpe", "sortino", "volatility", "cagr", "moneyWeightedReturn")) {
      assertThat(statistics.get(name).isJsonNull()).isTrue();
      assertThat(why.get(name).getAsString()).contains("are too few");
    }
    assertThat(why.get("beta").getAsString()).isEqualTo("no benchmark is given");
    for (String name : statistics.keySet()) {
      assertWithMessage(name)
          .that(name.equals("why") || answer.getAsJsonObject("definitions").has(name))
          .isTrue();
    }
  }

  @Test
  void theProfitOfStrategiesThatWereNotAskedForIsSummedUp() throws Exception {
    threeDays();
    JsonObject answer = performance("?strategies=macd&from=2026-11-25");
    assertThat(answer.get("since").getAsString()).isEqualTo("2026-11-24");
    assertThat(answer.getAsJsonObject("strategies").keySet()).containsExactly("macd");
    assertThat(column(answer.getAsJsonObject("account"), "others")).isEqualTo("[1.00]");
    assertThat(column(answer.getAsJsonObject("account"), "profit")).isEqualTo("[101.00]");
  }

  @Test
  void aStrategyThatBeganLaterHasNoEarlierFigures() throws Exception {
    threeDays();
    day(
        "2026-11-27",
        "101087",
        "1.2",
        Map.of(
            "macd",
            "capital=40400 value=10250 USD.traded=-100 USD.commissions=-1",
            "new",
            "value=1"));
    JsonObject answer = performance("");
    assertThat(column(strategy(answer, "new"), "profit")).isEqualTo("[null,null,1.00]");
    assertThat(column(answer.getAsJsonObject("account"), "unattributed"))
        .isEqualTo("[1025.00,0,0]");
    assertThat(column(answer, "notes")).contains("1 weekdays have no record");
  }

  @Test
  void csvHasALineForEachDayAndOwner() throws Exception {
    threeDays();
    HttpResponse<String> response = door.getPlain("/performance?format=csv&to=2026-11-24");
    assertThat(response.headers().firstValue("Content-Type")).hasValue("text/csv; charset=utf-8");
    assertThat(response.body().lines().toList())
        .containsExactly(
            "day,strategy,start,end,profit,realized,unrealized,commissions,dividends,interest,"
                + "fees,crossings,capital,return,flows,others,cashRevaluation,unattributed,tied",
            "2026-11-24,(account),100000.00,100985.00,985.00,,,,,,,,,0.00985000,0,0,0,1025.00,true",
            "2026-11-24,macd,10000.00,10150.00,49.00,5.00,45.00,-1.00,0,0,0,0,40000.00,"
                + "0.00122500,,,,,",
            "2026-11-24,weights,20000.00,19900.00,-89.00,0,-100.00,0,11.00,0,0,0,50000.00,"
                + "-0.00178000,,,,,")
        .inOrder();
  }

  @Test
  void withoutARecordTheAnswerSaysWhatRecordsOne() throws Exception {
    JsonObject answer = performance("");
    assertThat(column(answer, "days")).isEqualTo("[]");
    assertThat(answer.get("since").isJsonNull()).isTrue();
    assertThat(column(answer, "notes")).contains("reconcile records one");
    assertThat(column(answer.getAsJsonObject("account"), "netLiquidation")).isEqualTo("[]");
    day("2026-11-23", "100000", "1.1", Map.of());
    assertThat(performance("").get("since").getAsString()).isEqualTo("2026-11-23");
  }

  @Test
  void aWrongRequestIsRefusedInWords() throws Exception {
    threeDays();
    Map<String, String> refusals =
        Map.of(
            "?from=2026-11-25&to=2026-11-24", "from 2026-11-25 is after to 2026-11-24",
            "?from=yesterday",
                doubleQuoted("from is 'yesterday', it must be a date such as 2026-11-20"),
            "?from=2027-01-01",
                "no day is recorded from 2027-01-01 on; days are recorded from"
                    + " 2026-11-23 to 2026-11-25",
            "?to=2025-01-01", "no day is recorded up to 2025-01-01",
            "?strategies=mcad", "unknown strategies mcad; did you mean macd?",
            "?benchmark=SPY", "no bars of SPY are stored; the store has no bars yet",
            "?format=xml", doubleQuoted("format is 'xml', it must be json or csv"),
            "?riskFree=4", "riskFree is 4, it must be a fraction per year between -1 and 1",
            "?riskFree=four", doubleQuoted("riskFree is 'four', it must be a number"),
            "?sharpe=true", "unknown parameter sharpe");
    for (Map.Entry<String, String> refusal : refusals.entrySet()) {
      HttpResponse<String> response = door.get("/performance" + refusal.getKey());
      assertWithMessage(refusal.getKey()).that(response.statusCode()).isEqualTo(400);
      assertThat(error(response)).contains(refusal.getValue());
    }
  }

  @Test
  void theBenchmarkIsReadFromStoredBars() throws Exception {
    for (LocalDate day = LocalDate.parse("2026-11-02");
        day.isBefore(LocalDate.parse("2026-11-26"));
        day = day.plusDays(1)) {
      if (day.getDayOfWeek().getValue() < 6) {
        String value = Integer.toString(1000 + day.getDayOfMonth() * day.getDayOfMonth() % 17);
        day(day.toString(), "100000", "1.1", Map.of("macd", "capital=1000 value=" + value));
      }
    }
    HttpResponse<String> collected =
        door.post(
            "/collect-market-data",
            """
            {"contracts":[{"symbol":"SPY","secType":"STK","exchange":"SMART","currency":"USD"}],\
            "duration":"2 M"}\
            """);
    assertWithMessage(collected.body()).that(collected.statusCode()).isEqualTo(200);
    JsonObject answer = performance("?benchmark=SPY&riskFree=0.04");
    JsonObject benchmark = answer.getAsJsonObject("benchmark");
    assertThat(benchmark.get("contract").getAsString()).isEqualTo("SPY");
    JsonArray close = benchmark.getAsJsonArray("close");
    assertThat(close.size()).isEqualTo(17);
    assertThat(close.asList().stream().noneMatch(JsonElement::isJsonNull)).isTrue();
    double first = benchmark.get("startClose").getAsDouble();
    assertThat(benchmark.getAsJsonArray("return").get(0).getAsDouble())
        .isWithin(1e-8)
        .of(close.get(0).getAsDouble() / first - 1);
    JsonObject own = benchmark.getAsJsonObject("statistics");
    assertThat(own.get("beta").getAsDouble()).isWithin(1e-8).of(1);
    JsonObject macd = strategy(answer, "macd").getAsJsonObject("statistics");
    assertThat(Math.abs(macd.get("correlation").getAsDouble())).isAtMost(1);
    assertThat(macd.get("sharpe").isJsonNull()).isFalse();
    HttpResponse<String> near = door.get("/performance?benchmark=SPZ");
    assertThat(error(near)).contains("no bars of SPZ are stored; did you mean SPY?");
  }

  @Test
  void itReadsOneDocumentADayAndNoFill() throws Exception {
    threeDays();
    for (int i = 0; i < 50; i++) {
      door.store().set("positions/paper/fills/fill" + i, Map.of("quantity", 1));
      door.store().set("positions/paper/dayHoldings/2026-11-2" + i % 10, Map.of("quantity", 1));
    }
    reads.clear();
    performance("");
    assertThat(reads.stream().filter(path -> path.startsWith("positions/")).toList())
        .containsExactly(
            "positions/paper/days/2026-11-23",
            "positions/paper/days/2026-11-24",
            "positions/paper/days/2026-11-25");
  }

  @Test
  void itNeedsNoGatewayAndLeavesNoTrace() throws Exception {
    threeDays();
    door.gateway().close();
    performance("");
    assertThat(door.store().list("activity")).isEmpty();
  }
}
