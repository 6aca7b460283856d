package dev.ibintents.intent;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.bench.FrontDoor.answered;
import static dev.ibintents.bench.FrontDoor.error;
import static dev.ibintents.bench.FrontDoor.json;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.Weights;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Words that nobody reads, in the documents that people write. */
@Timeout(60)
final class WrongWordTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-11-23T15:45:00Z"), ZoneOffset.UTC);

  @TempDir Path folder;
  private final AtomicInteger requests = new AtomicInteger();
  private FrontDoor door;

  @BeforeEach
  void open() throws Exception {
    door =
        FrontDoor.in(folder)
            .clock(NOW)
            .gateway(
                options ->
                    options.onRequest((client, number, request) -> requests.incrementAndGet()))
            .open();
    door.parkHoldings();
    door.expose(Map.of("growth", "0.4"));
    door.strategy("growth", Map.of("SPY", "0.6"));
  }

  @AfterEach
  void close() {
    door.close();
  }

  /** The refusal of a request for which nobody has asked the gateway anything. */
  private String refusal(String path) throws Exception {
    HttpResponse<String> answer = door.post(path, "{}");
    answered(500, answer);
    assertThat(requests.get()).isEqualTo(0);
    assertThat(door.gateway().account().received()).isEmpty();
    return error(answer);
  }

  @Test
  void misspeltKillSwitchRefusesEveryIntentBeforeTheGatewayIsAsked() throws Exception {
    door.store().update("config/paper", Map.of("tradingEnable", false));

    for (String path : List.of("/allocation", "/close-all", "/orchestrate", "/ping")) {
      assertThat(refusal(path))
          .startsWith(
              "ConfigurationException: config/paper tradingEnable is unknown; did you mean"
                  + " tradingEnabled? config/paper takes account, adaptivePriority, ");
    }
  }

  @Test
  void unknownFieldsAreNamedTogetherWithWhatIsAllowed() throws Exception {
    door.store()
        .update(
            "config/common",
            Map.of(
                "limits",
                Map.of("largestGrossExposre", 1),
                "exposure",
                Map.of("overall", 1, "strategys", Map.of("growth", 1)),
                "largestOrderValue",
                1000,
                "exposure.overall",
                0));

    String refusal = refusal("/allocation");

    assertThat(refusal)
        .contains(
            "config/common exposure.strategys is unknown; did you mean strategies?; config/common"
                + " largestOrderValue is unknown; did you mean limits.largestOrderValue?;"
                + " config/common limits.largestGrossExposre is unknown; did you mean"
                + " largestGrossExposure?");
    assertThat(refusal)
        .contains(
            "config/common exposure takes allowLeverage, overall, strategies, and fields of your"
                + " own that begin with x-");
    assertThat(refusal)
        .contains(
            doubleQuoted(
                "config/common exposure.overall is unknown; its name has a dot in it, and a field"
                    + " of a map is written {'exposure': {'overall': …}}"));
  }

  @Test
  void unknownFieldOfAContractOrOfHaltedIsRefused() throws Exception {
    door.store()
        .update(
            "config/common",
            Map.of(
                "marketData",
                Map.of("contracts", List.of(Map.of("conId", 756733, "symbl", "SPY"))),
                "halted",
                Map.of("when", "2026-11-23T15:00:00Z")));

    assertThat(refusal("/summary"))
        .contains("marketData.contracts[0]: unknown field symbl; did you mean symbol?");
    assertThat(refusal("/summary")).contains("config/common halted.when is unknown");
  }

  @Test
  void fieldsOfTheUsersOwnAreLeftAloneAtEveryLevel() throws Exception {
    Map<String, Object> strategy = new LinkedHashMap<>(Weights.document(Map.of("SPY", "0.6")));
    strategy.put("x-idea", "from a book");
    door.store().set("strategies/growth", strategy);
    door.store()
        .update(
            "config/common",
            Map.of(
                "x-note",
                "mine",
                "limits",
                Map.of("x-why", "careful"),
                "exposure",
                Map.of(
                    "overall",
                    1,
                    "x-since",
                    2026,
                    "strategies",
                    Map.of("growth", 1, "x-old", "?"))));

    JsonObject answer = json(door.post("/allocation", doubleQuoted("{'dryRun':true}")));

    assertThat(answer.getAsJsonObject("signals").keySet()).containsExactly("growth");
    assertThat(answer.getAsJsonObject("skipped").keySet()).isEmpty();
  }

  /** The configuration changes while a run is under way: what has not left is not sent. */
  @Test
  void killSwitchThatIsMisspeltDuringARunHoldsItsOrdersBack() throws Exception {
    try (FrontDoor other =
        FrontDoor.in(folder.resolve("other"))
            .gateway(
                options ->
                    options.onRequest(
                        (client, number, request) -> {
                          if (request instanceof dev.ibintents.ibapi.message.ReqMktData) {
                            misspell();
                          }
                        }))
            .open()) {
      changed = other;
      other.expose(Map.of("growth", "0.4"));
      other.strategy("growth", Map.of("SPY", "0.6"));
      other.parkHoldings();

      HttpResponse<String> answer = other.post("/allocation", "{}");

      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(error(answer)).contains("config/paper tradingEnable is unknown");
      assertThat(other.gateway().account().received()).isEmpty();
    }
  }

  private volatile FrontDoor changed;

  private void misspell() {
    changed.store().update("config/paper", Map.of("tradingEnable", false));
  }

  @Test
  void strategyWithAnUnknownFieldIsRefusedBeforeTheGatewayIsAsked() throws Exception {
    Map<String, Object> strategy = new LinkedHashMap<>(Weights.document(Map.of("SPY", "0.6")));
    strategy.put("enable", false);
    door.store().set("strategies/growth", strategy);

    for (String path : List.of("/allocation", "/orchestrate")) {
      assertThat(refusal(path))
          .matches(
              "ConfigurationException: strategies/growth enable is unknown; did you mean enabled\\?"
                  + " strategies/growth takes enabled, .*weights, and fields of your own that"
                  + " begin with x-");
    }
  }

  @Test
  void strategyWithAnUnknownFieldIsSkippedAndLeavesTheOthers() throws Exception {
    door.expose(Map.of("growth", "0.4", "macd", "0.1"));
    door.store().set("strategies/macd", Map.of("hedg", "0.2"));

    JsonObject answer = json(door.post("/allocation", doubleQuoted("{'dryRun':true}")));

    assertThat(answer.getAsJsonObject("signals").keySet()).containsExactly("growth");
    assertThat(answer.getAsJsonObject("skipped").get("macd").getAsString())
        .matches(
            "strategies/macd hedg is unknown; did you mean hedge\\? strategies/macd takes enabled,"
                + " .*hedge, .*and fields of your own that begin with x-");
  }

  @Test
  void exposureThatIsSurelyAMistakeIsRefused() throws Exception {
    Map<Map<String, Object>, String> mistakes = new LinkedHashMap<>();
    mistakes.put(
        Map.of("overall", 40),
        "config/common exposure.overall is 40; it must be a fraction of the account's value, from 0"
            + " to 4; for 40 %, write 0.4");
    mistakes.put(
        Map.of("overall", new BigDecimal("-0.5")),
        "config/common exposure.overall is -0.5; it must be a fraction of the account's value, from"
            + " 0 to 4");
    mistakes.put(
        Map.of("overall", 1, "strategies", Map.of("growth", 40)),
        "config/common exposure.strategies.growth is 40; it must be a fraction of exposure.overall,"
            + " from 0 to 4; for 40 %, write 0.4");
    mistakes.put(
        Map.of("overall", 1, "strategies", Map.of("growth", new BigDecimal("-0.1"))),
        "config/common exposure.strategies.growth is -0.1; it must be a fraction of"
            + " exposure.overall, from 0 to 4");
    mistakes.put(
        Map.of("strategies", Map.of("growth", new BigDecimal("0.6"), "b", new BigDecimal("0.5"))),
        "it must be fractions that sum to 1 at most, and these sum to 1.1; if more is meant, set"
            + " exposure.allowLeverage to true");
    for (Map.Entry<Map<String, Object>, String> mistake : mistakes.entrySet()) {
      door.store().update("config/common", Map.of("exposure", mistake.getKey()));
      assertThat(refusal("/allocation")).contains(mistake.getValue());
    }
    door.store()
        .update(
            "config/common",
            Map.of("exposure", Map.of(), "limits", Map.of("largestGrossExposure", 150)));
    assertThat(refusal("/allocation"))
        .contains(
            "config/common limits.largestGrossExposure is 150; it must be a multiple of"
                + " NetLiquidation, from 0 to 20; for 150 %, write 1.5");
    door.store()
        .update(
            "config/common",
            Map.of(
                "limits",
                Map.of(),
                "exposure",
                Map.of(
                    "overall", 1, "allowLeverage", true, "strategies", Map.of("growth", "1.2"))));
    assertThat(door.post("/allocation", doubleQuoted("{'dryRun':true}")).statusCode())
        .isEqualTo(200);
  }
}
