package dev.ibintents.marketdata.collection;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.marketdata.collection.CollectorDesk.wanted;

import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.marketdata.BarTime;
import dev.ibintents.marketdata.Bars;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store of bars, and checks of its series. */
abstract class CollectorBench {
  static final String MONDAY_MORNING = "2026-11-23T15:00:00Z";

  @TempDir Path folder;
  DocumentStore store;

  @BeforeEach
  void open() {
    store = new SqliteDocumentStore(folder, Duration.ofSeconds(30));
  }

  @AfterEach
  void close() {
    store.close();
  }

  List<HistoricalBar> stored(Collector.Wanted wanted) {
    Bars bars = new Bars(store);
    return bars.range(bars.index(wanted.series()).orElseThrow(), Optional.empty(), Optional.empty())
        .toList();
  }

  /** All that is stored is what the gateway has, without the bar that is not finished. */
  void assertComplete(CollectorDesk desk, Collector.Wanted wanted, String duration) {
    List<HistoricalBar> stored = stored(wanted);
    BarTime first = BarTime.of(stored.get(0));
    BarTime last = BarTime.of(stored.get(stored.size() - 1));
    List<HistoricalBar> direct =
        desk.direct(wanted, duration).stream()
            .filter(bar -> !BarTime.of(bar).isBefore(first))
            .toList();
    assertThat(direct.size() - stored.size()).isIn(List.of(0, 1));
    assertThat(stored).isEqualTo(direct.subList(0, stored.size()));
    if (direct.size() > stored.size()) {
      assertThat(BarTime.of(direct.get(stored.size()))).isGreaterThan(last);
    }
  }
}
