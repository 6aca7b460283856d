package dev.ibintents.intent.look;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.store.Document;
import dev.ibintents.trading.ledger.Lease;
import dev.ibintents.trading.ledger.LeaseHold;
import dev.ibintents.trading.ledger.Leases;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The intents that look into the store, and the kill switch, over HTTP. */
@Timeout(120)
final class LookTest {
  private static final Instant MONDAY = Instant.parse("2026-11-30T15:00:00Z");

  @TempDir Path folder;
  private final MovedClock clock = new MovedClock(MONDAY);
  private CountedReads reads;
  private FrontDoor door;
  private Bench bench;

  @BeforeEach
  void open() throws Exception {
    door =
        FrontDoor.in(folder)
            .clock(clock)
            .wrapStore(store -> reads = new CountedReads(store))
            .open();
    bench = new Bench(door, clock);
    bench.expose(Map.of("weights", "0.4", "bonds", "0.2"));
    bench.strategy("weights", Map.of("SPY", "0.6", "GLD", "0.4"));
    bench.strategy("bonds", Map.of("IEF", "1"));
  }

  @AfterEach
  void close() {
    door.close();
  }

  private JsonObject look(String path) throws Exception {
    int connections = door.gateway().connectionsAccepted();
    JsonObject answer = Bench.ok(door.get(path));
    assertThat(door.gateway().connectionsAccepted()).isEqualTo(connections);
    return answer;
  }

  private void day() throws Exception {
    bench.ok("/orchestrate", "{}");
    bench.awaitFilled();
    clock.advance(Duration.ofMinutes(20));
    bench.reconciled();
  }

