package dev.ibintents.intent.look;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.store.Document;
import dev.ibintents.trading.ledger.Lease;
import dev.ibintents.trading.ledger.LeaseHold;
import dev.ibintents.trading.ledger.Leases;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The lights, over HTTP. */
@Timeout(120)
final class StatusViewTest {
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

  private JsonObject statusAfterADay() throws Exception {
    at.day();
    return at.look("/status");
  }

  @Test
  void allIsWellAfterAGoodDay() throws Exception {
    JsonObject status = statusAfterADay();

    LookBench.assertLight(
        status, "books", true, "books and account agree, as trade-reconciliation has found");
    LookBench.assertLight(status, "gateway", true, "the gateway answered less than a minute ago");
    LookBench.assertLight(status, "trading", true, "trading is on");
    LookBench.assertLight(status, "runs", true, "ended well");
    LookBench.assertLight(status, "configuration", true, "the configuration has no faults");
    LookBench.assertLight(status, "lease", true, "nobody trades the account now");
    assertThat(
            LookBench.named(status, "lastRuns", "intent", "orchestrate").get("ok").getAsBoolean())
        .isTrue();
    assertThat(status.get("lease").isJsonNull()).isTrue();
    assertThat(status.getAsJsonArray("unsettled")).isEmpty();
  }

  @Test
  void aFreshStartSaysWhatIsNotOnRecord() throws Exception {
    JsonObject status = at.look("/status");

    LookBench.assertLight(
        status, "books", false, "no comparison of books and account is on record");
    LookBench.assertLight(status, "gateway", false, "no answer of the gateway is on record");
    LookBench.assertLight(status, "runs", false, "no run is on record");
  }

  @Test
  void aTradeByHandShowsAsADifferenceWithItsSymbol() throws Exception {
    statusAfterADay();
    at.door.gateway().tws().trade(at.bench.spy(), BigDecimal.valueOf(5), new BigDecimal("740"));
    assertThat(at.door.post("/orchestrate", "{}").statusCode()).isEqualTo(500);

    JsonObject status = at.look("/status");

    LookBench.assertLight(status, "books", false, "books and account differ in SPY (holdings ");
    LookBench.assertLight(status, "runs", false, "orchestrate failed less than a minute ago: ");
    assertThat(status.getAsJsonObject("books").get("match").getAsBoolean()).isFalse();
  }

  @Test
  void aLongTimeWithoutARunNeedsAttention() throws Exception {
    statusAfterADay();
    at.clock.advance(Duration.ofDays(6));
    Bench.ok(at.trading(true, "still here"));

    LookBench.assertLight(
        at.look("/status"), "runs", false, "the last run was trade-reconciliation, 6 days ago");
  }

  @Test
  void anUnreachableGatewayIsNoticed() throws Exception {
    statusAfterADay();
    at.door.store().update("config/common", Map.of("connectTimeoutSeconds", 1));
    at.door.gateway().refuseConnections();
    assertThat(at.door.post("/reconcile", "{}").statusCode()).isEqualTo(503);

    LookBench.assertLight(at.look("/status"), "gateway", false, "GatewayUnreachableException: ");
  }

  @Test
  void aRunUnderWayHoldsTheLeaseAndABrokenOneNeedsAttention() throws Exception {
    statusAfterADay();
    Leases leases = new Leases(at.door.store(), at.clock);
    Lease held;
    try (LeaseHold hold =
        new LeaseHold(
            leases,
            TradingMode.PAPER,
            "i-1",
            Deadline.in(Duration.ofMinutes(2)),
            System::nanoTime)) {
      held = hold.lease();
      JsonObject status = at.look("/status");
      LookBench.assertLight(status, "lease", true, "i-1 trades the account now");
      assertThat(status.getAsJsonObject("lease").get("holder").getAsString()).isEqualTo("i-1");
      at.clock.advance(Duration.ofMinutes(5));
      LookBench.assertLight(
          at.look("/status"), "lease", false, "i-1 has ended without giving the account back");
    }
    Document run = at.door.store().list("runs").get(0);
    Map<String, Object> fields = new HashMap<>(run.fields());
    fields.put("state", "running");
    fields.put("token", held.token());
    at.door.store().set(run.path(), fields);

    JsonObject status = at.look("/status");

    LookBench.assertLight(status, "runs", false, "has broken off; the next run settles it");
    assertThat(Bench.list(status, "unsettled").get(0).get("key").getAsString()).isEqualTo(run.id());
  }

  @Test
  void faultsOfTheConfigurationAreNamedWithoutFailing() throws Exception {
    statusAfterADay();
    at.door.store().update("config/paper", Map.of("tradingEnable", false, "clientId", "x"));
    at.door.store().set("config/papr", Map.of());
    at.door.store().update("strategies/bonds", Map.of("weigths", List.of()));

    JsonObject status = at.look("/status");

    LookBench.assertLight(
        status,
        "configuration",
        false,
        "config/paper tradingEnable is unknown; did you mean tradingEnabled?");
    String words = LookBench.light(status, "configuration").get("words").getAsString();
    assertThat(words)
        .contains(doubleQuoted("config/paper clientId is 'x'; it must be a whole number"));
    assertThat(words).contains("nothing reads the document config/papr; did you mean config/paper");
    assertThat(words).contains("strategies/bonds weigths is unknown; did you mean weights?");
    LookBench.assertLight(
        status, "trading", false, "nothing trades, as the configuration has faults");
    assertThat(status.getAsJsonObject("trading").get("enabled").getAsBoolean()).isFalse();
    assertThat(at.door.post("/reconcile", "{}").statusCode()).isEqualTo(500);
  }

  @Test
  void aStrategyWithExposureAndNoDocumentIsNamed() throws Exception {
    at.bench.expose(Map.of("weights", "0.4", "wieghts", "0.2"));

    LookBench.assertLight(
        at.look("/status"),
        "configuration",
        false,
        "there is no document strategies/wieghts; did you mean weights?");
  }
}
