package dev.ibintents.intent.allocation;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.bench.FrontDoor.json;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.simulator.account.ReceivedOrder;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of strategy, from its document to the broker's order book. */
@Timeout(60)
final class StrategyKindsTest {
  private static final int SPY = 756733;

  @TempDir Path folder;

  private static void expose(FrontDoor door, String strategy) {
    door.parkHoldings();
    door.store()
        .update(
            "config/common",
            Map.of(
                "exposure",
                Map.of("overall", 1, "strategies", Map.of(strategy, new BigDecimal("0.5")))));
  }

  private static JsonObject allocate(FrontDoor door) throws Exception {
    var response = door.post("/allocation", "{}");
    assertThat(response.statusCode()).isEqualTo(200);
    return json(response);
  }

  /** Nothing else is allocated, so that the request as a whole has failed. */
  private static JsonObject failed(FrontDoor door, String code) throws Exception {
    var response = door.post("/allocation", "{}");
    assertThat(response.statusCode()).isEqualTo(500);
    JsonObject answer = json(response);
    assertThat(Bench.problemCodes(answer)).containsAtLeast(code, "nothing-succeeded");
    return answer;
  }

  private static void write(FrontDoor door, Instant updatedAt, String signal) {
    door.store()
        .set(
            "strategies/external",
            Map.of(
                "target",
                List.of(Map.of("contract", Map.of("conId", SPY), "signal", new BigDecimal(signal))),
                "updatedAt",
                updatedAt));
  }

  @Test
  void signalsOfAnotherProgramAreTraded() throws Exception {
    try (FrontDoor door = FrontDoor.in(folder).open()) {
      expose(door, "external");
      write(door, Instant.now().minusSeconds(60), "-0.5");
      JsonObject answer = allocate(door);
      assertThat(answer.getAsJsonObject("signals").getAsJsonObject("external").toString())
          .isEqualTo(doubleQuoted("{'SPY':-0.5}"));
      ReceivedOrder order = door.gateway().account().received().get(0);
      assertThat(order.action()).isEqualTo("SELL");
      assertThat(order.quantity())
          .isEqualToIgnoringScale(
              answer
                  .getAsJsonObject("targetPositions")
                  .getAsJsonObject("external")
                  .get("SPY")
                  .getAsBigDecimal()
                  .negate());
    }
  }

  @Test
  void signalsOfAnotherProgramThatAreTooOldAreNotTraded() throws Exception {
    try (FrontDoor door = FrontDoor.in(folder).open()) {
      expose(door, "external");
      write(door, Instant.now().minus(Duration.ofMinutes(181)), "0.5");
      JsonObject answer = failed(door, "strategy-stale");
      assertThat(answer.getAsJsonObject("skipped").get("external").getAsString())
          .contains("is stale: it was updated at");
      assertThat(door.gateway().account().received()).isEmpty();
    }
  }

  @Test
  void macdHoldsTheIndexOrItsHedge() throws Exception {
    try (FrontDoor door = FrontDoor.in(folder).open()) {
      expose(door, "macd");
      JsonObject signals = allocate(door).getAsJsonObject("signals").getAsJsonObject("macd");
      boolean rises = signals.get("SPY").getAsBigDecimal().signum() > 0;
      assertThat(signals.get("VIXY").getAsBigDecimal().signum() > 0).isEqualTo(!rises);
      assertThat(door.gateway().account().received()).hasSize(1);
      ReceivedOrder order = door.gateway().account().received().get(0);
      assertThat(order.symbol()).isEqualTo(rises ? "SPY" : "VIXY");
      assertThat(order.action()).isEqualTo("BUY");
    }
  }

  @Test
  void dummyTradesTheFrontFutureAtRandom() throws Exception {
    try (FrontDoor door = FrontDoor.in(folder).open()) {
      expose(door, "dummy");
      JsonObject signals = allocate(door).getAsJsonObject("signals").getAsJsonObject("dummy");
      assertThat(signals.size()).isEqualTo(1);
      Map.Entry<String, JsonElement> signal = signals.entrySet().iterator().next();
      assertThat(signal.getKey()).startsWith("MNQ");
      int sign = signal.getValue().getAsInt();
      assertThat(sign).isAnyOf(-1, 0, 1);
      List<ReceivedOrder> received = door.gateway().account().received();
      assertThat(received).hasSize(Math.abs(sign));
      received.forEach(order -> assertThat(order.action()).isEqualTo(sign > 0 ? "BUY" : "SELL"));
    }
  }

  @Test
  void dummyNeverTradesRealMoney() throws Exception {
    try (FrontDoor door = FrontDoor.in(folder).variable("TRADING_MODE", "live").open()) {
      door.store().set("config/live", Map.of("apiPort", door.gateway().port()));
      expose(door, "dummy");
      JsonObject answer = failed(door, "strategy-failed");
      assertThat(answer.getAsJsonObject("skipped").get("dummy").getAsString())
          .contains("trade no real money");
      assertThat(door.gateway().account().received()).isEmpty();
    }
  }
}
