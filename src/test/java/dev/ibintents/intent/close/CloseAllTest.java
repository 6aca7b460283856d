package dev.ibintents.intent.close;

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
import dev.ibintents.ibapi.message.CancelOrder;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.PlaceOrder;
import dev.ibintents.ibapi.message.ReqAllOpenOrders;
import dev.ibintents.ibapi.message.ReqGlobalCancel;
import dev.ibintents.ibapi.message.Request;
import dev.ibintents.simulator.account.ReceivedOrder;
import dev.ibintents.simulator.account.StandingOrder;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Getting out, of everything or of a strategy. The simulated account begins with 300 SPY, 100 GLD,
 * 40 AAPL and 2 of the front MNQ future, an order of TWS for GLD and one of another client for
 * AAPL. Here strategies have bought all of it but the AAPL, and two of them disagree about SPY.
 */
@Timeout(60)
final class CloseAllTest {
  private static final String HOLDINGS = "positions/paper/holdings/";
  private static final int SPY = 756733;
  private static final int GLD = 51529211;
  private static final int AAPL = 265598;
  private static final int IEF = 15547816;
  private static final int EUR_USD = 12087792;

  @TempDir Path folder;
  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-23T15:00:00Z"));
  private final List<PlaceOrder> placed = Collections.synchronizedList(new ArrayList<>());
  private volatile Consumer<Request> onRequest = request -> {};
  private FrontDoor door;
  private Bench bench;
  private int mnq;

  @BeforeEach
  void open() throws Exception {
    door =
        FrontDoor.in(folder)
            .clock(clock)
            .gateway(
                options ->
                    options.onRequest(
                        (client, number, request) -> {
                          if (request instanceof PlaceOrder order && !order.order().whatIf()) {
                            placed.add(order);
                          }
                          onRequest.accept(request);
                        }))
            .open();
    bench = new Bench(door, clock);
    bench.books().holdings().strategies().forEach(id -> door.store().delete(HOLDINGS + id));
    mnq = door.gateway().universe().frontFuture("MNQ").conId();
    hold("growth", Map.of(SPY, 320, GLD, 60));
    hold("value", Map.of(SPY, -20, GLD, 40, AAPL, 40));
    hold("futures", Map.of(mnq, 2));
  }

  @AfterEach
  void close() {
    door.close();
  }

  private void hold(String strategy, Map<Integer, Integer> quantities) {
    Map<String, Object> fields = new TreeMap<>();
    quantities.forEach((conId, quantity) -> fields.put(conId.toString(), quantity));
    door.store().set(HOLDINGS + strategy, fields);
  }

  /** Orders of two strategies for IEF, of which both want something, and for GLD of one. */
  private void allocate(int pieces) throws Exception {
    allocate(pieces, Duration.ofMinutes(10));
  }

  private void allocate(int pieces, Duration between) throws Exception {
    bench.expose(Map.of("value", "0.2", "bonds", "0.1"));
    bench.strategy("value", Map.of("SPY", "-0.13", "GLD", "0.3", "IEF", "0.3"));
    bench.strategy("bonds", Map.of("IEF", "1"));
    door.gateway().faults().orders().pieces(pieces, between);
    bench.ok("/allocation", "{}");
    door.gateway().faults().orders().pieces(1, Duration.ZERO);
    placed.clear();
  }

  private HttpResponse<String> ask(String key, String body) throws Exception {
    return bench.postWithKey("/close-all", key, body);
  }

  private JsonObject closed(String key, String body) throws Exception {
    return bench.failed(200, ask(key, body));
  }

  private static JsonObject trade(JsonObject answer, String contract) {
    return list(answer, "trades").stream()
        .filter(trade -> trade.get("contract").getAsString().equals(contract))
        .findFirst()
        .orElseThrow();
  }

  private static BigDecimal source(JsonObject trade, String strategy) {
    return trade.getAsJsonObject("source").get(strategy).getAsBigDecimal();
  }

