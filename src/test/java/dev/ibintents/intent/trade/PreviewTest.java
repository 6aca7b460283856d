package dev.ibintents.intent.trade;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.bench.Bench.list;
import static dev.ibintents.bench.Bench.problemCodes;
import static dev.ibintents.bench.Bench.texts;
import static dev.ibintents.bench.FrontDoor.answered;
import static dev.ibintents.bench.FrontDoor.error;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.bench.Weights;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.simulator.account.ReceivedOrder;
import dev.ibintents.simulator.market.Instrument;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Before money moves, an answer says what will move, what it costs and what margin it needs. */
@Timeout(60)
final class PreviewTest {
  private static final String DRY = doubleQuoted("{'dryRun':true}");
  private static final String BROKER = doubleQuoted("{'dryRun':true,'preview':'broker'}");

  @TempDir Path folder;
  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-23T15:45:00Z"));
  private FrontDoor door;

  @BeforeEach
  void open() throws Exception {
    door = FrontDoor.in(folder).clock(clock).open();
    door.expose(Map.of("growth", "0.4"));
    door.strategy("growth", Map.of("SPY", "0.6", "IEF", "0.4"));
    door.parkHoldings();
    door.store()
        .update("config/common", Map.of("cashBalanceThresholdInBaseCurrency", new BigDecimal(500)));
  }

  @AfterEach
  void close() {
    door.close();
  }

  private void limit(String name, Object value) {
    door.store().update("config/common", Map.of("limits", Map.of(name, value)));
  }

  private JsonObject asked(String path, String body) throws Exception {
    return answered(200, door.post(path, body));
  }

  private static JsonObject order(JsonObject answer, String contract) {
    return list(answer, "orders").stream()
        .filter(order -> order.get("contract").getAsString().equals(contract))
        .findFirst()
        .orElseThrow();
  }

  private void buyByHand() {
    Bench bench = new Bench(door, clock);
    door.gateway().tws().trade(bench.spy(), BigDecimal.TEN, new BigDecimal("700"));
  }

  private static BigDecimal decimal(JsonObject from, String name) {
    return from.get(name).getAsBigDecimal();
  }

  private List<ReceivedOrder> placed() {
    return door.gateway().account().received().stream()
        .filter(order -> order.outcome() != ReceivedOrder.Outcome.WHAT_IF)
        .toList();
  }

  @Test
  void dryRunOfAllocationSaysWhatEachOrderIsWorthAndCosts() throws Exception {
    String body =
        """
        {"dryRun": true, "strategies": ["growth"],
         "orderProperties": {"goodAfterTime": "in 10 minutes", "tif": "GTC"}}
        """;

    JsonObject spy = order(asked("/allocation", body), "SPY");

    assertThat(spy.get("conId").getAsInt()).isEqualTo(Bench.SPY);
    assertThat(spy.get("symbol").getAsString()).isEqualTo("SPY");
    assertThat(spy.get("action").getAsString()).isEqualTo("BUY");
    assertThat(spy.get("tif").getAsString()).isEqualTo("GTC");
    assertThat(spy.get("orderType").getAsString()).isEqualTo("MKT");
    assertThat(spy.get("lmtPrice").isJsonNull()).isTrue();
    assertThat(spy.get("goodAfterTime").getAsString()).isEqualTo("2026-11-23T15:55:00Z");
    assertThat(decimal(spy.getAsJsonObject("source"), "growth"))
        .isEqualTo(decimal(spy, "totalQuantity"));
    assertThat(spy.get("margin").isJsonNull()).isTrue();
    JsonObject estimate = spy.getAsJsonObject("estimate");
    assertThat(estimate.get("priceKind").getAsString()).isEqualTo("close");
    assertThat(estimate.get("currency").getAsString()).isEqualTo("USD");
    assertThat(estimate.get("baseCurrency").getAsString()).isEqualTo("USD");
    assertThat(decimal(estimate, "value"))
        .isEqualToIgnoringScale(decimal(estimate, "price").multiply(decimal(spy, "totalQuantity")));
    assertThat(decimal(estimate, "valueInBase")).isEqualTo(decimal(estimate, "value"));
    assertThat(decimal(estimate, "commission"))
        .isEqualToIgnoringScale(
            decimal(spy, "totalQuantity")
                .multiply(new BigDecimal("0.005"))
                .max(BigDecimal.ONE)
                .setScale(2, RoundingMode.HALF_EVEN));
    assertThat(estimate.get("commissionCurrency").getAsString()).isEqualTo("USD");
  }

