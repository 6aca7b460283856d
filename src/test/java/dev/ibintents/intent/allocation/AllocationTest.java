package dev.ibintents.intent.allocation;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.bench.Bench.list;
import static dev.ibintents.bench.FrontDoor.answered;
import static dev.ibintents.bench.FrontDoor.error;
import static dev.ibintents.bench.FrontDoor.json;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.Weights;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderCondition;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.PlaceOrder;
import dev.ibintents.ibapi.message.ReqMktData;
import dev.ibintents.ibapi.message.SoftDollarTier;
import dev.ibintents.simulator.account.ReceivedOrder;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.store.Document;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The main job, from the request to the broker's order book and the books of this product. */
@Timeout(60)
final class AllocationTest {
  /** It stands still, and prices with it, so that a second run wants what the first one did. */
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-11-23T15:45:00Z"), ZoneOffset.UTC);

  private static final int SPY = 756733;

  @TempDir Path folder;
  private final List<Order> placed = Collections.synchronizedList(new ArrayList<>());
  private volatile Runnable asPricesAreAskedFor = () -> {};
  private FrontDoor door;

  @BeforeEach
  void open() throws Exception {
    door =
        FrontDoor.in(folder)
            .clock(NOW)
            .gateway(
                options ->
                    options.onRequest(
                        (client, number, request) -> {
                          if (request instanceof PlaceOrder placeOrder) {
                            placed.add(placeOrder.order());
                          }
                          if (request instanceof ReqMktData) {
                            asPricesAreAskedFor.run();
                          }
                        }))
            .open();
    expose(Map.of("growth", "0.4"), "1");
    strategy("growth", Map.of("SPY", "0.6", "IEF", "0.4"));
    door.parkHoldings();
  }

  @AfterEach
  void close() {
    door.close();
  }

  private void expose(Map<String, String> strategies, String overall) {
    door.store().update("config/common", Weights.exposure(overall, strategies));
  }

  private void strategy(String id, Map<String, String> weights) {
    door.store().set("strategies/" + id, Weights.document(weights));
  }

  /** Everything that trading writes, but the log of what was asked. */
  private Map<String, Object> everything() {
    Map<String, Object> all = new LinkedHashMap<>();
    for (String collection :
        List.of(
            "config",
            "strategies",
            "runs",
            "leases",
            "positions/paper/holdings",
            "positions/paper/openOrders",
            "positions/paper/fills")) {
      all.put(collection, door.store().list(collection));
    }
    all.put("received", door.gateway().account().received());
    all.put("orders", door.gateway().account().orders());
    all.put("held", door.gateway().account().positions());
    return all;
  }

  private List<ReceivedOrder> received() {
    return door.gateway().account().received();
  }