  private Map<Integer, BigDecimal> holdings(String strategy) {
    return bench.books().holdings().of(strategy).byContract();
  }

  private List<Document> openOrders() {
    return door.store().list("positions/paper/openOrders");
  }

  private List<ReceivedOrder> arrived() {
    return door.gateway().account().received().stream()
        .filter(order -> order.outcome() != ReceivedOrder.Outcome.WHAT_IF)
        .toList();
  }

  private static BigDecimal decimal(int number) {
    return BigDecimal.valueOf(number);
  }

  /** The next trade-reconciliation leaves the books empty, and another close-all has no work. */
  private void assertThatNothingIsLeft() throws Exception {
    bench.reconciled();
    assertThat(door.store().list("positions/paper/holdings")).isEmpty();
    assertThat(openOrders()).isEmpty();
    JsonObject again = closed("once more", "{}");
    assertThat(list(again, "cancelled")).isEmpty();
    assertThat(list(again, "trades")).isEmpty();
    assertThat(texts(again, "warnings")).isEmpty();
    assertThat(bench.owned()).isEmpty();
    assertThat(door.store().list("positions/paper/holdings")).isEmpty();
    assertThat(openOrders()).isEmpty();
  }

  @Test
  void theWholeAccountIsClosedWithWhatWasBoughtByHand() throws Exception {
    hold("value", Map.of(SPY, -20, GLD, 40));

    JsonObject answer = closed("monday", "{}");

    assertThat(list(answer, "cancelled").stream().map(order -> order.get("contract").getAsString()))
        .containsExactly("GLD", "AAPL");
    assertThat(door.gateway().account().orders()).isEmpty();
    JsonObject spy = trade(answer, "SPY");
    assertThat(spy.get("quantity").getAsBigDecimal()).isEqualTo(decimal(-300));
    assertThat(source(spy, "growth")).isEqualTo(decimal(-320));
    assertThat(source(spy, "value")).isEqualTo(decimal(20));
    JsonObject apple = trade(answer, "AAPL");
    assertThat(source(apple, "(by hand)")).isEqualTo(decimal(-40));
    assertThat(texts(answer, "warnings")).hasSize(1);
    assertThat(texts(answer, "warnings").get(0))
        .isEqualTo(
            "AAPL: by the books the strategies hold 0 together, by the broker the account holds 40;"
                + " the account's position is closed, and the difference of 40 is nobody's");
    assertThat(list(answer, "orders")).hasSize(4);
    assertThat(bench.owned()).isEmpty();
    assertThatNothingIsLeft();
  }

  @Test
  void ordersOfStrategiesAndPartialFillsGoTooAndNothingIsLost() throws Exception {
    allocate(3);
    Map<Integer, BigDecimal> before = bench.owned();
    assertThat(before).containsKey(IEF);
    assertThat(openOrders()).isNotEmpty();
    door.gateway().faults().orders().pieces(3, Duration.ofMinutes(10));

    JsonObject answer = closed("monday", "{}");

    assertThat(list(answer, "cancelled").size()).isGreaterThan(2);
    // What the allocation has filled is in the books: nothing is nobody's.
    assertThat(texts(answer, "warnings")).isEmpty();
    JsonObject bonds = trade(answer, "IEF");
    assertThat(bonds.get("quantity").getAsBigDecimal()).isEqualTo(before.get(IEF).negate());
    assertThat(bonds.getAsJsonObject("source").keySet()).containsExactly("bonds", "value");
    assertThat(bench.owned()).isNotEmpty();
    for (int i = 0; i < 2; i++) {
      clock.advance(Duration.ofMinutes(11));
      door.gateway().tick();
    }
    assertThat(bench.owned()).isEmpty();
    assertThatNothingIsLeft();
  }