  @Test
  void protobufGivesTheFullPreviewAndTextsLeaveItNull() throws Exception {
    String body = "{'dryRun':true,'strategies':['growth'],'preview':'broker'}".replace('\'', '"');
    speak("text");
    JsonObject text = order(asked("/allocation", body), "SPY").getAsJsonObject("margin");
    speak("protobuf");
    JsonObject full = order(asked("/allocation", body), "SPY").getAsJsonObject("margin");

    assertThat(text.get("suggestedSize").isJsonNull()).isTrue();
    assertThat(text.get("marginCurrency").isJsonNull()).isTrue();
    assertThat(full.get("marginCurrency").getAsString()).isEqualTo("USD");
    assertThat(decimal(full, "suggestedSize").signum()).isEqualTo(1);
    assertThat(decimal(full, "initMarginAfterOutsideRth"))
        .isEqualToIgnoringScale(decimal(full, "initMarginAfter"));
    assertThat(decimal(full, "initMarginAfter"))
        .isEqualToIgnoringScale(decimal(text, "initMarginAfter"));
  }

  @Test
  void aPropertyThatTheSessionCannotCarryIsRefusedBeforeTheRunBegins() throws Exception {
    String body = "{'strategies':['growth'],'orderProperties':{'postOnly':true}}";
    speak("text");
    JsonObject refused = answered(400, door.post("/allocation", body.replace('\'', '"')));

    assertThat(refused.get("error").getAsString())
        .startsWith(
            "InvalidOrderPropertiesException: nothing was sent, because the order property postOnly"
                + " needs server version 216, and the gateway speaks 178");
    assertThat(placed()).isEmpty();
    speak("protobuf");
    asked("/allocation", body.replace('\'', '"'));
    assertThat(placed()).isNotEmpty();
  }

  private void speak(String dialect) {
    door.store().update("config/common", Map.of("gateway", Map.of("protocol", dialect)));
  }

  @Test
  void valueOfAForeignFutureIsInItsCurrencyAndInTheBaseCurrency() throws Exception {
    door.store()
        .set(
            "strategies/growth",
            Weights.document(door.gateway().universe(), Map.of("MNQ", "0.5", "EUR.GBP", "0.2")));

    JsonObject answer = asked("/allocation", DRY);

    JsonObject pair = order(answer, "EUR.GBP").getAsJsonObject("estimate");
    assertThat(pair.get("currency").getAsString()).isEqualTo("GBP");
    assertThat(pair.get("fxKind").getAsString()).isEqualTo("midpoint");
    assertThat(decimal(pair, "valueInBase").doubleValue())
        .isWithin(0.01)
        .of(
            decimal(pair, "price").doubleValue()
                * decimal(order(answer, "EUR.GBP"), "totalQuantity").doubleValue()
                * decimal(pair, "fx").doubleValue());
    JsonObject future =
        list(answer, "orders").stream()
            .filter(order -> order.get("symbol").getAsString().equals("MNQ"))
            .findFirst()
            .orElseThrow();
    JsonObject estimate = future.getAsJsonObject("estimate");
    assertThat(decimal(estimate, "value"))
        .isEqualToIgnoringScale(
            decimal(estimate, "price")
                .multiply(decimal(future, "totalQuantity"))
                .multiply(BigDecimal.valueOf(2)));
    assertThat(estimate.get("commission").isJsonNull()).isTrue();
  }

