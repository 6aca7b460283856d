package dev.ibintents.intent;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.bench.Bench.problem;
import static dev.ibintents.bench.Bench.problemCodes;
import static dev.ibintents.bench.FrontDoor.answered;
import static dev.ibintents.bench.FrontDoor.json;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrameProxy;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.simulator.account.ReceivedOrder;
import dev.ibintents.simulator.fault.Link;
import dev.ibintents.simulator.fault.LinkFaults;
import dev.ibintents.store.Document;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** An invocation in which something did not go as it was meant to never looks like success. */
@Timeout(120)
final class FailureIsNoSuccessTest {
  private static final int TICK_PRICE = 1;
  private static final int CONTRACT_DATA = 10;
  private static final int REQUEST = 2;
  private static final int REQUEST_OF_CONTRACT = 1;

  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-23T15:45:00Z"));
  @TempDir Path folder;
  private FrontDoor door;
  private FrameProxy proxy;
  private Bench bench;

  @BeforeEach
  void open() throws Exception {
    door = FrontDoor.in(folder).clock(clock).variable("TIMEOUT_SECONDS", "12").open();
    proxy = new FrameProxy(door);
    bench = new Bench(door, clock);
    bench.expose(Map.of("growth", "0.2", "bonds", "0.2", "futures", "0.1", "weights", "0.1"));
    bench.strategy("growth", Map.of("SPY", "0.5"));
    bench.strategy("bonds", Map.of("TLT", "0.5"));
    door.store().set("strategies/futures", Map.of("kind", "dummy"));
  }

  @AfterEach
  void close() throws Exception {
    door.close();
    proxy.close();
  }

  private HttpResponse<String> allocate(String key) throws Exception {
    return bench.postWithKey("/allocation", key, doubleQuoted("{'strategies':['growth','bonds']}"));
  }

  private long accepted() {
    return door.gateway().account().received().stream()
        .filter(order -> order.outcome() == ReceivedOrder.Outcome.ACCEPTED)
        .count();
  }

  private List<String> lastActivityCodes() {
    Document last =
        door.store().list("activity").stream()
            .max((one, other) -> one.instant("timestamp").compareTo(other.instant("timestamp")))
            .orElseThrow();
    return last.list("problems").stream()
        .map(problem -> ((Map<?, ?>) problem).get("code").toString())
        .toList();
  }

  /** The gateway answers requests of this kind with an error, as far as they are about a symbol. */
  private void refuse(int message, int request, String symbol, int code, String text) {
    proxy.rewrite(
        message,
        fields -> {
          if (symbol.isEmpty() || fields.contains(symbol)) {
            String reqId = fields.get(request);
            fields.clear();
            fields.addAll(List.of("4", "2", reqId, Integer.toString(code), text, ""));
          }
        });
  }

  @Test
  void aStrategyThatNobodyKnowsIsAProblemBesideTheOthers() throws Exception {
    bench.expose(Map.of("growth", "0.2", "nosuch", "0.1", "futures", "0.1", "weights", "0.1"));

    JsonObject answer = bench.failed(200, bench.postWithKey("/allocation", "k", "{}"));

    assertThat(problem(answer, "strategy-unknown"))
        .contains("there is no document strategies/nosuch");
    assertThat(lastActivityCodes()).contains("strategy-unknown");
    assertThat(accepted()).isAtLeast(1);
  }

  @Test
  void holdingsOfAStrategyWithoutExposureAreAProblem() throws Exception {
    bench.expose(Map.of("growth", "0.2"));

    JsonObject answer = bench.failed(200, bench.postWithKey("/allocation", "k", "{}"));

    assertThat(problem(answer, "strategy-without-exposure"))
        .contains(doubleQuoted("close-all {'strategies': ['futures']}"));
  }

  @Test
  void aStrategyThatIsSwitchedOffIsNoProblem() throws Exception {
    door.store().update("strategies/bonds", Map.of("enabled", false));

    JsonObject answer = bench.failed(200, allocate("k"));

    assertThat(problemCodes(answer)).isEmpty();
    assertThat(answer.getAsJsonObject("skipped").has("bonds")).isTrue();
  }

  @Test
  void aRefusedOrderAmongOthersIsAProblem() throws Exception {
    door.gateway().faults().orders().reject(1, 201, "Order rejected - reason: no margin");

    JsonObject answer = bench.failed(200, allocate("k"));

    assertThat(problemCodes(answer)).containsExactly("order-refused");
    assertThat(problem(answer, "order-refused")).contains("201 Order rejected - reason: no margin");
    assertThat(lastActivityCodes()).containsExactly("order-refused");
    assertThat(json(allocate("k")).get("status").getAsString()).isEqualTo("already-ran");
  }