  @Test
  void aFillDuringTheCancellationIsBookedAndClosed() throws Exception {
    allocate(4, Duration.ofSeconds(10));
    BigDecimal before = bench.owned().get(IEF);
    door.gateway().faults().orders().cancellationsTake(Duration.ofSeconds(15));
    // Each look at the open orders takes a while, in which more is filled, and then they end.
    AtomicInteger looks = new AtomicInteger();
    onRequest =
        request -> {
          if (request instanceof ReqGlobalCancel) {
            looks.set(4); // for longer the lease would lapse, as it is renewed in real time
          } else if (request instanceof ReqAllOpenOrders && looks.getAndDecrement() > 0) {
            clock.advance(Duration.ofSeconds(4));
          }
        };

    JsonObject answer = closed("monday", "{}");

    onRequest = request -> {};
    BigDecimal filled = trade(answer, "IEF").get("quantity").getAsBigDecimal().negate();
    assertThat(filled).isGreaterThan(before);
    assertThat(trade(answer, "IEF").getAsJsonObject("source").keySet())
        .containsExactly("bonds", "value");
    assertThat(bench.owned()).isEmpty();
    assertThatNothingIsLeft();
  }

  @Test
  void ordersAreRoutedAnewAndAdaptive() throws Exception {
    closed("monday", "{}");

    assertThat(placed).hasSize(4);
    for (PlaceOrder order : placed) {
      assertThat(order.contract().exchange())
          .isEqualTo(order.contract().secType().equals("FUT") ? "CME" : "SMART");
      assertThat(order.order().orderType()).isEqualTo("MKT");
      assertThat(order.order().tif()).isEqualTo("DAY");
      assertThat(order.order().algoStrategy()).isEqualTo("Adaptive");
      assertThat(order.order().account()).isEqualTo("DU1234567");
    }
  }

  @Test
  void orderPropertiesChangeTheOrdersThatClose() throws Exception {
    closed("monday", doubleQuoted("{'orderProperties':{'tif':'GTC','outsideRth':true}}"));

    assertThat(placed).hasSize(4);
    for (PlaceOrder order : placed) {
      assertThat(order.order().tif()).isEqualTo("GTC");
      assertThat(order.order().get(OrderField.OUTSIDE_RTH)).isTrue();
      assertThat(order.order().algoStrategy()).isEmpty();
    }
  }

  @Test
  void onePriceForSeveralContractsIsRefusedBeforeAnythingIsCancelled() throws Exception {
    String limit = doubleQuoted("{'orderProperties':{'orderType':'LMT','lmtPrice':500}");
    List<StandingOrder> standing = door.gateway().account().orders();

    HttpResponse<String> refused = ask("monday", limit + "}");
    JsonObject dryRun = closed("tuesday", doubleQuoted(limit + ",'dryRun':true}"));

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(error(refused)).contains("lmtPrice 500 can be right for one contract only");
    assertThat(error(refused)).contains("orders for AAPL, GLD, MNQZ6, SPY");
    assertThat(texts(dryRun, "misfits")).hasSize(1);
    assertThat(door.gateway().account().orders()).isEqualTo(standing);
    assertThat(arrived()).isEmpty();
  }

  @Test
  void aDryRunShowsThePlanAndChangesNothingAnywhere() throws Exception {
    allocate(3);
    Map<String, Object> before = bench.everything();
    List<StandingOrder> standing = door.gateway().account().orders();

    HttpResponse<String> response = door.get("/close-all?dryRun=true");

    JsonObject plan = answered(200, response);
    assertThat(bench.everything()).isEqualTo(before);
    assertThat(door.gateway().account().orders()).isEqualTo(standing);
    assertThat(list(plan, "cancelled").size()).isGreaterThan(2);
    // It counts what is filled, although nobody has booked it yet.
    assertThat(trade(plan, "IEF").get("quantity").getAsBigDecimal())
        .isEqualTo(bench.owned().get(IEF).negate());
    assertThat(trade(plan, "IEF").getAsJsonObject("source").keySet())
        .containsExactly("bonds", "value");
    list(plan, "orders")
        .forEach(order -> assertThat(order.get("status").getAsString()).isEqualTo("planned"));
    assertThat(texts(plan, "warnings")).isEmpty();
  }