  @Test
  void realAnswerHasTheSameFieldsAsTheDryRun() throws Exception {
    JsonObject planned = order(asked("/allocation", DRY), "SPY");
    JsonObject real = order(asked("/allocation", "{}"), "SPY");

    assertThat(real.keySet()).containsExactlyElementsIn(planned.keySet());
    assertThat(decimal(real.getAsJsonObject("estimate"), "price"))
        .isEqualTo(decimal(planned.getAsJsonObject("estimate"), "price"));
    assertThat(real.get("source")).isEqualTo(planned.get("source"));
    assertThat(real.get("status").getAsString()).isEqualTo("acknowledged");
  }

  @Test
  void closeAllValuesItsOrdersAsTheBrokerDoes() throws Exception {
    buyByHand();

    JsonObject spy = order(asked("/close-all", DRY), "SPY");

    JsonObject estimate = spy.getAsJsonObject("estimate");
    assertThat(estimate.get("priceKind").getAsString()).isEqualTo("position");
    assertThat(decimal(estimate, "value").doubleValue())
        .isWithin(0.01)
        .of(decimal(estimate, "price").doubleValue() * 10);
    assertThat(spy.get("conId").getAsInt()).isEqualTo(Bench.SPY);
    assertThat(decimal(spy.getAsJsonObject("source"), "(by hand)"))
        .isEqualTo(new BigDecimal("-10"));
  }

  @Test
  void cashBalancerValuesItsConversionsAtTheAccountsRates() throws Exception {
    JsonObject answer = asked("/cash-balancer", DRY);

    JsonObject euro = order(answer, "EUR.USD").getAsJsonObject("estimate");
    BigDecimal rate = answer.getAsJsonObject("exchangeRate").get("EUR").getAsBigDecimal();
    assertThat(euro.get("priceKind").getAsString()).isEqualTo("account");
    assertThat(decimal(euro, "value"))
        .isEqualToIgnoringScale(
            rate.multiply(new BigDecimal(25000)).setScale(2, RoundingMode.HALF_EVEN));
    assertThat(decimal(euro, "commission")).isEqualToIgnoringScale("2");
    JsonObject yen = order(answer, "USD.JPY").getAsJsonObject("estimate");
    assertThat(yen.get("currency").getAsString()).isEqualTo("JPY");
    assertThat(decimal(yen, "value").doubleValue()).isWithin(200).of(1_850_000);
  }

  @Test
  void brokerSaysMarginAndCommissionAndNothingIsLeftThere() throws Exception {
    for (String path : List.of("/allocation", "/cash-balancer", "/close-all")) {
      if (path.equals("/close-all")) {
        buyByHand();
      }
      List<?> standing = door.gateway().account().orders();

      JsonObject answer = asked(path, BROKER);

      JsonObject plan = answer.getAsJsonObject("margin");
      assertThat(plan.get("isEstimate").getAsBoolean()).isTrue();
      BigDecimal change = BigDecimal.ZERO;
      for (JsonObject order : list(answer, "orders")) {
        JsonObject margin = order.getAsJsonObject("margin");
        change = change.add(decimal(margin, "initMarginChange"));
        assertThat(decimal(margin, "initMarginAfter"))
            .isEqualTo(
                decimal(margin, "initMarginBefore").add(decimal(margin, "initMarginChange")));
      }
      assertThat(decimal(plan, "initMarginAfter"))
          .isEqualTo(decimal(plan, "initMarginBefore").add(change));
      assertThat(plan.getAsJsonObject("commissions").keySet()).contains("USD");
      assertThat(problemCodes(answer)).isEmpty();
      assertThat(door.gateway().account().orders()).isEqualTo(standing);
    }
    assertThat(placed()).isEmpty();
    assertThat(door.gateway().account().received()).isNotEmpty();
    assertThat(door.store().list("runs")).isEmpty();
  }

