package dev.ibintents.intent.look;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The holdings with prices and targets, over HTTP. */
@Timeout(120)
final class HoldingsViewTest {
  private static final int IEF = 15547816;
  private static final String SPY =
      "{'symbol':'SPY','secType':'STK','exchange':'SMART','currency':'USD'}";

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
  void holdingsHaveSymbolsPricesTargetsAndDrift() throws Exception {
    at.day();
    at.bench.ok("/reconcile", "{}");

    JsonObject answer = at.look("/holdings");

    assertThat(answer.get("baseCurrency").getAsString()).isEqualTo("USD");
    BigDecimal netLiquidation = answer.get("netLiquidation").getAsBigDecimal();
    JsonObject bonds = answer.getAsJsonObject("strategies").getAsJsonObject("bonds");
    assertThat(bonds.get("capital").getAsBigDecimal().doubleValue())
        .isWithin(0.01)
        .of(netLiquidation.doubleValue() * 0.2);
    JsonObject ief = LookBench.named(bonds, "holdings", "contract", "IEF");
    BigDecimal quantity = ief.get("quantity").getAsBigDecimal();
    assertThat(quantity).isEqualTo(ief.get("target").getAsBigDecimal());
    assertThat(ief.get("drift").getAsBigDecimal().signum()).isEqualTo(0);
    assertThat(ief.get("currency").getAsString()).isEqualTo("USD");
    assertThat(ief.get("value").getAsBigDecimal().doubleValue())
        .isWithin(0.02)
        .of(quantity.multiply(ief.get("price").getAsBigDecimal()).doubleValue());
    assertThat(bonds.get("value")).isEqualTo(ief.get("value"));
    assertThat(bonds.get("profit")).isEqualTo(ief.get("unrealized"));
    assertThat(ief.get("unrealized").getAsBigDecimal().abs().doubleValue()).isLessThan(1_000);
  }

  @Test
  void holdingsBeforeTheFirstSnapshotHaveConIdsAndNoValue() throws Exception {
    JsonObject answer = at.look("/holdings");

    assertThat(answer.get("updatedAt").isJsonNull()).isTrue();
    JsonObject weights = answer.getAsJsonObject("strategies").getAsJsonObject("weights");
    JsonObject spy = LookBench.named(weights, "holdings", "contract", Integer.toString(Bench.SPY));
    assertThat(spy.get("value").isJsonNull()).isTrue();
    assertThat(weights.get("value").isJsonNull()).isTrue();
    String notes = answer.getAsJsonArray("notes").toString();
    assertThat(notes).contains(Integer.toString(Bench.SPY));
    assertThat(notes).contains("are not known yet; reconcile records them");
  }

  @Test
  void symbolsOfHoldingsAreFoundInStrategiesAndSeries() throws Exception {
    at.bench.ok("/collect-market-data", doubleQuoted("{'contracts':[" + SPY + "]}"));
    at.door
        .store()
        .set(
            "strategies/other",
            Map.of(
                "kind",
                "weights",
                "weights",
                List.of(
                    Map.of(
                        "contract",
                        Map.of("conId", IEF, "symbol", "IEF"),
                        "weight",
                        BigDecimal.ONE))));
    at.door.store().set("positions/paper/holdings/other", Map.of(Integer.toString(IEF), 7));

    JsonObject answer = at.look("/holdings");

    JsonObject strategies = answer.getAsJsonObject("strategies");
    LookBench.named(strategies.getAsJsonObject("weights"), "holdings", "contract", "SPY");
    LookBench.named(strategies.getAsJsonObject("other"), "holdings", "contract", "IEF");
    String notes = answer.getAsJsonArray("notes").toString();
    assertThat(notes).doesNotContain(Integer.toString(Bench.SPY));
    assertThat(notes).doesNotContain(Integer.toString(IEF));
  }

  @Test
  void parkedHoldingsStandApart() throws Exception {
    at.door.store().delete("positions/paper/holdings/weights");
    at.door.parkHoldings();
    at.bench.ok("/reconcile", "{}");

    JsonObject answer = at.look("/holdings");

    assertThat(LookBench.named(answer, "parked", "contract", "SPY").get("target").isJsonNull())
        .isTrue();
    assertThat(answer.getAsJsonObject("strategies").keySet()).doesNotContain("parked");
  }
}
