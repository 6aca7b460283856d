package dev.ibintents.intent.allocation;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.bench.Bench.ok;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrameProxy;
import dev.ibintents.bench.FrontDoor;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Orders below a contract's minimum size are not sent, and every answer says so. */
@Timeout(60)
final class SmallestOrderTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-11-23T15:45:00Z"), ZoneOffset.UTC);
  private static final int CONTRACT_DATA = 10;
  private static final String BELOW = " is not sent: the broker takes none below 100000000";

  @TempDir Path folder;
  private FrontDoor door;
  private FrameProxy proxy;
  private Bench bench;

  @BeforeEach
  void open() throws Exception {
    door = FrontDoor.in(folder).clock(NOW).open();
    proxy = new FrameProxy(door);
    bench = new Bench(door, NOW);
  }

  @AfterEach
  void close() throws Exception {
    door.close();
    proxy.close();
  }

  /** Lets the gateway name a minimum size, the third field from the end. */
  private void minimumOf(String symbol) {
    proxy.rewrite(
        CONTRACT_DATA,
        fields -> {
          if (fields.get(2).equals(symbol)) {
            fields.set(fields.size() - 3, "100000000");
          }
        });
  }

  private static Set<String> contracts(JsonArray orders) {
    Set<String> contracts = new TreeSet<>();
    for (JsonElement order : orders) {
      contracts.add(order.getAsJsonObject().get("contract").getAsString());
    }
    return contracts;
  }

  @Test
  void anAllocationSkipsAnOrderBelowTheMinimumAndSendsTheOthers() throws Exception {
    bench.expose(Map.of("growth", "0.4"));
    bench.strategy("growth", Map.of("SPY", "0.6", "IEF", "0.4"));
    minimumOf("SPY");

    JsonObject answer = ok(door.post("/allocation", "{}"));

    assertThat(contracts(answer.getAsJsonArray("orders"))).containsExactly("IEF");
    JsonObject skipped = answer.getAsJsonObject("skipped");
    assertThat(skipped.keySet()).contains("SPY");
    assertThat(skipped.keySet()).doesNotContain("growth");
    assertThat(skipped.get("SPY").getAsString()).endsWith(BELOW);
    assertThat(answer.getAsJsonObject("trades").getAsJsonObject("growth").keySet())
        .containsExactly("IEF");
  }

  @Test
  void closingAllSkipsAnOrderBelowTheMinimumAndSendsTheOthers() throws Exception {
    minimumOf("SPY");

    JsonObject answer = ok(door.post("/close-all", "{}"));

    assertThat(contracts(answer.getAsJsonArray("orders"))).doesNotContain("SPY");
    assertThat(answer.getAsJsonArray("orders")).isNotEmpty();
    assertThat(answer.getAsJsonObject("skipped").get("SPY").getAsString()).endsWith(BELOW);
    assertThat(bench.held().get(Bench.SPY)).isEqualTo(bench.owned().get(Bench.SPY));
  }

  @Test
  void theCashBalancerSkipsAnOrderBelowTheMinimumAndSendsTheOthers() throws Exception {
    door.store().update("config/common", Map.of("cashBalanceThresholdInBaseCurrency", 500));
    JsonObject trades =
        ok(door.post("/cash-balancer", doubleQuoted("{'dryRun':true}"))).getAsJsonObject("trades");
    assertThat(trades.has("EUR")).isTrue();
    minimumOf("EUR");

    JsonObject answer = ok(door.post("/cash-balancer", "{}"));

    assertThat(answer.getAsJsonArray("orders")).hasSize(trades.size() - 1);
    assertThat(answer.getAsJsonObject("skipped").get("EUR").getAsString()).endsWith(BELOW);
  }
}
