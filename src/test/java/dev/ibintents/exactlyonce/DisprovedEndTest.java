package dev.ibintents.exactlyonce;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.bench.Bench.SPY;
import static dev.ibintents.bench.Bench.list;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrameProxy;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.bench.TestedProtocol;
import dev.ibintents.bench.Waiting;
import dev.ibintents.ibapi.ClientSession;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.NewOrder;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.simulator.account.PaperFill;
import dev.ibintents.simulator.account.StandingOrder;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.store.Document;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An order's end is only as final as the broker makes it. What ledger and books have taken for
 * refused, cancelled or filled, and the broker then shows otherwise, is matched before anything is
 * planned; and what the books still expect counts only as far as the broker bears it out.
 */
@Timeout(60)
final class DisprovedEndTest {
  private static final String OPEN = "positions/paper/openOrders/";
  private static final String HOLDINGS = "positions/paper/holdings/";
  private static final String UNKNOWN_REF = "0123abcd-zz-0";

  /** The ids of two messages of the TWS API, and the place of a field in the first. */
  private static final int EXECUTION_DETAILS = 11;

  private static final int EXECUTION_DETAILS_END = 55;
  private static final int SHARES = 19;

  @TempDir Path folder;

  /** A Monday morning at the broker's. */
  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-23T14:45:00Z"));

  private FrontDoor door;
  private Bench bench;
  private int runs;

  @BeforeEach
  void open() throws Exception {
    door = FrontDoor.in(folder).clock(clock).variable("TIMEOUT_SECONDS", "60").open();
    bench = new Bench(door, clock);
    bench.expose(Map.of("growth", "0.4"));
    bench.strategy("growth", Map.of("SPY", "0.6"));
    door.gateway().closeMarket();
  }

  @AfterEach
  void close() {
    door.close();
  }

  private JsonObject allocated() throws Exception {
    return allocated(200);
  }

  private JsonObject allocated(int status) throws Exception {
    return bench.failed(status, bench.postWithKey("/allocation", "run " + ++runs, "{}"));
  }

  /** Without that of dummy, which holds something and is given no exposure here. */
  private static List<JsonObject> listed(JsonObject answer) {
    return answer.has("problems")
        ? list(answer, "problems").stream()
            .filter(
                problem -> !problem.get("code").getAsString().equals("strategy-without-exposure"))
            .toList()
        : List.of();
  }

  private static List<String> problems(JsonObject answer) {
    return listed(answer).stream().map(problem -> problem.get("code").getAsString()).toList();
  }

  private static String message(JsonObject answer) {
    return listed(answer).get(0).get("message").getAsString();
  }

  private static JsonObject order(JsonObject answer) {
    assertWithMessage(answer.toString()).that(list(answer, "orders")).hasSize(1);
    return list(answer, "orders").get(0);
  }

  private static String skipped(JsonObject answer, String strategy) {
    return answer.getAsJsonObject("skipped").get(strategy).getAsString();
  }

  private BigDecimal price() {
    return door.gateway().prices().mark(bench.spy(), clock.instant());
  }

  /** Somebody sends an order with this reference from the TWS window. */
  private long transmit(Instrument instrument, String orderRef, BigDecimal quantity) {
    Order order =
        Order.builder()
            .set(OrderField.ACTION, quantity.signum() > 0 ? "BUY" : "SELL")
            .set(OrderField.TOTAL_QUANTITY, quantity.abs())
            .set(OrderField.ORDER_TYPE, "MKT")
            .set(OrderField.TIF, "DAY")
            .set(OrderField.ORDER_REF, orderRef)
            .build();
    return door.gateway().tws().place(instrument, order);
  }

  private Map<Integer, BigDecimal> holdings(String strategy) {
    return bench.books().holdings().of(strategy).byContract();
  }

  private static BigDecimal target(JsonObject answer) {
    return answer
        .getAsJsonObject("targetPositions")
        .getAsJsonObject("growth")
        .get("SPY")
        .getAsBigDecimal();
  }

  private String legState(String orderRef) {
    return door.store().list("runs").stream()
        .flatMap(run -> run.list("legs").stream())
        .map(leg -> (Map<?, ?>) leg)
        .filter(leg -> leg.get("orderRef").equals(orderRef))
        .map(leg -> leg.get("state").toString())
        .findFirst()
        .orElseThrow();
  }

