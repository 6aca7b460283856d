package dev.ibintents.intent.allocation;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.bench.Bench.ok;
import static dev.ibintents.bench.FrontDoor.answered;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.ibintents.bench.FrameProxy;
import dev.ibintents.bench.FrontDoor;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Figures that gateways write where they have none: each costs itself, and not the request. */
@Timeout(60)
final class UnusualFiguresTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-11-23T15:45:00Z"), ZoneOffset.UTC);
  private static final int ACCOUNT_VALUE = 6;
  private static final int HISTORICAL_DATA = 17;
  private static final int COMMISSION_REPORT = 59;

  @TempDir Path folder;
  private FrontDoor door;
  private FrameProxy proxy;

  @BeforeEach
  void open() throws Exception {
    door = FrontDoor.in(folder).clock(NOW).open();
    door.parkHoldings();
    proxy = new FrameProxy(door);
  }

  @AfterEach
  void close() throws Exception {
    door.close();
    proxy.close();
  }

  private static List<JsonObject> fills(JsonObject summary) {
    List<JsonObject> fills = new ArrayList<>();
    summary
        .getAsJsonObject("fills")
        .entrySet()
        .forEach(
            symbol ->
                symbol
                    .getValue()
                    .getAsJsonArray()
                    .forEach(fill -> fills.add(fill.getAsJsonObject())));
    return fills;
  }

  private void accountValue(String key, String currency, String value) {
    proxy.rewrite(
        ACCOUNT_VALUE,
        fields -> {
          if (fields.get(2).equals(key) && fields.get(4).equals(currency)) {
            fields.set(3, value);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "-1.0", "NaN", "", "1.7976931348623157E308"})
  void aSummaryShowsNoCommissionWhereTheBrokerHasNone(String commission) throws Exception {
    proxy.rewrite(COMMISSION_REPORT, fields -> fields.set(3, commission));

    List<JsonObject> fills = fills(ok(door.get("/summary")));

    assertThat(fills).isNotEmpty();
    for (JsonObject fill : fills) {
      assertThat(fill.get("commission").isJsonNull()).isTrue();
      assertThat(fill.get("shares").isJsonNull()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", ""})
  void aBalanceThatIsNoNumberIsNotBalancedAndLeavesTheOthers(String balance) throws Exception {
    door.store().update("config/common", Map.of("cashBalanceThresholdInBaseCurrency", 500));
    Map<String, JsonElement> before =
        ok(door.post("/cash-balancer", doubleQuoted("{'dryRun':true}")))
            .getAsJsonObject("trades")
            .asMap();
    assertThat(before).containsKey("EUR");
    accountValue("CashBalance", "EUR", balance);

    JsonObject answer = ok(door.post("/cash-balancer", doubleQuoted("{'dryRun':true}")));

    Map<String, JsonElement> others = new TreeMap<>(before);
    others.remove("EUR");
    assertThat(answer.getAsJsonObject("trades").asMap()).isEqualTo(others);
    assertThat(answer.getAsJsonObject("skipped").get("EUR").getAsString())
        .isEqualTo("the broker gives no usable cash balance in EUR");
    JsonObject cash =
        ok(door.get("/summary")).getAsJsonObject("accountSummary").getAsJsonObject("CashBalance");
    assertThat(cash.get("EUR").isJsonNull()).isTrue();
    assertThat(cash.get("USD").isJsonNull()).isFalse();
  }

  @Test
  void withoutNetLiquidationNothingIsAllocated() throws Exception {
    door.expose(Map.of("growth", "0.4"));
    door.strategy("growth", Map.of("SPY", "0.6"));
    accountValue("NetLiquidation", "USD", "NaN");

    HttpResponse<String> response = door.post("/allocation", "{}");

    answered(503, response);
    assertThat(FrontDoor.error(response)).contains("NetLiquidation");
    assertThat(FrontDoor.error(response)).contains(doubleQuoted("'NaN', which is no amount"));
  }

  @Test
  void aBarWithoutAUsablePriceIsLeftOut() throws Exception {
    String request =
        """
        {"contracts":[{"symbol":"SPY","secType":"STK","exchange":"SMART","currency":"USD"}],
         "duration":"1 M"}
        """;
    List<String> date = new ArrayList<>();
    proxy.rewrite(
        HISTORICAL_DATA,
        fields -> {
          // 17, reqId, start, end, count, then date, open, high, low, close, volume, average, count
          date.add(fields.get(5 + 8 * 3));
          fields.set(6 + 8 * 3, "NaN");
          fields.set(10 + 8 * 4, "NaN");
        });

    JsonObject answer = ok(door.post("/collect-market-data", request));

    JsonObject entry = answer.getAsJsonArray("contracts").get(0).getAsJsonObject();
    assertThat(entry.get("failure").isJsonNull()).isTrue();
    assertThat(entry.get("count").getAsInt()).isAtLeast(15);
    String bars = ok(door.get("/market-data?contract=SPY&from=2026-10-01")).toString();
    assertThat(bars).contains(doubleQuoted("'2026-11-20'"));
    String day = date.get(0);
    assertThat(bars)
        .doesNotContain(
            day.substring(0, 4) + "-" + day.substring(4, 6) + "-" + day.substring(6, 8));
  }
}
