package dev.ibintents.intent.look;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.store.Document;
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

/** The runs that have begun last, over HTTP. */
@Timeout(120)
final class RunsTest {
  @TempDir Path folder;
  private LookBench at;

  @BeforeEach
  void open() throws Exception {
    at = new LookBench(folder);
  }

  @AfterEach
  void close() {
    at.close();
  }

  @Test
  void runsShowTheOrdersOfTheNewestRunsWithTheirFills() throws Exception {
    at.day();
    at.clock.advance(Duration.ofDays(1));
    at.bench.strategy("bonds", Map.of("TLT", "1"));
    at.bench.ok(at.bench.postWithKey("/orchestrate", "tuesday", "{}"));
    at.bench.awaitFilled();
    at.bench.reconciled();

    JsonObject answer = at.look("/runs");
    List<JsonObject> runs = Bench.list(answer, "runs");

    assertThat(runs).hasSize(2);
    assertThat(runs.get(0).get("by").getAsString()).isEqualTo("Idempotency-Key 'tuesday'");
    assertThat(runs.get(0).get("intent").getAsString()).isEqualTo("orchestrate");
    assertThat(runs.get(0).get("state").getAsString()).isEqualTo("finished");
    assertThat(Bench.problemCodes(runs.get(0))).containsExactly("strategy-without-exposure");
    JsonObject order = LookBench.named(runs.get(0), "orders", "contract", "TLT");
    assertThat(order.get("state").getAsString()).isEqualTo("filled");
    assertThat(order.get("side").getAsString()).isEqualTo("BUY");
    assertThat(order.get("filled").getAsBigDecimal())
        .isEqualTo(order.get("quantity").getAsBigDecimal());
    assertThat(order.get("price").getAsBigDecimal().doubleValue()).isWithin(45).of(89);
    assertThat(order.getAsJsonObject("strategies").keySet()).containsExactly("bonds");
    assertThat(Bench.list(at.look("/runs?last=1"), "runs")).containsExactly(runs.get(0));
  }

  @Test
  void anOrderThatMayStillBeFilledIsOpen() throws Exception {
    at.door.gateway().closeMarket();
    at.bench.ok("/allocation", "{}");

    JsonObject run = Bench.list(at.look("/runs"), "runs").get(0);
    JsonObject order = LookBench.named(run, "orders", "contract", "IEF");

    assertThat(order.get("state").getAsString()).isEqualTo("open");
    assertThat(order.get("filled").getAsInt()).isEqualTo(0);
    assertThat(order.get("price").isJsonNull()).isTrue();
  }

  @Test
  void aRunShowsTheQuantitiesThatStrategiesTradeWithEachOther() throws Exception {
    at.bench.expose(Map.of("weights", "0.4", "giver", "0.0015", "taker", "0.0015"));
    at.bench.strategy("giver", Map.of("TLT", "1"));
    at.bench.strategy("taker", Map.of("IEF", "1"));
    BigDecimal quantity =
        at.bench
            .ok("/allocation", doubleQuoted("{'strategies':['taker'],'dryRun':true}"))
            .getAsJsonObject("targetPositions")
            .getAsJsonObject("taker")
            .get("IEF")
            .getAsBigDecimal();
    Instrument ief = at.door.gateway().universe().stock("IEF");
    at.door.gateway().tws().trade(ief, quantity, new BigDecimal("94"));
    at.door
        .store()
        .set("positions/paper/holdings/giver", Map.of(Integer.toString(ief.conId()), quantity));
    at.bench.ok("/allocation", "{}");

    JsonObject crossing =
        LookBench.named(Bench.list(at.look("/runs"), "runs").get(0), "crossed", "contract", "IEF");

    assertThat(crossing.get("conId").getAsInt()).isEqualTo(ief.conId());
    assertThat(crossing.get("price").getAsBigDecimal().doubleValue()).isWithin(20).of(95);
    assertThat(crossing.getAsJsonObject("strategies").get("taker").getAsBigDecimal())
        .isEqualTo(quantity);
    assertThat(crossing.getAsJsonObject("strategies").get("giver").getAsBigDecimal())
        .isEqualTo(quantity.negate());
  }

  @Test
  void aRunShowsItsProblems() throws Exception {
    at.bench.strategy("bonds", Map.of("NOSUCH", "1"));
    at.bench.ok("/allocation", "{}");

    JsonObject run = Bench.list(at.look("/runs"), "runs").get(0);

    assertThat(Bench.problemCodes(run)).contains("contract-unresolved");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/runs?last=0     | last is 0, it must be from 1 to 200",
        "/runs?last=201   | last is 201, it must be from 1 to 200",
        "/runs?last=many  | last is 'many', it must be a whole number",
        "/runs?last=1.5   | last is '1.5', it must be a whole number",
        "/runs?lats=1     | unknown parameter lats; did you mean last?",
        "/holdings?day=1  | unknown parameter day",
        "/status?x=1      | unknown parameter x"
      })
  void wrongParametersAreRefused(String path, String words) throws Exception {
    HttpResponse<String> refused = at.door.get(path);

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(FrontDoor.error(refused)).contains(doubleQuoted(words));
  }

  /** Years of runs and activities cost no more than a few days. */
  @Test
  void lookingReadsFewDocumentsHoweverLongTheHistoryIs() throws Exception {
    at.day();
    Document run = at.door.store().list("runs").get(0);
    Document activity = at.door.store().list("activity").get(0);
    Document fill = at.door.store().list("positions/paper/fills").get(0);
    at.door
        .store()
        .runTransaction(
            transaction -> {
              for (int i = 0; i < 1_000; i++) {
                Instant past = LookBench.MONDAY.minus(Duration.ofDays(i + 1));
                transaction.set("runs/old-" + i, with(run, "begunToken", past.getEpochSecond()));
                transaction.set("activity/old" + i, with(activity, "timestamp", past));
                transaction.set("positions/paper/fills/old" + i, with(fill, "timestamp", past));
              }
              return null;
            });
    at.readsSinceLast();

    at.look("/status");
    assertThat(at.readsSinceLast()).isLessThan(130);
    at.look("/runs?last=1");
    assertThat(at.readsSinceLast()).isLessThan(60);
    at.look("/holdings");
    assertThat(at.readsSinceLast()).isLessThan(40);
  }

  private static Map<String, Object> with(Document document, String field, Object value) {
    Map<String, Object> fields = new HashMap<>(document.fields());
    fields.put(field, value);
    return fields;
  }

  @Test
  void theOtherModesRunsAndActivitiesAreNotShown() throws Exception {
    at.day();
    Document run = at.door.store().list("runs").get(0);
    for (int i = 0; i < 50; i++) {
      Map<String, Object> live =
          with(run, "begunToken", LookBench.MONDAY.getEpochSecond() + 10_000 + i);
      live.put("mode", "live");
      at.door.store().set("runs/live-" + i, live);
    }

    assertThat(Bench.list(at.look("/runs?last=2"), "runs")).hasSize(1);
  }
}