  private JsonObject refused() throws Exception {
    door.gateway()
        .faults()
        .orders()
        .reject(1, 383, "The following order size exceeds the Size Limit of 100.");
    JsonObject answer = allocated(500);
    assertThat(problems(answer)).containsExactly("order-refused", "nothing-succeeded").inOrder();
    JsonObject order = order(answer);
    assertThat(order.get("status").getAsString()).isEqualTo("rejected");
    return order;
  }

  @Test
  void aRefusedOrderThatIsTransmittedByHandCountsAsOpen() throws Exception {
    JsonObject refused = refused();
    String orderRef = refused.get("orderRef").getAsString();
    transmit(bench.spy(), orderRef, refused.get("totalQuantity").getAsBigDecimal());

    JsonObject next = allocated();

    assertThat(list(next, "orders")).isEmpty();
    assertThat(problems(next)).containsExactly("order-contradicts-books");
    assertThat(message(next)).contains(orderRef);
    assertThat(message(next)).contains("was recorded as rejected: 383 The following order size");
    assertThat(message(next)).contains("and the broker shows it as ");
    assertThat(bench.books().openOrders()).hasSize(1);
    assertThat(legState(orderRef)).isEqualTo("acknowledged");
    assertThat(problems(allocated())).isEmpty();
  }

  @Test
  void aRefusedOrderThatIsFilledAllTheSameIsPosted() throws Exception {
    JsonObject refused = refused();
    String orderRef = refused.get("orderRef").getAsString();
    BigDecimal quantity = refused.get("totalQuantity").getAsBigDecimal();
    long permId = transmit(bench.spy(), orderRef, quantity);
    door.gateway().tws().fill(permId, quantity, price());

    JsonObject next = allocated();

    assertThat(list(next, "orders")).isEmpty();
    assertThat(problems(next)).containsExactly("order-contradicts-books");
    assertThat(message(next)).contains("recorded as rejected: 383");
    assertThat(holdings("growth")).containsExactly(SPY, quantity);
    assertThat(legState(orderRef)).isEqualTo("acknowledged");
    bench.reconciled();
    bench.requireMatch();
    assertThat(bench.books().openOrders()).isEmpty();
  }

  /** The gateway is lost after the execution is posted, and before the lists agree. */
  @Test
  void aContradictionIsInTheAnswerEvenIfTheRequestFailsLater() throws Exception {
    JsonObject refused = refused();
    String orderRef = refused.get("orderRef").getAsString();
    BigDecimal quantity = refused.get("totalQuantity").getAsBigDecimal();
    door.gateway().tws().fill(transmit(bench.spy(), orderRef, quantity), quantity, price());
    AtomicInteger lists = new AtomicInteger();
    try (FrameProxy proxy = new FrameProxy(door)) {
      proxy.rewrite(EXECUTION_DETAILS, fields -> fields.set(SHARES, "1"));
      proxy.rewrite(
          EXECUTION_DETAILS_END,
          fields -> {
            if (lists.incrementAndGet() == 2) {
              door.gateway().dropConnections();
            }
          });

      JsonObject lost = allocated(503);

      assertThat(lists.get()).isEqualTo(2);
      assertThat(holdings("growth")).containsExactly(SPY, BigDecimal.ONE);
      assertThat(problems(lost)).containsExactly("order-contradicts-books");
      assertThat(message(lost)).contains(orderRef);
      assertThat(message(lost)).contains("was recorded as rejected: 383");
    }
  }

  @Test
  void aContradictionOfSeveralExecutionsIsReportedOnce() throws Exception {
    JsonObject refused = refused();
    BigDecimal quantity = refused.get("totalQuantity").getAsBigDecimal();
    long permId = transmit(bench.spy(), refused.get("orderRef").getAsString(), quantity);
    door.gateway().tws().fill(permId, BigDecimal.ONE, price());
    door.gateway().tws().fill(permId, quantity.subtract(BigDecimal.ONE), price());

    JsonObject next = allocated();

    assertThat(problems(next)).containsExactly("order-contradicts-books");
    assertThat(holdings("growth")).containsExactly(SPY, quantity);
  }