  @Test
  void firstAnswerWithoutFiguresIsNotTheAnswer() throws Exception {
    door.gateway().faults().orders().whatIfTwice(true);

    JsonObject answer = asked("/allocation", BROKER);

    assertThat(decimal(order(answer, "SPY").getAsJsonObject("margin"), "initMarginChange"))
        .isGreaterThan(BigDecimal.ZERO);
    assertThat(problemCodes(answer)).isEmpty();
  }

  @Test
  void refusedWhatIfIsAProblemAndTheOtherOrdersHaveTheirFigures() throws Exception {
    door.gateway().faults().orders().reject(1, 460, "No trading permissions.");

    JsonObject answer = asked("/allocation", BROKER);

    assertThat(problemCodes(answer)).containsExactly("preview-incomplete");
    assertThat(Bench.problem(answer, "preview-incomplete")).contains("No trading permissions");
    List<JsonObject> orders = list(answer, "orders");
    assertThat(orders.get(0).getAsJsonObject("margin").get("problem").getAsString())
        .contains("460");
    assertThat(decimal(orders.get(1).getAsJsonObject("margin"), "initMarginChange"))
        .isGreaterThan(BigDecimal.ZERO);
    assertThat(answer.getAsJsonObject("margin").get("initMarginAfter").isJsonNull()).isTrue();
  }

  @Test
  void orderThatTheAccountCannotCarryIsAProblemWithItsFigures() throws Exception {
    door.store()
        .update(
            "config/common",
            Map.of(
                "exposure",
                Map.of(
                    "overall",
                    BigDecimal.valueOf(4),
                    "strategies",
                    Map.of("growth", BigDecimal.ONE))));

    JsonObject answer = asked("/allocation", BROKER);

    assertThat(problemCodes(answer)).contains("preview-incomplete");
    assertThat(Bench.problem(answer, "preview-incomplete")).contains("201");
    assertThat(decimal(order(answer, "SPY").getAsJsonObject("margin"), "initMarginAfter"))
        .isGreaterThan(BigDecimal.ZERO);
  }

