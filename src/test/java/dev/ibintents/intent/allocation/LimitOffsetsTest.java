package dev.ibintents.intent.allocation;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.bench.Bench.list;
import static dev.ibintents.bench.Bench.ok;
import static dev.ibintents.bench.Bench.problem;
import static dev.ibintents.bench.FrontDoor.answered;
import static dev.ibintents.bench.FrontDoor.error;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrameProxy;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.bench.Weights;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.Quote;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Limit prices as offsets from market prices, through the front door. */
@Timeout(60)
final class LimitOffsetsTest {
  private static final int TICK_PRICE = 1;
  private static final int MARKET_RULE = 93;
  private static final Set<String> BIDS = Set.of("1", "66");
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  @TempDir Path folder;
  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-23T15:45:00Z"));
  private FrontDoor door;
  private Bench bench;

  @BeforeEach
  void open() throws Exception {
    door = FrontDoor.in(folder).clock(clock).open();
    bench = new Bench(door, clock);
    door.expose(Map.of("growth", "0.4"));
    door.strategy("growth", Map.of("SPY", "0.6"));
  }

  @AfterEach
  void close() {
    door.close();
  }

  private static Map<String, Object> limited(String from, String offset) {
    return Map.of("orderType", "LMT", "limit", Map.of("from", from, "offset", offset));
  }

  private void properties(String strategy, Map<String, ?> properties) {
    door.store().update("strategies/" + strategy, Map.of("orderProperties", properties));
  }

  private JsonObject dryRun() throws Exception {
    return ok(door.post("/allocation", doubleQuoted("{'dryRun': true}")));
  }

  private Quote quote(String name) {
    Instrument instrument = Weights.instrument(door.gateway().universe(), name);
    return door.gateway().prices().quote(instrument, clock.instant());
  }

  private static BigDecimal mid(Quote quote) {
    return quote.bid().add(quote.ask()).divide(TWO);
  }

  private static BigDecimal decimal(JsonObject from, String name) {
    return from.get(name).getAsBigDecimal();
  }

  private static JsonObject basis(JsonObject order) {
    return order.getAsJsonObject("estimate").getAsJsonObject("limit");
  }

  @Test
  void purchaseIsLimitedBelowTheMiddleByAPassiveOffset() throws Exception {
    properties("growth", limited("mid", "-5bps"));

    JsonObject answer = ok(door.post("/allocation", "{}"));

    JsonObject order = list(answer, "orders").get(0);
    BigDecimal mid = mid(quote("SPY"));
    BigDecimal expected = mid.multiply(new BigDecimal("0.9995")).setScale(2, RoundingMode.FLOOR);
    assertThat(order.get("orderType").getAsString()).isEqualTo("LMT");
    assertThat(decimal(order, "lmtPrice")).isEqualToIgnoringScale(expected);
    assertThat(basis(order).get("from").getAsString()).isEqualTo("mid");
    assertThat(decimal(basis(order), "fromPrice")).isEqualToIgnoringScale(mid);
    assertThat(basis(order).get("offset").getAsString()).isEqualTo("-5bps");
    assertThat(decimal(basis(order), "tick")).isEqualToIgnoringScale("0.01");
    assertThat(bench.standing(Bench.SPY).order().lmtPrice()).isEqualToIgnoringScale(expected);
  }

  @Test
  void saleIsLimitedAboveTheMiddleByTheSameOffset() throws Exception {
    ok(door.post("/allocation", "{}"));
    bench.awaitFilled();
    bench.reconciled();
    door.expose(Map.of("growth", "0.1"));
    properties("growth", limited("mid", "-5bps"));

    JsonObject order = list(dryRun(), "orders").get(0);

    assertThat(order.get("action").getAsString()).isEqualTo("SELL");
    assertThat(decimal(order, "lmtPrice"))
        .isEqualToIgnoringScale(
            mid(quote("SPY")).multiply(new BigDecimal("1.0005")).setScale(2, RoundingMode.CEILING));
  }

