package dev.ibintents.trading.books;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.environment.TradingMode.PAPER;
import static dev.ibintents.trading.books.Executions.ACCOUNT;
import static dev.ibintents.trading.books.Executions.costing;
import static dev.ibintents.trading.books.Executions.fill;

import dev.ibintents.bench.GoldenDocuments;
import dev.ibintents.ibapi.Fill;
import dev.ibintents.ibapi.message.CommissionReport;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.books.Books.OpenOrderEntry;
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
import dev.ibintents.trading.order.ConsolidatedTrade;
import dev.ibintents.trading.order.OrderIdentity;
import dev.ibintents.trading.order.PlannedOrder;
import dev.ibintents.trading.totals.Crossing;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documents of the books are those of every earlier version. */
class BooksDocumentsTest {
  private static final int SPY = 756733;
  private static final int MNQ = 620730920;
  private static final String NOW = "2026-11-23T15:45:00.123456Z";

  private final TestClock clock = new TestClock(NOW);

  @TempDir Path folder;
  private DocumentStore store;
  private Books books;
  private FillPosting fills;

  @BeforeEach
  void openStore() {
    store = new SqliteDocumentStore(folder, Duration.ofSeconds(30));
    books = new Books(store, PAPER, clock);
    fills = new FillPosting(store, PAPER, clock, "invocation-1");
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  /**
   * Begins a run of four orders in which two strategies cross a contract; two of the orders are
   * sent.
   */
  private List<Leg> begin() {
    List<PlannedOrder> orders = new ArrayList<>();
    orders.add(Samples.stock("BUY", "7.5"));
    orders.add(Samples.future());
    orders.add(Samples.stock("SELL", "3"));
    PlannedOrder byHand = Samples.stock("SELL", "4");
    orders.add(new PlannedOrder(byHand.contract(), byHand.order(), Shares.NONE));
    Leases leases = new Leases(store, clock);
    RunLedger ledger = new RunLedger(store, clock);
    Lease lease = leases.acquire(PAPER, "test", clock.instant().plusSeconds(300), clock::advance);
    Crossing crossed =
        new Crossing(
            ConsolidatedTrade.of(SPY, shares("trend", "2.5", "weights", "-2.5")),
            Optional.of(Executions.price(SPY, "681.25")));
    Run run =
        ledger
            .begin(
                Samples.key("books"),
                new RunPlan("{}", Map.of(), orders),
                lease,
                books.beginning(ACCOUNT, List.of(crossed)))
            .run();
    List<LegUpdate> updates = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      updates.add(LegUpdate.sent(run.legs().get(i).orderRef(), 3, 101 + i));
    }
    run = ledger.record(lease, run.id(), updates);
    run =
        ledger.record(
            lease, run.id(), List.of(LegUpdate.acknowledged(run.legs().get(0).orderRef(), 77)));
    leases.release(lease);
    assertThat(run.legs().get(0).state()).isEqualTo(LegState.ACKNOWLEDGED);
    books.settle(run.legs().subList(0, 2));
    return run.legs();
  }

  private static Fill realizing(Fill fill, String commission, String realized) {
    CommissionReport report =
        new CommissionReport(
            fill.execution().execId(),
            new BigDecimal(commission),
            "USD",
            new BigDecimal(realized),
            null,
            "");
    return new Fill(fill.contract(), fill.execution(), Optional.of(report));
  }

  /** Trades for a day, with a correction of each kind. */
  private List<Leg> trade() {
    List<Leg> legs = begin();
    String buy = legs.get(0).orderRef();
    String sell = legs.get(2).orderRef();
    fills.post(fill("0001.01.01", buy, SPY, "2.5"), Executions.unit("0.0001", "1"));
    fills.post(costing(fill("0002.01.01", buy, SPY, "1"), "1.05"), Executions.UNIT);
    fills.post(realizing(fill("0003.01.01", sell, SPY, "-1"), "0.35", "-12.5"), Executions.UNIT);
    fills.post(fill("0004.01.01", buy, SPY, "2"), Executions.UNIT);
    fills.post(costing(fill("0004.01.02", buy, SPY, "1"), "1"), Executions.UNIT);
    fills.post(fill("0005.01.02", sell, SPY, "-1"), Executions.UNIT);
    fills.post(fill("0006.01.01", legs.get(3).orderRef(), SPY, "-2"), Executions.UNIT);
    Adoption adoption = adoption();
    Quantities portfolio = adoption.addedTo(books.state().holdings().total());
    assertThat(
            new Adoptions(store, PAPER, clock, "invocation-2")
                .adopt(
                    Samples.key("adopt"),
                    adoption,
                    ACCOUNT,
                    portfolio,
                    Set.of(),
                    Map.of(SPY, Executions.price(SPY, "682")))
                .adopted())
        .isPresent();
    return legs;
  }

