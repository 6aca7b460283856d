package dev.ibintents.intent.bars;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.bench.Bench.ok;
import static dev.ibintents.bench.FrontDoor.error;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.ibintents.bench.FrameProxy;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.Stocks;
import dev.ibintents.exactlyonce.MortalStore;
import dev.ibintents.ibapi.message.ReqHistoricalData;
import dev.ibintents.simulator.fault.Faults.Direction;
import dev.ibintents.simulator.fault.Faults.Trouble;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Threads;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Collecting bars and giving them out again, through the front door. */
@Timeout(180)
final class MarketDataTest {
  private static final int HISTORICAL_DATA = 17;

  /** A pacing violation, with escapes as gateways write them. */
  private static final String SPANISH =
      "Mensaje de error del servicio de datos de mercado hist\\u00f3ricos:Infracci\\u00f3n del"
          + " ritmo de las solicitudes de datos hist\\u00f3ricos";

  private static final List<String> FIVE = List.of("SPY", "QQQ", "GLD", "IEF", "AAPL");

  @TempDir Path folder;

  private static FrontDoor.Builder door(Path folder) {
    return FrontDoor.in(folder).variable("TIMEOUT_SECONDS", "120");
  }

  private static String contracts(List<String> symbols) {
    return symbols.stream().map(Stocks::json).collect(Collectors.joining(",", "[", "]"));
  }

  private static String fiveYears() {
    return doubleQuoted("{'contracts':" + contracts(FIVE) + ",'duration':'5 Y'}");
  }

