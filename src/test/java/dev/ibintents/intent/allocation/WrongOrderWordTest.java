package dev.ibintents.intent.allocation;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.bench.FrontDoor.answered;
import static dev.ibintents.bench.FrontDoor.error;
import static dev.ibintents.bench.FrontDoor.json;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.Weights;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Words of orders that no broker takes, and words for times, from the request to the broker. */
@Timeout(60)
final class WrongOrderWordTest {
  private static final Instant MONDAY = Instant.parse("2026-11-23T15:45:00Z");

  /** The day before Thanksgiving, on which New York is closed and Frankfurt is open. */
  private static final Instant WEDNESDAY = Instant.parse("2026-11-25T15:45:00Z");

  @TempDir Path folder;

  private FrontDoor open(Instant now) throws Exception {
    FrontDoor door = FrontDoor.in(folder).clock(Clock.fixed(now, ZoneOffset.UTC)).open();
    door.bookHoldings("dummy");
    Map<String, String> weights = new LinkedHashMap<>();
    weights.put("SPY", "0.5");
    weights.put("SIE", "0.5");
    door.expose(Map.of("growth", "0.4"));
    door.store().set("strategies/growth", Weights.document(door.gateway().universe(), weights));
    return door;
  }

  private static String body(boolean dryRun, String properties) {
    return doubleQuoted("{'dryRun':%s,'orderProperties':%s}")
        .formatted(dryRun, doubleQuoted(properties));
  }

  @Test
  void wordsThatNoBrokerTakesAreRefusedBeforeTheGatewayIsAskedAlsoInADryRun() throws Exception {
    try (FrontDoor door = open(MONDAY)) {
      Map<String, String> refusals = new LinkedHashMap<>();
      refusals.put(
          "{'tif':'forever'}", doubleQuoted("tif is 'forever', it must be one of DAY, GTC, IOC,"));
      refusals.put(
          "{'orderType':'MARKET'}",
          doubleQuoted("orderType is 'MARKET', it must be one of MKT, LMT"));
      refusals.put("{'tif':'GTD'}", "tif GTD needs goodTillDate");
      refusals.put("{'orderType':'LMT','lmtPrice':-5}", "lmtPrice is -5, it must be 0 or more");
      refusals.put("{'tif':null}", "tif cannot be taken away: it is always sent");
      refusals.put("{'orderType':'TRAIL'}", "needs auxPrice, the trailing amount, or");
      for (Map.Entry<String, String> refusal : refusals.entrySet()) {
        for (String path : List.of("/allocation", "/close-all")) {
          for (boolean dryRun : List.of(true, false)) {
            HttpResponse<String> answer = door.post(path, body(dryRun, refusal.getKey()));
            answered(400, answer);
            assertThat(error(answer)).contains(refusal.getValue());
          }
        }
      }
      assertThat(door.gateway().connectionsAccepted()).isEqualTo(0);
    }
  }

  @Test
  void wordsWithoutAZoneMeanEachExchangeAndADryRunShowsTheMoments() throws Exception {
    try (FrontDoor door = open(MONDAY)) {
      String tomorrow = "{'goodAfterTime':'tomorrow 9:30'}";

      HttpResponse<String> shown = door.post("/allocation", body(true, tomorrow));
      HttpResponse<String> sent = door.post("/allocation", body(false, tomorrow));

      for (HttpResponse<String> answer : List.of(shown, sent)) {
        answered(200, answer);
        Map<String, String> times = times(json(answer));
        assertThat(times).containsEntry("SPY", "2026-11-24T14:30:00Z");
        assertThat(times).containsEntry("SIE", "2026-11-24T08:30:00Z");
      }
      door.gateway()
          .account()
          .orders()
          .forEach(
              order -> {
                if (order.order().clientId() == 1) {
                  assertThat(order.open().order().goodAfterTime()).isNotEmpty();
                }
              });
    }
  }

  private static Map<String, String> times(JsonObject answer) {
    Map<String, String> times = new LinkedHashMap<>();
    for (JsonObject order : Bench.list(answer, "orders")) {
      times.put(order.get("contract").getAsString(), order.get("goodAfterTime").getAsString());
    }
    return times;
  }

  @Test
  void wordsThatMeanAClosedDayAreRefusedForTheContractsThatAreClosed() throws Exception {
    try (FrontDoor door = open(WEDNESDAY)) {
      for (boolean dryRun : List.of(true, false)) {
        HttpResponse<String> answer =
            door.post("/allocation", body(dryRun, "{'goodAfterTime':'tomorrow 9:30'}"));

        answered(400, answer);
        assertThat(error(answer))
            .isEqualTo(
                doubleQuoted(
                    "InvalidOrderPropertiesException: orderProperties: goodAfterTime is 'tomorrow"
                        + " 9:30', which means 2026-11-26T14:30:00Z for SPY, and SPY is not traded"
                        + " on Thursday 2026-11-26; the next day on which it is traded is"
                        + " 2026-11-27"));
      }
      assertThat(door.gateway().account().received()).isEmpty();
      assertThat(
              door.post("/allocation", body(true, "{'goodAfterTime':'in 20 hours'}")).statusCode())
          .isEqualTo(200);
    }
  }

  /** An order that is cancelled for nothing would be a change of its own. */
  @Test
  void closeAllCancelsNothingIfItsWordsMeanAClosedDay() throws Exception {
    try (FrontDoor door = open(WEDNESDAY)) {
      List<?> before = door.gateway().account().orders();
      assertThat(before).isNotEmpty();

      HttpResponse<String> answer =
          door.post("/close-all", body(false, "{'goodAfterTime':'tomorrow 9:30'}"));

      answered(400, answer);
      assertThat(error(answer)).contains("is not traded on Thursday 2026-11-26");
      assertThat(door.gateway().account().orders()).isEqualTo(before);
    }
  }
}