  @Test
  void aRunWhoseOrdersWereAllRefusedFailsAndItsKeyBeginsAnew() throws Exception {
    door.gateway().faults().orders().reject(1, 201, "Order rejected - reason: no margin");
    door.gateway().faults().orders().reject(2, 201, "Order rejected - reason: no margin");

    JsonObject refused = bench.failed(500, allocate("k"));
    door.gateway().faults().clear();
    JsonObject again = bench.failed(200, allocate("k"));
    JsonObject third = bench.failed(200, allocate("k"));

    assertThat(problemCodes(refused))
        .containsExactly("order-refused", "nothing-succeeded")
        .inOrder();
    assertThat(Bench.list(refused, "orders")).hasSize(2);
    assertThat(Bench.list(again, "orders")).hasSize(2);
    assertThat(third.get("status").getAsString()).isEqualTo("already-ran");
    assertThat(accepted()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "354, Requested market data is not subscribed.",
    "10197, No market data during competing live session",
  })
  void aContractWithoutAPriceIsAProblemInTheGatewaysWords(int code, String text) throws Exception {
    refuse(TICK_PRICE, REQUEST, "", code, text);

    HttpResponse<String> response = allocate("k");
    proxy.rewrite(TICK_PRICE, fields -> {});
    JsonObject answer = bench.failed(500, response);

    assertThat(problemCodes(answer)).containsExactly("no-price", "no-price", "nothing-succeeded");
    assertThat(problem(answer, "no-price")).contains(code + " " + text);
    assertThat(accepted()).isEqualTo(0);
  }

  @Test
  void aContractThatTheGatewayDoesNotKnowIsAProblemInItsWords() throws Exception {
    refuse(CONTRACT_DATA, REQUEST_OF_CONTRACT, "TLT", 200, "No security definition has been found");

    JsonObject answer = bench.failed(200, allocate("k"));

    assertThat(problemCodes(answer)).containsExactly("contract-unresolved");
    assertThat(problem(answer, "contract-unresolved"))
        .contains("200 No security definition has been found");
    assertThat(accepted()).isEqualTo(1);
  }

