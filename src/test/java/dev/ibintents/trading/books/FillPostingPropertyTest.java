package dev.ibintents.trading.books;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.environment.TradingMode.PAPER;
import static dev.ibintents.trading.books.Executions.ACCOUNT;
import static dev.ibintents.trading.books.Executions.fill;

import dev.ibintents.ibapi.Fill;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.DraftDocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import dev.ibintents.trading.Holdings;
import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.books.Books.OpenOrderEntry;
import dev.ibintents.trading.ledger.FaultyStore;
import dev.ibintents.trading.order.OrderIdentity;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever is delivered, how often and in which order: what is held is what was executed. */
class FillPostingPropertyTest {
  private static final int CON_ID = 756733;
  private static final String REF = "0badcafe-1-0";

  private static Path folder;
  private static DocumentStore empty;

  @BeforeContainer
  static void open() throws IOException {
    folder = Files.createTempDirectory("fills");
    empty = new SqliteDocumentStore(folder);
  }

  @AfterContainer
  static void close() throws IOException {
    empty.close();
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** What happens to one order, drawn from a seed. */
  private static final class History {
    final Random random;
    final Map<String, BigDecimal> source = new TreeMap<>();
    final BigDecimal unit;
    final List<Fill> deliveries = new ArrayList<>();
    final Map<String, BigDecimal> latest = new HashMap<>();
    final boolean corrected;

    History(long seed) {
      random = new Random(seed);
      unit = random.nextInt(4) == 0 ? new BigDecimal("0.25") : BigDecimal.ONE;
      do {
        source.clear();
        for (int i = random.nextInt(4); i >= 0; i--) {
          source.put("s" + i, units(random.nextInt(41) - 20));
        }
        source.values().removeIf(wanted -> wanted.signum() == 0);
      } while (quantity().signum() == 0);
      corrected = random.nextBoolean();
      BigDecimal left = quantity().abs();
      for (int number = 0; left.signum() > 0; number++) {
        BigDecimal shares = units(1 + random.nextInt(8)).min(left);
        left = left.subtract(shares);
        execution("%04d".formatted(number), shares);
      }
      for (int i = random.nextInt(5); i > 0; i--) {
        deliveries.add(deliveries.get(random.nextInt(deliveries.size())));
      }
      Collections.shuffle(deliveries, random);
    }

    private BigDecimal units(int count) {
      return unit.multiply(BigDecimal.valueOf(count));
    }

    BigDecimal quantity() {
      return PlainDecimal.sum(source.values());
    }

    private void execution(String number, BigDecimal shares) {
      BigDecimal signed = quantity().signum() < 0 ? shares.negate() : shares;
      int versions = corrected ? 1 + random.nextInt(3) : 1;
      for (int version = 1; version <= versions; version++) {
        BigDecimal now = version == versions ? signed : units(random.nextInt(5));
        boolean lost = version < versions && random.nextInt(3) == 0;
        if (!lost) {
          deliveries.add(fill(number + ".0" + version, REF, CON_ID, now.toPlainString()));
        }
      }
      latest.put(number, signed);
    }

    OpenOrderEntry order() {
      return new OpenOrderEntry(
          new OrderIdentity(REF, ACCOUNT, OptionalInt.of(1), 1, 1),
          CON_ID,
          quantity(),
          Shares.of(source),
          Shares.NONE,
          BigDecimal.ZERO,
          Clock.systemUTC().instant());
    }
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF, afterFailure = AfterFailureMode.SAMPLE_ONLY)
  void whatIsHeldIsWhatWasExecuted(@ForAll long seed) {
    History history = new History(seed);
    DocumentStore drafts = new DraftDocumentStore(empty);
    DocumentStore store =
        history.random.nextBoolean()
            ? drafts
            : new FaultyStore(drafts, history.random.nextInt(8), FaultyStore.Fault.REPEATED);
    Books books = new Books(drafts, PAPER, Clock.systemUTC());
    drafts.set("positions/paper/openOrders/" + REF, OpenOrderDocument.fields(history.order()));
    FillPosting fills = new FillPosting(store, PAPER, Clock.systemUTC(), "test");
    List<Fill> left = history.deliveries;
    while (!left.isEmpty()) {
      int together = 1 + history.random.nextInt(Math.min(3, left.size()));
      fills.post(
          left.subList(0, together).stream()
              .map(fill -> new FillPosting.NewFill(fill, Executions.UNIT))
              .toList(),
          (fill, posting) -> {});
      left = left.subList(together, left.size());
      BigDecimal held = books.holdings().total().of(CON_ID);
      BigDecimal executed = executed(books);
      if (executed != null) {
        assertWithMessage("seed %s", seed).that(held).isEqualTo(executed);
      }
      if (history.random.nextInt(6) == 0 && executed != null) {
        books.close(Map.of(REF, executed));
      }
    }

    assertWithMessage("seed %s", seed)
        .that(books.holdings().total().of(CON_ID))
        .isEqualTo(PlainDecimal.sum(history.latest.values()));
    assertWithMessage("seed %s", seed)
        .that(books.holdings())
        .isEqualTo(Holdings.of(CON_ID, Shares.of(history.source)));
    assertThat(history.deliveries).isNotEmpty();
  }

  private static BigDecimal executed(Books books) {
    return books.openOrders().stream()
        .map(OpenOrderEntry::executed)
        .findFirst()
        .map(PlainDecimal::of)
        .orElse(null);
  }
}
