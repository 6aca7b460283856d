package dev.ibintents.trading.books;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Query;
import dev.ibintents.trading.NewestDocuments;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The times at which strategies have traded contracts last, from the posted executions. */
public final class PastTrades {
  private static final int FIRST_READ = 100;

  private final Map<String, Map<Integer, Instant>> last = new HashMap<>();

  private PastTrades() {}

  /** Reads the executions that were posted at or after a moment. */
  public static PastTrades since(DocumentStore store, TradingMode mode, Instant since) {
    String collection = new BooksAccount(store, mode).path() + "/fills";
    PastTrades trades = new PastTrades();
    new NewestDocuments(store, most -> Query.in(collection).newestBy(PostedFill.TIMESTAMP, most))
        .readWhile(FIRST_READ, fill -> !fill.instant(PostedFill.TIMESTAMP).isBefore(since))
        .forEach(trades::add);
    return trades;
  }

  private void add(Document document) {
    PostedFill fill = PostedFill.read(document);
    Instant time = time(document);
    fill.applied()
        .strategies()
        .forEach(
            strategy ->
                last.computeIfAbsent(strategy, id -> new HashMap<>())
                    .merge(
                        fill.conId(),
                        time,
                        (known, other) -> known.isAfter(other) ? known : other));
  }

  /** The time of an execution; the time of its posting if the broker's time has no zone. */
  private static Instant time(Document document) {
    try {
      return Instant.parse(String.valueOf(document.fields().get(PostedFill.TIME)));
    } catch (DateTimeException e) {
      return document.instant(PostedFill.TIMESTAMP);
    }
  }

  /** The last execution of a strategy in a contract; empty if none was read. */
  public Optional<Instant> last(String strategy, int conId) {
    return Optional.ofNullable(last.getOrDefault(strategy, Map.of()).get(conId));
  }
}
