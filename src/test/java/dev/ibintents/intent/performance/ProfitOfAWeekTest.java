package dev.ibintents.intent.performance;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.common.collect.Range;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.store.Document;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A week of trading with the simulated gateway, and the profit that the product tells of it. */
@Timeout(120)
final class ProfitOfAWeekTest {
  private static final Instant MONDAY = Instant.parse("2026-11-30T15:00:00Z");

  /** The answer rounds the sums of three currencies, before and after. */
  private static final BigDecimal ROUNDING = new BigDecimal("0.06");

  @TempDir Path folder;
  private final MovedClock clock = new MovedClock(MONDAY);
  private FrontDoor door;
  private Bench bench;

  @BeforeEach
  void open() throws Exception {
    door = FrontDoor.in(folder).clock(clock).open();
    bench = new Bench(door, clock);
    bench.expose(Map.of("weights", "0.4", "second", "0.2"));
    bench.strategy("weights", Map.of("SPY", "0.6", "IEF", "0.4"));
    bench.strategy("second", Map.of("SPY", "0.5", "GLD", "0.5"));
  }

  @AfterEach
  void close() {
    door.close();
  }

  private void nextDay() {
    clock.advance(Duration.ofDays(1));
    door.gateway().tick();
  }

  private void filled() throws Exception {
    bench.awaitFilled();
    clock.advance(Duration.ofMinutes(5));
    door.gateway().tick();
    bench.reconciled();
  }

  private static BigDecimal at(JsonObject owner, String column, int row) {
    return owner.getAsJsonArray(column).get(row).getAsBigDecimal();
  }

  @Test
  void profitsOfAWeekTieToTheAccountEveryDay() throws Exception {
    bench.ok("/orchestrate", "{}");
    filled();
    nextDay();
    bench.strategy("weights", Map.of("SPY", "0.3", "GLD", "0.3"));
    bench.ok("/orchestrate", "{}");
    filled();
    nextDay();
    bench.ok("/orchestrate", "{}");
    filled();
    nextDay();
    // On Thursday somebody buys by hand, some 60 dollars a share dearer than the market.
    door.gateway().tws().trade(bench.spy(), BigDecimal.valueOf(5), new BigDecimal("800"));
    bench.ok(
        "/trade-reconciliation", doubleQuoted("{'adopt':{'weights':{'" + Bench.SPY + "':5}}}"));
    bench.ok("/orchestrate", "{}");
    filled();
    nextDay();
    bench.ok("/close-all", "{}");
    filled();
    bench.ok("/reconcile", "{}");

    JsonObject answer = Bench.ok(door.get("/performance?check=true"));
    assertThat(answer.getAsJsonArray("differences")).isEmpty();
    JsonArray days = answer.getAsJsonArray("days");
    assertThat(days.size()).isEqualTo(4);
    JsonObject account = answer.getAsJsonObject("account");
    for (int row = 0; row < days.size(); row++) {
      BigDecimal sum = at(account, "unattributed", row).add(revaluation(account, row));
      for (String id : answer.getAsJsonObject("strategies").keySet()) {
        JsonObject strategy = answer.getAsJsonObject("strategies").getAsJsonObject(id);
        sum = sum.add(at(strategy, "profit", row));
      }
      assertWithMessage("row " + row)
          .that(sum)
          .isEqualToIgnoringScale(
              at(account, "netLiquidation", row).subtract(at(account, "start", row)));
    }
    for (int row = 0; row < days.size(); row++) {
      BigDecimal nobodys = at(account, "unattributed", row);
      if (row == 2) {
        assertThat(nobodys.intValue()).isIn(Range.closed(-450, -150));
      } else {
        assertWithMessage("row " + row).that(nobodys).isEqualToIgnoringScale("0");
      }
      assertWithMessage("revaluation of row " + row)
          .that(revaluation(account, row).subtract(ofForeignCash(answer, row)).abs())
          .isAtMost(ROUNDING);
    }
  }

  private static BigDecimal revaluation(JsonObject account, int row) {
    JsonObject currencies = account.getAsJsonObject("cashRevaluation");
    assertThat(currencies.keySet()).containsExactly("CHF", "EUR", "JPY");
    BigDecimal sum = BigDecimal.ZERO;
    for (String currency : currencies.keySet()) {
      sum = sum.add(at(currencies, currency, row));
    }
    return sum;
  }

  /** The profit of a row on the foreign cash that the account had before anybody traded. */
  private BigDecimal ofForeignCash(JsonObject answer, int row) {
    String first = answer.get("since").getAsString();
    String before = row == 0 ? first : answer.getAsJsonArray("days").get(row - 1).getAsString();
    String after = answer.getAsJsonArray("days").get(row).getAsString();
    BigDecimal profit = BigDecimal.ZERO;
    for (Map.Entry<String, BigDecimal> cash :
        document("portfolio", first).map("cash").decimals().entrySet()) {
      BigDecimal change = rate(after, cash.getKey()).subtract(rate(before, cash.getKey()));
      profit = profit.add(cash.getValue().multiply(change));
    }
    return profit;
  }

  private BigDecimal rate(String day, String currency) {
    return document("days", day).map("fx").decimal(currency);
  }

  private Document document(String collection, String day) {
    return door.store().get("positions/paper/" + collection + "/" + day).orElseThrow();
  }
}
