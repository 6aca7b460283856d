package dev.ibintents.simulator.control;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static dev.ibintents.simulator.control.ControlBench.SPY;
import static dev.ibintents.simulator.control.ControlBench.buy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.ibintents.ibapi.message.CommissionReport;
import dev.ibintents.ibapi.message.CurrentTime;
import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.ExecutionData;
import dev.ibintents.ibapi.message.OrderStatus;
import dev.ibintents.ibapi.message.ReqCurrentTime;
import dev.ibintents.ibapi.message.ReqMktData;
import dev.ibintents.ibapi.message.TickPrice;
import dev.ibintents.ibapi.message.TickSnapshotEnd;
import dev.ibintents.simulator.server.TestClient;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The control API over real HTTP, with clients of the TWS API on a real socket. */
@Timeout(60)
class ControlServerTest {
  private ControlBench bench;

  @BeforeEach
  void open() throws Exception {
    bench = new ControlBench();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private static ReqMktData marketData(int reqId, boolean snapshot) {
    return new ReqMktData(reqId, SPY, "", snapshot, false, "");
  }

  private static BigDecimal price(List<TickPrice> ticks, int type) {
    return ticks.stream().filter(tick -> tick.tickType() == type).findFirst().orElseThrow().price();
  }

  @Test
  void rootListsEveryCall() throws Exception {
    JsonArray calls = bench.get("/").getAsJsonArray("calls");

    assertThat(calls.size()).isAtLeast(24);
    assertThat(calls.toString()).contains("POST /order/fill");
    assertThat(calls.toString()).contains("quantity?");
  }

  @Test
  void setPriceReachesSnapshotsAndStreams() throws Exception {
    try (TestClient client = bench.client(4)) {
      client.send(marketData(1, false));
      client.send(marketData(2, true));
      client.until(TickSnapshotEnd.class);

      bench.post("/price", "{'contract':'SPY','bid':'600.10','ask':600.12,'last':'600.11'}");
      List<TickPrice> ticks =
          List.of(
              client.first(TickPrice.class),
              client.first(TickPrice.class),
              client.first(TickPrice.class));
      assertThat(price(ticks, 1)).isEqualToIgnoringScale("600.10");
      assertThat(price(ticks, 2)).isEqualToIgnoringScale("600.12");
      assertThat(price(ticks, 4)).isEqualToIgnoringScale("600.11");

      client.send(marketData(3, true));
      List<TickPrice> snapshot = client.all(TickPrice.class, TickSnapshotEnd.class);
      assertThat(price(snapshot.stream().filter(tick -> tick.reqId() == 3).toList(), 4))
          .isEqualToIgnoringScale("600.11");
    }
    assertThat(bench.get("/state").getAsJsonObject("prices").toString()).contains("600.12");
    bench.post("/price/release", "{'contract':'SPY'}");
    assertThat(bench.get("/state").getAsJsonObject("prices").size()).isEqualTo(0);
    assertThat(bench.refused(409, "/price/release", "{'contract':'SPY'}")).contains("no prices");
  }

  @Test
  void priceFillsAnOrderOfOneClientAndTheOtherHearsNothing() throws Exception {
    bench.post("/price", "{'contract':'SPY','last':'700'}");
    try (TestClient buyer = bench.client(4);
        TestClient other = bench.client(5)) {
      buyer.send(buy(1, "bot:1", "650"));
      other.send(buy(50, "bot:1", "600"));
      bench.post("/wait", "{'message':'placeOrder','since':0}");
      bench.post("/wait", "{'client':5}");
      JsonObject second =
          bench
              .get("/sent?name=placeOrder&client=5")
              .getAsJsonArray("messages")
              .get(0)
              .getAsJsonObject();
      assertThat(second.getAsJsonObject("fields").get("orderId").getAsInt()).isEqualTo(50);

      // Both orders have the same reference, so the number names one of them.
      assertThat(bench.refused(409, "/order/fill", "{'order':'bot:1'}"))
          .startsWith("2 live orders have the reference bot:1");
      bench.post("/price", "{'contract':'SPY','ask':'640.00'}");

      assertThat(buyer.first(ExecutionData.class).execution().price())
          .isEqualToIgnoringScale("640");
      JsonObject filled =
          bench.post("/wait", "{'order':'bot:1','status':'Filled'}").getAsJsonObject("order");
      assertThat(filled.get("client").getAsInt()).isEqualTo(4);
      assertThat(filled.get("averagePrice").getAsBigDecimal()).isEqualToIgnoringScale("640");
      other.send(new ReqCurrentTime());
      assertThat(other.all(ExecutionData.class, CurrentTime.class)).isEmpty();
    }
  }

  @Test
  void orderIsFilledByHandInPartsAndNoFurther() throws Exception {
    bench.post("/fills/hold", "");
    try (TestClient client = bench.client(4)) {
      client.send(buy(1, "bot:1", "900"));
      JsonObject working =
          bench.post("/wait", "{'order':'bot:1','status':'Submitted'}").getAsJsonObject("order");
      assertThat(working.get("filled").getAsBigDecimal()).isEqualToIgnoringScale("0");

      bench.post("/order/fill", "{'order':'bot:1','quantity':4,'price':'601.5'}");
      assertThat(client.first(ExecutionData.class).execution().shares())
          .isEqualToIgnoringScale("4");
      assertThat(bench.refused(409, "/order/fill", "{'order':'bot:1','quantity':7}"))
          .contains("6 units left");
      assertThat(bench.refused(409, "/order/fill", "{'order':'bot:1','quantity':0}"))
          .contains("6 units left");

      JsonObject whole = bench.post("/order/fill", "{'order':'bot:1'}").getAsJsonObject("order");
      assertThat(whole.get("status").getAsString()).isEqualTo("Filled");
      assertThat(whole.get("averagePrice").getAsBigDecimal()).isEqualToIgnoringScale("780.6");
      client.until(CommissionReport.class);
      assertThat(bench.refused(409, "/order/fill", "{'order':'bot:1'}"))
          .isEqualTo("no live order is named bot:1; it is Filled");
      assertThat(bench.refused(409, "/order/cancel", "{'order':'bot:7'}"))
          .isEqualTo("no live order is named bot:7");

      bench.post("/fills/release", "");
      client.send(buy(2, "bot:2", "900"));
      bench.post("/wait", "{'order':'bot:2','status':'Filled'}");
    }
  }

  @Test
  void ordersAreRefusedOnArrivalOrLate() throws Exception {
    bench.post("/price", "{'contract':'SPY','last':'700'}");
    bench.post("/order/refuse-next", "{'code':10197,'text':'Not now'}");
    bench.post("/order/refuse-next", "{'number':2}");
    try (TestClient client = bench.client(4)) {
      client.send(buy(1, "bot:1", "600"));
      client.send(buy(2, "bot:2", "600"));
      ErrorMessage first = client.first(ErrorMessage.class);
      while (first.id() < 0) {
        first = client.first(ErrorMessage.class);
      }
      assertThat(first.code()).isEqualTo(10197);
      assertThat(first.text()).isEqualTo("Not now");
      assertThat(client.first(ErrorMessage.class).code()).isEqualTo(201);
      assertThat(
              bench
                  .post("/wait", "{'order':'bot:1','status':'Refused'}")
                  .getAsJsonObject("order")
                  .get("code")
                  .getAsInt())
          .isEqualTo(10197);
      bench.post("/wait", "{'order':'bot:2','status':'Refused'}");

      client.send(buy(3, "bot:3", "600"));
      bench.post("/wait", "{'order':'bot:3','status':'Submitted'}");
      JsonObject late =
          bench
              .post("/order/refuse", "{'order':'bot:3','code':201,'text':'Too risky'}")
              .getAsJsonObject("order");
      assertThat(late.get("status").getAsString()).isEqualTo("Refused");
      assertThat(late.get("text").getAsString()).isEqualTo("Too risky");
      assertThat(client.first(ErrorMessage.class).text()).isEqualTo("Too risky");
      assertThat(client.first(OrderStatus.class).status()).isEqualTo("Inactive");

      client.send(buy(4, "bot:4", "600"));
      bench.post("/wait", "{'order':'bot:4','status':'Submitted'}");
      assertThat(
              bench
                  .post("/order/cancel", "{'order':'bot:4'}")
                  .getAsJsonObject("order")
                  .get("status")
                  .getAsString())
          .isEqualTo("Cancelled");
    }
  }

  @Test
  void brokerIsLostAndRestored() throws Exception {
    try (TestClient client = bench.client(4)) {
      client.send(new ReqCurrentTime());
      client.until(CurrentTime.class);
      bench.post("/broker/lose", "");
      assertThat(client.first(ErrorMessage.class).code()).isEqualTo(1100);
      assertThat(bench.get("/state").get("broker").getAsBoolean()).isFalse();
      assertThat(bench.refused(409, "/broker/lose", "{}")).contains("already");
      bench.post("/broker/restore", "{'dataKept':false}");
      assertThat(client.first(ErrorMessage.class).code()).isEqualTo(1101);
      bench.post("/broker/lose", "{'code':2110}");
      assertThat(client.first(ErrorMessage.class).code()).isEqualTo(2110);
      bench.post("/broker/restore", "");
      assertThat(client.first(ErrorMessage.class).code()).isEqualTo(1102);
      assertThat(bench.refused(409, "/broker/restore", "{}")).contains("not lost");
      assertThat(bench.refused(400, "/broker/lose", "{'code':1102}")).contains("1100 or 2110");
    }
  }

  @Test
  void connectionsAreDroppedBeforeTheAnswer() throws Exception {
    try (TestClient client = bench.client(4)) {
      bench.post("/connections/drop", "");
      assertThat(bench.get("/state").getAsJsonArray("clients")).isEmpty();
      assertThat(bench.get("/state").get("sessions").getAsInt()).isEqualTo(0);
      while (client.next().isPresent()) {
        // the messages of the start come first
      }
    }
    bench.post("/connections/refuse", "");
    assertThat(bench.get("/state").get("sessions").getAsInt()).isEqualTo(0);
    bench.post("/connections/accept", "");
    bench.client(4).close();
    bench.post("/wait", "{'client':4,'connected':false}");
  }

  @Test
  void timeMovesForwardOnlyAndExpiresOrders() throws Exception {
    bench.post("/price", "{'contract':'SPY','last':'700'}");
    try (TestClient client = bench.client(4)) {
      client.send(buy(1, "bot:1", "600"));
      bench.post("/wait", "{'order':'bot:1','status':'Submitted'}");

      assertThat(bench.post("/clock/advance", "{'by':'90m'}").get("time").getAsString())
          .isEqualTo("2026-11-23T16:30:00Z");
      client.send(new ReqCurrentTime());
      assertThat(client.first(CurrentTime.class).time())
          .isEqualTo(Instant.parse("2026-11-23T16:30:00Z"));
      assertThat(bench.refused(400, "/clock/advance", "{'to':'2026-11-23T16:29:59Z'}"))
          .contains("forward only");
      assertThat(bench.refused(400, "/clock/advance", "{'by':'PT-1S'}")).contains("forward only");
      assertThat(bench.refused(400, "/clock/advance", "{'by':'1h','to':'2026-11-24T00:00:00Z'}"))
          .startsWith("give exactly one of by, to");

      bench.post("/clock/advance", "{'to':'2026-11-24T04:59:59Z'}");
      assertThat(bench.get("/state").getAsJsonArray("orders").toString()).contains("bot:1");
      bench.post("/clock/advance", "{'by':'1s'}");
      assertThat(bench.get("/state").getAsJsonArray("orders").toString()).doesNotContain("bot:1");
      assertThat(client.first(OrderStatus.class).orderId()).isEqualTo(1);
    }
  }

  @Test
  void timeRunsAtTheSpeedThatIsSet() throws Exception {
    bench.post("/clock/speed", "{'speed':86400}");
    bench.post("/wait", "{'client':4,'connected':false}");
    Instant now = bench.gateway().now();
    assertThat(now).isGreaterThan(ControlBench.NOW);
    bench.post("/clock/speed", "{'speed':0}");
    assertThat(bench.get("/state").get("time").getAsString())
        .isEqualTo(bench.gateway().now().toString());
  }

  @Test
  void messagesOfClientsAreListedFromACursor() throws Exception {
    try (TestClient client = bench.client(4)) {
      client.send(marketData(8, true));
      bench.post("/wait", "{'message':'reqMktData'}");
      JsonObject all = bench.get("/sent");
      assertThat(all.getAsJsonArray("messages").get(0).getAsJsonObject().get("name").getAsString())
          .isEqualTo("startApi");
      JsonObject asked = all.getAsJsonArray("messages").get(1).getAsJsonObject();
      assertThat(asked.getAsJsonObject("fields").get("snapshot").getAsBoolean()).isTrue();
      assertThat(asked.getAsJsonObject("fields").getAsJsonObject("contract").toString())
          .isEqualTo(doubleQuoted("{'conId':756733,'exchange':'SMART'}"));

      long next = all.get("next").getAsLong();
      assertThat(bench.get("/sent?since=" + next).getAsJsonArray("messages")).isEmpty();
      client.send(new ReqCurrentTime());
      assertThat(
              bench
                  .post("/wait", "{'message':'reqCurrentTime','since':%d}".formatted(next))
                  .getAsJsonObject("message")
                  .get("client")
                  .getAsInt())
          .isEqualTo(4);
      assertThat(bench.refused(408, "/wait", "{'message':'reqIds','within':'10ms'}"))
          .isEqualTo("no client has sent reqIds after 10 ms");
    }
  }

  @Test
  void messageMemoryHasALimit() throws Exception {
    SentMessages messages = new SentMessages();
    for (int i = 0; i < SentMessages.MOST + 5; i++) {
      messages.add(ControlBench.NOW, 4, new ReqCurrentTime());
    }
    assertThat(messages.list(message -> true)).hasSize(SentMessages.MOST);
    assertThat(messages.oldest()).isEqualTo(6);
    ReqMktData large = new ReqMktData(1, SPY, "1".repeat(3_000_000), false, false, "");
    for (int i = 0; i < 4; i++) {
      messages.add(ControlBench.NOW, 4, large);
    }
    assertThat(messages.list(message -> true)).hasSize(2);
    assertThat(messages.count()).isEqualTo(SentMessages.MOST + 9);
  }

  @Test
  void faultsChangeAtRunTime() throws Exception {
    bench.post("/price", "{'contract':'SPY','last':'700'}");
    bench.post("/faults", "{'faults':'reject-order=1:10199, pieces=2'}");
    assertThat(bench.refused(400, "/faults", "{'faults':'pieces=5,delya=20ms'}")).contains("delay");
    try (TestClient client = bench.client(4)) {
      client.send(buy(1, "bot:1", "750"));
      bench.post("/wait", "{'order':'bot:1','status':'Refused'}");
      client.send(buy(2, "bot:2", "750"));
      bench.post("/wait", "{'order':'bot:2','status':'Filled'}");
      assertThat(executions("bot:2")).isEqualTo(2);
      bench.post("/faults/clear", "");
      client.send(buy(3, "bot:3", "750"));
      bench.post("/wait", "{'order':'bot:3','status':'Filled'}");
      assertThat(executions("bot:3")).isEqualTo(1);
    }
  }

  private long executions(String orderRef) throws Exception {
    return bench.get("/state").getAsJsonArray("executions").asList().stream()
        .filter(fill -> fill.getAsJsonObject().get("orderRef").getAsString().equals(orderRef))
        .count();
  }

  @Test
  void messagesAboutOrdersAreHeldAndReleased() throws Exception {
    bench.post("/messages/hold", "");
    try (TestClient client = bench.client(4)) {
      client.send(buy(1, "bot:1", "900"));
      bench.post("/wait", "{'order':'bot:1','status':'Filled'}");
      client.send(new ReqCurrentTime());
      assertThat(client.all(ExecutionData.class, CurrentTime.class)).isEmpty();
      bench.post("/messages/release", "");
      client.until(ExecutionData.class);
    }
  }

  @Test
  void closedMarketLetsOrdersWait() throws Exception {
    bench.post("/market/close", "");
    try (TestClient client = bench.client(4)) {
      client.send(buy(1, "bot:1", "900"));
      bench.post("/wait", "{'order':'bot:1','status':'PreSubmitted'}");
      bench.post("/market/open", "");
      client.until(ExecutionData.class);
      assertThat(bench.get("/state").get("market").getAsString()).isEqualTo("open");
    }
  }

  @Test
  void resetBeginsAgainAtTheSamePort() throws Exception {
    String before = bench.get("/state").toString();
    try (TestClient client = bench.client(4)) {
      bench.post("/price", "{'contract':'SPY','last':'700'}");
      client.send(buy(1, "bot:1", "750"));
      bench.post("/wait", "{'order':'bot:1','status':'Filled'}");
      bench.post("/broker/lose", "");
      bench.post("/faults", "{'faults':'silent=before-handshake'}");
      bench.post("/clock/advance", "{'by':'2d'}");

      bench.post("/reset", "");

      assertThat(bench.get("/state").toString()).isEqualTo(before);
    }
    try (TestClient client = bench.client(4)) {
      client.send(buy(1, "bot:1", "750"));
      bench.post("/wait", "{'order':'bot:1','filled':10}");
    }
  }

  @Test
  void waitReturnsAsSoonAsTheOrderArrives() throws Exception {
    CompletableFuture<JsonObject> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return bench.post("/wait", "{'order':'bot:9'}");
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    try (TestClient client = bench.client(4)) {
      assertThat(waiting.isDone()).isFalse();
      client.send(buy(1, "bot:9", "600"));
      assertThat(waiting.get(10, TimeUnit.SECONDS).toString()).contains("bot:9");
    }
    assertThat(bench.refused(408, "/wait", "{'order':'bot:9','status':'Filled','within':'1ms'}"))
        .startsWith("order bot:9 is Submitted, with 0 of 10 units filled");
    assertThat(bench.refused(408, "/wait", "{'client':77,'within':'0s'}"))
        .startsWith("client 77 has not connected");
  }
}