  @Test
  void requestGivesTheOffsetToAllContracts() throws Exception {
    door.store()
        .set(
            "strategies/growth",
            Weights.document(
                door.gateway().universe(), Map.of("SPY", "0.3", "MNQ", "0.3", "EUR.GBP", "0.2")));
    String body =
        """
        {"dryRun": true,
         "orderProperties": {"orderType": "LMT", "limit": {"from": "market", "offset": "2 ticks"}}}
        """;

    JsonObject answer = ok(door.post("/allocation", body));

    assertThat(list(answer, "orders")).hasSize(3);
    assertThat(answer.getAsJsonArray("misfits")).isEmpty();
    for (String name : List.of("SPY", "MNQ", "EUR.GBP")) {
      Instrument instrument = Weights.instrument(door.gateway().universe(), name);
      JsonObject order =
          list(answer, "orders").stream()
              .filter(planned -> planned.get("conId").getAsInt() == instrument.conId())
              .findFirst()
              .orElseThrow();
      assertWithMessage(name)
          .that(decimal(order, "lmtPrice"))
          .isEqualToIgnoringScale(quote(name).ask().add(instrument.minTick().multiply(TWO)));
    }
  }

  @Test
  void strategiesWithDifferentOffsetsHaveOrdersOfTheirOwn() throws Exception {
    door.expose(Map.of("growth", "0.2", "value", "0.2"));
    door.strategy("value", Map.of("SPY", "0.6"));
    properties("growth", limited("primary", "0bps"));
    properties("value", limited("close", "10bps"));

    List<JsonObject> orders = list(dryRun(), "orders");

    Quote quote = quote("SPY");
    assertThat(orders.stream().map(order -> decimal(order, "lmtPrice").doubleValue()).toList())
        .containsExactly(
            quote.bid().doubleValue(),
            quote
                .close()
                .multiply(new BigDecimal("1.001"))
                .setScale(2, RoundingMode.FLOOR)
                .doubleValue());
  }

  @Test
  void limitKeepsTheStepThatTheExchangeHasAtItsHeight() throws Exception {
    door.store()
        .set(
            "strategies/growth",
            Weights.document(door.gateway().universe(), Map.of("7203", "-0.6")));
    properties("growth", limited("mid", "-9000bps"));

    JsonObject order = list(ok(door.post("/allocation", "{}")), "orders").get(0);

    BigDecimal exact = mid(quote("7203")).multiply(new BigDecimal("1.9"));
    assertThat(exact).isGreaterThan(new BigDecimal("5000"));
    assertThat(order.get("action").getAsString()).isEqualTo("SELL");
    assertThat(decimal(order, "lmtPrice"))
        .isEqualToIgnoringScale(exact.setScale(0, RoundingMode.CEILING));
    assertThat(order.get("status").getAsString()).isEqualTo("acknowledged");
  }

  @Test
  void contractWithoutAQuoteIsNotOrderedAndTheOthersAre() throws Exception {
    properties("growth", limited("mid", "-5bps"));
    door.expose(Map.of("growth", "0.2", "value", "0.2"));
    door.strategy("value", Map.of("IEF", "0.6"));
    try (FrameProxy proxy = new FrameProxy(door)) {
      proxy.rewrite(
          TICK_PRICE,
          fields -> {
            if (BIDS.contains(fields.get(3))) {
              fields.set(4, "-1");
            }
          });

      JsonObject answer = ok(door.post("/allocation", "{}"));

      assertThat(problem(answer, "no-price"))
          .startsWith(
              "SPY was left as it is: its limit is mid -5bps, and there is no bid and ask (");
      assertThat(list(answer, "orders")).hasSize(1);
      assertThat(list(answer, "orders").get(0).get("contract").getAsString()).isEqualTo("IEF");
      assertThat(door.ordersReceived()).hasSize(1);
    }
  }

