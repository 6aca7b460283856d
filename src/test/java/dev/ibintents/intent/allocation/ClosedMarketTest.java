package dev.ibintents.intent.allocation;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.bench.Bench.list;
import static dev.ibintents.bench.FrontDoor.answered;
import static dev.ibintents.bench.FrontDoor.error;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.bench.Weights;
import dev.ibintents.store.Document;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Allocation and orchestrate while markets are closed, by the broker's own hours. */
@Timeout(60)
final class ClosedMarketTest {
  /** The day before is Thanksgiving, and this day closes at 13:00 in New York. */
  private static final String HALF_DAY_OPENS = "2026-11-27T14:30:00Z";

  @TempDir Path folder;
  private MovedClock clock;
  private FrontDoor door;
  private Bench bench;

  private void openAt(String moment) throws Exception {
    clock = new MovedClock(Instant.parse(moment));
    door = FrontDoor.in(folder).clock(clock).open();
    bench = new Bench(door, clock);
    door.expose(Map.of("growth", "0.4"));
    door.strategy("growth", Map.of("SPY", "0.6", "IEF", "0.4"));
    door.parkHoldings();
  }

  private void whenClosed(String words) {
    door.store().update("config/common", Map.of("whenClosed", words));
  }

  private void advanceTo(String moment) {
    clock.advance(Duration.between(clock.instant(), Instant.parse(moment)));
  }

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void onAHolidayNothingIsWrittenOrSentAndTheKeyStaysFree() throws Exception {
    openAt("2026-11-26T15:45:00Z");
    whenClosed("skip");
    for (String intent : new String[] {"/allocation", "/orchestrate"}) {
      Map<String, Object> before = bench.everything();

      JsonObject answer = answered(200, door.postWithKey(intent, "day", "{}"));

      assertThat(answer.get("status").getAsString()).isEqualTo("market-closed");
      assertThat(answer.get("nextSession").getAsString()).isEqualTo(HALF_DAY_OPENS);
      assertThat(answer.getAsJsonObject("skipped").get("SPY").getAsString())
          .isEqualTo("the market is closed; its next session begins at " + HALF_DAY_OPENS);
      assertThat(bench.everything()).isEqualTo(before);
    }

    advanceTo("2026-11-27T15:00:00Z");
    assertThat(list(answered(200, door.postWithKey("/allocation", "day", "{}")), "orders"))
        .hasSize(2);
    JsonObject again = answered(200, door.postWithKey("/allocation", "day", "{}"));
    assertThat(again.get("status").getAsString()).isEqualTo("already-ran");
  }

  @Test
  void aHalfDayIsOverFiveMinutesBeforeItsClose() throws Exception {
    openAt("2026-11-27T17:54:00Z");
    whenClosed("skip");
    JsonObject before = bench.ok("/allocation", doubleQuoted("{'dryRun': true}"));
    assertThat(list(before, "orders")).hasSize(2);

    advanceTo("2026-11-27T17:56:00Z");
    JsonObject after = bench.ok("/allocation", "{}");

    assertThat(after.get("status").getAsString()).isEqualTo("market-closed");
    assertThat(after.getAsJsonObject("skipped").get("IEF").getAsString())
        .isEqualTo(
            "the market closes at 2026-11-27T18:00:00Z; its next session begins at"
                + " 2026-11-30T14:30:00Z");

    door.store().update("config/common", Map.of("minutesBeforeClose", 1));
    assertThat(list(bench.ok("/allocation", "{}"), "orders")).hasSize(2);
  }

  @Test
  void onlyTheClosedContractIsSkippedWhileAnotherMarketIsOpen() throws Exception {
    openAt("2026-11-24T02:00:00Z"); // 20:00 in Chicago: futures trade, and shares do not
    whenClosed("skip");
    door.store()
        .set(
            "strategies/growth",
            Weights.document(
                door.gateway().universe(), Map.of("SPY", "0.6", "MNQ", "0.8", "EUR.USD", "0.1")));

    JsonObject answer = bench.ok("/allocation", "{}");

    assertThat(list(answer, "orders").stream().map(order -> order.get("contract").getAsString()))
        .containsExactly("MNQZ6", "EUR.USD");
    assertThat(answer.getAsJsonObject("skipped").get("SPY").getAsString())
        .startsWith(
            "the market is closed; its next session begins at 2026-11-24T14:30:00Z; not traded: ");
  }

