package dev.ibintents.backtest;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.ibintents.bench.Weights;
import dev.ibintents.simulator.market.PricedBar;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The costs of a year of daily allocations, with and without the band of a first configuration. */
final class RebalanceCostsTest {
  private static final LocalDate FROM = LocalDate.of(2025, 1, 2);
  private static final LocalDate TO = LocalDate.of(2025, 12, 31);

  private static Backtest year() {
    Map<String, List<PricedBar>> bars =
        Map.of(
            "SPY", RandomBars.walk(1, FROM, TO, 0.01),
            "GLD", RandomBars.walk(2, FROM, TO, 0.01),
            "IEF", RandomBars.walk(3, FROM, TO, 0.01));
    return Backtest.of("weights")
        .document("weights", Weights.document(Map.of("SPY", "0.5", "GLD", "0.3", "IEF", "0.1")))
        .bars(BarData.of(bars))
        .slippageBps("2");
  }

  private static BigDecimal costs(BacktestResult result) {
    assertThat(result.troubles()).isEmpty();
    return result.commissions().add(result.slippage());
  }

  @Test
  void theBandOfTheFirstConfigurationSavesMoreThanHalfOfTheCosts() throws Exception {
    JsonObject widths =
        JsonParser.parseString(Files.readString(Path.of("src/main/cloud/common.json")))
            .getAsJsonObject()
            .getAsJsonObject("fields");
    for (String field : new String[] {"rebalance", "band"}) {
      widths = widths.getAsJsonObject(field).getAsJsonObject("mapValue").getAsJsonObject("fields");
    }
    Map<String, Object> band =
        Map.of("absolute", width(widths, "absolute"), "relative", width(widths, "relative"));

    BacktestResult without = year().run();
    BacktestResult with = year().configuration("rebalance", Map.of("band", band)).run();

    assertWithMessage("costs with the band of %s", costs(without))
        .that(costs(with).multiply(BigDecimal.valueOf(2)))
        .isLessThan(costs(without));
  }

  private static BigDecimal width(JsonObject widths, String name) {
    return widths.getAsJsonObject(name).get("doubleValue").getAsBigDecimal();
  }
}
