package dev.ibintents.trading.books;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.environment.TradingMode.PAPER;
import static dev.ibintents.trading.books.Executions.ACCOUNT;
import static dev.ibintents.trading.books.Executions.fill;

import dev.ibintents.environment.Problem;
import dev.ibintents.environment.Problems;
import dev.ibintents.ibapi.Fill;
import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.ibapi.OrdersByRef;
import dev.ibintents.ibapi.SeenOrder;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.OrderState;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.books.Books.OpenOrderEntry;
import dev.ibintents.trading.books.Reconciled.Unattributed;
import dev.ibintents.trading.ledger.Lease;
import dev.ibintents.trading.ledger.Leases;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.LegState;
import dev.ibintents.trading.ledger.LegUpdate;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunLedger;
import dev.ibintents.trading.ledger.RunPlan;
import dev.ibintents.trading.ledger.Samples;
import dev.ibintents.trading.ledger.TestClock;
import dev.ibintents.trading.order.PlannedOrder;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders that the broker shows, matched with what ledger and books have recorded of them. */
final class OwnOrdersTest {
  private static final int SPY = 756733;
  private static final String STRANGE = "0123abcd-zz-0";
  private static final BigDecimal FOUR = new BigDecimal("4");

  @TempDir Path folder;
  private final TestClock clock = new TestClock("2026-11-23T15:45:00Z");
  private final Problems problems = new Problems();
  private DocumentStore store;
  private Books books;
  private Lease lease;
  private OwnOrders orders;