  @Test
  void aNamedStrategyLeavesTheOthersAlone() throws Exception {
    JsonObject answer = closed("monday", doubleQuoted("{'strategies':['growth']}"));

    assertThat(list(answer, "cancelled")).isEmpty();
    assertThat(door.gateway().account().orders()).hasSize(2);
    assertThat(list(answer, "trades")).hasSize(2);
    assertThat(trade(answer, "GLD").get("quantity").getAsBigDecimal()).isEqualTo(decimal(-60));
    // The account has 300, as value is short of 20: to sell more would open a position.
    assertThat(trade(answer, "SPY").get("quantity").getAsBigDecimal()).isEqualTo(decimal(-300));
    assertThat(texts(answer, "warnings").get(0))
        .startsWith("SPY: 20 of what growth hold by the books was not closed");
    assertThat(bench.owned()).containsExactly(GLD, decimal(40), AAPL, decimal(40), mnq, decimal(2));
    closed("others unchanged", doubleQuoted("{'strategies':['growth']}"));
    assertThat(holdings("growth")).containsExactly(SPY, decimal(20));
    assertThat(holdings("value"))
        .containsExactly(SPY, decimal(-20), GLD, decimal(40), AAPL, decimal(40));
    assertThat(openOrders()).isEmpty();
  }

  @Test
  void anOrderThatOthersShareIsCancelledForAllAndThatIsSaid() throws Exception {
    allocate(3);

    JsonObject answer = closed("monday", doubleQuoted("{'strategies':['bonds']}"));

    assertThat(list(answer, "cancelled")).hasSize(1);
    JsonObject cancelled = list(answer, "cancelled").get(0);
    assertThat(cancelled.get("contract").getAsString()).isEqualTo("IEF");
    assertThat(texts(answer, "warnings"))
        .containsExactly(
            "the open order "
                + cancelled.get("orderRef").getAsString()
                + " of IEF is for value too, and is cancelled for all: its rest cannot be split");
    assertThat(trade(answer, "IEF").getAsJsonObject("source").keySet()).containsExactly("bonds");
    // The other orders go on, those of other programs and people included.
    assertThat(
            door.gateway().account().orders().stream()
                .map(StandingOrder::conId)
                .filter(conId -> conId == IEF))
        .isEmpty();
    assertThat(door.gateway().account().orders().size()).isAtLeast(3);
    closed("settle", doubleQuoted("{'strategies':['bonds']}"));
    assertThat(holdings("bonds")).isEmpty();
    assertThat(bench.owned().get(IEF)).isEqualTo(holdings("value").get(IEF));
  }

  @Test
  void holdingsThatOnlyTheBooksHaveMoveAtOnce() throws Exception {
    hold("value", Map.of(SPY, -20, GLD, 40));
    hold("ghost", Map.of(IEF, 70));
    hold("long", Map.of(AAPL, 50));
    hold("short", Map.of(AAPL, -10));

    JsonObject answer = closed("monday", doubleQuoted("{'strategies':['long','short']}"));
    JsonObject rest = closed("all", "{}");

    assertThat(trade(answer, "AAPL").get("quantity").getAsBigDecimal()).isEqualTo(decimal(-40));
    assertThat(trade(rest, "IEF").get("quantity").getAsBigDecimal()).isEqualTo(BigDecimal.ZERO);
    assertThat(source(trade(rest, "IEF"), "ghost")).isEqualTo(decimal(-70));
    assertThat(holdings("ghost")).isEmpty();
    assertThat(arrived().stream().filter(order -> order.conId() == IEF)).isEmpty();
    assertThat(texts(rest, "warnings"))
        .containsExactly(
            "IEF: by the books the strategies hold 70 together, by the broker the account holds 0;"
                + " the account's position is closed, and the difference of -70 is nobody's");
    assertThatNothingIsLeft();
  }

