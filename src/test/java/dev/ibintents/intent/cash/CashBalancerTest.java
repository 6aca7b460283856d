package dev.ibintents.intent.cash;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.bench.FrontDoor.error;
import static dev.ibintents.bench.FrontDoor.json;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.ibapi.message.PlaceOrder;
import dev.ibintents.simulator.account.PaperFill;
import dev.ibintents.simulator.account.ReceivedOrder;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.store.Document;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Foreign cash is traded back to the base currency. The simulated account begins with 25,431.50
 * EUR, 12,018.25 CHF and 1,850,000 JPY beside its US dollars.
 */
@Timeout(60)
final class CashBalancerTest {
  private static final int EUR_USD = 12087792;
  private static final int USD_JPY = 15016059;
  private static final int GBP_USD = 12087797;

  @TempDir Path folder;
  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-23T15:00:00Z"));
  private final List<PlaceOrder> placed = Collections.synchronizedList(new ArrayList<>());
  private FrontDoor door;
  private Bench bench;

  @BeforeEach
  void open() throws Exception {
    door =
        FrontDoor.in(folder)
            .clock(clock)
            .gateway(
                options ->
                    options.onRequest(
                        (client, number, request) -> {
                          if (request instanceof PlaceOrder placeOrder) {
                            placed.add(placeOrder);
                          }
                        }))
            .open();
    bench = new Bench(door, clock);
    threshold("500");
  }

  @AfterEach
  void close() {
    door.close();
  }

  private void threshold(String amount) {
    door.store()
        .update(
            "config/common", Map.of("cashBalanceThresholdInBaseCurrency", new BigDecimal(amount)));
  }

  private BigDecimal cash(String currency) {
    return door.gateway().account().valuation().cash(currency);
  }

  private Instrument pair(int conId) {
    return door.gateway().universe().byConId(conId).orElseThrow();
  }

  private HttpResponse<String> balance(String key) throws Exception {
    return bench.postWithKey("/cash-balancer", key, "{}");
  }

  private JsonObject balanced(String key) throws Exception {
    return bench.failed(200, balance(key));
  }

  private static List<JsonObject> orders(JsonObject answer) {
    return Bench.list(answer, "orders");
  }

  private static Map<String, BigDecimal> amounts(JsonObject answer, String name) {
    Map<String, BigDecimal> amounts = new TreeMap<>();
    answer
        .getAsJsonObject(name)
        .entrySet()
        .forEach(entry -> amounts.put(entry.getKey(), entry.getValue().getAsBigDecimal()));
    return amounts;
  }

