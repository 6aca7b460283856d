package dev.ibintents.intent.allocation;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.bench.Bench.list;
import static dev.ibintents.bench.FrontDoor.error;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.bench.Weights;
import java.math.BigDecimal;
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

/** The differences that an allocation leaves alone, by configuration and by strategy. */
@Timeout(60)
final class RebalanceTest {
  @TempDir Path folder;
  private MovedClock clock;
  private FrontDoor door;
  private Bench bench;

  private void openAt(String moment) throws Exception {
    clock = new MovedClock(Instant.parse(moment));
    door = FrontDoor.in(folder).clock(clock).open();
    bench = new Bench(door, clock);
    door.expose(Map.of("growth", "0.4"));
    weights("0.5");
    door.parkHoldings();
  }

  @AfterEach
  void close() {
    door.close();
  }

  private void rebalance(Map<String, Object> settings) {
    door.store().update("config/common", Map.of("rebalance", settings));
  }

  private void weights(String spy) {
    weights(spy, Map.of());
  }

  private void weights(String spy, Map<String, Object> settings) {
    Map<String, Object> fields = new HashMap<>(Weights.document(Map.of("SPY", spy)));
    if (!settings.isEmpty()) {
      fields.put("rebalance", settings);
    }
    door.store().set("strategies/growth", fields);
  }

  /** Holds half of the capital in SPY. */
  private void hold() throws Exception {
    bench.ok("/allocation", "{}");
    bench.awaitFilled();
    bench.reconciled();
  }

  private JsonObject planned() throws Exception {
    return bench.ok("/allocation", doubleQuoted("{'dryRun': true}"));
  }

  private static String leftAlone(JsonObject answer) {
    assertThat(list(answer, "orders")).isEmpty();
    return answer.getAsJsonObject("leftAlone").getAsJsonObject("growth").get("SPY").getAsString();
  }

  private static void requireTraded(JsonObject answer) {
    assertThat(list(answer, "orders")).hasSize(1);
    assertThat(answer.getAsJsonObject("leftAlone").size()).isEqualTo(0);
  }

  @Test
  void aDifferenceInsideTheBandIsNamedAndSendsNothing() throws Exception {
    openAt("2026-11-23T15:45:00Z");
    hold();
    weights("0.52");
    requireTraded(planned());
    rebalance(Map.of("band", Map.of("absolute", new BigDecimal("0.05"))));

    JsonObject answer = Bench.ok(door.postWithKey("/allocation", "inside", "{}"));

    assertThat(leftAlone(answer))
        .matches(
            "it differs from its target by (1\\.9|2)\\d*.* % of the capital, within the .*5 %");
    assertThat(answer.getAsJsonObject("trades").size()).isEqualTo(0);
    weights("0.6");
    requireTraded(planned());
  }

  @Test
  void aStrategyCoversSingleFieldsOfTheConfiguration() throws Exception {
    openAt("2026-11-23T15:45:00Z");
    hold();
    rebalance(
        Map.of("band", Map.of("absolute", new BigDecimal("0.05")), "minimumOrderValue", 1_000_000));

    weights("0.52", Map.of("band", Map.of("absolute", new BigDecimal("0.01"))));
    assertThat(leftAlone(planned())).contains("less than minimumOrderValue 1000000");

    weights(
        "0.52",
        Map.of("band", Map.of("absolute", new BigDecimal("0.01")), "minimumOrderValue", 100));
    requireTraded(planned());
  }

  @Test
  void towardTheEdgeTradesLess() throws Exception {
    openAt("2026-11-23T15:45:00Z");
    hold();
    weights("0.6");
    Map<String, Object> band = Map.of("absolute", new BigDecimal("0.05"));
    rebalance(Map.of("band", band));
    BigDecimal toTarget = quantity(planned());

    rebalance(Map.of("band", band, "toward", "edge"));
    BigDecimal toEdge = quantity(planned());

    assertThat(toEdge.multiply(BigDecimal.valueOf(2)).subtract(toTarget).abs())
        .isAtMost(toTarget.movePointLeft(1));
    Bench.ok(door.postWithKey("/allocation", "to the edge", "{}"));
    bench.awaitFilled();
    assertThat(leftAlone(Bench.ok(door.postWithKey("/allocation", "again", "{}"))))
        .contains("within the band of 5 %");
  }