  @Test
  void strategiesThatCancelOutNeedNoOrder() throws Exception {
    hold("long", Map.of(IEF, 50));
    hold("short", Map.of(IEF, -50));

    JsonObject answer = closed("monday", doubleQuoted("{'strategies':['long','short']}"));

    assertThat(list(answer, "orders")).isEmpty();
    assertThat(trade(answer, "IEF").get("quantity").getAsBigDecimal()).isEqualTo(BigDecimal.ZERO);
    assertThat(holdings("long")).isEmpty();
    assertThat(holdings("short")).isEmpty();
    assertThat(arrived()).isEmpty();
  }

  @Test
  void aStrategyWhoseBooksDisagreeIsClosedWithAWarning() throws Exception {
    hold("growth", Map.of(SPY, 330));

    JsonObject answer = closed("monday", doubleQuoted("{'strategies':['growth']}"));

    assertThat(trade(answer, "SPY").get("quantity").getAsBigDecimal()).isEqualTo(decimal(-300));
    assertThat(texts(answer, "warnings"))
        .containsExactly(
            "SPY: by the books the strategies hold 310 together, by the broker the account holds"
                + " 300; what the books say of growth is closed as far as the account has it",
            "SPY: 30 of what growth hold by the books was not closed, because the account holds"
                + " 300, and other strategies hold -20 of it by the books: nothing is traded beyond"
                + " what the account has. If others hold the opposite, close them too; else settle"
                + " it with trade-reconciliation");
    assertThat(problemCodes(answer)).containsExactly("holdings-beyond-account");
  }

  @Test
  void pairsAreCashAndNotClosedWithTheAccount() throws Exception {
    hold("carry", Map.of(EUR_USD, 20000));
    BigDecimal euros = door.gateway().account().valuation().cash("EUR");

    JsonObject answer = closed("monday", "{}");

    assertThat(texts(answer, "warnings"))
        .containsExactly(
            "EUR.USD: by the books the strategies hold 20000 together; pairs are cash and are not"
                + " closed with the account, so the books forget them");
    assertThat(trade(answer, "EUR.USD").get("quantity").getAsBigDecimal())
        .isEqualTo(BigDecimal.ZERO);
    assertThat(door.gateway().account().valuation().cash("EUR")).isEqualTo(euros);
    assertThat(holdings("carry")).isEmpty();
    assertThatNothingIsLeft();
  }

  @Test
  void aStrategysPairIsConvertedBack() throws Exception {
    hold("carry", Map.of(EUR_USD, 20000));

    JsonObject answer = closed("monday", doubleQuoted("{'strategies':['carry']}"));

    assertThat(list(answer, "warnings")).isEmpty();
    assertThat(placed).hasSize(1);
    assertThat(placed.get(0).contract().exchange()).isEqualTo("FXCONV");
    assertThat(placed.get(0).order().algoStrategy()).isEmpty();
    assertThat(door.gateway().account().valuation().cash("EUR"))
        .isEqualTo(new BigDecimal("5431.50"));
  }

  @Test
  void aStrategyThatIsNoMoreCanBeClosed() throws Exception {
    hold("value", Map.of(SPY, -20, GLD, 35, AAPL, 40));
    hold("forgotten", Map.of(GLD, 5));

    JsonObject answer = closed("monday", doubleQuoted("{'strategies':['forgotten']}"));

    assertThat(trade(answer, "GLD").get("quantity").getAsBigDecimal()).isEqualTo(decimal(-5));
  }

