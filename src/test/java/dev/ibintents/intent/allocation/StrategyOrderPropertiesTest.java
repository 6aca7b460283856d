package dev.ibintents.intent.allocation;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.bench.Bench.list;
import static dev.ibintents.bench.Bench.ok;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The order properties in the documents of strategies, through the front door. */
@Timeout(60)
final class StrategyOrderPropertiesTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-11-23T15:45:00Z"), ZoneOffset.UTC);

  @TempDir Path folder;
  private FrontDoor door;
  private Bench bench;

  @BeforeEach
  void open() throws Exception {
    door = FrontDoor.in(folder).clock(NOW).open();
    bench = new Bench(door, NOW);
  }

  @AfterEach
  void close() throws Exception {
    door.close();
  }

  private void strategies(Map<String, ?> propertiesOfFirst, Map<String, ?> propertiesOfSecond) {
    bench.expose(Map.of("first", "0.2", "second", "0.1"));
    bench.strategy("first", Map.of("SPY", "1"));
    bench.strategy("second", Map.of("SPY", "1"));
    door.store().update("strategies/first", Map.of("orderProperties", propertiesOfFirst));
    door.store().update("strategies/second", Map.of("orderProperties", propertiesOfSecond));
  }

  private static List<String> orderTypes(JsonObject answer) {
    return list(answer, "orders").stream()
        .map(order -> order.get("orderType").getAsString())
        .toList();
  }

  private static BigDecimal quantity(JsonObject answer) {
    return list(answer, "orders").stream()
        .map(order -> order.get("totalQuantity").getAsBigDecimal())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @Test
  void strategiesWithDifferentPropertiesHaveOrdersOfTheirOwn() throws Exception {
    strategies(Map.of("orderType", "MOC"), Map.of());

    JsonObject answer = ok(door.post("/allocation", "{}"));

    assertThat(orderTypes(answer)).containsExactly("MOC", "MKT");
    assertThat(quantity(answer))
        .isEqualTo(list(answer, "consolidatedTrades").get(0).get("quantity").getAsBigDecimal());
  }

  @Test
  void fillsOfBothOrdersAreHeldByTheirOwnStrategies() throws Exception {
    strategies(Map.of("outsideRth", true), Map.of("outsideRth", false));

    ok(door.post("/allocation", "{}"));
    bench.awaitFilled();

    bench.reconciled();
    JsonObject again = ok(door.post("/allocation", doubleQuoted("{'dryRun': true}")));
    assertThat(list(again, "orders")).isEmpty();
    assertThat(again.getAsJsonObject("holdings").getAsJsonObject("first").get("SPY").getAsInt())
        .isGreaterThan(0);
    assertThat(again.getAsJsonObject("holdings").getAsJsonObject("second").get("SPY").getAsInt())
        .isGreaterThan(0);
  }

  @Test
  void strategiesWithEqualPropertiesShareAnOrder() throws Exception {
    strategies(Map.of("orderType", "MOC"), Map.of("orderType", "MOC"));

    JsonObject answer = ok(door.post("/allocation", doubleQuoted("{'dryRun': true}")));

    assertThat(orderTypes(answer)).containsExactly("MOC");
  }

  @Test
  void propertiesOfTheRequestWinOverThoseOfTheStrategy() throws Exception {
    strategies(Map.of("orderType", "MOC"), Map.of());

    JsonObject answer =
        ok(
            door.post(
                "/allocation",
                doubleQuoted("{'dryRun': true, 'orderProperties': {'orderType': 'MKT'}}")));

    assertThat(orderTypes(answer)).containsExactly("MKT");
  }

  @Test
  void aStrategyWithAWrongPropertyIsLeftOutAndTheOtherTrades() throws Exception {
    strategies(Map.of("tif", "forever"), Map.of());

    JsonObject answer = ok(door.post("/allocation", doubleQuoted("{'dryRun': true}")));

    assertThat(answer.getAsJsonObject("skipped").get("first").getAsString())
        .contains("strategies/first orderProperties: tif");
    assertThat(list(answer, "orders")).hasSize(1);
    JsonObject status = ok(door.get("/status"));
    assertThat(status.getAsJsonObject("configuration").get("faults").toString())
        .contains("strategies/first orderProperties: tif");
  }

  @Test
  void aStrategyWhosePropertiesContradictTheRequestIsLeftOut() throws Exception {
    strategies(Map.of("tif", "GTC"), Map.of());

    JsonObject answer =
        ok(
            door.post(
                "/allocation",
                doubleQuoted(
                    "{'dryRun': true, 'orderProperties': {'goodTillDate': 'in 2 hours'}}")));

    assertThat(answer.getAsJsonObject("skipped").get("first").getAsString())
        .contains("strategies/first orderProperties: ");
    assertThat(list(answer, "orders")).hasSize(1);
  }

  @Test
  void aStrategyWhoseTimeHasPassedIsLeftOut() throws Exception {
    strategies(Map.of("goodAfterTime", "2026-11-23T15:00:00Z"), Map.of());

    JsonObject answer = ok(door.post("/allocation", doubleQuoted("{'dryRun': true}")));

    assertThat(answer.getAsJsonObject("skipped").get("first").getAsString())
        .contains("goodAfterTime");
    assertThat(list(answer, "orders")).hasSize(1);
  }

  @Test
  void propertiesThatAreNoMapAreRefused() throws Exception {
    strategies(Map.of(), Map.of());
    door.store().update("strategies/first", Map.of("orderProperties", "MOC"));

    JsonObject answer = ok(door.post("/allocation", doubleQuoted("{'dryRun': true}")));

    assertThat(answer.getAsJsonObject("skipped").get("first").getAsString())
        .contains("orderProperties is MOC; it must be a map of order fields");
  }
}