  private static BigDecimal quantity(JsonObject answer) {
    return answer.getAsJsonObject("trades").getAsJsonObject("growth").get("SPY").getAsBigDecimal();
  }

  @Test
  void aPositionThatIsNotWantedIsClosedInsideEveryBand() throws Exception {
    openAt("2026-11-23T15:45:00Z");
    hold();
    rebalance(
        Map.of(
            "band",
            Map.of("absolute", 1),
            "minimumOrderValue",
            1_000_000,
            "cooldownSessions",
            250,
            "dates",
            "quarter-end"));
    weights("0");

    requireTraded(planned());
  }

  @Test
  void aContractRestsForSessionsAfterATrade() throws Exception {
    openAt("2026-11-24T15:45:00Z"); // a Tuesday, two days before a holiday
    hold();
    weights("0.6");
    rebalance(Map.of("cooldownSessions", 2));

    assertThat(leftAlone(planned()))
        .isEqualTo("it was traded in the session of 2026-11-24, and cooldownSessions is 2");
    clock.advance(Duration.ofDays(1));
    assertThat(leftAlone(planned())).contains("the session of 2026-11-24");
    clock.advance(Duration.ofDays(2)); // the second session, as the holiday is none
    requireTraded(planned());
    rebalance(Map.of("cooldownSessions", 3));
    assertThat(leftAlone(planned())).contains("cooldownSessions is 3");
  }

  @Test
  void datesAreCountedInSessionsOfTheExchange() throws Exception {
    openAt("2026-11-30T15:45:00Z"); // a Monday, and the last session of the month
    requireDates(List.of("daily", "threshold", "weekly", "month-end"));

    clock.advance(Duration.ofDays(1));
    requireDates(List.of("daily", "threshold", "month-start"));

    clock.advance(Duration.ofDays(1));
    requireDates(List.of("daily", "threshold"));
  }

  @Test
  void holidaysMoveTheFirstAndTheLastSession() throws Exception {
    openAt("2026-12-31T15:45:00Z"); // a Thursday; the next day is New Year's Day
    requireDates(List.of("daily", "threshold", "month-end", "quarter-end"));

    clock.advance(Duration.ofDays(4)); // Monday, 4 January: the year's first session
    requireDates(List.of("daily", "threshold", "weekly", "month-start"));

    clock.advance(Duration.ofDays(15)); // Tuesday, 19 January: Monday is a holiday
    requireDates(List.of("daily", "threshold", "weekly"));
  }

  private void requireDates(List<String> traded) throws Exception {
    for (String dates :
        List.of("daily", "weekly", "month-start", "month-end", "quarter-end", "threshold")) {
      rebalance(Map.of("dates", dates));
      JsonObject answer = planned();
      if (traded.contains(dates)) {
        requireTraded(answer);
      } else {
        assertThat(leftAlone(answer))
            .matches("it is traded on " + dates + ", and the session of [-0-9]{10} is none");
      }
    }
  }

  @Test
  void wrongSettingsAreNamedTogether() throws Exception {
    openAt("2026-11-23T15:45:00Z");
    rebalance(
        Map.of(
            "band",
            Map.of("absolute", 5, "width", 1),
            "toward",
            "middle",
            "dates",
            "yearly",
            "cooldownSessions",
            -1));

    HttpResponse<String> response = door.get("/allocation");

    assertThat(response.statusCode()).isEqualTo(500);
    for (String fault :
        List.of(
            "config/common rebalance.band.absolute is 5; it must be a fraction of the capital, from"
                + " 0 to 1; for 5 %, write 0.05",
            "rebalance.band.width is unknown",
            doubleQuoted("rebalance.toward is 'middle'; it must be one of target, edge"),
            doubleQuoted(
                "rebalance.dates is 'yearly'; it must be one of daily, weekly, month-start,"
                    + " month-end, quarter-end, threshold"),
            "rebalance.cooldownSessions is -1; it must be a whole number from 0 to 250")) {
      assertThat(error(response)).contains(fault);
    }
  }

  @Test
  void aWrongSettingOfAStrategyLeavesItOut() throws Exception {
    openAt("2026-11-23T15:45:00Z");
    weights("0.5", Map.of("band", "5 %"));

    HttpResponse<String> response = door.get("/allocation");

    assertThat(response.body()).contains("rebalance.band is");
    assertThat(response.body()).contains("a map with the field absolute");
    assertThat(door.ordersReceived()).isEmpty();
  }
}