  @Test
  void nobodyClosesTheAccountByMistake() throws Exception {
    HttpResponse<String> unknown = ask("monday", doubleQuoted("{'strategies':['grwth']}"));
    HttpResponse<String> none = ask("monday", doubleQuoted("{'strategies':[]}"));

    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(error(unknown))
        .contains("unknown strategies grwth; did you mean growth?; there are ");
    assertThat(error(unknown)).contains("growth");
    assertThat(none.statusCode()).isEqualTo(400);
    assertThat(error(none)).contains("leave it out to close the whole account");
    assertThat(door.gateway().connectionsAccepted()).isEqualTo(0);
  }

  /** The gateway of this test answers within a few seconds that an order does not go. */
  private void openHurried() throws Exception {
    door.close();
    door = FrontDoor.in(folder).clock(clock).variable("TIMEOUT_SECONDS", "6").open();
    bench = new Bench(door, clock);
  }

  @Test
  void contractsWhoseOrdersDoNotGoAreNamedAndTheOthersAreClosed() throws Exception {
    openHurried();
    door.gateway().faults().orders().cancellationsTake(Duration.ofHours(1));

    JsonObject answer = bench.failed(500, ask("monday", "{}"));

    JsonObject skipped = answer.getAsJsonObject("skipped");
    assertThat(skipped.keySet()).containsExactly("AAPL", "GLD");
    assertThat(skipped.get("AAPL").getAsString()).contains("SELL 20 AAPL (PendingCancel, ");
    assertThat(skipped.get("AAPL").getAsString()).contains("other-app:4, client 5");
    assertThat(problemCodes(answer)).containsExactly("not-closed", "not-closed");
    assertThat(list(answer, "cancelled")).isEmpty();
    assertThat(bench.owned()).containsExactly(GLD, decimal(100), AAPL, decimal(40));
    clock.advance(Duration.ofHours(2));
    door.gateway().tick();
    closed("tuesday", "{}");
    assertThat(bench.owned()).isEmpty();
  }

  @Test
  void aNamedStrategyIsClosedButForTheContractOfAnOrderThatDoesNotGo() throws Exception {
    openHurried();
    door.gateway().closeMarket();
    allocate(1);
    hold("bonds", Map.of(AAPL, 40));
    hold("value", Map.of(SPY, -20, GLD, 40));
    door.gateway().faults().orders().cancellationsTake(Duration.ofHours(1));

    JsonObject answer = bench.failed(500, ask("monday", doubleQuoted("{'strategies':['bonds']}")));

    assertThat(answer.getAsJsonObject("skipped").keySet()).containsExactly("IEF");
    assertThat(trade(answer, "AAPL").get("quantity").getAsBigDecimal()).isEqualTo(decimal(-40));
    assertThat(problemCodes(answer)).containsExactly("not-closed");
  }