  @Test
  void aDryRunShowsADisprovedEndAndChangesNothing() throws Exception {
    JsonObject refused = refused();
    transmit(
        bench.spy(),
        refused.get("orderRef").getAsString(),
        refused.get("totalQuantity").getAsBigDecimal());
    Map<String, Object> before = bench.everything();

    JsonObject plan = bench.ok("/allocation", doubleQuoted("{'dryRun':true}"));

    assertThat(list(plan, "orders")).isEmpty();
    assertThat(problems(plan)).containsExactly("order-contradicts-books");
    assertThat(bench.everything()).isEqualTo(before);
  }

  @Test
  void aFillThatShowsUpAfterTheCancellationIsNotTradedBack() throws Exception {
    JsonObject placed = order(allocated());
    String orderRef = placed.get("orderRef").getAsString();
    door.gateway().tws().cancel(placed.get("permId").getAsLong());
    bench.reconciled();
    assertThat(bench.books().openOrders()).isEmpty();
    BigDecimal quantity = placed.get("totalQuantity").getAsBigDecimal();
    door.gateway().tws().fill(transmit(bench.spy(), orderRef, quantity), quantity, price());

    JsonObject next = allocated();

    assertThat(list(next, "orders")).isEmpty();
    assertThat(problems(next)).containsExactly("order-contradicts-books");
    assertThat(message(next)).contains("was recorded as ended with 0 filled");
    assertThat(holdings("growth")).containsExactly(SPY, quantity);
    bench.reconciled();
    bench.requireMatch();
  }

  @Test
  void closingAStrategyCancelsItsOrdersThatTheBooksHadGivenUp() throws Exception {
    String orderRef = refused().get("orderRef").getAsString();
    try (ClientSession own = session(1)) {
      Order order =
          Order.builder()
              .set(OrderField.ACTION, "BUY")
              .set(OrderField.TOTAL_QUANTITY, BigDecimal.TEN)
              .set(OrderField.ORDER_TYPE, "MKT")
              .set(OrderField.TIF, "DAY")
              .set(OrderField.ORDER_REF, orderRef)
              .build();
      Contract spy =
          Contract.builder().conId(SPY).symbol("SPY").secType("STK").exchange("SMART").build();
      own.placeOrders(List.of(new NewOrder(spy, order)), firstOrderId -> {}, () -> {});
      Waiting.until(
          "the order is alive",
          () ->
              door.gateway().account().orders().stream()
                  .anyMatch(ticket -> ticket.order().orderRef().equals(orderRef)));
    }

    JsonObject answer =
        bench.failed(
            200,
            bench.postWithKey("/close-all", "monday", doubleQuoted("{'strategies':['growth']}")));

    assertThat(list(answer, "cancelled").get(0).get("orderRef").getAsString()).isEqualTo(orderRef);
    assertThat(problems(answer)).containsExactly("order-contradicts-books");
    assertThat(bench.books().openOrders()).isEmpty();
  }

  private ClientSession session(int clientId) throws Exception {
    Deadline deadline = Deadline.in(Duration.ofSeconds(10));
    ClientSession session =
        new ClientSession(TestedProtocol.connect(door.gateway().port(), deadline), clientId);
    session.start().get(10, TimeUnit.SECONDS);
    return session;
  }

  @Test
  void anOrderThatNobodyKnowsBlocksItsContractOnly() throws Exception {
    bench.expose(Map.of("growth", "0.3", "bonds", "0.3"));
    bench.strategy("bonds", Map.of("TLT", "0.5"));
    transmit(bench.spy(), UNKNOWN_REF, BigDecimal.TEN);

    JsonObject answer = allocated();

    assertThat(order(answer).get("contract").getAsString()).isEqualTo("TLT");
    assertThat(skipped(answer, "growth"))
        .startsWith("nothing is traded in contract " + SPY + ": BUY 10 SPY (");
    assertThat(problems(answer)).containsExactly("order-unmatched");
  }