  @Test
  void otherPreviewThanBrokerIsRefused() throws Exception {
    HttpResponse<String> response =
        door.post("/allocation", doubleQuoted("{'dryRun':true,'preview':'me'}"));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response)).contains(doubleQuoted("preview must be 'broker', not 'me'"));
  }

  @Test
  void runThatWouldLeaveTooSmallACushionIsRefused() throws Exception {
    limit("leastCushion", new BigDecimal("0.99"));

    JsonObject dry = asked("/allocation", DRY);
    HttpResponse<String> real = door.post("/allocation", "{}");

    assertThat(texts(dry, "limits")).hasSize(1);
    assertThat(texts(dry, "limits").get(0)).contains("at least 0.99 is required");
    assertThat(dry.getAsJsonObject("margin").get("cushionAfter").getAsBigDecimal())
        .isLessThan(new BigDecimal("0.99"));
    assertThat(real.statusCode()).isEqualTo(500);
    assertThat(error(real)).contains("the cushion after the run would be");
    assertThat(placed()).isEmpty();
  }

  @Test
  void runThatWouldUseTooMuchMarginIsRefusedAndALargerLimitLetsItPass() throws Exception {
    limit("mostMarginUse", new BigDecimal("0.01"));
    assertThat(error(door.post("/allocation", "{}"))).contains("at most 0.01 is allowed");

    limit("mostMarginUse", BigDecimal.ONE);

    assertThat(list(asked("/allocation", "{}"), "orders")).hasSize(2);
    assertThat(placed()).hasSize(2);
  }

  @Test
  void runThatOnlyReducesIsStoppedByNoLimit() throws Exception {
    asked("/allocation", "{}");
    new Bench(door, clock).awaitFilled();
    door.strategy("growth", Map.of("SPY", "0.01", "IEF", "0.01"));
    door.store()
        .update(
            "config/common",
            Map.of(
                "limits",
                Map.of(
                    "leastCushion", BigDecimal.ONE,
                    "mostMarginUse", BigDecimal.ZERO,
                    "mostOrders", BigDecimal.ONE,
                    "largestOrderValue", BigDecimal.ONE)));

    JsonObject answer = answered(200, door.postWithKey("/allocation", "less", "{}"));

    assertThat(list(answer, "orders")).hasSize(2);
    list(answer, "orders")
        .forEach(order -> assertThat(order.get("action").getAsString()).isEqualTo("SELL"));
  }

  @Test
  void purchasesBeyondTheCashAreRefusedIfNothingMayBeBorrowed() throws Exception {
    door.expose(Map.of("growth", "1"));
    spendAllBut(new BigDecimal("60000"));
    door.limits(Map.of("noBorrowing", true));

    JsonObject dry = asked("/allocation", DRY);
    HttpResponse<String> real = door.post("/allocation", "{}");

    assertThat(texts(dry, "limits")).hasSize(1);
    assertThat(texts(dry, "limits").get(0)).contains("the purchases in USD need");
    assertThat(real.statusCode()).isEqualTo(500);
    assertThat(error(real)).contains("limits.scaleToFit");
    assertThat(placed()).isEmpty();
  }

  @Test
  void purchasesAreMadeSmallerInProportionUntilTheCashCoversThem() throws Exception {
    door.expose(Map.of("growth", "1"));
    spendAllBut(new BigDecimal("60000"));
    JsonObject whole = asked("/allocation", DRY);
    door.limits(Map.of("noBorrowing", true, "scaleToFit", true));

    JsonObject answer = asked("/allocation", "{}");
    new Bench(door, clock).awaitFilled();

    BigDecimal cash = door.gateway().account().valuation().cash("USD");
    BigDecimal onOrder = new BigDecimal(100).multiply(standingGold().lmtPrice());
    assertThat(cash).isAtLeast(onOrder);
    assertThat(cash).isLessThan(onOrder.add(new BigDecimal("2000")));
    assertThat(answer.getAsJsonObject("skipped").get("SPY").getAsString())
        .contains("do not cover all purchases");
    JsonObject spy = order(answer, "SPY");
    assertThat(decimal(spy.getAsJsonObject("source"), "growth"))
        .isEqualTo(decimal(spy, "totalQuantity"));
    double spyPart = part(spy, order(whole, "SPY"));
    double iefPart = part(order(answer, "IEF"), order(whole, "IEF"));
    assertThat(spyPart).isWithin(0.06).of(iefPart);
    new Bench(door, clock).reconciled();
  }

  private static double part(JsonObject smaller, JsonObject order) {
    return decimal(smaller, "totalQuantity").doubleValue()
        / decimal(order, "totalQuantity").doubleValue();
  }

  /** The order for 100 shares of gold, which is open and claims cash. */
  private Order standingGold() {
    Instrument gold = Weights.instrument(door.gateway().universe(), "GLD");
    return door.gateway().account().orders().stream()
        .filter(order -> order.open().contract().conId() == gold.conId())
        .findFirst()
        .orElseThrow()
        .order();
  }

  /** Buys shares by hand, so that this much cash is left in US dollars. */
  private void spendAllBut(BigDecimal left) throws Exception {
    BigDecimal spent = door.gateway().account().valuation().cash("USD").subtract(left);
    BigDecimal shares = spent.divide(new BigDecimal("100"), 0, RoundingMode.DOWN);
    Instrument gold = Weights.instrument(door.gateway().universe(), "GLD");
    door.gateway().tws().trade(gold, shares, new BigDecimal("100"));
    door.parkHoldings();
  }

  @Test
  void marginThatTheBrokerDoesNotTellIsAViolation() throws Exception {
    limit("leastCushion", new BigDecimal("0.01"));
    door.gateway().faults().orders().reject(1, 460, "No trading permissions.");

    HttpResponse<String> real = door.post("/allocation", "{}");

    assertThat(real.statusCode()).isEqualTo(500);
    assertThat(error(real)).contains("cannot be checked against leastCushion");
    assertThat(placed()).isEmpty();
  }
}