  @Test
  void anOrderThatNoListShowsIsGoneThoughNobodyTellsItsEnd() throws Exception {
    door.gateway().closeMarket();
    allocate(1);
    onRequest =
        request -> {
          if (request instanceof CancelOrder cancel) {
            // It ends in silence: no status, no 202, only the lists know.
            door.gateway().faults().orders().messages().lose(true);
          }
        };
    long begun = System.nanoTime();

    JsonObject answer = closed("monday", doubleQuoted("{'strategies':['bonds']}"));

    assertThat(list(answer, "cancelled")).hasSize(1);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void aDryRunReportsWhatTheAccountLacks() throws Exception {
    hold("growth", Map.of(SPY, 330));
    String body =
        """
        {"strategies": ["growth"], "dryRun": true}
        """;

    assertThat(problemCodes(closed("monday", body))).containsExactly("holdings-beyond-account");
    assertThat(arrived()).isEmpty();
  }

  @Test
  void closingByTheBooksSellsNothingThatTheAccountDoesNotHave() throws Exception {
    Instrument spy = door.gateway().universe().byConId(SPY).orElseThrow();
    door.gateway().tws().trade(spy, decimal(-300), new BigDecimal("700"));

    JsonObject answer = closed("monday", doubleQuoted("{'strategies':['growth']}"));

    assertThat(list(answer, "trades").stream().map(trade -> trade.get("contract").getAsString()))
        .containsExactly("GLD");
    assertThat(problemCodes(answer)).containsExactly("holdings-beyond-account");
    assertThat(bench.owned()).doesNotContainKey(SPY);
    assertThat(holdings("growth")).containsEntry(SPY, decimal(320));
  }

  @Test
  void aPositionThatWasOpenedSinceIsClosedByTheSameRequest() throws Exception {
    bench.failed(200, door.post("/close-all", "{}"));
    Instrument spy = door.gateway().universe().byConId(SPY).orElseThrow();
    door.gateway().tws().trade(spy, BigDecimal.TEN, new BigDecimal("700"));

    JsonObject again = bench.failed(200, door.post("/close-all", "{}"));
    JsonObject third = bench.failed(200, door.post("/close-all", "{}"));

    assertThat(trade(again, "SPY").get("quantity").getAsBigDecimal()).isEqualTo(decimal(-10));
    assertThat(bench.owned()).isEmpty();
    assertThat(third.get("status").getAsString()).isEqualTo("already-ran");
    assertThat(door.store().list("runs")).hasSize(2);
  }

  @Test
  void anOrderThatWasPlacedSinceIsCancelledByTheSameRequest() throws Exception {
    bench.failed(200, door.post("/close-all", "{}"));
    Order byHand =
        Order.builder()
            .set(OrderField.ACTION, "BUY")
            .set(OrderField.TOTAL_QUANTITY, BigDecimal.TEN)
            .set(OrderField.ORDER_TYPE, "LMT")
            .set(OrderField.LMT_PRICE, BigDecimal.ONE)
            .set(OrderField.TIF, "GTC")
            .build();
    door.gateway().tws().place(door.gateway().universe().stock("MSFT"), byHand);

    JsonObject again = bench.failed(200, door.post("/close-all", "{}"));

    assertThat(list(again, "cancelled")).hasSize(1);
    assertThat(door.gateway().account().orders()).isEmpty();
  }

  @Test
  void theSameRequestIsARepetitionWhileItsOrdersAreUnderWay() throws Exception {
    door.gateway().closeMarket();
    bench.failed(200, door.post("/close-all", "{}"));
    List<StandingOrder> standing = door.gateway().account().orders();

    JsonObject again = bench.failed(200, door.post("/close-all", "{}"));

    assertThat(again.get("status").getAsString()).isEqualTo("already-ran");
    assertThat(problemCodes(again)).isEmpty();
    assertThat(door.gateway().account().orders()).isEqualTo(standing);
  }

  @Test
  void aNamedStrategyThatHoldsSomethingAgainIsClosedByTheSameRequest() throws Exception {
    String growth = doubleQuoted("{'strategies':['growth']}");
    hold("growth", Map.of(GLD, 60));
    bench.failed(200, door.post("/close-all", growth));
    JsonObject repeated = bench.failed(200, door.post("/close-all", growth));
    hold("value", Map.of(SPY, -20));
    hold("growth", Map.of(GLD, 40));

    JsonObject again = bench.failed(200, door.post("/close-all", growth));

    assertThat(repeated.get("status").getAsString()).isEqualTo("already-ran");
    assertThat(trade(again, "GLD").get("quantity").getAsBigDecimal()).isEqualTo(decimal(-40));
  }

  @Test
  void anOrderOfAnotherClientIdIsNotTakenForOnesOwn() throws Exception {
    door.gateway().closeMarket();
    allocate(1);
    door.store().update("config/common", Map.of("clientId", 7));

    HttpResponse<String> named = ask("monday", doubleQuoted("{'strategies':['bonds']}"));
    JsonObject all = closed("all", "{}");

    assertThat(named.statusCode()).isEqualTo(500);
    assertThat(error(named)).contains("was placed as API client 1, and client 7 cannot cancel it");
    assertThat(list(all, "cancelled").size()).isGreaterThan(2);
    assertThat(openOrders()).hasSize(4);
  }

  @Test
  void theSameRequestAgainAlreadyRan() throws Exception {
    JsonObject first = closed("monday", "{}");
    Instrument spy = door.gateway().universe().byConId(SPY).orElseThrow();
    door.gateway().tws().trade(spy, BigDecimal.TEN, new BigDecimal("700"));

    JsonObject again = closed("monday", "{}");

    assertThat(again.get("status").getAsString()).isEqualTo("already-ran");
    assertThat(list(again.getAsJsonObject("result"), "orders")).isEqualTo(list(first, "orders"));
    assertThat(bench.owned()).containsExactly(SPY, BigDecimal.TEN);
    assertThat(problemCodes(again)).containsExactly("still-open");
    assertThat(list(again, "problems").get(0).get("message").getAsString())
        .contains("and now SPY 10 is held. Ask under another key to close it");
  }

  @Test
  void simultaneousRequestsCloseOnce() throws Exception {
    List<Integer> statuses =
        IntStream.range(0, 6)
            .parallel()
            .mapToObj(
                i -> {
                  try {
                    return ask("monday", "{}").statusCode();
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                })
            .toList();

    assertThat(statuses).contains(200);
    statuses.forEach(status -> assertThat(status).isAnyOf(200, 409));
    assertThat(arrived()).hasSize(4);
    assertThat(bench.owned()).isEmpty();
  }

  @Test
  void aConnectionThatIsLostAmidTheOrdersClosesNothingTwice() throws Exception {
    door.gateway().faults().orders().dropAfter(2);

    HttpResponse<String> broken = ask("monday", "{}");
    clock.advance(Duration.ofSeconds(16)); // nothing is on its way any more
    JsonObject again = closed("monday", "{}");

    assertThat(broken.statusCode()).isAnyOf(503, 504);
    assertThat(again.get("status").getAsString()).isEqualTo("already-ran");
    assertThat(arrived()).hasSize(4);
    arrived()
        .forEach(
            order -> assertThat(door.gateway().account().accepted(order.orderRef())).isEqualTo(1));
    assertThat(bench.owned()).isEmpty();
    assertThatNothingIsLeft();
  }

  @Test
  void aProcessThatDiesWhileCancellingIsRepeatedFromTheBeginning() throws Exception {
    allocate(3);
    onRequest =
        request -> {
          if (request instanceof ReqGlobalCancel) {
            onRequest = later -> {};
            door.gateway().dropConnections();
          }
        };

    HttpResponse<String> broken = ask("monday", "{}");
    JsonObject again = closed("monday", "{}");

    assertThat(broken.statusCode()).isEqualTo(503);
    assertThat(texts(again, "warnings")).isEmpty();
    assertThat(bench.owned()).isEmpty();
    assertThatNothingIsLeft();
  }

  @Test
  void positionsThatMayBeWrongAreNotClosed() throws Exception {
    door.gateway().faults().resetting(true);

    HttpResponse<String> response = ask("monday", "{}");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(error(response)).startsWith("AccountNotReadyException: ");
    assertThat(arrived()).isEmpty();
  }

  @Test
  void limitsDoNotKeepAnybodyFromGettingOut() throws Exception {
    door.store()
        .update("config/common", Map.of("limits", Map.of("mostOrders", 1, "largestOrderValue", 1)));

    closed("monday", "{}");

    assertThat(bench.owned()).isEmpty();
  }

  @Test
  void theKillSwitchHoldsUnlessExempt() throws Exception {
    door.store().update("config/common", Map.of("tradingEnabled", false));
    HttpResponse<String> refused = ask("monday", "{}");
    door.store().update("config/common", Map.of("killSwitchExempt", List.of("close-all")));

    closed("monday", "{}");

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(bench.owned()).isEmpty();
  }
}
