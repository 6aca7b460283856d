package dev.ibintents.trading.run;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.environment.TradingMode.PAPER;

import dev.ibintents.environment.Environment;
import dev.ibintents.environment.Variables;
import dev.ibintents.gateway.OnClientIdInUse;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.simulator.account.ReceivedOrder;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.SimulatedGateway;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.books.Books.OpenOrderEntry;
import dev.ibintents.trading.books.Executions;
import dev.ibintents.trading.books.OpenOrderDocument;
import dev.ibintents.trading.ledger.AccompanyingWrites;
import dev.ibintents.trading.ledger.Lease;
import dev.ibintents.trading.ledger.LeaseHold;
import dev.ibintents.trading.ledger.Leases;
import dev.ibintents.trading.ledger.RunLedger;
import dev.ibintents.trading.ledger.RunPlan;
import dev.ibintents.trading.ledger.Samples;
import dev.ibintents.trading.ledger.TestClock;
import dev.ibintents.trading.order.OrderIdentity;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a gateway that has forgotten its order ids does not get a used order id again. */
@Timeout(60)
final class RunRecoveryOrderIdsTest {
  private static final String BEGUN = "2026-11-23T15:45:00Z";
  private static final int USED = 500;

  @TempDir Path folder;
  private final TestClock clock = new TestClock(BEGUN);
  private SimulatedGateway simulated;
  private DocumentStore store;

  @BeforeEach
  void open() throws Exception {
    simulated = new SimulatedGateway(new GatewayOptions().clock(clock));
    store = new SqliteDocumentStore(folder);
    store.set("config/common", Map.of());
    store.set("config/paper", Map.of("apiPort", simulated.port()));
  }

  @AfterEach
  void close() {
    store.close();
    simulated.close();
  }

  private Lease lease(String owner) {
    return new Leases(store, clock)
        .acquire(PAPER, owner, clock.instant().plusSeconds(300), clock::advance);
  }

  /** Begins a run whose process has died before it sent an order. */
  private void abandon() {
    RunPlan plan = new RunPlan(Samples.REQUEST, Map.of(), List.of(Samples.stock("BUY", "3")));
    Lease lease = lease("dead");
    new RunLedger(store, clock).begin(Samples.key("k"), plan, lease, AccompanyingWrites.NONE);
    new Leases(store, clock).release(lease);
    clock.advance(Duration.ofSeconds(30));
  }

  private int recoveredOrderId() {
    Variables variables =
        Variables.from(Map.of("STORE", "embedded", "DATA_FOLDER", folder.toString()));
    Environment environment =
        new Environment(variables, store, clock, "test", Deadline.in(Duration.ofSeconds(40)));
    RunLedger ledger = new RunLedger(store, clock);
    Books books = new Books(store, PAPER, clock);
    environment.gateway().connect(OnClientIdInUse.WAIT);
    try {
      RunPlacement placement = new RunPlacement(environment, ledger, books, "allocation");
      try (LeaseHold hold =
          LeaseHold.acquire(
              new Leases(store, clock), PAPER, "recovering", environment.deadline())) {
        new RunRecovery(environment, ledger, books, placement, (run, unsent) -> Map.of())
            .recover(hold);
      }
    } finally {
      environment.gateway().close();
    }
    List<ReceivedOrder> received = simulated.account().received();
    assertThat(received).hasSize(1);
    return received.get(0).orderId();
  }

  @Test
  void orderIdsOfTheBooksAreNotUsedAgain() {
    abandon();
    OpenOrderEntry kept =
        new OpenOrderEntry(
            new OrderIdentity("kept", Executions.ACCOUNT, OptionalInt.of(1), USED, 0),
            756733,
            BigDecimal.ONE,
            Shares.of("trend", BigDecimal.ONE),
            Shares.NONE,
            BigDecimal.ZERO,
            Instant.parse(BEGUN));
    store.set("positions/paper/openOrders/kept", OpenOrderDocument.fields(kept));

    assertThat(recoveredOrderId()).isGreaterThan(USED);
  }

  @Test
  void nextOrderIdIsTheGatewaysIfNoIdIsUsed() {
    abandon();

    assertThat(recoveredOrderId()).isLessThan(USED);
  }
}
