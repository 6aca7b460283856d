package dev.ibintents.trading.performance;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Query;
import dev.ibintents.store.RecordFields;
import dev.ibintents.store.Transaction;
import dev.ibintents.trading.BrokerDay;
import dev.ibintents.trading.books.BooksAccount;
import dev.ibintents.trading.ledger.SharesDocument;
import dev.ibintents.trading.totals.Effects;
import dev.ibintents.trading.totals.TotalsChange;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The recorded cash flows of an account: the collection {@code positions/{mode}/flows}. */
public final class Flows {
  private static final String DATE = "date";
  private static final String EFFECTS = "effects";
  private static final String TRANSACTION_ID = "transactionId";

  /**
   * The most days between a person's date of a flow and the broker's. Money is on its way over a
   * weekend.
   */
  private static final long MOST_DAYS_OFF = 3;

  private static final RecordFields<CashFlow> FLOWS =
      RecordFields.of(CashFlow.class, SharesDocument.FORM);

  /** Flows that a person has written into the store may lack these fields. */
  private static final Map<String, Object> IF_MISSING = Map.of("shares", Map.of());

  private final DocumentStore store;
  private final String positions;
  private final String collection;

  /**
   * The outcome of recording a flow.
   *
   * @param flow the flow on record
   * @param isRepetition whether an earlier request has recorded it, so that nothing was written now
   */
  public record Recorded(CashFlow flow, boolean isRepetition) {}

  /** The standing of a flow of the broker's statement after it was recorded. */
  public enum Standing {
    /** It was recorded now. */
    RECORDED,
    /** It was on record. */
    KNOWN,
    /** A person had recorded it, and the record has got the broker's id now. */
    MATCHED
  }

  /**
   * The outcome of recording a flow of the broker's statement.
   *
   * @param flow the flow on record
   * @param standing its standing
   */
  public record Stated(CashFlow flow, Standing standing) {}

  /**
   * @param store the documents
   * @param mode the trading mode of the account
   */
  public Flows(DocumentStore store, TradingMode mode) {
    this.store = store;
    this.positions = new BooksAccount(store, mode).path();
    this.collection = positions + "/flows";
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
    create(transaction, added);
    return new Recorded(added, false);
  }

  /** Writes a new flow, with its effects on the totals of strategies. */
  private void create(Transaction transaction, CashFlow flow) {
    Effects effects = flow.effects();
    TotalsChange totals =
        TotalsChange.of(positions, transaction, effects.strategies(), flow.timestamp());
    totals.add(effects);
    totals.amend(flow.id(), path(flow.id()), effects, BrokerDay.begin(flow.date()));
    Map<String, Object> fields = FLOWS.fields(flow);
    if (!effects.isEmpty()) {
      fields.put(EFFECTS, Effects.fields(effects));
    }
    transaction.create(path(flow.id()), fields);
    totals.write(transaction);
  }

  /**
   * Records a flow of the broker's statement once. If a person has recorded the same flow before,
   * on the same day or a few days off, that record gets the broker's id, and nothing is added.
   *
   * @param flow the flow, with the broker's id
   * @return the flow on record; it differs from the given one if the broker has changed it since
   */
  public Stated recordStated(CashFlow flow) {
    return store.<Stated, RuntimeException>runTransaction(
        transaction -> recordStated(transaction, flow));
  }

  private Stated recordStated(Transaction transaction, CashFlow flow) {
    Optional<CashFlow> existing = transaction.get(path(flow.id())).map(Flows::read);
    if (existing.isPresent()) {
      boolean isOwn = existing.get().invocation().equals(flow.invocation());
      return new Stated(existing.get(), isOwn ? Standing.RECORDED : Standing.KNOWN);
    }
    List<CashFlow> all = transaction.query(Query.in(collection)).stream().map(Flows::read).toList();
    Optional<CashFlow> matched =
        all.stream()
            .filter(found -> found.transactionId().equals(flow.transactionId()))
            .findFirst();
    if (matched.isPresent()) {
      return new Stated(matched.get(), Standing.KNOWN);
    }
    Optional<CashFlow> same = sameByHand(flow, all);
    if (same.isPresent()) {
      transaction.update(
          path(same.get().id()), Map.of(TRANSACTION_ID, flow.transactionId().orElseThrow()));
      return new Stated(same.get(), Standing.MATCHED);
    }
    create(transaction, flow);
    return new Stated(flow, Standing.RECORDED);
  }

  /** The flow that a person has recorded, nearest in days to the broker's one. */
  private static Optional<CashFlow> sameByHand(CashFlow flow, List<CashFlow> all) {
    Set<String> takenBack =
        all.stream().flatMap(found -> found.takesBack().stream()).collect(Collectors.toSet());
    return all.stream()
        .filter(found -> found.origin() == CashFlow.Origin.REQUEST)
        .filter(found -> found.transactionId().isEmpty() && found.takesBack().isEmpty())
        .filter(found -> !takenBack.contains(found.id()))
        .filter(found -> found.hasAmountOf(flow) && daysBetween(found, flow) <= MOST_DAYS_OFF)
        .min(Comparator.comparingLong(found -> daysBetween(found, flow)));
  }

  private static long daysBetween(CashFlow flow, CashFlow other) {
    return Math.abs(ChronoUnit.DAYS.between(flow.date(), other.date()));
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
