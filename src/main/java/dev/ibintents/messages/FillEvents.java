package dev.ibintents.messages;

import dev.ibintents.channel.EventKind;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Query;
import dev.ibintents.store.RecordFields;
import dev.ibintents.trading.NewestDocuments;
import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.books.BooksAccount;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.RecentRuns;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The orders that were filled since the last look at the books. The event of an order says how much
 * of it is filled so far, so a further fill is a further event.
 */
public final class FillEvents {
  private static final String TIMESTAMP = "timestamp";
  private static final int EXPECTED = 5;
  private static final int RUNS = 10;
  private static final int PRICE_DIGITS = 4;

  /** The clocks of two instances differ by less. */
  private static final Duration OVERLAP = Duration.ofMinutes(10);

  private static final RecordFields<StoredFill> FILLS = RecordFields.of(StoredFill.class);
  private static final RecordFields<LookedUntil> LOOKS = RecordFields.of(LookedUntil.class);

  private final DocumentStore store;
  private final TradingMode mode;

  /** The time until which fills were told, in {@code messages/{mode}-fills}. */
  private record LookedUntil(Instant until) {}

  /** The fields of a posted execution that are told. */
  private record StoredFill(
      int contractId,
      BigDecimal quantity,
      Optional<BigDecimal> price,
      Map<String, BigDecimal> applied,
      Optional<String> correctedBy,
      Instant timestamp) {}

  /**
   * @param store the documents
   * @param mode the trading mode
   */
  public FillEvents(DocumentStore store, TradingMode mode) {
    this.store = store;
    this.mode = mode;
  }

  private String path() {
    return Outbox.COLLECTION + "/" + mode.id() + "-fills";
  }

  private String fills() {
    return new BooksAccount(store, mode).path() + "/fills";
  }

  /**
   * The events of fills since the last call of {@link #told}; since a moment, if there was none.
   *
   * @param begun the beginning of this invocation
   */
  List<Event> untold(Instant begun) {
    Instant since =
        store.get(path()).map(LOOKS::record).map(LookedUntil::until).orElse(begun).minus(OVERLAP);
    return since(since);
  }

  /** The events of the orders with a fill since a moment. */
  public List<Event> since(Instant since) {
    Set<String> orders = new TreeSet<>();
    new NewestDocuments(store, most -> Query.in(fills()).newestBy(TIMESTAMP, most))
        .readWhile(EXPECTED, document -> !document.instant(TIMESTAMP).isBefore(since))
        .forEach(document -> document.findString("orderRef").ifPresent(orders::add));
    orders.remove("");
    if (orders.isEmpty()) {
      return List.of();
    }
    Map<String, Leg> legs = legs();
    List<Event> events = new ArrayList<>();
    for (String orderRef : orders) {
      List<StoredFill> fills =
          store.query(Query.in(fills()).whereEqualTo("orderRef", orderRef)).stream()
              .map(FillEvents::read)
              .filter(fill -> fill.correctedBy().isEmpty() && fill.quantity().signum() != 0)
              .toList();
      if (!fills.isEmpty()) {
        events.add(event(orderRef, fills, Optional.ofNullable(legs.get(orderRef))));
      }
    }
    return events;
  }

  private static StoredFill read(Document document) {
    return FILLS.record(document, Map.of("applied", Map.of()));
  }

  private Map<String, Leg> legs() {
    Map<String, Leg> legs = new TreeMap<>();
    new RecentRuns(store, mode)
        .read(RUNS)
        .forEach(run -> run.legs().forEach(leg -> legs.put(leg.orderRef(), leg)));
    return legs;
  }

  private static Event event(String orderRef, List<StoredFill> fills, Optional<Leg> leg) {
    BigDecimal quantity = BigDecimal.ZERO;
    BigDecimal amount = BigDecimal.ZERO;
    boolean isPriced = true;
    Instant last = Instant.EPOCH;
    Map<String, BigDecimal> shares = new TreeMap<>();
    for (StoredFill fill : fills) {
      quantity = quantity.add(fill.quantity());
      isPriced &= fill.price().isPresent();
      amount = amount.add(fill.quantity().multiply(fill.price().orElse(BigDecimal.ZERO)));
      last = fill.timestamp().isAfter(last) ? fill.timestamp() : last;
      fill.applied().forEach((strategy, share) -> shares.merge(strategy, share, BigDecimal::add));
    }
    BigDecimal filled = PlainDecimal.of(quantity.abs());
    String text =
        "%s %s%s %s%s%s"
            .formatted(
                quantity.signum() < 0 ? "sold" : "bought",
                filled.toPlainString(),
                leg.filter(order -> order.quantity().compareTo(filled) != 0)
                    .map(order -> " of " + order.quantity().toPlainString())
                    .orElse(""),
                leg.map(order -> order.contract().name())
                    .orElse("conId " + fills.get(0).contractId()),
                isPriced && quantity.signum() != 0 ? " at " + price(amount, quantity) : "",
                shares.isEmpty() ? "" : " for " + words(shares));
    return new Event(
        "fill/" + orderRef + "/" + filled.toPlainString(), EventKind.FILLS, last, text);
  }

  private static String price(BigDecimal amount, BigDecimal quantity) {
    return PlainDecimal.of(amount.divide(quantity, PRICE_DIGITS, RoundingMode.HALF_EVEN))
        .toPlainString();
  }

  private static String words(Map<String, BigDecimal> shares) {
    return shares.size() == 1
        ? shares.keySet().iterator().next()
        : shares.entrySet().stream()
            .map(share -> share.getKey() + " (" + share.getValue().toPlainString() + ")")
            .collect(Collectors.joining(", "));
  }

  /** Notes that all fills until a moment were told. */
  void told(Instant until) {
    store.set(path(), LOOKS.fields(new LookedUntil(until)));
  }
}
