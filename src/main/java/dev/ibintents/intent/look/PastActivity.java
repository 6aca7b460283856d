package dev.ibintents.intent.look;

import dev.ibintents.environment.Problem;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.intent.Activity;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.RecordFields;
import dev.ibintents.trading.NewestDocuments;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An invocation in the activity log.
 *
 * @param intent the simple name of the intent's class
 * @param timestamp the time at which it began
 * @param exception the failure; empty if it did not fail
 * @param invocation the invocation's id
 * @param outcome a short form of the work that it did
 * @param problems its problems
 */
public record PastActivity(
    String intent,
    Instant timestamp,
    Optional<String> exception,
    String invocation,
    Map<String, Object> outcome,
    List<Problem> problems) {
  /** The subject of the outcome with the comparison of books and account. */
  private static final String BOOKS = "books";

  private static final RecordFields<PastActivity> ACTIVITIES = RecordFields.of(PastActivity.class);

  /** Documents of earlier versions lack these fields. */
  private static final Map<String, Object> IF_MISSING =
      Map.of("invocation", "", "outcome", Map.of(), "problems", List.of());

  /** The newest activities of a trading mode, at most so many; the newest first. */
  public static List<PastActivity> newest(DocumentStore store, TradingMode mode, int most) {
    return new NewestDocuments(store, Activity::newest)
        .read(most, document -> mode.id().equals(document.fields().get("tradingMode"))).stream()
            .map(PastActivity::read)
            .toList();
  }

  private static PastActivity read(Document document) {
    return ACTIVITIES.record(document, IF_MISSING);
  }

  /** The intent's name, from the name of its class. */
  public String name() {
    return intent.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  /** The comparison of books and account; empty if it made none. */
  public Optional<Map<?, ?>> books() {
    return outcome.get(BOOKS) instanceof Map<?, ?> books ? Optional.of(books) : Optional.empty();
  }
}