  /** The broker is lost at some request; whatever needs it is answered as if it did not exist. */
  @ParameterizedTest
  @CsvSource({"3, 1100", "5, 2110", "7, 1100", "9, 2110", "11, 1100", "13, 2110"})
  void anOutageIsNoSkip(int request, int code) throws Exception {
    door.gateway().faults().links().whileLost(LinkFaults.WhileLost.UNKNOWN);
    door.gateway().faults().links().lose(Link.BROKER, request, Duration.ofMinutes(5), code);

    HttpResponse<String> lost = allocate("k");
    door.gateway().faults().clear();
    door.gateway().regainBroker(true);
    clock.advance(Duration.ofSeconds(90));
    JsonObject again = bench.failed(200, allocate("k"));

    assertWithMessage(lost.body()).that(lost.statusCode()).isAnyOf(503, 504);
    assertThat(problemCodes(again)).isEmpty();
    assertThat(accepted()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"5, 1100", "8, 2110", "11, 1100"})
  void anOutageIsNoReasonToCloseNothing(int request, int code) throws Exception {
    door.gateway().faults().links().whileLost(LinkFaults.WhileLost.UNKNOWN);
    door.gateway().faults().links().lose(Link.BROKER, request, Duration.ofMinutes(5), code);

    HttpResponse<String> lost = bench.postWithKey("/close-all", "c", "{}");
    door.gateway().faults().clear();
    door.gateway().regainBroker(true);
    clock.advance(Duration.ofSeconds(90));
    bench.failed(200, bench.postWithKey("/close-all", "c", "{}"));

    assertWithMessage(lost.body()).that(lost.statusCode()).isAnyOf(503, 504);
    bench.awaitFilled();
    assertThat(bench.owned()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Link.class,
      names = {"MARKET_DATA", "DEFINITIONS"})
  void aBrokenFarmIsNoSkip(Link farm) throws Exception {
    door.gateway().breakFarm(farm);

    HttpResponse<String> broken = allocate("k");
    door.gateway().mendFarm(farm);
    JsonObject again = bench.failed(200, allocate("k"));

    assertWithMessage(broken.body()).that(broken.statusCode()).isAnyOf(503, 504);
    assertThat(Bench.list(again, "orders")).hasSize(2);
  }

  @Test
  void aBrokenFarmThatIsNotNeededStopsNothing() throws Exception {
    door.gateway().breakFarm(Link.HISTORY);

    bench.failed(200, allocate("k"));

    assertThat(accepted()).isEqualTo(2);
  }

  @Test
  void closingWithoutDescriptionsOfContractsFailsAndIsRepeatable() throws Exception {
    refuse(CONTRACT_DATA, REQUEST_OF_CONTRACT, "", 200, "No security definition has been found");

    JsonObject failed = bench.failed(500, bench.postWithKey("/close-all", "c", "{}"));
    proxy.close();
    door.store().set("config/paper", Map.of("apiPort", door.gateway().port()));
    bench.failed(200, bench.postWithKey("/close-all", "c", "{}"));

    assertThat(problemCodes(failed)).contains("not-closed");
    assertThat(problemCodes(failed)).contains("nothing-succeeded");
    assertThat(problem(failed, "not-closed")).contains("200 No security definition");
    bench.awaitFilled();
    assertThat(bench.owned()).isEmpty();
  }

  @Test
  void anAnswerToARepetitionSaysUntilWhenAndHowToAskAnewAndKeepsNumbers() throws Exception {
    JsonObject first = bench.ok("/allocation", doubleQuoted("{'strategies':['growth']}"));
    JsonObject again = bench.ok("/allocation", doubleQuoted("{'strategies':['growth']}"));
    bench.failed(200, allocate("k"));
    JsonObject keyed = bench.failed(200, allocate("k"));

    assertThat(again.get("status").getAsString()).isEqualTo("already-ran");
    assertThat(Instant.parse(again.get("repeatsUntil").getAsString()))
        .isEqualTo(
            door.store()
                .get("runs/" + again.get("run").getAsString())
                .orElseThrow()
                .instant("begunAt")
                .plus(Duration.ofMinutes(15)));
    assertThat(again.get("newRun").getAsString()).contains("Idempotency-Key");
    assertThat(keyed.get("repeatsUntil").isJsonNull()).isTrue();
    assertThat(keyed.get("newRun").getAsString()).isEqualTo("send another Idempotency-Key");
    JsonObject result = again.getAsJsonObject("result");
    assertThat(result.get("netLiquidation").getAsJsonPrimitive().isNumber()).isTrue();
    assertThat(result.get("netLiquidation")).isEqualTo(first.get("netLiquidation"));
    assertThat(result.get("targetPositions")).isEqualTo(first.get("targetPositions"));
  }

  private static String collecting(String... symbols) {
    List<String> contracts =
        List.of(symbols).stream()
            .map(
                symbol ->
                    doubleQuoted(
                            "{'symbol':'%s','secType':'STK','exchange':'SMART','currency':'USD'}")
                        .formatted(symbol))
            .toList();
    return doubleQuoted("{'contracts':[" + String.join(",", contracts) + "],'duration':'1 M'}");
  }

  @Test
  void aSeriesThatIsNotCollectedIsAProblemBesideTheOthers() throws Exception {
    JsonObject answer = bench.ok("/collect-market-data", collecting("SPY", "NOSUCH"));

    assertThat(problemCodes(answer)).containsExactly("series-not-collected");
    assertThat(problem(answer, "series-not-collected")).contains("NOSUCH");
    assertThat(answer.get("added").getAsInt()).isGreaterThan(0);
  }

  @Test
  void noSeriesAtAllIsAFailure() throws Exception {
    JsonObject answer =
        bench.failed(500, door.post("/collect-market-data", collecting("NOSUCH", "NEITHER")));

    assertThat(problemCodes(answer))
        .containsExactly("series-not-collected", "series-not-collected", "nothing-succeeded");
  }

  @Test
  void collectingFromABrokenFarmFailsAndTakesNothingForEmpty() throws Exception {
    bench.ok("/collect-market-data", collecting("SPY"));
    Map<String, Object> before = bars();
    clock.advance(Duration.ofDays(2));
    door.gateway().tick();
    door.gateway().breakFarm(Link.HISTORY);

    HttpResponse<String> broken = door.post("/collect-market-data", collecting("SPY"));

    answered(503, broken);
    assertThat(bars()).isEqualTo(before);
    door.gateway().mendFarm(Link.HISTORY);
    assertThat(bench.ok("/collect-market-data", collecting("SPY")).get("added").getAsInt())
        .isEqualTo(2);
  }

  private Map<String, Object> bars() {
    Map<String, Object> bars = new TreeMap<>();
    door.store().list("marketData").forEach(series -> bars.put(series.path(), series.fields()));
    return bars;
  }
}