  private List<Document> positions(String collection) {
    return store.list("positions/paper/" + collection);
  }

  /** Puts golden documents in the place of those of a collection. */
  private void load(String kind) {
    GoldenDocuments.read(kind).forEach(document -> store.set(document.path(), document.fields()));
  }

  private static Adoption adoption() {
    return new Adoption(
        List.of(
            new Adoption.Adjustment("dummy", MNQ, new BigDecimal("-1")),
            new Adoption.Adjustment(Parked.OWNER, SPY, new BigDecimal("0.25")),
            new Adoption.Adjustment(Parked.OWNER, 265598, BigDecimal.TEN)));
  }

  private static Shares shares(Object... strategiesAndShares) {
    Map<String, BigDecimal> shares = new TreeMap<>();
    for (int i = 0; i < strategiesAndShares.length; i += 2) {
      shares.put(
          (String) strategiesAndShares[i], new BigDecimal((String) strategiesAndShares[i + 1]));
    }
    return Shares.of(shares);
  }

  @Test
  void booksAreWrittenAsTheyWereAlways() {
    trade();

    GoldenDocuments.requireWritten("openOrders", positions("openOrders"));
    GoldenDocuments.requireWritten("fills", positions("fills"));
    GoldenDocuments.requireWritten("holdings", positions("holdings"));
    GoldenDocuments.requireWritten("totals", positions("totals"));
    GoldenDocuments.requireWritten("crossings", positions("crossings"));
  }

  @Test
  void storedOpenOrdersAreReadAsTheyWereWritten() {
    List<Leg> legs = trade();
    List<OpenOrderEntry> written = books.openOrders();
    load("openOrders");

    assertThat(books.openOrders()).isEqualTo(written);
    assertThat(books.openOrders().get(0))
        .isEqualTo(
            new OpenOrderEntry(
                new OrderIdentity(legs.get(0).orderRef(), ACCOUNT, OptionalInt.of(3), 101, 77),
                SPY,
                new BigDecimal("7.5"),
                shares("trend", "17.5", "weights", "-10"),
                written.get(0).filled(),
                new BigDecimal("4.5"),
                Instant.parse(NOW)));
    assertThat(books.openOrders().get(2).clientId()).isEmpty();
  }