  @BeforeEach
  void open() {
    store = new SqliteDocumentStore(folder);
    books = new Books(store, PAPER, clock);
    orders = new OwnOrders(store, new KnownOrders(books, PAPER, clock), ACCOUNT, problems);
    lease =
        new Leases(store, clock)
            .acquire(PAPER, "test", clock.instant().plus(Duration.ofMinutes(5)), clock::advance);
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Begins a run with an order of strategy a for 10 SPY, and returns its reference. */
  private String planned() {
    PlannedOrder order =
        new PlannedOrder(
            Contract.builder().conId(SPY).symbol("SPY").secType("STK").exchange("SMART").build(),
            Samples.order("BUY", BigDecimal.TEN).build(),
            Shares.of("a", BigDecimal.TEN));
    Run run =
        ledger()
            .begin(
                Samples.key("k"),
                new RunPlan("{}", Map.of(), List.of(order)),
                lease,
                books.beginning(ACCOUNT, List.of()))
            .run();
    return run.legs().get(0).orderRef();
  }

  private RunLedger ledger() {
    return new RunLedger(store, clock);
  }

  private void record(LegUpdate... updates) {
    books.settle(ledger().record(lease, Samples.key("k").id(), List.of(updates)).legs());
  }

  private Leg leg() {
    return ledger().read(Samples.key("k").id()).orElseThrow().legs().get(0);
  }

  private static Order.Builder order(String orderRef) {
    return Order.builder()
        .set(OrderField.ACTION, "BUY")
        .set(OrderField.TOTAL_QUANTITY, BigDecimal.TEN)
        .set(OrderField.ACCOUNT, ACCOUNT)
        .set(OrderField.ORDER_REF, orderRef)
        .set(OrderField.CLIENT_ID, 3)
        .set(OrderField.ORDER_ID, 31)
        .set(OrderField.PERM_ID, 3001L);
  }

  private boolean match(int conId, Order order, String status, Fill... fills) {
    Contract contract = Contract.builder().conId(conId).symbol("SPY").localSymbol("SPY").build();
    OpenTrade trade =
        new OpenTrade(
            new OpenOrder(contract, order, OrderState.builder().status(status).build()),
            Optional.empty());
    SeenOrder seen = new SeenOrder(List.of(trade), List.of(), List.of(), List.of(fills));
    return orders.match(
        new OrdersByRef(Map.of(order.orderRef(), seen), List.of(trade), List.of(fills)),
        books.openOrders());
  }

  private boolean match(String orderRef) {
    return match(SPY, order(orderRef).build(), "Submitted");
  }

  private void assertThatNothingIsSaid() {
    orders.reportUnmatched(List.of());
    assertThat(orders.unmatched()).isEmpty();
    assertThat(problems.all()).isEmpty();
  }

  private Problem problem() {
    assertThat(problems.all()).hasSize(1);
    return problems.all().get(0);
  }

  @Test
  void orderThatIsOpenInTheBooksIsLeftAsItIs() {
    String ref = planned();
    List<OpenOrderEntry> before = books.openOrders();

    assertThat(match(ref)).isFalse();

    assertThat(books.openOrders()).isEqualTo(before);
    assertThatNothingIsSaid();
  }

  @Test
  void orderThatWasRecordedAsRefusedIsOpenAgainIfTheBrokerShowsIt() {
    String ref = planned();
    record(LegUpdate.sent(ref, 1, 7));
    record(LegUpdate.rejected(ref, "201 no margin"));
    assertThat(books.openOrders()).isEmpty();

    assertThat(match(ref)).isTrue();

    OpenOrderEntry open = books.openOrders().get(0);
    assertThat(open.orderRef()).isEqualTo(ref);
    assertThat(open.account()).isEqualTo(ACCOUNT);
    assertThat(open.conId()).isEqualTo(SPY);
    assertThat(open.quantity()).isEqualTo(BigDecimal.TEN);
    assertThat(open.source()).isEqualTo(Shares.of("a", BigDecimal.TEN));
    assertThat(open.timestamp()).isEqualTo(clock.instant());
    assertThat(leg().state()).isEqualTo(LegState.ACKNOWLEDGED);
    assertThat(leg().orderId()).isEqualTo(31);
    assertThat(leg().permId()).isEqualTo(3001);
    assertThat(leg().message())
        .isEqualTo("the broker shows it as Submitted; before, it was rejected: 201 no margin");
    assertThat(problem().code()).isEqualTo(Problem.Code.ORDER_CONTRADICTS_BOOKS.id());
    assertThat(problem().message())
        .isEqualTo(
            "the order BUY 10 SPY (Submitted, %s, client 3, permId 3001) was recorded as rejected: 201 no margin, and the broker shows it as Submitted with 10 left: it counts as open again"
                .formatted(ref));
    assertThat(orders.unmatched()).isEmpty();
  }

  @Test
  void orderThatWasRecordedAsNotSentWithoutAReasonIsOpenAgain() {
    String ref = planned();
    record(LegUpdate.notSent(ref, ""));

    assertThat(match(ref)).isTrue();

    assertThat(problem().message()).contains("was recorded as notSent, and the broker");
  }

  @Test
  void numbersOfTheLedgerStayIfTheBrokerDoesNotTellThem() {
    String ref = planned();
    record(LegUpdate.sent(ref, 1, 7));
    record(new LegUpdate(ref, LegState.UNKNOWN, OptionalInt.empty(), 0, 88, "no list has it"));
    store.delete("positions/paper/openOrders/" + ref);
    Order withoutNumbers =
        order(ref).set(OrderField.ORDER_ID, 0).set(OrderField.PERM_ID, 0L).build();

    assertThat(match(SPY, withoutNumbers, "Submitted")).isTrue();

    OpenOrderEntry open = books.openOrders().get(0);
    assertThat(open.clientId()).isEqualTo(OptionalInt.of(1));
    assertThat(open.orderId()).isEqualTo(7);
    assertThat(open.permId()).isEqualTo(88);
  }

  @Test
  void numbersOfTheBrokerCompleteTheLedgers() {
    String ref = planned();
    record(LegUpdate.notSent(ref, ""));
    assertThat(match(ref)).isTrue();

    OpenOrderEntry open = books.openOrders().get(0);
    assertThat(open.clientId()).isEqualTo(OptionalInt.of(3));
    assertThat(open.orderId()).isEqualTo(31);
    assertThat(open.permId()).isEqualTo(3001);
  }

  @Test
  void negativeOrderIdOfTheBrokerCountsAsNone() {
    String ref = planned();
    record(LegUpdate.notSent(ref, ""));

    match(SPY, order(ref).set(OrderField.ORDER_ID, -5).build(), "Submitted");

    assertThat(books.openOrders().get(0).orderId()).isEqualTo(0);
  }

  @Test
  void orderThatHadEndedIsOpenAgainWithItsFills() {
    String ref = planned();
    FillPosting posting = new FillPosting(store, PAPER, clock, "before");
    posting.post(fill("0001.01", ref, SPY, "4"), Executions.UNIT);
    assertThat(books.close(Map.of(ref, FOUR))).containsExactly(ref);

    assertThat(match(ref)).isTrue();

    OpenOrderEntry open = books.openOrders().get(0);
    assertThat(open.quantity()).isEqualTo(BigDecimal.TEN);
    assertThat(open.source()).isEqualTo(Shares.of("a", BigDecimal.TEN));
    assertThat(open.filled()).isEqualTo(Shares.of("a", FOUR));
    assertThat(open.executed()).isEqualTo(FOUR);
    assertThat(open.clientId()).isEqualTo(OptionalInt.of(3));
    assertThat(problem().message()).contains("was recorded as ended with 4 filled");
    // The ledger has never denied it.
    assertThat(leg().state()).isEqualTo(LegState.PLANNED);
  }

  @Test
  void repetitionChangesNothingAndSaysNothingNew() {
    String ref = planned();
    record(LegUpdate.notSent(ref, "off"));
    List<OpenOrderEntry> none = books.openOrders();
    match(ref);
    List<OpenOrderEntry> before = books.openOrders();
    clock.advance(Duration.ofMinutes(1));

    // Another process may have opened it after these open orders were read.
    OrdersByRef broker = broker(ref);
    assertThat(orders.match(broker, none)).isTrue();

    assertThat(books.openOrders()).isEqualTo(before);
    assertThat(problems.all()).hasSize(1);
  }

  private static OrdersByRef broker(String orderRef) {
    OpenTrade trade =
        new OpenTrade(
            new OpenOrder(
                Contract.builder().conId(SPY).symbol("SPY").localSymbol("SPY").build(),
                order(orderRef).build(),
                OrderState.builder().status("Submitted").build()),
            Optional.empty());
    return new OrdersByRef(
        Map.of(orderRef, new SeenOrder(List.of(trade), List.of(), List.of(), List.of())),
        List.of(trade),
        List.of());
  }

  @Test
  void orderThatHasEndedAtTheBrokerStaysEnded() {
    String ref = planned();
    record(LegUpdate.notSent(ref, "off"));

    assertThat(match(SPY, order(ref).build(), "Cancelled")).isFalse();

    assertThat(books.openOrders()).isEmpty();
    assertThatNothingIsSaid();
  }

  @Test
  void orderOfAnotherAccountIsLeftAlone() {
    String ref = planned();
    record(LegUpdate.notSent(ref, "off"));

    assertThat(match(SPY, order(ref).set(OrderField.ACCOUNT, "DU7654321").build(), "Submitted"))
        .isFalse();

    assertThat(books.openOrders()).isEmpty();
    assertThatNothingIsSaid();
  }

  @Test
  void orderOfAnotherProgramIsLeftAlone() {
    assertThat(match("my-order")).isFalse();
    assertThatNothingIsSaid();
  }

  @Test
  void orderThatNobodyKnowsBlocksItsContract() {
    assertThat(match(STRANGE)).isFalse();
    orders.reportUnmatched(List.of());

    String why =
        "BUY 10 SPY (Submitted, 0123abcd-zz-0, client 3, permId 3001) is open at the broker";
    assertThat(orders.unmatched()).containsExactly(SPY, why);
    assertThat(problem().code()).isEqualTo(Problem.Code.ORDER_UNMATCHED.id());
    assertThat(problem().message())
        .isEqualTo(
            why
                + ", with a reference of this product's, and neither ledger nor books know it."
                + " Find out whose it is; nothing is traded in its contract 756733 today or as long"
                + " as it is open");
  }

  @Test
  void orderInAnotherContractThanTheLedgersIsNotThatOrder() {
    String ref = planned();
    record(LegUpdate.notSent(ref, "off"));

    assertThat(match(1, order(ref).build(), "Submitted")).isFalse();

    assertThat(books.openOrders()).isEmpty();
    assertThat(orders.unmatched().keySet()).containsExactly(1);
  }

  @Test
  void orderIsBlockedNoLongerThanTheBrokerShowsIt() {
    match(STRANGE);
    orders.match(new OrdersByRef(Map.of(), List.of(), List.of()), List.of());

    assertThatNothingIsSaid();
  }

  @Test
  void executionsThatCannotBePostedBlockTheirContractIfTheyAreThisProducts() {
    orders.reportUnmatched(
        List.of(
            new Unattributed(fill("0001.01", STRANGE, SPY, "-4"), "nobody knows the order"),
            new Unattributed(fill("0002.01", STRANGE, SPY, "2"), "nobody knows it"),
            new Unattributed(fill("0003.01", "by hand", 1, "2"), "it is another program's")));

    assertThat(orders.unmatched().keySet()).containsExactly(SPY);
    assertThat(orders.unmatched().get(SPY))
        .matches(
            "the execution 0001.01 of -4 .* cannot be posted, because nobody knows the order; the"
                + " execution 0002.01 of 2 .* cannot be posted, because nobody knows it");
    assertThat(problem().code()).isEqualTo(Problem.Code.ORDER_UNMATCHED.id());
  }

  @Test
  void executionThatDisprovesARecordedEndIsReportedOnceForEachOrder() {
    Posting disproof =
        Posting.of(Posting.Outcome.BOOKED, Shares.NONE).against(Optional.of("ended with 0 filled"));
    orders.posted(fill("0001.01", STRANGE, SPY, "-4"), disproof);
    orders.posted(fill("0002.01", STRANGE, SPY, "-2"), disproof);

    assertThat(problem().code()).isEqualTo(Problem.Code.ORDER_CONTRADICTS_BOOKS.id());
    assertThat(problem().message()).startsWith("the order 0123abcd-zz-0 for ");
    assertThat(problem().message())
        .endsWith(
            " was recorded as ended with 0 filled, and the broker shows an execution of it: -4 at"
                + " 20261123 10:45:00 US/Eastern is posted");
  }

  @Test
  void executionOfAnOpenOrderIsNoContradiction() {
    orders.posted(
        fill("0001.01", STRANGE, SPY, "4"), Posting.of(Posting.Outcome.BOOKED, Shares.NONE));

    assertThatNothingIsSaid();
  }

  @Test
  void executionOfAnOrderThatTheLedgerDeniesCorrectsTheLedger() {
    String ref = planned();
    record(LegUpdate.sent(ref, 1, 7));
    record(LegUpdate.rejected(ref, "201 no margin"));

    Posting posting =
        new FillPosting(store, PAPER, clock, "now")
            .post(fill("0001.01", ref, SPY, "4"), Executions.UNIT);

    assertThat(posting.recorded()).hasValue("rejected: 201 no margin");
    assertThat(leg().state()).isEqualTo(LegState.ACKNOWLEDGED);
    assertThat(leg().message())
        .isEqualTo("the broker shows an execution of it; before, it was rejected: 201 no margin");
  }

  @Test
  void timeOfAnOrderThatIsOpenAgainIsWholeMicroseconds() {
    String ref = planned();
    record(LegUpdate.notSent(ref, "off"));
    clock.advance(Duration.ofNanos(1999));

    match(ref);

    assertThat(books.openOrders().get(0).timestamp())
        .isEqualTo(Instant.parse("2026-11-23T15:45:00.000001Z"));
  }
}