  private static JsonObject named(JsonObject answer, String list, String field, String value) {
    return Bench.list(answer, list).stream()
        .filter(element -> element.get(field).getAsString().equals(value))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + value + " in " + answer));
  }

  // runs

  @Test
  void runsShowTheOrdersOfTheNewestRunsWithTheirFills() throws Exception {
    day();
    clock.advance(Duration.ofDays(1));
    bench.strategy("bonds", Map.of("TLT", "1"));
    bench.ok(bench.postWithKey("/orchestrate", "tuesday", "{}"));
    bench.awaitFilled();
    bench.reconciled();

    JsonObject answer = look("/runs");
    List<JsonObject> runs = Bench.list(answer, "runs");

    assertThat(runs).hasSize(2);
    assertThat(runs.get(0).get("by").getAsString()).isEqualTo("Idempotency-Key 'tuesday'");
    assertThat(runs.get(0).get("intent").getAsString()).isEqualTo("orchestrate");
    assertThat(runs.get(0).get("state").getAsString()).isEqualTo("finished");
    assertThat(Bench.problemCodes(runs.get(0))).containsExactly("strategy-without-exposure");
    JsonObject order = named(runs.get(0), "orders", "contract", "TLT");
    assertThat(order.get("state").getAsString()).isEqualTo("filled");
    assertThat(order.get("side").getAsString()).isEqualTo("BUY");
    assertThat(order.get("filled").getAsBigDecimal())
        .isEqualTo(order.get("quantity").getAsBigDecimal());
    assertThat(order.get("price").getAsBigDecimal().doubleValue()).isWithin(45).of(89);
    assertThat(order.getAsJsonObject("strategies").keySet()).containsExactly("bonds");
    assertThat(Bench.list(look("/runs?last=1"), "runs")).containsExactly(runs.get(0));
  }

  @Test
  void anOrderThatMayStillBeFilledIsOpen() throws Exception {
    door.gateway().closeMarket();
    bench.ok("/allocation", "{}");

    JsonObject run = Bench.list(look("/runs"), "runs").get(0);
    JsonObject order = named(run, "orders", "contract", "IEF");

    assertThat(order.get("state").getAsString()).isEqualTo("open");
    assertThat(order.get("filled").getAsInt()).isEqualTo(0);
    assertThat(order.get("price").isJsonNull()).isTrue();
  }

  @Test
  void aRunShowsItsProblems() throws Exception {
    bench.strategy("bonds", Map.of("NOSUCH", "1"));
    bench.ok("/allocation", "{}");

    JsonObject run = Bench.list(look("/runs"), "runs").get(0);

    assertThat(Bench.problemCodes(run)).contains("contract-unresolved");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/runs?last=0     | last is 0, it must be from 1 to 200",
        "/runs?last=201   | last is 201, it must be from 1 to 200",
        "/runs?last=many  | last is \"many\", it must be a whole number",
        "/runs?last=1.5   | last is \"1.5\", it must be a whole number",
        "/runs?lats=1     | unknown parameter lats; did you mean last?",
        "/holdings?day=1  | unknown parameter day",
        "/status?x=1      | unknown parameter x"
      })
  void wrongParametersAreRefused(String path, String words) throws Exception {
    HttpResponse<String> refused = door.get(path);

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(FrontDoor.error(refused)).contains(words);
  }

  // holdings

  @Test
  void holdingsHaveSymbolsPricesTargetsAndDrift() throws Exception {
    day();
    bench.ok("/reconcile", "{}");

    JsonObject answer = look("/holdings");

    assertThat(answer.get("baseCurrency").getAsString()).isEqualTo("USD");
    BigDecimal netLiquidation = answer.get("netLiquidation").getAsBigDecimal();
    JsonObject bonds = answer.getAsJsonObject("strategies").getAsJsonObject("bonds");
    assertThat(bonds.get("capital").getAsBigDecimal().doubleValue())
        .isWithin(0.01)
        .of(netLiquidation.doubleValue() * 0.2);
    JsonObject ief = named(bonds, "holdings", "contract", "IEF");
    BigDecimal quantity = ief.get("quantity").getAsBigDecimal();
    assertThat(quantity).isEqualTo(ief.get("target").getAsBigDecimal());
    assertThat(ief.get("drift").getAsBigDecimal().signum()).isEqualTo(0);
    assertThat(ief.get("currency").getAsString()).isEqualTo("USD");
    assertThat(ief.get("value").getAsBigDecimal().doubleValue())
        .isWithin(0.02)
        .of(quantity.multiply(ief.get("price").getAsBigDecimal()).doubleValue());
    assertThat(bonds.get("value")).isEqualTo(ief.get("value"));
  }

  @Test
  void holdingsBeforeTheFirstSnapshotHaveConIdsAndNoValue() throws Exception {
    JsonObject answer = look("/holdings");

    assertThat(answer.get("updatedAt").isJsonNull()).isTrue();
    JsonObject weights = answer.getAsJsonObject("strategies").getAsJsonObject("weights");
    JsonObject spy = named(weights, "holdings", "contract", Integer.toString(Bench.SPY));
    assertThat(spy.get("value").isJsonNull()).isTrue();
    assertThat(weights.get("value").isJsonNull()).isTrue();
  }

  @Test
  void parkedHoldingsStandApart() throws Exception {
    door.store().delete("positions/paper/holdings/weights");
    door.parkHoldings();
    bench.ok("/reconcile", "{}");

    JsonObject answer = look("/holdings");

    assertThat(named(answer, "parked", "contract", "SPY").get("target").isJsonNull()).isTrue();
    assertThat(answer.getAsJsonObject("strategies").keySet()).doesNotContain("parked");
  }

  // status

  private static JsonObject light(JsonObject status, String name) {
    return named(status, "lights", "name", name);
  }

  private static void assertLight(JsonObject status, String name, boolean ok, String words) {
    JsonObject light = light(status, name);
    assertWithMessage(light.toString()).that(light.get("ok").getAsBoolean()).isEqualTo(ok);
    assertThat(light.get("words").getAsString()).contains(words);
    assertThat(status.get("status").getAsString()).isEqualTo(ok ? "ok" : "attention");
  }

  private JsonObject statusAfterADay() throws Exception {
    day();
    return look("/status");
  }

  @Test
  void allIsWellAfterAGoodDay() throws Exception {
    JsonObject status = statusAfterADay();

    assertLight(
        status, "books", true, "books and account agree, as trade-reconciliation has found");
    assertLight(status, "gateway", true, "the gateway answered less than a minute ago");
    assertLight(status, "trading", true, "trading is on");
    assertLight(status, "runs", true, "ended well");
    assertLight(status, "configuration", true, "the configuration has no faults");
    assertLight(status, "lease", true, "nobody trades the account now");
    assertThat(named(status, "lastRuns", "intent", "orchestrate").get("ok").getAsBoolean())
        .isTrue();
    assertThat(status.get("lease").isJsonNull()).isTrue();
    assertThat(status.getAsJsonArray("unsettled")).isEmpty();
  }

  @Test
  void aFreshStartSaysWhatIsNotOnRecord() throws Exception {
    JsonObject status = look("/status");

    assertLight(status, "books", false, "no comparison of books and account is on record");
    assertLight(status, "gateway", false, "no answer of the gateway is on record");
    assertLight(status, "runs", false, "no run is on record");
  }

  @Test
  void aTradeByHandShowsAsADifferenceWithItsSymbol() throws Exception {
    statusAfterADay();
    door.gateway().tws().trade(bench.spy(), BigDecimal.valueOf(5), new BigDecimal("740"));
    assertThat(door.post("/orchestrate", "{}").statusCode()).isEqualTo(500);

    JsonObject status = look("/status");

    assertLight(status, "books", false, "books and account differ in SPY (holdings ");
    assertLight(status, "runs", false, "orchestrate failed less than a minute ago: ");
    assertThat(status.getAsJsonObject("books").get("match").getAsBoolean()).isFalse();
  }

  @Test
  void anUnreachableGatewayIsNoticed() throws Exception {
    statusAfterADay();
    door.store().update("config/common", Map.of("connectTimeoutSeconds", 1));
    door.gateway().refuseConnections();
    assertThat(door.post("/reconcile", "{}").statusCode()).isEqualTo(503);

    assertLight(look("/status"), "gateway", false, "GatewayUnreachableException: ");
  }

  @Test
  void aRunUnderWayHoldsTheLeaseAndABrokenOneNeedsAttention() throws Exception {
    statusAfterADay();
    Leases leases = new Leases(door.store(), clock);
    Lease held;
    try (LeaseHold hold =
        new LeaseHold(
            leases,
            TradingMode.PAPER,
            "i-1",
            Deadline.in(Duration.ofMinutes(2)),
            System::nanoTime)) {
      held = hold.lease();
      JsonObject status = look("/status");
      assertLight(status, "lease", true, "i-1 trades the account now");
      assertThat(status.getAsJsonObject("lease").get("holder").getAsString()).isEqualTo("i-1");
      clock.advance(Duration.ofMinutes(5));
      assertLight(look("/status"), "lease", false, "i-1 has ended without giving the account back");
    }
    Document run = door.store().list("runs").get(0);
    Map<String, Object> fields = new HashMap<>(run.fields());
    fields.put("state", "running");
    fields.put("token", held.token());
    door.store().set(run.path(), fields);

    JsonObject status = look("/status");

    assertLight(status, "runs", false, "has broken off; the next run settles it");
    assertThat(Bench.list(status, "unsettled").get(0).get("key").getAsString()).isEqualTo(run.id());
  }

  @Test
  void faultsOfTheConfigurationAreNamedWithoutFailing() throws Exception {
    statusAfterADay();
    door.store().update("config/paper", Map.of("tradingEnable", false, "clientId", "x"));
    door.store().set("config/papr", Map.of());
    door.store().update("strategies/bonds", Map.of("weigths", List.of()));

    JsonObject status = look("/status");

    assertLight(
        status,
        "configuration",
        false,
        "config/paper tradingEnable is unknown; did you mean tradingEnabled?");
    String words = light(status, "configuration").get("words").getAsString();
    assertThat(words).contains("config/paper clientId is \"x\"; it must be a whole number");
    assertThat(words).contains("nothing reads the document config/papr; did you mean config/paper");
    assertThat(words).contains("strategies/bonds weigths is unknown; did you mean weights?");
    assertLight(status, "trading", false, "nothing trades, as the configuration has faults");
    assertThat(status.getAsJsonObject("trading").get("enabled").getAsBoolean()).isFalse();
    assertThat(door.post("/reconcile", "{}").statusCode()).isEqualTo(500);
  }

  @Test
  void aStrategyWithExposureAndNoDocumentIsNamed() throws Exception {
    bench.expose(Map.of("weights", "0.4", "wieghts", "0.2"));

    assertLight(
        look("/status"),
        "configuration",
        false,
        "there is no document strategies/wieghts; did you mean weights?");
  }

  /** Years of runs and activities cost no more than a few days. */
  @Test
  void lookingReadsFewDocumentsHoweverLongTheHistoryIs() throws Exception {
    day();
    Document run = door.store().list("runs").get(0);
    Document activity = door.store().list("activity").get(0);
    Document fill = door.store().list("positions/paper/fills").get(0);
    door.store()
        .runTransaction(
            transaction -> {
              for (int i = 0; i < 1_000; i++) {
                Instant past = MONDAY.minus(Duration.ofDays(i + 1));
                transaction.set("runs/old-" + i, with(run, "begunToken", past.getEpochSecond()));
                transaction.set("activity/old" + i, with(activity, "timestamp", past));
                transaction.set("positions/paper/fills/old" + i, with(fill, "timestamp", past));
              }
              return null;
            });
    reads.sinceLast();

    look("/status");
    assertThat(reads.sinceLast()).isLessThan(130);
    look("/runs?last=1");
    assertThat(reads.sinceLast()).isLessThan(60);
    look("/holdings");
    assertThat(reads.sinceLast()).isLessThan(40);
  }

  private static Map<String, Object> with(Document document, String field, Object value) {
    Map<String, Object> fields = new HashMap<>(document.fields());
    fields.put(field, value);
    return fields;
  }

  @Test
  void theOtherModesRunsAndActivitiesAreNotShown() throws Exception {
    day();
    Document run = door.store().list("runs").get(0);
    for (int i = 0; i < 50; i++) {
      Map<String, Object> live = with(run, "begunToken", MONDAY.getEpochSecond() + 10_000 + i);
      live.put("mode", "live");
      door.store().set("runs/live-" + i, live);
    }

    assertThat(Bench.list(look("/runs?last=2"), "runs")).hasSize(1);
  }

  // trading

  private HttpResponse<String> trading(boolean enabled, String reason) throws Exception {
    return door.post(
        "/trading", doubleQuoted("{'enabled':%s,'reason':'%s'}".formatted(enabled, reason)));
  }

  @Test
  void tradingIsSwitchedOffOnRecordAndOnAgain() throws Exception {
    JsonObject off = Bench.ok(trading(false, "holidays"));

    assertThat(off.get("tradingEnabled").getAsBoolean()).isFalse();
    assertThat(off.get("before").getAsBoolean()).isTrue();
    assertThat(off.get("document").getAsString()).isEqualTo("config/paper");
    assertThat(off.get("reason").getAsString()).isEqualTo("holidays");
    assertThat(off.get("repeated").getAsBoolean()).isFalse();
    assertThat(door.gateway().connectionsAccepted()).isEqualTo(0);
    HttpResponse<String> refused = door.post("/allocation", "{}");
    assertThat(FrontDoor.error(refused)).startsWith("KillSwitchException");
    JsonObject status = look("/status");
    assertLight(status, "trading", false, "trading is off: holidays");
    JsonObject switched = status.getAsJsonObject("trading").getAsJsonObject("switched");
    assertThat(switched.get("invocation")).isEqualTo(off.get("invocation"));
    assertThat(door.store().list("activity").get(0).map("outcome").map("trading").string("reason"))
        .isEqualTo("holidays");

    JsonObject on = Bench.ok(trading(true, "back"));

    assertThat(on.get("before").getAsBoolean()).isFalse();
    assertThat(light(look("/status"), "trading").get("words").getAsString())
        .isEqualTo("trading is on");
    bench.ok("/ping", "{}");
  }

  @Test
  void aRepetitionLeavesTheRecordOfTheFirst() throws Exception {
    JsonObject first = Bench.ok(trading(false, "holidays"));
    Map<String, Object> before = door.store().get("config/paper").orElseThrow().fields();

    JsonObject second = Bench.ok(trading(false, "illness"));

    assertThat(second.get("repeated").getAsBoolean()).isTrue();
    assertThat(second.get("before").getAsBoolean()).isFalse();
    assertThat(second.get("reason").getAsString()).isEqualTo("holidays");
    assertThat(second.get("at")).isEqualTo(first.get("at"));
    assertThat(door.store().get("config/paper").orElseThrow().fields()).isEqualTo(before);
  }

  @Test
  void aRunThatHaltedTradingStaysOnRecordUntilTradingIsOn() throws Exception {
    bench.ok("/close-all", doubleQuoted("{'halt':true}"));
    assertLight(look("/status"), "trading", false, "close-all has switched it off");

    assertThat(Bench.ok(trading(false, "again")).get("repeated").getAsBoolean()).isTrue();
    assertThat(door.store().get("config/paper").orElseThrow().has(Configuration.HALTED)).isTrue();
    Bench.ok(trading(true, "calm again"));

    assertThat(door.store().get("config/paper").orElseThrow().has(Configuration.HALTED)).isFalse();
  }

  @Test
  void theSwitchWorksWhateverElseIsInTheConfiguration() throws Exception {
    door.store().update("config/paper", Map.of("clientId", "x", "tradingEnabled", "yes"));
    door.store().delete("config/common");

    JsonObject off = Bench.ok(trading(false, "something is wrong"));
    assertThat(off.get("before").isJsonNull()).isTrue();
    assertThat(Bench.problemCodes(off)).isEmpty();
    JsonObject on = Bench.ok(trading(true, "mended"));

    assertThat(door.store().get("config/paper").orElseThrow().bool("tradingEnabled")).isTrue();
    assertThat(Bench.problem(on, "configuration-faulty"))
        .contains("the switch is on, and nothing trades, as the configuration has faults");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/trading", "/trading?enabled=true&reason=x"})
  void theSwitchIsAskedForByPostOnly(String path) throws Exception {
    HttpResponse<String> refused = door.get(path);

    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(refused.headers().firstValue("Allow")).hasValue("POST");
    assertThat(FrontDoor.error(refused)).contains("GET is not allowed; use POST");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                | enabled is missing; reason is missing",
        "{'enabled':true}                  | reason is missing",
        "{'enabled':true,'reason':' '}     | reason is ",
        "{'enabled':'no','reason':'x'}     | enabled is \"no\", it must be true or false"
      })
  void theSwitchNeedsAStateAndAReason(String body, String words) throws Exception {
    HttpResponse<String> refused = door.post("/trading", body.replace('\'', '"'));

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(FrontDoor.error(refused)).contains(words);
    assertThat(door.store().get("config/paper").orElseThrow().has("tradingEnabled")).isFalse();
  }

  @Test
  void aLongReasonIsRefused() throws Exception {
    HttpResponse<String> refused = trading(false, "x".repeat(301));

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(FrontDoor.error(refused))
        .contains("reason has 301 letters; it must have 300 at most");
  }

  @Test
  void lookingWorksWhileTradingIsOff() throws Exception {
    Bench.ok(trading(false, "holidays"));

    look("/runs");
    look("/holdings");
    look("/status");
  }
}