  @Test
  void aMarketInAsiaTradesAtNightInNewYork() throws Exception {
    openAt("2026-11-24T02:00:00Z");
    whenClosed("skip");
    Map<String, Object> toyota =
        Map.of("symbol", "7203", "secType", "STK", "exchange", "SMART", "currency", "JPY");
    door.store()
        .set(
            "strategies/growth",
            Map.of("kind", "weights", "weights", List.of(Map.of("contract", toyota, "weight", 1))));

    assertThat(list(bench.ok("/allocation", "{}"), "orders")).hasSize(1);

    advanceTo("2026-11-24T15:00:00Z"); // midnight in Tokyo
    JsonObject answer = bench.ok("/allocation", doubleQuoted("{'dryRun': true}"));
    assertThat(answer.get("nextSession").getAsString()).isEqualTo("2026-11-25T00:00:00Z");
  }

  @Test
  void withoutTheSettingOrdersAreQueuedAsBefore() throws Exception {
    openAt("2026-11-26T15:45:00Z");

    assertThat(list(bench.ok("/allocation", "{}"), "orders")).hasSize(2);
  }

  @Test
  void theRequestCoversTheConfiguration() throws Exception {
    openAt("2026-11-26T15:45:00Z");
    whenClosed("skip");

    HttpResponse<String> refused =
        door.post("/allocation", doubleQuoted("{'whenClosed': 'refuse'}"));
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(error(refused))
        .isEqualTo(
            "MarketClosedException: nothing was sent, because whenClosed is refuse, and a market is"
                + " closed: IEF: the market is closed; its next session begins at "
                + HALF_DAY_OPENS
                + "; SPY: the market is closed; its next session begins at "
                + HALF_DAY_OPENS
                + ". Ask again in that session, or with whenClosed skip or queue");
    assertThat(door.ordersReceived()).isEmpty();

    HttpResponse<String> wrong = door.post("/allocation", doubleQuoted("{'whenClosed': 'never'}"));
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(error(wrong)).contains("it must be one of queue, refuse, skip");
    HttpResponse<String> bothWrong =
        door.post("/allocation", doubleQuoted("{'whenClosed': 'never', 'actAt': 'noon'}"));
    assertThat(error(bothWrong)).contains("it must be one of queue, refuse, skip");
    assertThat(error(bothWrong)).contains("it must be close-15m");

    JsonObject queued = bench.ok("/allocation", doubleQuoted("{'whenClosed': 'queue'}"));
    assertThat(list(queued, "orders")).hasSize(2);
  }

  @Test
  void oneClosedMarketRefusesTheWholeRunIfAskedTo() throws Exception {
    openAt("2026-11-24T02:00:00Z");
    door.store()
        .set(
            "strategies/growth",
            Weights.document(door.gateway().universe(), Map.of("SPY", "0.6", "MNQ", "0.8")));

    HttpResponse<String> refused =
        door.postWithKey("/allocation", "night", doubleQuoted("{'whenClosed': 'refuse'}"));

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(error(refused)).contains("SPY: the market is closed");
    assertThat(error(refused)).doesNotContain("MNQ");
    assertThat(door.store().list("runs")).isEmpty();
    assertThat(door.ordersReceived()).isEmpty();
  }

  @Test
  void ordersForLaterOrOutsideRegularHoursAreNotHeldUp() throws Exception {
    openAt("2026-11-27T12:00:00Z"); // 7:00 in New York
    whenClosed("skip");
    String dryRun = "{'dryRun': true, 'orderProperties': %s}";
    for (String properties :
        new String[] {
          "{'goodAfterTime': 'in 3 hours'}", "{'tif': 'OPG'}", "{'outsideRth': true}"
        }) {
      JsonObject answer = bench.ok("/allocation", doubleQuoted(dryRun.formatted(properties)));
      assertThat(list(answer, "orders")).hasSize(2);
    }

    JsonObject plain = bench.ok("/allocation", doubleQuoted("{'dryRun': true}"));
    assertThat(plain.get("status").getAsString()).isEqualTo("market-closed");
  }

