package dev.ibintents.trading.books;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.ledger.Lease;
import dev.ibintents.trading.ledger.Leases;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.LegUpdate;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunHeaders;
import dev.ibintents.trading.ledger.RunKey;
import dev.ibintents.trading.ledger.RunLedger;
import dev.ibintents.trading.ledger.RunPlan;
import dev.ibintents.trading.order.ConsolidatedTrade;
import dev.ibintents.trading.order.PlannedOrder;
import dev.ibintents.trading.totals.Crossing;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BooksTest {
  @TempDir Path folder;
  private final Clock clock = Clock.systemUTC();
  private DocumentStore store;
  private Books books;
  private RunLedger ledger;
  private Lease lease;

  @BeforeEach
  void open() {
    store = new SqliteDocumentStore(folder);
    books = new Books(store, TradingMode.PAPER, clock);
    ledger = new RunLedger(store, clock);
    Instant end = clock.instant().plusSeconds(60);
    lease =
        new Leases(store, clock)
            .acquire(TradingMode.PAPER, "test", end, Deadline.in(Duration.ofMinutes(1))::pause);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static RunKey key(String key) {
    return RunKey.of(
        TradingMode.PAPER,
        "allocation",
        new RunHeaders(Optional.of(key), Optional.empty(), Optional.empty()),
        "signature",
        15,
        Instant.now());
  }

  private static PlannedOrder order(int conId, int quantity) {
    return new PlannedOrder(
        Contract.builder().conId(conId).symbol("X").secType("STK").exchange("SMART").build(),
        Order.builder()
            .set(OrderField.ACTION, quantity > 0 ? "BUY" : "SELL")
            .set(OrderField.TOTAL_QUANTITY, BigDecimal.valueOf(Math.abs(quantity)))
            .set(OrderField.ORDER_TYPE, "MKT")
            .set(OrderField.TIF, "DAY")
            .build(),
        Shares.of("a", BigDecimal.valueOf(quantity)));
  }

  private static ConsolidatedTrade crossing(int conId, int quantity) {
    BigDecimal amount = BigDecimal.valueOf(quantity);
    return ConsolidatedTrade.of(conId, Shares.of("a", amount).plus("b", amount.negate()));
  }

  private Run begin(String key, List<PlannedOrder> orders, ConsolidatedTrade... crossed) {
    return ledger
        .begin(
            key(key),
            new RunPlan("{}", Map.of(), orders),
            lease,
            books.beginning(
                "DU1234567",
                Stream.of(crossed).map(trade -> new Crossing(trade, Optional.empty())).toList()))
        .run();
  }

  @Test
  void whatStrategiesWantOfEachOtherMovesAtOnce() {
    store.set("positions/paper/holdings/b", Map.of("1", 5, "2", 7));

    begin("k", List.of(), crossing(1, 5));

    assertThat(books.holdings().of("a").byContract()).containsExactly(1, new BigDecimal("5"));
    assertThat(books.holdings().of("b").byContract()).containsExactly(2, new BigDecimal("7"));
    assertThat(store.get("positions/paper/holdings/b").orElseThrow().fields().keySet())
        .containsExactly("2");
  }

  @Test
  void itMovesOnceHoweverOftenTheRunIsBegun() {
    store.set("positions/paper/holdings/b", Map.of("1", 5));

    begin("k", List.of(), crossing(1, 3));
    begin("k", List.of(), crossing(1, 3));

    assertThat(books.holdings().of("a").byContract()).containsExactly(1, new BigDecimal("3"));
    assertThat(books.holdings().of("b").byContract()).containsExactly(1, new BigDecimal("2"));
  }

  @Test
  void theOrdersOfARunAreOpenFromItsBeginning() {
    Run run = begin("k", List.of(order(1, 5), order(2, -3)));

    assertThat(books.openOrders().stream().map(Books.OpenOrderEntry::orderRef).toList())
        .containsExactlyElementsIn(run.legs().stream().map(Leg::orderRef).toList());
    Books.OpenOrderEntry sale =
        books.openOrders().stream().filter(order -> order.conId() == 2).findFirst().orElseThrow();
    assertThat(sale.source().byStrategy()).containsExactly("a", new BigDecimal("-3"));
    assertThat(sale.filled().byStrategy()).isEmpty();
  }

  @Test
  void whatWasRefusedIsOpenNoMore() {
    Run run = begin("k", List.of(order(1, 5), order(2, -3)));
    String refused = run.legs().get(0).orderRef();
    String placed = run.legs().get(1).orderRef();
    ledger.record(
        lease, run.id(), List.of(LegUpdate.sent(refused, 1, 11), LegUpdate.sent(placed, 1, 12)));
    Run settled =
        ledger.record(
            lease,
            run.id(),
            List.of(LegUpdate.rejected(refused, "no"), LegUpdate.acknowledged(placed, 99)));

    books.settle(settled.legs());
    books.settle(settled.legs());

    assertThat(books.openOrders().stream().map(Books.OpenOrderEntry::orderRef).toList())
        .containsExactly(placed);
    assertThat(store.get("positions/paper/openOrders/" + placed).orElseThrow().integer("permId"))
        .isEqualTo(99);
  }

  @Test
  void zerosAreNotHoldings() {
    store.set("positions/paper/holdings/a", Map.of("1", 0, "2", new BigDecimal("1.5")));

    assertThat(books.holdings().of("a").byContract()).containsExactly(2, new BigDecimal("1.5"));
  }
}