  @Test
  void contractWhosePriceStepsAreNotKnownIsNotOrdered() throws Exception {
    properties("growth", limited("mid", "-5bps"));
    try (FrameProxy proxy = new FrameProxy(door)) {
      proxy.rewrite(
          MARKET_RULE,
          fields -> {
            fields.subList(3, fields.size()).clear();
            fields.set(2, "0");
          });

      JsonObject answer = answered(500, door.post("/allocation", "{}"));

      assertThat(problem(answer, "no-price"))
          .isEqualTo(
              "SPY was left as it is: the gateway did not tell the price steps of market rule 26");
      assertThat(door.ordersReceived()).isEmpty();
    }
  }

  @Test
  void limitThatIsNotAboveZeroIsRefused() throws Exception {
    properties("growth", limited("mid", "-1000000ticks"));

    JsonObject answer = answered(500, door.post("/allocation", "{}"));

    assertThat(problem(answer, "no-price"))
        .matches(
            "SPY was left as it is: its limit is mid -1000000ticks of [0-9.]+, which gives"
                + " -[0-9.]+, and a limit price must be above 0");
    assertThat(problem(answer, "nothing-succeeded")).isNotEmpty();
    assertThat(door.ordersReceived()).isEmpty();
  }

  @Test
  void priceCollarAlsoHoldsForALimitByOffset() throws Exception {
    door.store()
        .update("config/common", Map.of("limits", Map.of("priceCollarPercent", BigDecimal.TEN)));
    properties("growth", limited("mid", "1500bps"));

    assertThat(dryRun().getAsJsonArray("limits").toString()).contains("away from the last close");
    answered(500, door.post("/allocation", "{}"));
    assertThat(door.ordersReceived()).isEmpty();
  }

  @Test
  void contradictionsAreRefusedBeforeAnythingIsAsked() throws Exception {
    String both =
        """
        {"orderProperties":
          {"orderType": "LMT", "lmtPrice": 600, "limit": {"from": "mid", "offset": "5bps"}}}
        """;
    String market =
        """
        {"orderProperties": {"limit": {"from": "mid", "offset": "5bps"}}}
        """;

    assertThat(error(door.post("/allocation", both)))
        .contains("limit (mid 5bps) and lmtPrice (600) both give the limit price");
    assertThat(error(door.post("/allocation", market)))
        .contains("limit (mid 5bps) does nothing for orderType MKT; give orderType LMT as well");
    assertThat(door.post("/allocation", market).statusCode()).isEqualTo(400);
  }

  @Test
  void strategyWhoseLimitContradictsTheRequestIsLeftOut() throws Exception {
    properties("growth", limited("mid", "5bps"));

    JsonObject answer =
        answered(
            500,
            door.post("/allocation", doubleQuoted("{'orderProperties': {'orderType': 'MKT'}}")));
    JsonObject plain =
        ok(
            door.post(
                "/allocation",
                doubleQuoted(
                    "{'dryRun': true, 'orderProperties': {'orderType': 'MKT', 'limit': null}}")));

    assertThat(answer.getAsJsonObject("skipped").get("growth").getAsString())
        .contains("limit (mid 5bps) does nothing for orderType MKT");
    assertThat(list(plain, "orders").get(0).get("orderType").getAsString()).isEqualTo("MKT");
  }

  @Test
  void exitTakesNoOffset() throws Exception {
    String body =
        """
        {"orderProperties": {"orderType": "LMT", "limit": {"from": "mid", "offset": "5bps"}}}
        """;

    assertThat(error(door.post("/close-all", body)))
        .contains(
            "close-all takes no limit as an offset (mid 5bps), because an exit does not wait for"
                + " prices");
    assertThat(door.ordersReceived()).isEmpty();
  }

  @Test
  void adaptiveAlgorithmStaysWithALimitByOffset() throws Exception {
    properties("growth", limited("market", "1tick"));

    ok(door.post("/allocation", "{}"));
    bench.awaitFilled();

    assertThat(
            door.gateway().account().received().stream()
                .max(Comparator.comparing(order -> order.number()))
                .orElseThrow()
                .symbol())
        .isEqualTo("SPY");
    bench.reconciled();
    bench.requireMatch();
  }
}