  @Test
  void anExecutionThatNobodyKnowsBlocksItsContractToo() throws Exception {
    long permId = transmit(bench.spy(), UNKNOWN_REF, BigDecimal.TEN);
    door.gateway().tws().fill(permId, BigDecimal.TEN, price());

    JsonObject answer = allocated(500);

    assertThat(list(answer, "orders")).isEmpty();
    assertThat(skipped(answer, "growth")).contains("cannot be posted, because nobody knows the");
    assertThat(problems(answer)).containsExactly("order-unmatched", "nothing-succeeded");
  }

  @Test
  void anotherProgramsOrderBlocksNothing() throws Exception {
    transmit(bench.spy(), "other-app:9", BigDecimal.TEN);

    JsonObject answer = allocated();

    assertThat(list(answer, "orders")).hasSize(1);
    assertThat(problems(answer)).isEmpty();
  }

  @Test
  void fillsArePostedBeforeThePlan() throws Exception {
    JsonObject placed = order(allocated());
    BigDecimal quantity = placed.get("totalQuantity").getAsBigDecimal();
    door.gateway().tws().fill(placed.get("permId").getAsLong(), quantity, price());

    JsonObject next = allocated();

    assertThat(list(next, "orders")).isEmpty();
    assertThat(holdings("growth")).containsExactly(SPY, quantity);
    assertThat(bench.books().openOrders()).isEmpty();
    assertThat(problems(next)).isEmpty();
  }