  private static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }

  @Test
  void foreignCashIsTradedBackInWholeThousands() throws Exception {
    JsonObject answer = balanced("monday");

    assertThat(answer.get("baseCurrency").getAsString()).isEqualTo("USD");
    assertThat(answer.get("threshold").getAsBigDecimal()).isEqualTo(decimal("500"));
    assertThat(amounts(answer, "trades"))
        .containsExactly(
            "CHF", decimal("-12000"), "EUR", decimal("-25000"), "JPY", decimal("-1850000"));
    assertThat(answer.getAsJsonObject("skipped").keySet()).isEmpty();
    assertThat(orders(answer).stream().map(order -> order.get("contract").getAsString()).toList())
        .containsExactly("USD.CHF", "EUR.USD", "USD.JPY")
        .inOrder();
    assertThat(cash("EUR")).isEqualTo(decimal("431.50"));
    // What the whole dollars leave of the other two, the commission included.
    assertThat(cash("CHF")).isAtLeast(BigDecimal.ZERO);
    assertThat(cash("CHF")).isLessThan(decimal("60"));
    assertThat(cash("JPY").abs()).isLessThan(decimal("3000"));
  }

  @Test
  void pairsAreTradedInTheDirectionThatExistsWhereCashIsConverted() throws Exception {
    BigDecimal dollarsForFrancs =
        decimal("12000").multiply(door.gateway().prices().rate("CHF", clock.instant()));

    balanced("monday");

    assertThat(placed).hasSize(3);
    for (PlaceOrder order : placed) {
      assertThat(order.contract().exchange()).isEqualTo("FXCONV");
      assertThat(order.order().orderType()).isEqualTo("MKT");
      assertThat(order.order().tif()).isEqualTo("DAY");
      assertThat(order.order().algoStrategy()).isEmpty();
    }
    assertThat(placed.stream().map(order -> order.order().action()).toList())
        .containsExactly("BUY", "SELL", "BUY")
        .inOrder();
    assertThat(placed.get(1).order().totalQuantity()).isEqualTo(decimal("25000"));
    assertThat(placed.get(0).order().totalQuantity().subtract(dollarsForFrancs).abs())
        .isLessThan(decimal("20"));
  }

  @Test
  void aVectorOfTheBalancerHoldsThroughTheFrontDoor() throws Exception {
    // The last of vectors/cash-balancer.json, but for the rates, which are the market's here.
    door.gateway().tws().trade(pair(EUR_USD), decimal("-25432.00"), decimal("1.08"));
    door.gateway().tws().trade(pair(GBP_USD), decimal("999"), decimal("1.27"));
    PaperFill yen = door.gateway().tws().trade(pair(USD_JPY), BigDecimal.ONE, decimal("500000.0"));
    BigDecimal rest = cash("JPY").subtract(decimal("1250999.9"));
    door.gateway().tws().correct(yen.execution().execId(), yen.execution().price().add(rest));
    clock.advance(Duration.ofMinutes(4));

    JsonObject answer = balanced("monday");

    Map<String, BigDecimal> balances = amounts(answer, "cashBalance");
    assertThat(balances.get("JPY")).isEqualTo(decimal("1250999.90"));
    assertThat(balances.get("EUR")).isEqualTo(decimal("-0.50"));
    assertThat(balances.get("GBP")).isEqualTo(decimal("999.00"));
    assertThat(amounts(answer, "exposure").keySet()).containsExactly("CHF", "EUR", "GBP", "JPY");
    assertThat(amounts(answer, "trades"))
        .containsExactly("CHF", decimal("-12000"), "JPY", decimal("-1250000"));
  }

  @Test
  void cashThatIsOwedIsBoughtBack() throws Exception {
    door.gateway().tws().trade(pair(EUR_USD), decimal("-27776"), decimal("1.08"));
    clock.advance(Duration.ofMinutes(4));

    JsonObject answer = balanced("monday");

    assertThat(amounts(answer, "cashBalance").get("EUR")).isEqualTo(decimal("-2344.50"));
    assertThat(amounts(answer, "trades").get("EUR")).isEqualTo(decimal("3000"));
    assertThat(cash("EUR")).isEqualTo(decimal("655.50"));
  }

  @Test
  void aDryRunChangesNothingAnywhere() throws Exception {
    Map<String, Object> before = bench.everything();

    HttpResponse<String> response = door.get("/cash-balancer?dryRun=true");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(orders(json(response))).hasSize(3);
    assertThat(orders(json(response)).get(0).get("status").getAsString()).isEqualTo("planned");
    assertThat(bench.everything()).isEqualTo(before);
  }

  @Test
  void conversionsBelongToNoStrategyAndChangeNoHoldings() throws Exception {
    Object holdings = door.store().list("positions/paper/holdings");

    balanced("monday");

    assertThat(door.store().list("positions/paper/holdings")).isEqualTo(holdings);
    List<Document> open = door.store().list("positions/paper/openOrders");
    assertThat(open).hasSize(3);
    open.forEach(order -> assertThat(order.map("source").decimals()).isEmpty());
    bench.reconciled();
    assertThat(door.store().list("positions/paper/openOrders")).isEmpty();
  }

  @Test
  void theSameRequestAgainAlreadyRan() throws Exception {
    JsonObject first = json(door.get("/cash-balancer"));

    JsonObject again = json(door.get("/cash-balancer"));

    assertThat(again.get("status").getAsString()).isEqualTo("already-ran");
    assertThat(orders(again.getAsJsonObject("result"))).isEqualTo(orders(first));
    assertThat(door.ordersReceived()).hasSize(3);
  }

  @Test
  void simultaneousRequestsConvertOnce() throws Exception {
    List<Integer> statuses =
        IntStream.range(0, 6)
            .parallel()
            .mapToObj(
                i -> {
                  try {
                    return balance("monday").statusCode();
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                })
            .toList();

    assertThat(statuses).contains(200);
    statuses.forEach(status -> assertThat(status).isAnyOf(200, 409));
    assertThat(door.ordersReceived()).hasSize(3);
  }

  @Test
  void cashWhoseConversionIsOpenIsNotConvertedAgain() throws Exception {
    door.gateway().closeMarket();
    balanced("saturday");

    JsonObject other = balanced("sunday");

    assertThat(orders(other)).isEmpty();
    assertThat(amounts(other, "stillToFill").get("EUR")).isEqualTo(decimal("-25000"));
    assertThat(amounts(other, "exposure").get("EUR")).isLessThan(decimal("500"));
    assertThat(door.ordersReceived()).hasSize(3);
  }

  @Test
  void aConversionThatIsFilledInPartCountsInFull() throws Exception {
    door.gateway().faults().orders().pieces(2, Duration.ofMinutes(10));
    balanced("monday");
    clock.advance(Duration.ofMinutes(4));

    JsonObject other = balanced("tuesday");

    assertThat(cash("EUR")).isEqualTo(decimal("12931.50"));
    assertThat(amounts(other, "stillToFill").get("EUR")).isEqualTo(decimal("-12500"));
    assertThat(orders(other)).isEmpty();
  }

  @Test
  void balancesThatMayNotShowATradeYetAreLeftAlone() throws Exception {
    balanced("monday");

    JsonObject atOnce = bench.failed(500, balance("tuesday"));
    clock.advance(Duration.ofMinutes(4));
    JsonObject later = balanced("tuesday");

    assertThat(orders(atOnce)).isEmpty();
    assertThat(atOnce.getAsJsonObject("skipped").keySet()).containsExactly("CHF", "EUR", "JPY");
    assertThat(atOnce.getAsJsonObject("skipped").get("EUR").getAsString())
        .startsWith("EUR.USD was traded at ");
    assertThat(later.getAsJsonObject("skipped").keySet()).isEmpty();
    assertThat(orders(later)).isEmpty();
    assertThat(door.ordersReceived()).hasSize(3);
  }

  @Test
  void aConversionThatTheBrokerDoesNotShowIsNotRepeated() throws Exception {
    door.gateway().closeMarket();
    balanced("monday");
    long permId =
        door.ordersReceived().stream()
            .filter(order -> order.conId() == EUR_USD)
            .findFirst()
            .get()
            .permId();
    door.gateway().tws().cancel(permId);

    JsonObject other = balanced("tuesday");

    assertThat(other.getAsJsonObject("skipped").keySet()).containsExactly("EUR");
    assertThat(other.getAsJsonObject("skipped").get("EUR").getAsString())
        .contains("run trade-reconciliation first");
    assertThat(orders(other)).isEmpty();
  }

  @Test
  void aPairThatAStrategyHoldsIsNotConverted() throws Exception {
    door.store().set("positions/paper/holdings/carry", Map.of("" + EUR_USD, 20000));

    JsonObject answer = balanced("monday");

    assertThat(amounts(answer, "held").get("EUR")).isEqualTo(decimal("20000"));
    assertThat(amounts(answer, "trades").get("EUR")).isEqualTo(decimal("-5000"));
  }

  @Test
  void aPairOfWhichTheBooksHoldMoreThanTheAccountIsLeftAlone() throws Exception {
    door.store().set("positions/paper/holdings/carry", Map.of("" + EUR_USD, 60000));

    JsonObject answer = balanced("monday");

    assertThat(answer.getAsJsonObject("skipped").keySet()).containsExactly("EUR");
    assertThat(answer.getAsJsonObject("skipped").get("EUR").getAsString())
        .startsWith(
            "strategies hold EUR 60000 in currency pairs by the books, and the account has"
                + " 25431.5");
    assertThat(amounts(answer, "trades").keySet()).containsExactly("CHF", "JPY");
    assertThat(Bench.list(answer, "problems").get(0).get("code").getAsString())
        .isEqualTo("holdings-beyond-account");
    assertThat(door.ordersReceived().stream().map(ReceivedOrder::conId).toList())
        .doesNotContain(EUR_USD);
  }

  @Test
  void aPairWithFillsThatAreNotBookedIsLeftAlone() throws Exception {
    door.store()
        .set(
            "positions/paper/openOrders/abc-1-0",
            Map.of(
                "account",
                "DU1234567",
                "contractId",
                EUR_USD,
                "orderId",
                1,
                "permId",
                1,
                "quantity",
                20000,
                "source",
                Map.of("carry", 20000),
                "filled",
                Map.of(),
                "executed",
                0,
                "timestamp",
                clock.instant()));

    JsonObject answer = balanced("monday");

    assertThat(answer.getAsJsonObject("skipped").keySet()).containsExactly("EUR");
    assertThat(amounts(answer, "trades").keySet()).containsExactly("CHF", "JPY");
  }

  @Test
  void aConnectionThatIsLostAmidTheOrdersConvertsNothingTwice() throws Exception {
    door.gateway().faults().orders().dropAfter(2);

    HttpResponse<String> broken = balance("monday");
    clock.advance(Duration.ofSeconds(16)); // nothing is on its way any more
    JsonObject again = balanced("monday");

    assertThat(broken.statusCode()).isAnyOf(503, 504);
    assertThat(again.get("status").getAsString()).isEqualTo("already-ran");
    assertThat(door.ordersReceived()).hasSize(3);
    door.ordersReceived()
        .forEach(
            order -> assertThat(door.gateway().account().accepted(order.orderRef())).isEqualTo(1));
    assertThat(cash("EUR")).isEqualTo(decimal("431.50"));
  }

  @Test
  void balancesThatMayBeWrongAreNotConverted() throws Exception {
    door.gateway().faults().resetting(true);

    HttpResponse<String> response = balance("monday");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(error(response)).startsWith("AccountNotReadyException: ");
    assertThat(door.ordersReceived()).isEmpty();
  }

  @Test
  void limitsHoldForConversionsToo() throws Exception {
    door.store()
        .update(
            "config/common",
            Map.of("limits", Map.of("largestOrderValue", 20000, "largestPositionValue", 1)));

    HttpResponse<String> response = balance("monday");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(error(response)).startsWith("LimitsExceededException: nothing was sent, ");
    assertThat(error(response)).contains("sell 25000 EUR.USD");
    assertThat(error(response)).doesNotContain("USD.CHF");
    assertThat(door.ordersReceived()).isEmpty();
  }

  @Test
  void withoutAThresholdNothingIsBalanced() throws Exception {
    door.store().set("config/common", Map.of("connectTimeoutSeconds", 10));

    HttpResponse<String> response = door.get("/cash-balancer");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(json(response).get("status").getAsString())
        .isEqualTo("cashBalanceThresholdInBaseCurrency is not configured, so nothing is balanced");
    assertThat(door.gateway().connectionsAccepted()).isEqualTo(0);
  }

  @Test
  void aThresholdBelowZeroIsRefused() throws Exception {
    threshold("-1");

    HttpResponse<String> response = door.get("/cash-balancer");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(error(response))
        .contains("cashBalanceThresholdInBaseCurrency is -1; it must be 0 or more");
  }
}
