package dev.ibintents.trading.performance;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Query;
import dev.ibintents.store.RecordFields;
import dev.ibintents.store.Transaction;
import dev.ibintents.trading.books.BooksAccount;
import dev.ibintents.trading.ledger.SharesDocument;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The recorded cash flows of an account: the collection {@code positions/{mode}/flows}. */
public final class Flows {
  private static final String DATE = "date";

  private static final RecordFields<CashFlow> FLOWS =
      RecordFields.of(CashFlow.class, SharesDocument.FORM);

  /** Flows that a person has written into the store may lack these fields. */
  private static final Map<String, Object> IF_MISSING = Map.of("shares", Map.of());

  private final DocumentStore store;
  private final String collection;

  /**
   * The outcome of recording a flow.
   *
   * @param flow the flow on record
   * @param isRepetition whether an earlier request has recorded it, so that nothing was written now
   */
  public record Recorded(CashFlow flow, boolean isRepetition) {}

  /**
   * @param store the documents
   * @param mode the trading mode of the account
   */
  public Flows(DocumentStore store, TradingMode mode) {
    this.store = store;
    this.collection = new BooksAccount(store, mode).path() + "/flows";
  }

  /** All flows, by date and then by id. */
  public List<CashFlow> all() {
    return store.list(collection).stream()
        .map(Flows::read)
        .sorted(Comparator.comparing(CashFlow::date).thenComparing(CashFlow::id))
        .toList();
  }

  /** The document of a flow. */
  public String path(String id) {
    return collection + "/" + id;
  }

  /**
   * Records a flow once. An amount of the sign that its kind forbids is only recorded if it takes
   * back a flow of the same kind, currency, day and strategies.
   *
   * @throws InvalidFlowException if another flow has its id, or its sign is wrong and there is no
   *     flow to take back; nothing was written
   */
  public Recorded record(CashFlow flow) {
    return store.<Recorded, RuntimeException>runTransaction(
        transaction -> record(transaction, flow));
  }

  private Recorded record(Transaction transaction, CashFlow flow) {
    Optional<CashFlow> existing = transaction.get(path(flow.id())).map(Flows::read);
    if (existing.isPresent()) {
      return repeated(existing.get(), flow);
    }
    CashFlow added = flow;
    List<CashFlow> sameDay =
        transaction.query(Query.in(collection).whereEqualTo(DATE, flow.date().toString())).stream()
            .map(Flows::read)
            .toList();
    Optional<CashFlow> opposite = takenBackBy(flow, sameDay);
    if (opposite.isPresent()) {
      added = flow.takingBack(opposite.get());
    } else if (flow.kind().isAgainst(flow.amount())) {
      throw new InvalidFlowException(wrongSign(flow));
    }
    transaction.create(path(added.id()), FLOWS.fields(added));
    return new Recorded(added, false);
  }

  private Recorded repeated(CashFlow existing, CashFlow flow) {
    if (!existing.saysTheSameAs(flow)) {
      throw new InvalidFlowException(
          "the key belongs to the %s of %s, and not to the %s; give this one a key of its own"
              .formatted(existing, existing.timestamp(), flow));
    }
    return new Recorded(existing, !existing.invocation().equals(flow.invocation()));
  }

  private static Optional<CashFlow> takenBackBy(CashFlow flow, List<CashFlow> sameDay) {
    Set<String> takenBack =
        sameDay.stream()
            .flatMap(recorded -> recorded.takesBack().stream())
            .collect(Collectors.toSet());
    return sameDay.stream()
        .filter(flow::isOppositeOf)
        .filter(recorded -> recorded.takesBack().isEmpty() && !takenBack.contains(recorded.id()))
        .findFirst();
  }

  private static String wrongSign(CashFlow flow) {
    return "the amount of a %s is %s, and it is %s; %s takes back a %s only if one of %s is on"
            .formatted(
                flow.kind().id(),
                flow.amount().signum() < 0 ? "positive" : "negative",
                flow.amount().toPlainString(),
                flow.amount().signum() < 0 ? "a negative one" : "a positive one",
                flow.kind().id(),
                flow.money().negated())
        + " record for "
        + flow.date();
  }

  private static CashFlow read(Document document) {
    return FLOWS.record(document, IF_MISSING);
  }
}