  @Test
  void aContractThatIsOnOrderIsNotOrderedAgain() throws Exception {
    JsonObject placed = order(allocated());
    BigDecimal all = placed.get("totalQuantity").getAsBigDecimal();

    assertThat(list(allocated(), "orders")).isEmpty();
    door.gateway().tws().fill(placed.get("permId").getAsLong(), BigDecimal.TEN, price());
    assertThat(list(allocated(), "orders")).isEmpty();
    bench.strategy("growth", Map.of("SPY", "0.3"));
    JsonObject less = allocated();

    assertThat(signed(order(less)).add(all)).isEqualTo(target(less));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "3, 3"})
  void anExecutionThatTheBrokerCorrectsIsTradedAnewTheNextDay(String shares, BigDecimal held)
      throws Exception {
    JsonObject placed = order(allocated());
    BigDecimal all = placed.get("totalQuantity").getAsBigDecimal();
    PaperFill fill = door.gateway().tws().fill(placed.get("permId").getAsLong(), all, price());
    assertThat(list(allocated(), "orders")).isEmpty();
    assertThat(holdings("growth")).containsExactly(SPY, all);
    door.gateway().tws().correct(fill.execId(), new BigDecimal(shares), price());

    JsonObject next = allocated(500);

    assertThat(holdings("growth").getOrDefault(SPY, BigDecimal.ZERO)).isEqualTo(held);
    // The broker lists the order as filled by more than its executions say.
    assertThat(skipped(next, "growth")).contains("it has ended (");
    assertThat(problems(next)).containsExactly("order-unsettled", "nothing-succeeded");
    clock.advance(Duration.ofDays(1));
    door.gateway().tick();
    JsonObject dayAfter = allocated();
    assertThat(signed(order(dayAfter)).add(held)).isEqualTo(target(dayAfter));
  }

  @Test
  void aDayOrderThatExpiredIsTradedAnewByTheNextAllocation() throws Exception {
    allocated();
    clock.advance(Duration.ofDays(1));
    door.gateway().tick();

    JsonObject next = allocated();

    assertThat(order(next).get("totalQuantity").getAsBigDecimal()).isEqualTo(target(next));
    assertThat(bench.books().openOrders()).hasSize(1);
    assertThat(problems(next)).isEmpty();
  }

  @Test
  void anOrderOfYesterdayThatMayHaveBeenFilledLeavesItsStrategyAlone() throws Exception {
    speakTexts();
    bench.expose(Map.of("growth", "0.3", "bonds", "0.3"));
    bench.strategy("bonds", Map.of("TLT", "0.5"));
    allocated();
    StandingOrder order = bench.standing(SPY);
    door.gateway().tws().fill(order.order().permId(), BigDecimal.TEN, price());
    clock.advance(Duration.ofDays(1));
    door.gateway().tick();

    JsonObject next = allocated();

    assertThat(order(next).get("contract").getAsString()).isEqualTo("TLT");
    assertThat(skipped(next, "growth")).contains("it is of 2026-11-23, and the broker has");
    assertThat(problems(next)).containsExactly("order-unsettled");
  }

  @Test
  void anOrderOfTodayThatNoListShowsLeavesItsStrategyAlone() throws Exception {
    JsonObject placed = order(allocated());
    Document known = door.store().get(OPEN + placed.get("orderRef").getAsString()).orElseThrow();
    door.store().set(OPEN + "0123abcd-1-0", known.fields());

    JsonObject next = allocated(500);

    assertThat(list(next, "orders")).isEmpty();
    assertThat(skipped(next, "growth")).contains("0123abcd-1-0");
    assertThat(skipped(next, "growth")).contains("the broker lists it neither as open nor as");
    assertThat(problems(next)).containsExactly("order-unsettled", "nothing-succeeded");
  }

  @Test
  void anOrderThatWasPartlyFilledOvernightCountsForItsRestOnly() throws Exception {
    speakTexts();
    bench.failed(
        200,
        bench.postWithKey(
            "/allocation", "run " + ++runs, doubleQuoted("{'orderProperties':{'tif':'GTC'}}")));
    StandingOrder order = bench.standing(SPY);
    BigDecimal all = order.order().totalQuantity();
    door.gateway().tws().fill(order.order().permId(), BigDecimal.TEN, price());
    clock.advance(Duration.ofDays(1));
    door.gateway().tick();
    JsonObject inDoubt = allocated(500);
    assertThat(skipped(inDoubt, "growth")).contains("10 of it was filled, and nobody has told");
    // As an adoption did that was made by hand in the store.
    door.store().set(HOLDINGS + "growth", new HashMap<>(Map.of("" + SPY, BigDecimal.TEN)));

    JsonObject next = allocated();

    BigDecimal ordered =
        list(next, "orders").stream()
            .map(sent -> signed(sent))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertWithMessage(next.toString()).that(problems(next)).isEmpty();
    assertThat(ordered.add(all)).isEqualTo(target(next));
  }

  /** Texts cannot ask for the executions of yesterday; see MissedDayTest for protobuf. */
  private void speakTexts() {
    door.store().update("config/common", Map.of("gateway", Map.of("protocol", "text")));
  }

  private static BigDecimal signed(JsonObject order) {
    BigDecimal quantity = order.get("totalQuantity").getAsBigDecimal();
    return order.get("action").getAsString().equals("BUY") ? quantity : quantity.negate();
  }

  @Test
  void nothingIsAdoptedWhileAnOrderInTheContractIsOpen() throws Exception {
    JsonObject placed = order(allocated());
    long permId = placed.get("permId").getAsLong();
    String adopt = doubleQuoted("{'adopt':{'growth':{'" + SPY + "':5}}}");
    door.gateway().tws().trade(bench.spy(), new BigDecimal("5"), price());

    JsonObject refused = bench.failed(400, door.post("/trade-reconciliation", adopt));
    door.gateway().tws().cancel(permId);
    JsonObject adopted = bench.ok("/trade-reconciliation", adopt);

    assertThat(refused.get("error").getAsString())
        .startsWith("InvalidAdoptionException: nothing was adopted: BUY ");
    assertThat(refused.get("error").getAsString()).contains("can still be filled");
    assertThat(adopted.getAsJsonObject("adopted").get("repeated").getAsBoolean()).isFalse();
    assertThat(holdings("growth")).containsExactly(SPY, new BigDecimal("5"));
  }

  @Test
  void anOrderThatWasChangedAtTheBrokerLeavesItsStrategyAlone() throws Exception {
    JsonObject placed = order(allocated());
    String path = OPEN + placed.get("orderRef").getAsString();
    Map<String, Object> half = new HashMap<>(door.store().get(path).orElseThrow().fields());
    half.put("quantity", BigDecimal.TEN);
    half.put("source", Map.of("growth", BigDecimal.TEN));
    door.store().set(path, half);

    JsonObject next = allocated(500);

    assertThat(list(next, "orders")).isEmpty();
    assertThat(skipped(next, "growth")).contains("it was changed at the broker: it is for ");
  }
}