  @Test
  void eachStrategyTradesInTheSessionsOfItsOwnOrders() throws Exception {
    openAt("2026-11-27T12:00:00Z"); // 7:00 in New York
    whenClosed("skip");
    door.expose(Map.of("growth", "0.4", "early", "0.2"));
    Map<String, Object> early = new HashMap<>(Weights.document(Map.of("SPY", "1")));
    early.put("orderProperties", Map.of("outsideRth", true));
    door.store().set("strategies/early", early);

    JsonObject answer = bench.ok("/allocation", "{}");

    assertThat(answer.getAsJsonObject("trades").keySet()).containsExactly("early");
    assertThat(list(answer, "orders")).hasSize(1);
    assertThat(answer.getAsJsonObject("skipped").get("SPY").getAsString())
        .matches("the market is closed; its next session .*; not traded: \\d+ for growth");
  }

  @Test
  void cashIsNotConvertedAtTheWeekend() throws Exception {
    openAt("2026-11-28T12:00:00Z");
    whenClosed("skip");
    door.store().update("config/common", Map.of("cashBalanceThresholdInBaseCurrency", 500));
    Map<String, Object> before = bench.everything();

    JsonObject answer = answered(200, door.postWithKey("/cash-balancer", "cash", "{}"));

    assertThat(answer.get("status").getAsString()).isEqualTo("market-closed");
    assertThat(answer.get("nextSession").getAsString()).isEqualTo("2026-11-29T22:15:00Z");
    assertThat(bench.everything()).isEqualTo(before);
    advanceTo("2026-11-30T12:00:00Z");
    assertThat(list(answered(200, door.postWithKey("/cash-balancer", "cash", "{}")), "orders"))
        .isNotEmpty();
  }

  @Test
  void closeAllIsNeverHeldUp() throws Exception {
    openAt("2026-11-26T15:45:00Z");
    bench.ok("/allocation", "{}");
    bench.awaitFilled();
    whenClosed("refuse");

    JsonObject answer = bench.ok("/close-all", doubleQuoted("{'strategies': ['growth']}"));

    assertThat(list(answer, "orders")).hasSize(2);
  }

  @Test
  void aJobThatCallsOftenActsOnceBeforeTheCloseOfAHalfDay() throws Exception {
    openAt("2026-11-27T17:40:00Z");
    String body = doubleQuoted("{'actAt': 'close-15m'}");

    JsonObject early = bench.ok("/orchestrate", body);
    assertThat(early.get("status").getAsString()).isEqualTo("not-yet");
    assertThat(early.get("actsAt").getAsString()).isEqualTo("2026-11-27T17:45:00Z");
    assertThat(early.get("session").getAsString()).isEqualTo("2026-11-27");
    assertThat(door.store().list("runs")).isEmpty();

    advanceTo("2026-11-27T17:46:00Z");
    JsonObject acted = bench.ok("/orchestrate", body);
    assertThat(list(acted.getAsJsonObject("allocation"), "orders")).hasSize(2);

    advanceTo("2026-11-27T17:51:00Z");
    JsonObject again = bench.ok("/orchestrate", body).getAsJsonObject("allocation");
    assertThat(again.get("status").getAsString()).isEqualTo("already-ran");
    assertThat(again.get("newRun").getAsString())
        .isEqualTo("wait for the next session, or ask without actAt");

    advanceTo("2026-11-27T18:30:00Z");
    JsonObject late = bench.ok("/orchestrate", body);
    assertThat(late.get("status").getAsString()).isEqualTo("market-closed");

    advanceTo("2026-11-30T20:50:00Z");
    JsonObject next = bench.ok("/orchestrate", body);
    assertThat(next.getAsJsonObject("allocation").has("orders")).isTrue();
    assertThat(door.store().list("runs").stream().map(Document::id).distinct()).hasSize(2);
  }

  @Test
  void theTimeToActIsCheckedWithTheRequest() throws Exception {
    openAt("2026-11-27T17:50:00Z");
    for (String wrong : new String[] {"close", "close-5m", "open+15m"}) {
      HttpResponse<String> response =
          door.post("/allocation", doubleQuoted("{'actAt': '%s'}".formatted(wrong)));
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(error(response))
          .contains(doubleQuoted("actAt is '%s'; it must be ".formatted(wrong)));
    }
    HttpResponse<String> keyed =
        door.postWithKey("/allocation", "key", doubleQuoted("{'actAt': 'close-15m'}"));
    assertThat(keyed.statusCode()).isEqualTo(400);
    assertThat(error(keyed)).contains("leave out Idempotency-Key or actAt");
  }
}
