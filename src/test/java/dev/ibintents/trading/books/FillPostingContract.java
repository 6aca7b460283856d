package dev.ibintents.trading.books;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.environment.TradingMode.PAPER;
import static dev.ibintents.trading.books.Executions.ACCOUNT;
import static dev.ibintents.trading.books.Executions.costing;
import static dev.ibintents.trading.books.Executions.fill;

import dev.ibintents.ibapi.Fill;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.Execution;
import dev.ibintents.store.DelegatingStore;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentExistsException;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Threads;
import dev.ibintents.store.TransactionBody;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.books.Posting.Outcome;
import dev.ibintents.trading.ledger.Lease;
import dev.ibintents.trading.ledger.Leases;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunLedger;
import dev.ibintents.trading.ledger.RunPlan;
import dev.ibintents.trading.ledger.Samples;
import dev.ibintents.trading.ledger.TestClock;
import dev.ibintents.trading.order.PlannedOrder;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The postings of executions, on every store. */
abstract class FillPostingContract {
  private static final int SPY = 756733;

  private final TestClock clock = new TestClock("2026-11-23T15:45:00Z");
  private DocumentStore store;
  private Books books;
  private FillPosting fills;

  /** A store without documents. */
  abstract DocumentStore open();

  /** How many threads contend for one document. */
  abstract int contenders();

  @BeforeEach
  void openStore() {
    store = open();
    books = new Books(store, PAPER, clock);
    fills = newFillPosting("first");
  }

  @AfterEach
  void closeStore() {
    if (store != null) {
      store.close();
    }
  }

  private FillPosting newFillPosting(String invocation) {
    return new FillPosting(store, PAPER, clock, invocation);
  }

  /** Begins a run with one order. */
  private String order(int conId, Map<String, String> source) {
    Map<String, BigDecimal> wanted = new TreeMap<>();
    source.forEach((strategy, quantity) -> wanted.put(strategy, new BigDecimal(quantity)));
    Shares shares = Shares.of(wanted);
    return order(conId, shares.total(), shares);
  }

  private String order(int conId, BigDecimal net, Shares source) {
    PlannedOrder order =
        new PlannedOrder(
            Contract.builder().conId(conId).symbol("X").secType("STK").exchange("SMART").build(),
            Samples.order(net.signum() > 0 ? "BUY" : "SELL", net.abs()).build(),
            source);
    Leases leases = new Leases(store, clock);
    Lease lease =
        leases.acquire(PAPER, "test", clock.instant().plus(Duration.ofMinutes(5)), clock::advance);
    Run run =
        new RunLedger(store, clock)
            .begin(
                Samples.key("run " + lease.token()),
                new RunPlan("{}", Map.of(), List.of(order)),
                lease,
                books.beginning(ACCOUNT, List.of()))
            .run();
    leases.release(lease);
    return run.legs().get(0).orderRef();
  }

  private Posting post(Fill fill) {
    return fills.post(fill, Executions.UNIT);
  }

  private BigDecimal held(String strategy) {
    return books.holdings().of(strategy).byContract().get(SPY);
  }

  private Document document(String execId) {
    return store.get("positions/paper/fills/" + execId).orElseThrow();
  }

  private Books.OpenOrderEntry open(String orderRef) {
    return books.openOrders().stream()
        .filter(order -> order.orderRef().equals(orderRef))
        .findFirst()
        .orElseThrow();
  }

  /** All that books have, but when and by whom it was written. */
  private Map<String, Object> everything() {
    Map<String, Object> all = new TreeMap<>();
    for (String part : List.of("holdings", "openOrders", "fills")) {
      for (Document document : store.list("positions/paper/" + part)) {
        Map<String, Object> fields = new TreeMap<>(document.fields());
        fields.keySet().removeAll(List.of("timestamp", "invocation"));
        all.put(document.path(), fields);
      }
    }
    return all;
  }