  @Test
  void aDryRunChangesNothingAnywhere() throws Exception {
    Map<String, Object> before = everything();

    HttpResponse<String> response = door.post("/allocation", doubleQuoted("{'dryRun':true}"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(list(json(response), "orders")).hasSize(2);
    assertThat(list(json(response), "orders").get(0).get("status").getAsString())
        .isEqualTo("planned");
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void ordersReachTheBrokerAndTheBooks() throws Exception {
    HttpResponse<String> response = door.get("/allocation");

    answered(200, response);
    List<JsonObject> orders = list(json(response), "orders");
    assertThat(orders).hasSize(2);
    for (JsonObject order : orders) {
      String orderRef = order.get("orderRef").getAsString();
      assertThat(order.get("status").getAsString()).isEqualTo("acknowledged");
      assertThat(door.gateway().account().accepted(orderRef)).isEqualTo(1);
      Document open = door.store().get("positions/paper/openOrders/" + orderRef).orElseThrow();
      assertThat(open.map("source").decimals().keySet()).containsExactly("growth");
      assertThat(open.integer("permId")).isEqualTo(order.get("permId").getAsLong());
    }
    Document run = door.store().list("runs").get(0);
    assertThat(run.string("state")).isEqualTo("finished");
    BigDecimal target =
        json(response)
            .getAsJsonObject("targetPositions")
            .getAsJsonObject("growth")
            .get("SPY")
            .getAsBigDecimal();
    assertThat(target).isGreaterThan(BigDecimal.ZERO);
  }

  @Test
  void ordersAreAdaptiveMarketOrdersForTheDay() throws Exception {
    door.get("/allocation");

    assertThat(placed).hasSize(2);
    for (Order order : placed) {
      assertThat(order.orderType()).isEqualTo("MKT");
      assertThat(order.tif()).isEqualTo("DAY");
      assertThat(order.algoStrategy()).isEqualTo("Adaptive");
      assertThat(order.account()).isEqualTo("DU1234567");
    }
  }

  @Test
  void theSameRequestAgainAlreadyRan() throws Exception {
    JsonObject first = json(door.get("/allocation"));
    int placed = received().size();

    HttpResponse<String> again = door.get("/allocation");

    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(json(again).get("status").getAsString()).isEqualTo("already-ran");
    assertThat(list(json(again).getAsJsonObject("result"), "orders"))
        .isEqualTo(list(first, "orders"));
    assertThat(received()).hasSize(placed);
  }

  @Test
  void aRunUnderAnotherKeyFindsNothingLeftToTrade() throws Exception {
    door.postWithKey("/allocation", "monday", "{}");
    int placed = received().size();

    HttpResponse<String> other = door.postWithKey("/allocation", "tuesday", "{}");

    assertThat(other.statusCode()).isEqualTo(200);
    assertThat(list(json(other), "orders")).isEmpty();
    assertThat(received()).hasSize(placed);
  }

  @Test
  void aKeyBelongsToOneRequest() throws Exception {
    door.postWithKey("/allocation", "monday", "{}");

    HttpResponse<String> other =
        door.postWithKey("/allocation", "monday", doubleQuoted("{'strategies':['growth']}"));

    assertThat(other.statusCode()).isEqualTo(400);
    assertThat(error(other)).startsWith("RunKeyReusedException: ");
  }

  @Test
  void simultaneousRequestsPlaceEachOrderOnce() throws Exception {
    List<Integer> statuses =
        IntStream.range(0, 8)
            .parallel()
            .mapToObj(
                i -> {
                  try {
                    return door.postWithKey("/allocation", "monday", "{}").statusCode();
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                })
            .toList();

    assertThat(statuses).contains(200);
    statuses.forEach(status -> assertThat(status).isAnyOf(200, 409));
    assertThat(received()).hasSize(2);
    received()
        .forEach(
            order -> assertThat(door.gateway().account().accepted(order.orderRef())).isEqualTo(1));
  }

  @Test
  void anOrderThatTheBrokerRefusesIsReportedAndTheOthersStand() throws Exception {
    door.gateway().faults().orders().reject(2, 201, "Order rejected - reason:no such luck");

    HttpResponse<String> response = door.get("/allocation");

    assertThat(response.statusCode()).isEqualTo(200);
    List<JsonObject> orders = list(json(response), "orders");
    assertThat(orders.get(0).get("status").getAsString()).isEqualTo("acknowledged");
    assertThat(orders.get(1).get("status").getAsString()).isEqualTo("rejected");
    assertThat(orders.get(1).get("message").getAsString()).contains("no such luck");
    assertThat(door.store().list("positions/paper/openOrders")).hasSize(1);
  }

  @Test
  void targetsAreWorkedOutFromTheLastClose() throws Exception {
    expose(Map.of("growth", "0.4"), "1");
    strategy("growth", Map.of("SPY", "1"));
    Instrument spy = door.gateway().universe().byConId(SPY).orElseThrow();
    BigDecimal close = door.gateway().prices().quote(spy, NOW.instant()).close();

    JsonObject answer = json(door.get("/allocation?dryRun=true"));

    BigDecimal expected =
        answer
            .get("netLiquidation")
            .getAsBigDecimal()
            .multiply(new BigDecimal("0.4"))
            .divide(close, 0, RoundingMode.HALF_EVEN);
    assertThat(answer.getAsJsonObject("targetPositions").getAsJsonObject("growth").get("SPY"))
        .isEqualTo(new JsonPrimitive(expected));
  }

  @Test
  void aStrategyWhosePriceIsStaleIsSkipped() throws Exception {
    door.gateway().faults().halt(SPY, NOW.instant().minus(Duration.ofDays(11)));

    JsonObject answer = json(door.get("/allocation?dryRun=true"));

    assertThat(answer.getAsJsonObject("skipped").get("growth").getAsString())
        .startsWith("SPY has a stale price, as it has not traded for more than 10 days: ");
  }

  @Test
  void withoutTheGatewayNoPriceIsMissingAndTheRunIsNotDone() throws Exception {
    asPricesAreAskedFor = door.gateway()::dropConnections;
    HttpResponse<String> broken = door.postWithKey("/allocation", "monday", "{}");
    asPricesAreAskedFor = () -> {};
    HttpResponse<String> again = door.postWithKey("/allocation", "monday", "{}");

    answered(503, broken);
    answered(200, again);
    assertThat(list(json(again), "orders")).hasSize(2);
  }

  @Test
  void limitsLookAtWhatOpenOrdersWillStillFill() throws Exception {
    expose(Map.of("growth", "0.4"), "1");
    strategy("growth", Map.of("TLT", "1"));
    String later = doubleQuoted("{'orderProperties':{'goodAfterTime':'in 2 hours'}}");
    BigDecimal value =
        json(door.get("/allocation?dryRun=true"))
            .get("netLiquidation")
            .getAsBigDecimal()
            .multiply(new BigDecimal("0.5"));
    door.store().update("config/common", Map.of("limits", Map.of("largestPositionValue", value)));
    assertThat(door.post("/allocation", later).statusCode()).isEqualTo(200);

    expose(Map.of("growth", "0.6"), "1");
    HttpResponse<String> response = door.postWithKey("/allocation", "more", later);

    answered(500, response);
    assertThat(error(response)).contains("LimitsExceededException: nothing was sent, ");
    assertThat(received()).hasSize(1);
  }

  @Test
  void anOpenOrderOfAnotherClientCountsAtItsOwnLimit() throws Exception {
    BigDecimal limit = new BigDecimal("1.2");
    door.store().update("config/common", Map.of("limits", Map.of("largestGrossExposure", limit)));
    assertThat(json(door.get("/allocation?dryRun=true")).getAsJsonArray("limits")).isEmpty();

    Order byHand =
        Order.builder()
            .set(OrderField.ACTION, "BUY")
            .set(OrderField.TOTAL_QUANTITY, new BigDecimal("400"))
            .set(OrderField.ORDER_TYPE, "LMT")
            .set(OrderField.LMT_PRICE, BigDecimal.valueOf(450))
            .set(OrderField.TIF, "GTC")
            .build();
    door.gateway().tws().place(door.gateway().universe().stock("MSFT"), byHand);

    assertThat(json(door.get("/allocation?dryRun=true")).getAsJsonArray("limits").toString())
        .contains("the gross exposure after the run would be ");
  }

  @Test
  void limitsAreCheckedBeforeAnythingLeaves() throws Exception {
    door.store().update("config/common", Map.of("limits", Map.of("mostOrders", 1)));

    HttpResponse<String> response = door.get("/allocation");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(error(response)).startsWith("LimitsExceededException: nothing was sent, ");
    assertThat(received()).isEmpty();
    assertThat(door.store().list("runs")).isEmpty();
    JsonObject dryRun = json(door.get("/allocation?dryRun=true"));
    assertThat(dryRun.getAsJsonArray("limits")).hasSize(1);
  }

  @Test
  void limitsOnValuesLetGoOfWhatIsHeld() throws Exception {
    strategy("growth", Map.of("SPY", "0"));
    door.store().set("positions/paper/holdings/growth", Map.of("756733", 10));
    door.parkHoldings();
    door.store()
        .update(
            "config/common",
            Map.of("limits", Map.of("largestOrderValue", 1, "largestGrossExposure", "0.01")));

    HttpResponse<String> response = door.get("/allocation");

    answered(200, response);
    assertThat(placed).hasSize(1);
    assertThat(placed.get(0).action()).isEqualTo("SELL");
    assertThat(placed.get(0).totalQuantity()).isEqualTo(BigDecimal.TEN);
  }

  @Test
  void aStrategyThatFailsLeavesTheOthers() throws Exception {
    expose(Map.of("growth", "0.4", "broken", "0.1", "stale", "0.1"), "1");
    door.store().set("strategies/broken", Map.of("kind", "weights", "weights", "none"));
    door.store().set("positions/paper/holdings/broken", Map.of("756733", 10));
    door.parkHoldings();

    HttpResponse<String> response = door.get("/allocation");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(json(response).getAsJsonObject("skipped").keySet())
        .containsExactly("broken", "stale");
    assertThat(list(json(response), "orders")).hasSize(2);
    assertThat(door.store().get("positions/paper/holdings/broken").orElseThrow().decimals())
        .containsExactly("756733", BigDecimal.TEN);
  }

  @Test
  void noExposureMeansNothingToDo() throws Exception {
    expose(Map.of("growth", "0.4"), "0");

    HttpResponse<String> response = door.get("/allocation");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(json(response).get("status").getAsString())
        .isEqualTo("exposure.overall is 0, so nothing is allocated");
    assertThat(door.gateway().connectionsAccepted()).isEqualTo(0);
  }

  @Test
  void unknownStrategiesAndPropertiesAreRefused() throws Exception {
    HttpResponse<String> strategies =
        door.post("/allocation", doubleQuoted("{'strategies':['nope']}"));
    HttpResponse<String> properties =
        door.post("/allocation", doubleQuoted("{'orderProperties':{'lmtPrise':1}}"));

    assertThat(strategies.statusCode()).isEqualTo(400);
    assertThat(error(strategies)).contains("unknown strategies nope; there are ");
    assertThat(properties.statusCode()).isEqualTo(400);
    assertThat(error(properties)).contains("lmtPrise");
    assertThat(door.gateway().connectionsAccepted()).isEqualTo(0);
  }

  @Test
  void orderPropertiesChangeTheOrder() throws Exception {
    HttpResponse<String> response =
        door.post(
            "/allocation",
            doubleQuoted("{'orderProperties':{'goodAfterTime':'in 2 hours','outsideRth':true}}"));

    answered(200, response);
    assertThat(placed).hasSize(2);
    for (Order order : placed) {
      assertThat(order.goodAfterTime()).matches("\\d{8}-\\d\\d:\\d\\d:\\d\\d");
      assertThat(order.get(OrderField.OUTSIDE_RTH)).isTrue();
    }
  }

  @Test
  void onePriceForSeveralContractsIsRefusedAndADryRunShowsIt() throws Exception {
    String limit = doubleQuoted("'orderProperties': {'orderType': 'LMT', 'lmtPrice': 650}");
    Map<String, Object> before = everything();

    HttpResponse<String> refused = door.post("/allocation", "{" + limit + "}");
    JsonObject dryRun =
        json(door.post("/allocation", doubleQuoted("{'dryRun': true, " + limit + "}")));

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(error(refused))
        .isEqualTo(
            "InvalidOrderPropertiesException: nothing was sent, because orderProperties do not fit:"
                + " lmtPrice 650 can be right for one contract only, and the run has orders for"
                + " IEF, SPY; leave it out, or ask for strategies that trade one contract");
    assertThat(list(dryRun, "orders")).hasSize(2);
    assertThat(dryRun.getAsJsonArray("misfits").asList()).hasSize(1);
    assertThat(withoutLease(everything())).isEqualTo(withoutLease(before));
  }

  private static Map<String, Object> withoutLease(Map<String, Object> everything) {
    everything.remove("leases");
    return everything;
  }

  @Test
  void onePriceForOneContractGoesWithTheOrder() throws Exception {
    strategy("growth", Map.of("SPY", "0.6"));

    HttpResponse<String> response =
        door.post(
            "/allocation", doubleQuoted("{'orderProperties':{'orderType':'LMT','lmtPrice':650}}"));

    answered(200, response);
    assertThat(placed.get(0).lmtPrice()).isEqualTo(new BigDecimal("650"));
  }

  @Test
  void aGroupThatOrdersWouldShareIsRefused() throws Exception {
    HttpResponse<String> refused =
        door.post(
            "/allocation", doubleQuoted("{'orderProperties':{'ocaGroup':'mine','ocaType':1}}"));
    HttpResponse<String> parent =
        door.post("/allocation", doubleQuoted("{'orderProperties':{'parentId':7}}"));

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(error(refused)).contains("ocaGroup mine would cancel the other orders");
    assertThat(parent.statusCode()).isEqualTo(400);
    assertThat(received()).isEmpty();
  }

  @Test
  void conditionsAndTiersReachTheBroker() throws Exception {
    HttpResponse<String> response =
        door.post(
            "/allocation",
            doubleQuoted(
                "{'orderProperties':{'conditions':[{'type':'Time','conjunction':'a',"
                    + "'isMore':true,'time':'20261123 18:00:00 UTC'}],"
                    + "'softDollarTier':{'name':'tier','val':'1','displayName':''}}}"));

    answered(200, response);
    assertThat(placed).hasSize(2);
    for (Order order : placed) {
      assertThat(order.get(OrderField.CONDITIONS))
          .containsExactly(new OrderCondition.Time("a", true, "20261123 18:00:00 UTC"));
      assertThat(order.get(OrderField.SOFT_DOLLAR_TIER))
          .isEqualTo(new SoftDollarTier("tier", "1", ""));
    }
  }

  @Test
  void acknowledgementsThatAreLostAreSettledByTheNextRunAndNothingIsSentTwice() throws Exception {
    door.gateway().faults().orders().dropAfter(2);

    HttpResponse<String> broken = door.postWithKey("/allocation", "monday", "{}");
    HttpResponse<String> again = door.postWithKey("/allocation", "monday", "{}");

    assertThat(broken.statusCode()).isAnyOf(503, 504);
    answered(200, again);
    assertThat(json(again).get("status").getAsString()).isEqualTo("already-ran");
    assertThat(received()).hasSize(2);
    received()
        .forEach(
            order -> assertThat(door.gateway().account().accepted(order.orderRef())).isEqualTo(1));
    assertThat(door.store().list("runs").get(0).string("state")).isEqualTo("finished");
  }
}
