package dev.ibintents.intent.look;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Query;
import dev.ibintents.store.RecordFields;
import dev.ibintents.trading.NewestDocuments;
import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.books.BooksAccount;
import dev.ibintents.trading.ledger.Run;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The executions that the books have posted, by the reference of their order. */
public final class PostedFills {
  // A query names this field.
  private static final String TIMESTAMP = "timestamp";

  private static final int FILLS_OF_ORDER = 2;

  /** Room for the executions of other orders. */
  private static final int SPARE_FILLS = 20;

  private static final RecordFields<PostedFill> FILLS = RecordFields.of(PostedFill.class);

  private final Map<String, List<PostedFill>> byOrder = new HashMap<>();

  /**
   * A posted execution.
   *
   * @param orderRef the reference of its order
   * @param quantity the quantity, negative for a sale
   * @param price the price of one unit, in the contract's currency
   * @param correctedBy the later version that replaced it; empty as long as it is in effect
   */
  private record PostedFill(
      String orderRef,
      BigDecimal quantity,
      Optional<BigDecimal> price,
      Optional<String> correctedBy) {}

  /**
   * The filled part of an order.
   *
   * @param quantity the quantity, not negative
   * @param price the average price of one unit, in the contract's currency; {@code null} if nothing
   *     was filled
   */
  public record Filled(BigDecimal quantity, BigDecimal price) {
    private static final Filled NOTHING = new Filled(BigDecimal.ZERO, null);
  }

  /**
   * Reads the executions that were posted since some runs began.
   *
   * @param runs the runs, the newest first; at least one
   */
  public static PostedFills of(DocumentStore store, TradingMode mode, List<Run> runs) {
    int orders = runs.stream().mapToInt(run -> run.legs().size()).sum();
    Instant since = runs.get(runs.size() - 1).begunAt();
    return since(store, mode, since, FILLS_OF_ORDER * orders + SPARE_FILLS);
  }

  /**
   * Reads the executions that were posted at or after a moment.
   *
   * @param expected the number of executions that are expected
   */
  private static PostedFills since(
      DocumentStore store, TradingMode mode, Instant since, int expected) {
    String collection = new BooksAccount(store, mode).path() + "/fills";
    PostedFills fills = new PostedFills();
    new NewestDocuments(store, most -> Query.in(collection).newestBy(TIMESTAMP, most))
        .readWhile(expected, document -> !document.instant(TIMESTAMP).isBefore(since))
        .forEach(fills::add);
    return fills;
  }

  private void add(Document document) {
    PostedFill fill = FILLS.record(document, Map.of("orderRef", "", "quantity", BigDecimal.ZERO));
    if (!fill.orderRef().isEmpty() && fill.correctedBy().isEmpty()) {
      byOrder.computeIfAbsent(fill.orderRef(), ref -> new ArrayList<>()).add(fill);
    }
  }

  /** The filled quantity of an order, with its average price. */
  public Filled of(String orderRef) {
    List<PostedFill> fills = byOrder.getOrDefault(orderRef, List.of());
    BigDecimal quantity = BigDecimal.ZERO;
    BigDecimal amount = BigDecimal.ZERO;
    for (PostedFill fill : fills) {
      quantity = quantity.add(fill.quantity().abs());
      amount = amount.add(fill.quantity().abs().multiply(fill.price().orElse(BigDecimal.ZERO)));
    }
    return quantity.signum() == 0
        ? Filled.NOTHING
        : new Filled(
            PlainDecimal.of(quantity),
            PlainDecimal.of(amount.divide(quantity, MathContext.DECIMAL64)));
  }
}
