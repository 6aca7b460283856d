package dev.ibintents.simulator.server;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.bench.GoldenDocuments;
import dev.ibintents.ibapi.message.CancelOrder;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.simulator.account.DocumentStateStore;
import dev.ibintents.simulator.account.PaperPosition;
import dev.ibintents.simulator.account.PaperState;
import dev.ibintents.simulator.account.StandingOrder;
import dev.ibintents.simulator.account.StateStore;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documents of the paper account are those of every earlier version. */
class PaperDocumentsTest {
  private static final String ACCOUNT = "DU1234567";

  /** Keeps a state in documents, and remembers it. */
  private static final class RememberedState implements StateStore {
    private final StateStore documents;
    private PaperState last;

    RememberedState(DocumentStore store) {
      documents = new DocumentStateStore(store, ACCOUNT);
    }

    @Override
    public Optional<PaperState> load() {
      return documents.load();
    }

    @Override
    public void save(PaperState state) {
      documents.save(state);
      last = state;
    }
  }

  /** Orders that are partly filled, hidden, cancelled, filled and refused, and their executions. */
  private static void trade(OrderBench bench) throws IOException {
    Instrument spy = bench.stock("SPY");
    bench.gateway().faults().orders().pieces(1, Duration.ofSeconds(30));
    bench.gateway().faults().orders().holdForTransmit(2, 383, "The size exceeds the limit.");
    bench.gateway().faults().orders().reject(4, 201, "Order rejected");
    Order mine = bench.market("BUY", 400).with(OrderField.ORDER_REF, "mine");
    try (TestClient client = bench.client(3)) {
      bench.place(client, 1, spy, mine);
      bench.place(client, 2, spy, bench.market("SELL", 5));
      bench.place(client, 3, spy, bench.limit("BUY", 7, BigDecimal.TEN));
      bench.place(client, 4, spy, bench.market("BUY", 8));
      bench.place(client, 5, spy, bench.market("SELL", 9));
      bench.heard(client);
      client.send(new CancelOrder(3));
      bench.heard(client);
    }
  }

  private static List<Document> documents(DocumentStore store) {
    List<Document> documents = new ArrayList<>();
    store.readAll(documents::add);
    return documents;
  }

  @Test
  void accountIsWrittenAndReadAsItWasAlways(@TempDir Path folder, @TempDir Path other)
      throws IOException {
    PaperState written;
    try (DocumentStore store = new SqliteDocumentStore(folder)) {
      RememberedState state = new RememberedState(store);
      try (OrderBench bench = new OrderBench(state, options -> options)) {
        trade(bench);
        written = state.last;
        assertThat(written.orders().stream().anyMatch(StandingOrder::isHidden)).isTrue();
        assertThat(written.ended()).isNotEmpty();
        assertThat(written.fills()).isNotEmpty();

        GoldenDocuments.requireWritten("simulator", documents(store));
      }
    }
    try (DocumentStore store = new SqliteDocumentStore(other)) {
      GoldenDocuments.read("simulator")
          .forEach(document -> store.set(document.path(), document.fields()));

      PaperState read = new DocumentStateStore(store, ACCOUNT).load().orElseThrow();

      assertThat(plain(read.cash())).isEqualTo(plain(written.cash()));
      assertThat(read.nextOrderIds()).isEqualTo(written.nextOrderIds());
      assertThat(read.nextPermId()).isEqualTo(written.nextPermId());
      assertThat(read.nextExecution()).isEqualTo(written.nextExecution());
      assertThat(read.received()).isEqualTo(written.received());
      assertThat(plain(read.holdings())).containsExactlyElementsIn(plain(written.holdings()));
      assertThat(read.orders()).containsExactlyElementsIn(written.orders());
      assertThat(read.fills()).containsExactlyElementsIn(written.fills());
      assertThat(read.ended()).containsExactlyElementsIn(written.ended());
    }
  }

  /** Cash and holdings come back without zeros at the end of a decimal. */
  private static Map<String, BigDecimal> plain(Map<String, BigDecimal> amounts) {
    Map<String, BigDecimal> plain = new TreeMap<>(amounts);
    plain.replaceAll((currency, amount) -> amount.stripTrailingZeros());
    return plain;
  }

  private static List<PaperPosition> plain(List<PaperPosition> holdings) {
    return holdings.stream()
        .map(
            held ->
                new PaperPosition(
                    held.conId(),
                    held.quantity().stripTrailingZeros(),
                    held.cost().stripTrailingZeros()))
        .toList();
  }
}
