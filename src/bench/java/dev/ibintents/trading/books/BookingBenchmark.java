package dev.ibintents.trading.books;

import dev.ibintents.ServedFolder;
import dev.ibintents.Table;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.ibapi.Fill;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.order.OrderIdentity;
import dev.ibintents.trading.totals.PostingUnit;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Measures the booking of a day's fills in the embedded store, with a transaction on the disk for
 * each fill. Then it measures a second booking, which finds that all fills are booked.
 */
public final class BookingBenchmark {
  private static final List<Integer> FILLS =
      List.of(100, 200, 1_000, 2_000, 10_000, 20_000, 100_000);
  private static final int ORDERS = 50;
  private static final String ACCOUNT = "DU1234567";

  private BookingBenchmark() {}

  /** Runs the benchmark and prints its table. */
  public static void run() throws Exception {
    Table.begin("Reconciliation", "fills", "book", "growth", "find them booked", "growth");
    double booking = 0;
    double finding = 0;
    int before = 0;
    for (int count : FILLS) {
      try (ServedFolder folder = new ServedFolder();
          DocumentStore store = new SqliteDocumentStore(folder.path())) {
        orders(store);
        List<Fill> fills = fills(count);
        FillPosting posting =
            new FillPosting(store, TradingMode.PAPER, Clock.systemUTC(), "benchmark");
        PostingUnit unit = new PostingUnit(BigDecimal.ONE, BigDecimal.ONE, Optional.of("USD"));
        long begun = System.nanoTime();
        fills.forEach(fill -> posting.post(fill, unit));
        double booked = System.nanoTime() - begun;
        begun = System.nanoTime();
        if (!fills.stream().allMatch(posting::isPosted)) {
          throw new IllegalStateException("a fill was not booked");
        }
        double found = System.nanoTime() - begun;
        Table.row(
            count,
            Table.time(booked),
            Table.growth(booking, booked, before, count),
            Table.time(found),
            Table.growth(finding, found, before, count));
        booking = booked;
        finding = found;
        before = count;
      }
    }
  }

  private static void orders(DocumentStore store) {
    Books books = new Books(store, TradingMode.PAPER, Clock.systemUTC());
    for (int i = 0; i < ORDERS; i++) {
      Shares source =
          Shares.of("one", BigDecimal.valueOf(1_000_000)).plus("two", BigDecimal.valueOf(500_000));
      Books.OpenOrderEntry order =
          new Books.OpenOrderEntry(
              new OrderIdentity("order" + i, ACCOUNT, OptionalInt.of(1), i + 1, i + 1),
              i + 1,
              BigDecimal.valueOf(1_500_000),
              source,
              Shares.NONE,
              BigDecimal.ZERO,
              Clock.systemUTC().instant());
      store.set(books.orderOf(order.orderRef()), OpenOrderDocument.fields(order));
    }
  }

  private static List<Fill> fills(int count) {
    List<Fill> fills = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int order = i % ORDERS;
      fills.add(
          Executions.fill(
              "0000e%03x.%08x.01.01".formatted(i % 4096, i), "order" + order, order + 1, "3"));
    }
    return fills;
  }
}