  private static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }

  @Test
  void anExecutionGoesToWhoeverWantedItsOrder() {
    String ref = order(SPY, Map.of("a", "10"));

    Posting posting = post(costing(fill("0001.01", ref, SPY, "4"), "1.05"));

    assertThat(posting.outcome()).isEqualTo(Outcome.BOOKED);
    assertThat(posting.shares().byStrategy()).containsExactly("a", decimal("4"));
    assertThat(held("a")).isEqualTo(decimal("4"));
    assertThat(open(ref).filled().byStrategy()).containsExactly("a", decimal("4"));
    assertThat(open(ref).executed()).isEqualTo(decimal("4"));
    Document posted = document("0001.01");
    assertThat(posted.string("orderRef")).isEqualTo(ref);
    assertThat(posted.string("account")).isEqualTo(ACCOUNT);
    assertThat(posted.integer("contractId")).isEqualTo(SPY);
    assertThat(posted.integer("permId")).isEqualTo(99);
    assertThat(posted.string("side")).isEqualTo("BOT");
    assertThat(posted.decimal("quantity")).isEqualTo(decimal("4"));
    assertThat(posted.decimal("price")).isEqualTo(decimal("12.5"));
    assertThat(posted.string("time")).isEqualTo("2026-11-23T15:45:00Z");
    assertThat(posted.map("applied").decimals()).containsExactly("a", decimal("4"));
    assertThat(posted.decimal("commission")).isEqualTo(decimal("1.05"));
    assertThat(posted.string("commissionCurrency")).isEqualTo("USD");
    assertThat(posted.string("invocation")).isEqualTo("first");
  }

  @Test
  void partialFillsAreSharedOutAndSumToTheSource() {
    String ref = order(SPY, Map.of("a", "-5", "b", "-3", "c", "1"));

    post(fill("0001.01", ref, SPY, "-3"));
    assertThat(Stream.of("a", "b", "c").map(open(ref).filled().byStrategy()::get).toList())
        .containsExactly(decimal("-2"), decimal("-1"), null)
        .inOrder();
    post(fill("0002.01", ref, SPY, "-4"));

    assertThat(held("a")).isEqualTo(decimal("-5"));
    assertThat(held("b")).isEqualTo(decimal("-3"));
    assertThat(held("c")).isEqualTo(decimal("1"));
    assertThat(open(ref).stillToFill().byStrategy()).isEmpty();
  }

  @Test
  void theSameExecutionAgainChangesNothing() {
    String ref = order(SPY, Map.of("a", "10"));
    Fill fill = costing(fill("0001.01", ref, SPY, "4"), "1");
    post(fill);
    Map<String, Object> before = everything();

    assertThat(newFillPosting("second").isPosted(fill)).isTrue();
    assertThat(newFillPosting("second").post(fill, Executions.UNIT).outcome())
        .isEqualTo(Outcome.ALREADY_BOOKED);
    // A caller that lost the answer to its own posting learns what it has posted.
    assertThat(post(fill).outcome()).isEqualTo(Outcome.BOOKED);
    assertThat(post(fill).shares().byStrategy()).containsExactly("a", decimal("4"));

    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void manyAtOnceBookAnExecutionOnce() throws Exception {
    String ref = order(SPY, Map.of("a", "6", "b", "4"));
    Fill fill = fill("0001.01", ref, SPY, "5");

    List<Outcome> outcomes =
        Threads.race(
            contenders(),
            thread -> () -> newFillPosting("" + thread).post(fill, Executions.UNIT).outcome());

    assertThat(outcomes.stream().filter(Outcome.BOOKED::equals).count()).isEqualTo(1);
    assertThat(outcomes.stream().filter(Outcome.ALREADY_BOOKED::equals).count())
        .isEqualTo(contenders() - 1);
    assertThat(held("a")).isEqualTo(decimal("3"));
    assertThat(held("b")).isEqualTo(decimal("2"));
  }

  @Test
  void manyAtOnceBookTheExecutionsOfOneOrder() throws Exception {
    String ref = order(SPY, Map.of("a", "20", "b", "20"));

    Threads.race(
        contenders(),
        thread ->
            () ->
                newFillPosting("" + thread)
                    .post(fill("000" + thread + ".01", ref, SPY, "1"), Executions.UNIT));

    assertThat(held("a").add(held("b"))).isEqualTo(decimal("" + contenders()));
    assertThat(held("a").subtract(held("b")).abs()).isAtMost(BigDecimal.ONE);
    assertThat(open(ref).executed()).isEqualTo(decimal("" + contenders()));
  }

  @Test
  void aCorrectionTakesTheFormerVersionsPlace() {
    String ref = order(SPY, Map.of("a", "6", "b", "4"));
    post(fill("0001.01", ref, SPY, "10"));

    Posting posting = post(fill("0001.02", ref, SPY, "5"));

    assertThat(posting.outcome()).isEqualTo(Outcome.CORRECTED);
    assertThat(posting.shares().byStrategy()).containsExactly("a", decimal("3"), "b", decimal("2"));
    assertThat(held("a")).isEqualTo(decimal("3"));
    assertThat(held("b")).isEqualTo(decimal("2"));
    assertThat(open(ref).executed()).isEqualTo(decimal("5"));
    assertThat(document("0001.01").string("correctedBy")).isEqualTo("0001.02");
    assertThat(document("0001.02").string("corrects")).isEqualTo("0001.01");
  }

  @Test
  void everyOrderOfDeliveryEndsInTheLastVersion() {
    List<String> versions = List.of("0001.01", "0001.02", "0001.03");
    List<String> quantities = List.of("10", "4", "7");
    for (List<Integer> order :
        List.of(
            List.of(0, 1, 2),
            List.of(0, 2, 1),
            List.of(1, 0, 2),
            List.of(1, 2, 0),
            List.of(2, 0, 1),
            List.of(2, 1, 0))) {
      String ref = order(SPY, Map.of("a", "10"));
      String prefix = ref + ".";
      for (int repetition = 0; repetition < 2; repetition++) {
        order.forEach(i -> post(fill(prefix + versions.get(i), ref, SPY, quantities.get(i))));
      }
      assertThat(open(ref).executed()).isEqualTo(decimal("7"));
      assertThat(open(ref).filled().byStrategy()).containsExactly("a", decimal("7"));
      assertThat(document(prefix + "0001.03").findString("correctedBy")).isEmpty();
    }
    assertThat(held("a")).isEqualTo(decimal("42"));
  }

  @Test
  void aFormerVersionThatIsDeliveredLateIsNothingNew() {
    String ref = order(SPY, Map.of("a", "10"));
    post(fill("0001.02", ref, SPY, "4"));
    Map<String, Object> before = everything();

    Fill late = costing(fill("0001.01", ref, SPY, "10"), "1");
    assertThat(fills.isPosted(late)).isTrue();
    assertThat(post(late).outcome()).isEqualTo(Outcome.ALREADY_BOOKED);

    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void anExecutionThatIsTakenBackIsHeldNoMore() {
    String ref = order(SPY, Map.of("a", "10"));
    post(fill("0001.01", ref, SPY, "10"));

    post(fill("0001.02", ref, SPY, "0"));

    assertThat(books.holdings().strategies()).isEmpty();
    assertThat(store.list("positions/paper/holdings")).isEmpty();
    assertThat(open(ref).executed()).isEqualTo(decimal("0"));
  }

  @Test
  void aCommissionThatComesLaterIsAdded() {
    String ref = order(SPY, Map.of("a", "10"));
    Fill fill = fill("0001.01", ref, SPY, "4");
    post(fill);
    assertThat(fills.isPosted(fill)).isTrue();

    Fill costing = costing(fill, "2.5");
    assertThat(fills.isPosted(costing)).isFalse();
    assertThat(post(costing).outcome()).isEqualTo(Outcome.COMMISSION_RECORDED);

    assertThat(document("0001.01").decimal("commission")).isEqualTo(decimal("2.5"));
    assertThat(held("a")).isEqualTo(decimal("4"));
    assertThat(newFillPosting("second").post(costing(fill, "2.50"), Executions.UNIT).outcome())
        .isEqualTo(Outcome.ALREADY_BOOKED);
  }

  @Test
  void aLaterCommissionReplacesAnEarlierOne() {
    String ref = order(SPY, Map.of("a", "10"));
    Fill fill = fill("0001.01", ref, SPY, "4");
    post(costing(fill, "2.5"));

    Fill corrected = costing(fill, "3");
    assertThat(fills.isPosted(corrected)).isFalse();
    assertThat(newFillPosting("second").post(corrected, Executions.UNIT).outcome())
        .isEqualTo(Outcome.COMMISSION_RECORDED);

    assertThat(document("0001.01").decimal("commission")).isEqualTo(decimal("3"));
    assertThat(held("a")).isEqualTo(decimal("4"));
    assertThat(fills.isPosted(corrected)).isTrue();
  }

  @Test
  void aPendingCommissionIsNoCommissionAndTakesNoneBack() {
    String ref = order(SPY, Map.of("a", "10"));
    Fill fill = fill("0001.01", ref, SPY, "4");
    post(costing(fill, "-1"));
    assertThat(document("0001.01").has("commission")).isFalse();

    assertThat(post(costing(fill, "2.5")).outcome()).isEqualTo(Outcome.COMMISSION_RECORDED);
    assertThat(fills.isPosted(costing(fill, "-1.0"))).isTrue();
    assertThat(document("0001.01").decimal("commission")).isEqualTo(decimal("2.5"));
  }

  @Test
  void aRebateIsACommission() {
    String ref = order(SPY, Map.of("a", "10"));
    post(costing(fill("0001.01", ref, SPY, "4"), "-0.4"));

    assertThat(document("0001.01").decimal("commission")).isEqualTo(decimal("-0.4"));
  }

  @Test
  void aShareOfNoStrategyIsNobodysHolding() {
    String ref = order(SPY, Map.of("a", "-3", Books.BY_HAND, "-1"));

    post(fill("0001.01", ref, SPY, "-4"));

    assertThat(books.holdings().strategies()).containsExactly("a");
    assertThat(held("a")).isEqualTo(decimal("-3"));
    assertThat(open(ref).executed()).isEqualTo(decimal("-4"));
    assertThat(open(ref).stillToFill().byStrategy()).isEmpty();
  }

  @Test
  void anOrderOfNobodyIsRecordedWithoutShares() {
    String ref = order(SPY, decimal("1000"), Shares.NONE);

    Posting posting = post(fill("0001.01", ref, SPY, "1000"));

    assertThat(posting.outcome()).isEqualTo(Outcome.BOOKED);
    assertThat(posting.shares().byStrategy()).isEmpty();
    assertThat(books.holdings().strategies()).isEmpty();
    assertThat(open(ref).executed()).isEqualTo(decimal("1000"));
    assertThat(books.close(Map.of(ref, decimal("1000")))).containsExactly(ref);
  }

  @Test
  void whatNobodyOrderedIsNotGuessed() {
    order(SPY, Map.of("a", "10"));
    Map<String, Object> before = everything();

    for (String ref : List.of("", "by hand", "../../config/common", "deadbeef-zz-0")) {
      Posting posting = post(fill("0001.01", ref, SPY, "4"));
      assertThat(posting.outcome()).isEqualTo(Outcome.UNATTRIBUTED);
      assertThat(posting.because()).isNotEmpty();
    }

    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void anExecutionInAnotherContractThanItsOrdersIsNotGuessed() {
    String ref = order(SPY, Map.of("a", "10"));

    Posting posting = post(fill("0001.01", ref, 1, "4"));

    assertThat(posting.outcome()).isEqualTo(Outcome.UNATTRIBUTED);
    assertThat(posting.because()).contains("was for contract 756733");
    assertThat(books.holdings().strategies()).isEmpty();
  }

  @Test
  void anExecutionOfAClosedOrderOpensItAgain() {
    String ref = order(SPY, Map.of("a", "6", "b", "4"));
    post(fill("0001.01", ref, SPY, "5"));
    assertThat(books.close(Map.of(ref, decimal("5")))).containsExactly(ref);
    assertThat(books.openOrders()).isEmpty();

    post(fill("0002.01", ref, SPY, "5"));

    assertThat(held("a")).isEqualTo(decimal("6"));
    assertThat(held("b")).isEqualTo(decimal("4"));
    assertThat(open(ref).executed()).isEqualTo(decimal("10"));
    assertThat(open(ref).quantity()).isEqualTo(decimal("10"));
  }

  @Test
  void anOrderThatWasForgottenIsKnownFromItsRun() {
    String ref = order(SPY, Map.of("a", "-6", "b", "-4"));
    assertThat(books.close(Map.of(ref, decimal("0")))).containsExactly(ref);

    post(fill("0001.01", ref, SPY, "-10"));

    assertThat(held("a")).isEqualTo(decimal("-6"));
    assertThat(held("b")).isEqualTo(decimal("-4"));
    assertThat(open(ref).executed()).isEqualTo(decimal("-10"));
  }

  @Test
  void anOrderIsClosedOnlyWhenAllOfItIsPosted() {
    String ref = order(SPY, Map.of("a", "10"));
    post(fill("0001.01", ref, SPY, "5"));

    assertThat(books.close(Map.of(ref, decimal("10")))).isEmpty();
    assertThat(open(ref).executed()).isEqualTo(decimal("5"));
    assertThat(books.close(Map.of(ref, decimal("5")))).containsExactly(ref);
    assertThat(books.close(Map.of(ref, decimal("5")))).containsExactly(ref);
  }

  @Test
  void aCorrectionOfWhatWasPostedWithoutAnOrderGoesToTheSameStrategies() {
    store.set("positions/paper/holdings/a", Map.of("" + SPY, 10));
    store.set(
        "positions/paper/fills/0001.01",
        Map.of("contractId", SPY, "quantity", 10, "applied", Map.of("a", 10)));

    Posting posting = post(fill("0001.02", "", SPY, "7"));

    assertThat(posting.outcome()).isEqualTo(Outcome.CORRECTED);
    assertThat(held("a")).isEqualTo(decimal("7"));
    assertThat(books.openOrders()).isEmpty();
  }

  @Test
  void fractionsStayExact() {
    String ref = order(SPY, Map.of("a", "0.3", "b", "0.1"));

    fills.post(fill("0001.01", ref, SPY, "0.1"), Executions.unit("0.0001", "1"));
    fills.post(fill("0002.01", ref, SPY, "0.2"), Executions.unit("0.0001", "1"));

    assertThat(held("a")).isEqualTo(decimal("0.225"));
    assertThat(held("b")).isEqualTo(decimal("0.075"));
  }

  @Test
  void bothHalvesOfTheBooksAreReadTogether() {
    String ref = order(SPY, Map.of("a", "10"));
    post(fill("0001.01", ref, SPY, "4"));
    store.set("positions/paper/holdings/b", Map.of("" + SPY, -4, "1", 2));

    Books.State state = books.state();

    assertThat(state.holdings().total().byContract()).containsExactly(1, decimal("2"));
    assertThat(state.openOrders().get(0).stillToFill().byStrategy())
        .containsExactly("a", decimal("6"));
    assertThat(state.holdings().strategies()).contains("a");
  }

  @Test
  void executionThatAnotherCallHasPostedMeanwhileIsFound() {
    String ref = order(SPY, Map.of("a", "10"));
    boolean[] hasFailed = new boolean[1];
    DocumentStore late =
        new DelegatingStore(store) {
          @Override
          public <T, X extends Exception> T runTransaction(TransactionBody<T, X> body) throws X {
            if (!hasFailed[0]) {
              hasFailed[0] = true;
              post(fill("0001.01", ref, SPY, "4"));
              throw new DocumentExistsException("positions/paper/fills/0001.01");
            }
            return super.runTransaction(body);
          }
        };

    Posting posting =
        new FillPosting(late, PAPER, clock, "second")
            .post(fill("0001.01", ref, SPY, "4"), Executions.UNIT);

    assertThat(posting.outcome()).isEqualTo(Outcome.ALREADY_BOOKED);
    assertThat(held("a")).isEqualTo(decimal("4"));
  }

  @Test
  void executionOfAnotherContractThanItsOrdersIsNotPosted() {
    String ref = order(SPY, Map.of("a", "10"));

    Posting posting = post(fill("0001.01", ref, 1, "4"));

    assertThat(posting.outcome()).isEqualTo(Outcome.UNATTRIBUTED);
    assertThat(posting.because()).isEqualTo("its order " + ref + " was for contract " + SPY);
    assertThat(store.list("positions/paper/fills")).isEmpty();
  }

  @Test
  void executionWithoutAnOrderIsNotPosted() {
    assertThat(post(fill("0001.01", "", SPY, "4")).because())
        .isEqualTo("its order has no reference, so it is none of this product's");
    assertThat(post(fill("0001.01", "strange", SPY, "4")).because())
        .isEqualTo("nobody knows the order strange");
    assertThat(post(fill("0001.01", "no/document id", SPY, "4")).because())
        .isEqualTo("nobody knows the order no/document id");
  }

  @Test
  void firstPostingGivesTheBooksTheirAccount() {
    String ref = order(SPY, Map.of("a", "10"));
    store.delete("positions/paper");

    post(fill("0001.01", ref, SPY, "4"));

    assertThat(store.get("positions/paper").orElseThrow().string("account")).isEqualTo(ACCOUNT);
  }

  @Test
  void executionOfAnUnknownSideIsNotPosted() {
    String ref = order(SPY, Map.of("a", "10"));
    Fill bought = fill("0001.01", ref, SPY, "4");
    Execution known = bought.execution();
    Execution unknown =
        new Execution(
            known.orderId(),
            known.execId(),
            known.time(),
            known.acctNumber(),
            known.exchange(),
            "LENT",
            known.shares(),
            known.price(),
            known.permId(),
            known.clientId(),
            known.liquidation(),
            known.cumQty(),
            known.avgPrice(),
            known.orderRef(),
            known.evRule(),
            known.evMultiplier(),
            known.modelCode(),
            known.lastLiquidity(),
            known.pendingPriceRevision(),
            known.submitter(),
            known.optExerciseOrLapseType());

    Posting posting = post(new Fill(bought.contract(), unknown, Optional.empty()));

    assertThat(posting.outcome()).isEqualTo(Outcome.UNATTRIBUTED);
    assertThat(posting.because()).isEqualTo("its side is LENT, neither BOT nor SLD");
  }
}