  @Test
  void openOrdersOfEarlierVersionsAreRead() {
    trade();
    Document document = positions("openOrders").get(0);
    Map<String, Object> earlier = new TreeMap<>(document.fields());
    earlier.keySet().removeAll(Set.of("clientId", "quantity", "executed", "timestamp"));
    GoldenDocuments.requireWritten(
        "openOrders-earlier", List.of(new Document(document.path(), earlier)));

    OpenOrderEntry order =
        OpenOrderDocument.order(GoldenDocuments.read("openOrders-earlier").get(0));

    assertThat(order.clientId()).isEmpty();
    assertThat(order.quantity()).isEqualTo(new BigDecimal("7.5"));
    assertThat(order.executed()).isEqualTo(new BigDecimal("4.5"));
    assertThat(order.timestamp()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void storedFillsAreReadAsTheyWereWritten() {
    List<Leg> legs = trade();
    Map<String, PostedFill> read = new TreeMap<>();
    for (Document document : GoldenDocuments.read("fills")) {
      if (!document.id().startsWith("adopt-")) {
        read.put(document.id(), PostedFill.read(document));
      }
    }

    assertThat(read.keySet())
        .containsExactly(
            "0001.01.01",
            "0002.01.01",
            "0003.01.01",
            "0004.01.01",
            "0004.01.02",
            "0005.01.01",
            "0005.01.02",
            "0006.01.01");
    String buy = legs.get(0).orderRef();
    assertThat(read.get("0004.01.02"))
        .isEqualTo(
            new PostedFill(
                "0004.01.02",
                buy,
                SPY,
                BigDecimal.ONE,
                new BigDecimal("7.5"),
                shares("trend", "17.5", "weights", "-10"),
                read.get("0004.01.02").applied(),
                Optional.of("0004.01.01"),
                Optional.empty(),
                new PostedFill.Cost(
                    Optional.of(BigDecimal.ONE), Optional.of("USD"), Optional.empty()),
                read.get("0004.01.02").worth(),
                "invocation-1"));
    assertThat(read.get("0004.01.02").worth().price()).hasValue(new BigDecimal("12.5"));
    assertThat(read.get("0004.01.02").worth().effectiveAt()).hasValue(Instant.parse(NOW));
    assertThat(read.get("0004.01.01").correctedBy()).hasValue("0004.01.02");
    assertThat(read.get("0004.01.01").cost()).isEqualTo(PostedFill.Cost.NONE);
    assertThat(read.get("0003.01.01").cost().realizedPnl()).hasValue(new BigDecimal("-12.5"));
    assertThat(read.get("0005.01.01"))
        .isEqualTo(
            new PostedFill(
                "0005.01.01",
                legs.get(2).orderRef(),
                SPY,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                Shares.NONE,
                Shares.NONE,
                Optional.empty(),
                Optional.of("0005.01.02"),
                PostedFill.Cost.NONE,
                PostedFill.Worth.NONE,
                "invocation-1"));
  }

  @Test
  void fillsOfEarlierVersionsAreRead() {
    Map<String, Object> earlier = new TreeMap<>(GoldenDocuments.read("fills").get(0).fields());
    earlier.keySet().removeAll(Set.of("orderRef", "orderQuantity", "source", "invocation"));
    earlier.keySet().removeAll(Set.of("effects", "effectiveAt", "multiplier", "currency"));
    GoldenDocuments.requireWritten(
        "fills-earlier", List.of(new Document("positions/paper/fills/0001.01.01", earlier)));

    PostedFill fill = PostedFill.read(GoldenDocuments.read("fills-earlier").get(0));

    assertThat(fill.orderRef()).isEmpty();
    assertThat(fill.orderQuantity()).isEqualTo(BigDecimal.ZERO);
    assertThat(fill.source()).isEqualTo(Shares.NONE);
    assertThat(fill.invocation()).isEmpty();
    assertThat(fill.quantity()).isEqualTo(new BigDecimal("2.5"));
    assertThat(fill.worth().effects()).isEmpty();
  }

  @Test
  void storedHoldingsAndAdoptionsAreReadAsTheyWereWritten() {
    trade();
    Books.State written = books.state();
    load("holdings");
    load("fills");

    assertThat(books.state()).isEqualTo(written);
    assertThat(books.holdings().of(Parked.OWNER).byContract())
        .containsExactly(SPY, new BigDecimal("0.25"), 265598, BigDecimal.TEN);
    assertThat(
            new Adoptions(store, PAPER, clock, "invocation-3")
                .find(Samples.key("adopt"), adoption()))
        .hasValue(
            new Adopted(
                "adopt-" + Samples.key("adopt").id(),
                adoption(),
                Instant.parse(NOW),
                "invocation-2",
                new TreeSet<>(Set.of(MNQ)),
                true));
  }

  @Test
  void accountAndItsHandoversAreWrittenAndReadAsTheyWereAlways() {
    BooksAccount account = new BooksAccount(store, PAPER);
    account.claim(ACCOUNT, clock.instant());
    store.update(account.path(), Map.of("note", "mine"));
    Document claimed = store.get(account.path()).orElseThrow();
    Lease lease =
        new Leases(store, clock)
            .acquire(PAPER, "test", clock.instant().plusSeconds(300), clock::advance);
    account.handOver(lease, ACCOUNT, "DU2", "invocation-1", clock.instant().plusSeconds(1));
    account.handOver(lease, "DU2", "DU3", "invocation-2", clock.instant().plusSeconds(2));
    Document handedOver = store.get(account.path()).orElseThrow();

    GoldenDocuments.requireWritten("account", List.of(claimed, handedOver));

    load("account");
    assertThat(account.find()).hasValue("DU3");
    assertThat(account.handOver(lease, "DU2", "DU3", "invocation-3", clock.instant()))
        .isEqualTo(
            new BooksAccount.Handover(
                "DU2", "DU3", Instant.parse(NOW).plusSeconds(2), "invocation-2", true));
  }
}