  private static Stream<JsonObject> objects(JsonArray array) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(element -> element.getAsJsonObject());
  }

  private static JsonObject entry(JsonObject answer, int index) {
    return answer.getAsJsonArray("contracts").get(index).getAsJsonObject();
  }

  /** All bars of the five, as they are stored. */
  private static Map<String, Object> stored(DocumentStore store) {
    return store.list("marketData").stream()
        .flatMap(index -> store.list(index.path() + "/bars").stream())
        .collect(Collectors.toMap(Document::path, Document::fields));
  }

  @Test
  void aSecondCollectionOfFiveYearsOfFiveContractsAsksForNothingMore() throws Exception {
    try (FrontDoor door = door(folder).open()) {
      JsonObject first = ok(door.post("/collect-market-data", fiveYears()));

      assertThat(first.get("barSize").getAsString()).isEqualTo("1 day");
      assertThat(first.get("remaining").toString()).isEqualTo("[]");
      assertThat(first.get("added").getAsInt()).isAtLeast(5 * 1250);
      for (int i = 0; i < FIVE.size(); i++) {
        JsonObject entry = entry(first, i);
        assertThat(entry.get("contract").getAsString()).isEqualTo(FIVE.get(i) + " STK SMART USD");
        assertThat(entry.get("localSymbol").getAsString()).isEqualTo(FIVE.get(i));
        assertThat(entry.get("whatToShow").getAsString()).isEqualTo("TRADES");
        assertThat(entry.get("failure").isJsonNull()).isTrue();
        assertThat(entry.get("gaps").toString()).isEqualTo("[]");
        assertThat(entry.get("added")).isEqualTo(entry.get("count"));
        LocalDate from = LocalDate.parse(entry.get("first").getAsString());
        assertThat(from).isAtMost(LocalDate.now().minusYears(5).plusDays(1));
        assertThat(from).isAtLeast(LocalDate.now().minusYears(5).minusDays(30));
        LocalDate to = LocalDate.parse(entry.get("last").getAsString());
        assertThat(to).isAtLeast(LocalDate.now().minusDays(6));
      }
      assertThat(door.store().list("activity").get(0).string("intent"))
          .isEqualTo("CollectMarketData");

      JsonObject second = ok(door.post("/collect-market-data", fiveYears()));
      assertThat(second.get("added").getAsInt()).isEqualTo(0);
      assertThat(entry(second, 0).get("count")).isEqualTo(entry(first, 0).get("count"));
    }
  }

  @Test
  void aPacingViolationInAnotherLanguageIsAskedAgain() throws Exception {
    try (FrontDoor door = door(folder).open();
        FrameProxy proxy = new FrameProxy(door)) {
      AtomicInteger answers = new AtomicInteger();
      proxy.rewrite(
          HISTORICAL_DATA,
          fields -> {
            if (answers.getAndIncrement() == 0) {
              String request = fields.get(1);
              fields.clear();
              fields.addAll(List.of("4", "2", request, "162", SPANISH, ""));
            }
          });

      JsonObject answer =
          ok(
              door.post(
                  "/collect-market-data",
                  doubleQuoted(
                      "{'contracts':" + contracts(List.of("SPY")) + ",'duration':'1 M'}")));

      assertThat(answers.get()).isAtLeast(2);
      assertThat(entry(answer, 0).get("failure").isJsonNull()).isTrue();
      assertThat(entry(answer, 0).get("added").getAsInt()).isAtLeast(15);
      assertThat(answer.get("remaining").toString()).isEqualTo("[]");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"process", "connection"})
  void aCallThatIsCutOffLosesNothingAndTheNextCompletes(String what) throws Exception {
    Map<String, Object> undisturbed;
    try (FrontDoor door = door(folder.resolve("undisturbed")).open()) {
      ok(door.post("/collect-market-data", fiveYears()));
      undisturbed = stored(door.store());
    }
    Path disturbed = folder.resolve("disturbed");
    long before;
    AtomicInteger uses = new AtomicInteger();
    boolean dies = what.equals("process");
    try (FrontDoor door =
        door(disturbed)
            .wrapStore(store -> new MortalStore(store, () -> dies && uses.incrementAndGet() == 45))
            .open()) {
      if (!dies) {
        door.gateway().faults().strike(Direction.OUT, Trouble.TRUNCATED, 32);
      }
      HttpResponse<String> cut = door.post("/collect-market-data", fiveYears());
      assertWithMessage(cut.body()).that(cut.statusCode()).isEqualTo(dies ? 500 : 503);
      before = count(door.store());
      assertThat(before).isGreaterThan(1000);
    }
    try (FrontDoor door = door(disturbed).open()) {
      JsonObject next = ok(door.post("/collect-market-data", fiveYears()));

      assertThat(next.get("remaining").toString()).isEqualTo("[]");
      assertThat(before + next.get("added").getAsInt()).isEqualTo(count(door.store()));
      assertThat(bars(stored(door.store()))).isEqualTo(bars(undisturbed));
    }
  }

  private static long count(DocumentStore store) {
    return store.list("marketData").stream().mapToLong(index -> index.integer("count")).sum();
  }

  /** However they are cut into chunks: closes by series and date. */
  private static Map<String, Object> bars(Map<String, Object> chunks) {
    return chunks.entrySet().stream()
        .flatMap(
            chunk -> {
              Document document = new Document(chunk.getKey(), fields(chunk.getValue()));
              List<Object> dates = document.list("date");
              List<Object> closes = document.list("close");
              String series = chunk.getKey().split("/")[1];
              return IntStream.range(0, dates.size())
                  .mapToObj(i -> Map.entry(series + " " + dates.get(i), closes.get(i)));
            })
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @SuppressWarnings("unchecked") // as a document's fields are
  private static Map<String, Object> fields(Object fields) {
    return (Map<String, Object>) fields;
  }

  @Test
  void theContractsOfTheConfigurationAreTheUsualOnes() throws Exception {
    try (FrontDoor door = door(folder).open()) {
      assertThat(error(door.get("/collect-market-data")))
          .contains("there are no contracts; give contracts, or set marketData.contracts");
      door.store()
          .update(
              "config/common",
              Map.of(
                  "marketData",
                  Map.of(
                      "contracts", List.of(Map.of("conId", 756733), Map.of("conId", 12087792)))));
      JsonObject answer = ok(door.get("/collect-market-data?duration=1%20M"));

      assertThat(entry(answer, 0).get("localSymbol").getAsString()).isEqualTo("SPY");
      assertThat(entry(answer, 1).get("localSymbol").getAsString()).isEqualTo("EUR.USD");
      assertThat(entry(answer, 1).get("whatToShow").getAsString()).isEqualTo("MIDPOINT");
    }
  }

  @Test
  void oneContractThatFailsIsReportedAndTheRestIsCollected() throws Exception {
    try (FrontDoor door = door(folder).open()) {
      JsonObject answer =
          ok(
              door.post(
                  "/collect-market-data",
                  doubleQuoted(
                      "{'contracts':["
                          + Stocks.json("NONSUCH")
                          + ','
                          + Stocks.json("SPY")
                          + ",{'conId':756733}],"
                          + "'duration':'1 M'}")));

      assertThat(entry(answer, 0).get("failure").getAsString())
          .contains("the gateway knows no contract NONSUCH STK SMART USD");
      assertThat(entry(answer, 0).get("conId").isJsonNull()).isTrue();
      assertThat(entry(answer, 1).get("added").getAsInt()).isAtLeast(20);
      // The same series by another name: it is collected once.
      assertThat(entry(answer, 2).get("added")).isEqualTo(entry(answer, 1).get("added"));
      assertThat(answer.get("added")).isEqualTo(entry(answer, 1).get("added"));
    }
  }

  /** Whatever somebody has done to one series by hand. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          an entry is removed   | and its index says
          a column is shorter   | its column close has
          a count is a fraction | its column barCount holds 1.5
          the bars are moments  | field date is missing
          the chunk is removed  | is missing, although its series' index names it
          the index is mixed    | is no index of bars of 1 day: it has the time 2026-11-20T15:00:00Z
          """)
  void aSeriesThatIsBrokenIsReportedAndTheRestIsCollected(String what, String why)
      throws Exception {
    try (FrontDoor door = door(folder).clock(startingAt("2026-11-24T15:00:00Z")).open()) {
      String request =
          doubleQuoted("{'contracts':" + contracts(List.of("SPY", "QQQ")) + ",'duration':'%s'}");
      ok(door.post("/collect-market-data", request.formatted("1 M")));
      spoil(door.store(), "marketData/756733-1 day-TRADES", what);
      JsonObject next = ok(door.post("/collect-market-data", request.formatted("1 Y")));

      assertThat(entry(next, 0).get("failure").getAsString()).contains(why);
      assertThat(entry(next, 1).get("failure").isJsonNull()).isTrue();
      assertThat(entry(next, 1).get("added").getAsInt()).isGreaterThan(200);
    }
  }

  private static void spoil(DocumentStore store, String series, String what) {
    Document index = store.get(series).orElseThrow();
    List<Object> chunks = index.list("chunks");
    Document chunk = store.get(series + "/bars/" + chunks.get(chunks.size() - 1)).orElseThrow();
    Map<String, Object> fields = new HashMap<>(chunk.fields());
    List<Object> counts = new ArrayList<>(chunk.list("barCount"));
    counts.set(counts.size() - 1, "1.5");
    switch (what) {
      case "an entry is removed" -> fields.replaceAll((name, its) -> shorter(its));
      case "a column is shorter" -> fields.computeIfPresent("close", (name, its) -> shorter(its));
      case "a count is a fraction" -> fields.put("barCount", counts);
      case "the bars are moments" ->
          fields.put("start", List.of(chunk.list("date").stream().map(date -> 1L).toArray()));
      default -> {}
    }
    if (what.equals("the bars are moments")) {
      fields.remove("date");
    }
    if (what.equals("the chunk is removed")) {
      store.delete(chunk.path());
    } else if (what.equals("the index is mixed")) {
      store.update(series, Map.of("chunks", List.of("2026-11-20T15:00:00Z")));
    } else {
      store.set(chunk.path(), fields);
    }
  }

  private static Object shorter(Object value) {
    return value instanceof List<?> column ? column.subList(1, column.size()) : value;
  }

  /** Another share has a bar on Thanksgiving, after the last one that the gateway has of SPY. */
  @Test
  void aDayThatIsMissingAtTheEndIsAGap() throws Exception {
    try (FrontDoor door = door(folder).clock(startingAt("2026-11-27T12:00:00Z")).open()) {
      String request =
          doubleQuoted("{'contracts':" + contracts(List.of("SPY")) + ",'duration':'1 M'}");
      JsonObject alone = ok(door.post("/collect-market-data", request));
      assertThat(entry(alone, 0).get("last").getAsString()).isEqualTo("2026-11-25");
      assertThat(entry(alone, 0).get("gaps").toString()).isEqualTo("[]");
      Map<String, Object> other =
          new HashMap<>(door.store().get("marketData/756733-1 day-TRADES").orElseThrow().fields());
      other.putAll(Map.of("conId", 1, "symbol", "OTHER", "last", "2026-11-26"));
      door.store().set("marketData/1-1 day-TRADES", other);
      JsonObject beside = ok(door.post("/collect-market-data", request));

      assertThat(entry(beside, 0).get("gaps").toString())
          .isEqualTo(doubleQuoted("[{'from':'2026-11-26','to':'2026-11-26','days':1}]"));
    }
  }

  private static Clock startingAt(String moment) {
    return Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), Instant.parse(moment)));
  }

  /** On a Tuesday, and on a Saturday, when no pair is traded. */
  @ParameterizedTest
  @ValueSource(strings = {"2026-11-24T15:00:00Z", "2026-11-21T15:00:00Z"})
  void barsThatThereIsNoTimeForAreReportedBeforeTheDeadline(String now) throws Exception {
    try (FrontDoor door =
        FrontDoor.in(folder).clock(startingAt(now)).variable("TIMEOUT_SECONDS", "6").open()) {
      String request =
          doubleQuoted("{'contracts':[{'conId':12087792}],'barSize':'5 secs','duration':'3 D'}");
      JsonObject first = ok(door.post("/collect-market-data", request));
      JsonObject remaining = first.getAsJsonArray("remaining").get(0).getAsJsonObject();
      assertThat(remaining.get("contract").getAsString()).isEqualTo("conId 12087792");
      assertThat(entry(first, 0).get("failure").isJsonNull()).isTrue();
      assertThat(entry(first, 0).get("count").getAsLong()).isAtLeast(720);

      JsonObject second = ok(door.post("/collect-market-data", request));
      assertThat(entry(second, 0).get("count").getAsLong())
          .isEqualTo(entry(first, 0).get("count").getAsLong() + second.get("added").getAsLong());
    }
  }

  /** The same request again within 15 seconds would be a violation; the gateway counts on. */
  @Test
  void aSecondCallKeepsToThePaceOfTheFirst() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (FrontDoor door =
        FrontDoor.in(folder)
            .clock(startingAt("2026-11-24T15:00:00Z"))
            .variable("TIMEOUT_SECONDS", "5")
            .gateway(
                options ->
                    options.onRequest(
                        (client, number, request) ->
                            asked.addAndGet(request instanceof ReqHistoricalData ? 1 : 0)))
            .open()) {
      String request =
          doubleQuoted("{'contracts':[{'conId':756733}],'barSize':'5 secs','duration':'600 S'}");
      JsonObject first = ok(door.post("/collect-market-data", request));
      assertThat(first.getAsJsonArray("remaining")).isEmpty();
      int ofFirst = asked.get();
      JsonObject second = ok(door.post("/collect-market-data", request));

      assertThat(asked.get()).isEqualTo(ofFirst);
      assertThat(second.getAsJsonArray("remaining")).hasSize(1);
      assertThat(entry(second, 0).get("failure").isJsonNull()).isTrue();
    }
  }

  @Test
  void badParametersAreNamedTogetherAndTheGatewayHearsNothing() throws Exception {
    try (FrontDoor door = door(folder).open()) {
      HttpResponse<String> response =
          door.post(
              "/collect-market-data",
              doubleQuoted(
                  "{'contracts':[{'symbol':'SPY'}],'barSize':'1 day ','duration':'5 y',"
                      + "'whatToShow':'VOLUME'}"));
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(error(response))
          .contains(doubleQuoted("barSize is '1 day ', it must be one of 1 secs"));
      assertThat(error(response))
          .contains(doubleQuoted("duration is '5 y', it must be a number and a unit"));
      assertThat(error(response))
          .contains(doubleQuoted("whatToShow is 'VOLUME', it must be one of TRADES"));
      assertThat(error(response)).contains("contracts[0]: it names no instrument");
      response =
          door.post(
              "/collect-market-data",
              doubleQuoted(
                  "{'contracts':[{'conId':1}],'barSize':'1"
                      + " min','whatToShow':'ADJUSTED_LAST'}"));
      assertThat(error(response)).contains("ADJUSTED_LAST is collected in bars of 1 day only");
      response = door.post("/collect-market-data", doubleQuoted("{'contracts':['SPY'],'days':1}"));
      assertThat(error(response)).contains("unknown parameter days");
      assertThat(error(response)).contains("it must be a list of contracts, each an object");
      assertThat(door.gateway().connectionsAccepted()).isEqualTo(0);
    }
  }

  @Test
  void storedBarsAreGivenOutWithoutTheGateway() throws Exception {
    try (FrontDoor door = door(folder).open()) {
      ok(door.post("/collect-market-data", fiveYears()));
      int connections = door.gateway().connectionsAccepted();
      JsonObject all = ok(door.get("/market-data?contract=SPY"));
      List<JsonObject> bars = objects(all.getAsJsonArray("bars")).toList();
      assertThat(all.getAsJsonObject("contract").get("conId").getAsInt()).isEqualTo(756733);
      assertThat(all.get("barSize").getAsString()).isEqualTo("1 day");
      assertThat(bars).hasSize(all.get("count").getAsInt());
      assertThat(bars.get(0).get("time")).isEqualTo(all.get("first"));
      assertThat(bars.get(0).get("close").getAsBigDecimal().signum()).isEqualTo(1);

      String from = bars.get(100).get("time").getAsString();
      String to = bars.get(109).get("time").getAsString();
      JsonObject ten =
          ok(
              door.post(
                  "/market-data",
                  doubleQuoted("{'contract':{'conId':756733},'from':'%s','to':'%s'}")
                      .formatted(from, to)));
      assertThat(objects(ten.getAsJsonArray("bars")).toList()).isEqualTo(bars.subList(100, 110));

      String contract = URLEncoder.encode(Stocks.json("SPY"), StandardCharsets.UTF_8);
      HttpResponse<String> csv =
          door.getPlain("/market-data?contract=" + contract + "&format=csv&from=" + from);
      assertThat(csv.statusCode()).isEqualTo(200);
      assertThat(csv.headers().firstValue("Content-Type").orElseThrow().replace(" ", ""))
          .ignoringCase()
          .isEqualTo("text/csv;charset=utf-8");
      List<String> lines = Arrays.asList(csv.body().split("\r\n"));
      assertThat(lines.get(0)).isEqualTo("time,open,high,low,close,volume,average,barCount");
      assertThat(lines).hasSize(1 + bars.size() - 100);
      assertThat(lines.get(1)).startsWith(from + "," + bars.get(100).get("open").getAsString());
      HttpResponse<String> jsonLines =
          door.getPlain("/market-data?contract=SPY&format=jsonl&from=" + from);
      assertThat(jsonLines.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("application/x-ndjson");
      assertThat(
              jsonLines
                  .body()
                  .lines()
                  .map(line -> JsonParser.parseString(line).getAsJsonObject())
                  .toList())
          .isEqualTo(bars.subList(100, bars.size()));
      assertThat(door.gateway().connectionsAccepted()).isEqualTo(connections);
      assertThat(door.store().list("activity")).hasSize(1); // of the collection alone
    }
  }

  @Test
  void shortBarsAreAskedForByTimeOrByDay() throws Exception {
    try (FrontDoor door = door(folder).open()) {
      ok(
          door.post(
              "/collect-market-data",
              doubleQuoted(
                  "{'contracts':[{'conId':756733}],'barSize':'30 mins','duration':'1 W',"
                      + "'useRth':false}")));
      String which = "/market-data?contract=SPY&barSize=30%20mins&useRth=false";
      List<JsonObject> bars = objects(ok(door.get(which)).getAsJsonArray("bars")).toList();
      String time = bars.get(40).get("time").getAsString();
      JsonObject single = ok(door.get(which + "&from=" + time + "&to=" + time));
      assertThat(objects(single.getAsJsonArray("bars")).toList()).containsExactly(bars.get(40));
      LocalDate day =
          LocalDate.parse(bars.get(bars.size() - 1).get("time").getAsString().substring(0, 10));
      JsonObject ofDay = ok(door.get(which + "&from=" + day + "&to=" + day));
      assertThat(ofDay.getAsJsonArray("bars").size()).isAtMost(32);

      HttpResponse<String> other = door.get("/market-data?contract=SPY&barSize=30%20mins");
      assertThat(other.statusCode()).isEqualTo(400);
      assertThat(error(other))
          .contains(
              "no such bars of SPY (conId 756733) are stored; the stored bars are 30 mins TRADES"
                  + " outside regular hours, too");
    }
  }

  @Test
  void anAmbiguousSeriesIsRefusedWithTheSeriesThatThereAre() throws Exception {
    try (FrontDoor door = door(folder).open()) {
      assertThat(error(door.get("/market-data?contract=SPY")))
          .contains("no bars of SPY are stored; the store has no bars yet");
      ok(
          door.post(
              "/collect-market-data",
              doubleQuoted(
                  "{'contracts':[{'conId':12087792},{'conId':12087817},{'conId':756733}],"
                      + "'duration':'1 W'}")));
      HttpResponse<String> unknown = door.get("/market-data?contract=IBM&format=csv");
      assertThat(unknown.statusCode()).isEqualTo(400); // as JSON, whatever the format
      assertThat(error(unknown)).contains("no bars of IBM are stored; there are bars of");
      assertThat(error(unknown)).contains("SPY (conId 756733)");
      HttpResponse<String> ambiguous = door.get("/market-data?contract=EUR");
      assertThat(ambiguous.statusCode()).isEqualTo(400);
      assertThat(error(ambiguous))
          .contains("EUR has several meanings: EUR.USD CASH USD (conId 12087792)");
      assertThat(error(ambiguous)).contains("EUR.CHF CASH CHF (conId 12087817)");
      ok(door.get("/market-data?contract=EUR.CHF"));
      for (String wrong :
          List.of(
              "contract=SPY&from=tomorrow",
              "contract=SPY&from=2026-11-20&to=2026-11-19",
              "contract=SPY&format=xml",
              "contract=SPY&from=2026-11-20T14:30:00Z",
              "barSize=1%20day",
              "contract="
                  + URLEncoder.encode(doubleQuoted("{'conId':756733,'multiplier':2}"), "UTF-8"))) {
        HttpResponse<String> response = door.get("/market-data?" + wrong);
        assertWithMessage(wrong).that(response.statusCode()).isEqualTo(400);
      }
      door.store().update("config/common", Map.of("tradingEnabled", false));
      assertThat(door.get("/market-data?contract=SPY").statusCode()).isEqualTo(503);
    }
  }

  @Test
  void twoCollectionsAtOnceStoreTheSameBars() throws Exception {
    try (FrontDoor door = door(folder).open()) {
      String request =
          doubleQuoted("{'contracts':" + contracts(List.of("SPY", "GLD")) + ",'duration':'5 Y'}");
      List<HttpResponse<String>> both =
          Threads.race(2, number -> () -> door.post("/collect-market-data", request));
      int added = 0;
      for (HttpResponse<String> response : both) {
        added += ok(response).get("added").getAsInt();
      }
      assertThat(added).isEqualTo((int) count(door.store()));
      assertThat(ok(door.post("/collect-market-data", request)).get("added").getAsInt())
          .isEqualTo(0);
      assertThat(added).isGreaterThan(2500);
    }
  }
}
