package dev.ibintents.trading.books;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.environment.TradingMode.PAPER;
import static dev.ibintents.trading.books.Executions.ACCOUNT;

import dev.ibintents.store.CommitCount;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.ledger.Lease;
import dev.ibintents.trading.ledger.Leases;
import dev.ibintents.trading.ledger.Leg;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each commit costs a round trip to the store, so their number must not follow that of orders. The
 * embedded store refuses documents that are too large for Firestore, as Firestore does.
 */
class CommitsTest {
  private static final int SPY = 756733;

  private final TestClock clock = new TestClock("2026-11-23T15:45:00Z");
  @TempDir Path folder;
  private CommitCount store;
  private Lease lease;

  @BeforeEach
  void openStore() {
    DocumentStore embedded = new SqliteDocumentStore(folder, Duration.ofSeconds(30));
    store = new CommitCount(embedded);
    lease =
        new Leases(store, clock)
            .acquire(PAPER, "test", clock.instant().plusSeconds(600), clock::advance);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  /** The commits of a run, and of the posting and closing of its orders. */
  private List<Integer> commits(int orders) {
    RunLedger ledger = new RunLedger(store, clock);
    Books books = new Books(store, PAPER, clock);
    PlannedOrder order = Samples.stock("BUY", "4");
    PlannedOrder wanted =
        new PlannedOrder(order.contract(), order.order(), Shares.of("trend", new BigDecimal("4")));
    int before = store.commits();
    Run run =
        ledger
            .begin(
                Samples.key("run of " + orders),
                new RunPlan("{}", Map.of(), Collections.nCopies(orders, wanted)),
                lease,
                books.beginning(ACCOUNT, List.of()))
            .run();
    List<LegUpdate> sent = new ArrayList<>();
    List<LegUpdate> acknowledged = new ArrayList<>();
    for (Leg leg : run.legs()) {
      sent.add(LegUpdate.sent(leg.orderRef(), 3, 101 + sent.size()));
      acknowledged.add(LegUpdate.acknowledged(leg.orderRef(), 77 + acknowledged.size()));
    }
    ledger.record(lease, run.id(), sent);
    Run placed = ledger.record(lease, run.id(), acknowledged);
    books.settle(placed.legs());
    ledger.finish(lease, run.id(), Map.of());
    int ofRun = store.commits() - before;

    before = store.commits();
    List<FillPosting.NewFill> fills = new ArrayList<>();
    Map<String, BigDecimal> executed = new LinkedHashMap<>();
    for (Leg leg : run.legs()) {
      String execId = "%08x.%04x.01.01".formatted(orders, fills.size());
      fills.add(
          new FillPosting.NewFill(
              Executions.fill(execId, leg.orderRef(), SPY, "4"), Executions.UNIT));
      executed.put(leg.orderRef(), new BigDecimal("4"));
    }
    List<Posting.Outcome> outcomes = new ArrayList<>();
    new FillPosting(store, PAPER, clock, "test")
        .post(fills, (fill, posting) -> outcomes.add(posting.outcome()));
    int ofPosting = store.commits() - before;
    before = store.commits();
    assertThat(books.close(executed)).hasSize(orders);
    int ofClosing = store.commits() - before;

    assertThat(outcomes).hasSize(orders);
    assertThat(outcomes.stream().distinct().toList()).containsExactly(Posting.Outcome.BOOKED);
    assertThat(books.openOrders()).isEmpty();
    return List.of(ofRun, ofPosting, ofClosing);
  }

  @Test
  void commitsDoNotFollowTheNumberOfOrders() {
    assertWithMessage("5 orders").that(commits(5)).containsExactly(5, 1, 1).inOrder();
    assertWithMessage("50 orders").that(commits(50)).containsExactly(5, 1, 1).inOrder();
    assertWithMessage("500 orders, of which 100 are posted together")
        .that(commits(500))
        .containsExactly(5, 5, 1)
        .inOrder();
    assertThat(new Books(store, PAPER, clock).holdings().of("trend").byContract().get(SPY))
        .isEqualTo(new BigDecimal(4 * 555));
  }
}
