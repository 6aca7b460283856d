package dev.ibintents.trading.books;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.ibapi.Fill;
import dev.ibintents.ibapi.message.Execution;
import dev.ibintents.store.DocumentExistsException;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Transaction;
import dev.ibintents.store.TransactionBody;
import dev.ibintents.trading.ExecutionVersion;
import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.Side;
import dev.ibintents.trading.books.Books.OpenOrderEntry;
import dev.ibintents.trading.books.Posting.Outcome;
import dev.ibintents.trading.ledger.AccompanyingWrites;
import dev.ibintents.trading.order.OrderIdentity;
import dev.ibintents.trading.totals.PostingUnit;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * Posts executions into the holdings of the strategies that wanted their orders, each execution
 * once. The document {@code positions/{mode}/fills/{execId}} says what was posted, and to which
 * strategies.
 *
 * <p>Each execution is posted in a transaction, alone or with others, and its document says that it
 * was done. Any number of callers may therefore post the same executions at once, again, and in any
 * sequence. A correction repeats an execution under an id that differs in the digits after the last
 * period (TWS API, "Execution"). Posting a correction takes back the shares of its former version.
 * It marks each former version as corrected, even one that was never seen. A former version that is
 * delivered later finds the mark.
 *
 * <p>An execution may come after the document of its order is deleted. The order is then opened
 * again, if an earlier fill of it or the run's ledger has its strategies.
 */
public final class FillPosting {
  /**
   * The most executions that one transaction posts. Each writes some four documents, and Firestore
   * is certain to take 500 writes.
   */
  static final int MOST_TOGETHER = 100;

  private final DocumentStore store;
  private final Clock clock;
  private final String invocation;
  private final Books books;
  private final KnownOrders orders;

  /**
   * An execution to post.
   *
   * @param fill the execution, and its cost if that is known
   * @param unit the facts about its contract
   */
  record NewFill(Fill fill, PostingUnit unit) {}

  /**
   * @param store the documents
   * @param mode the trading mode of the books
   * @param clock the clock for times in documents
   * @param invocation the invocation that posts, which documents name
   */
  public FillPosting(DocumentStore store, TradingMode mode, Clock clock, String invocation) {
    this.store = store;
    this.clock = clock;
    this.invocation = invocation;
    this.books = new Books(store, mode, clock);
    this.orders = new KnownOrders(books, mode, clock);
  }

  /** Whether an execution is posted, with its present cost. This reads without a transaction. */
  public boolean isPosted(Fill fill) {
    return store
        .get(path(fill.execution().execId()))
        .map(PostedFill::read)
        .filter(existing -> !hasNewCost(existing, fill))
        .isPresent();
  }

  /**
   * Posts an execution. A repetition changes nothing.
   *
   * @param fill the execution, and its cost if that is known
   * @param unit the facts about its contract
   */
  public Posting post(Fill fill, PostingUnit unit) {
    return postTogether(List.of(new NewFill(fill, unit))).get(0);
  }

  /**
   * Posts executions in their order, up to {@value #MOST_TOGETHER} in one transaction. A repetition
   * changes nothing.
   *
   * @param posted receives each posting after its transaction
   */
  void post(List<NewFill> fills, BiConsumer<Fill, Posting> posted) {
    for (int from = 0; from < fills.size(); from += MOST_TOGETHER) {
      List<NewFill> together = fills.subList(from, Math.min(from + MOST_TOGETHER, fills.size()));
      List<Posting> postings = postTogether(together);
      for (int i = 0; i < together.size(); i++) {
        posted.accept(together.get(i).fill(), postings.get(i));
      }
    }
  }

  private List<Posting> postTogether(List<NewFill> fills) {
    List<TransactionBody<Posting, RuntimeException>> bodies = new ArrayList<>();
    fills.forEach(
        fresh -> bodies.add(transaction -> post(transaction, fresh.fill(), fresh.unit())));
    try {
      return store.runTransactions(bodies);
    } catch (DocumentExistsException e) {
      // Another call, perhaps an earlier attempt of this one, has created a document meanwhile.
      return store.runTransactions(bodies);
    }
  }

  private Posting post(Transaction transaction, Fill fill, PostingUnit unit) {
    Optional<PostedFill> existing = find(transaction, fill.execution().execId());
    if (existing.isPresent()) {
      return repeated(transaction, existing.get(), fill);
    }
    List<String> earlier = ExecutionVersion.earlier(fill.execution().execId());
    List<PostedFill> former = new ArrayList<>();
    earlier.forEach(execId -> find(transaction, execId).ifPresent(former::add));
    Optional<PostedFill> replaced = former.stream().filter(PostedFill::isInEffect).findFirst();
    OrderIdentity identity = identity(fill.execution());
    Optional<KnownOrders.Found> found = orders.find(transaction, identity);
    Optional<OpenOrderEntry> order = found.map(KnownOrders.Found::order);
    Optional<String> fault = fault(fill, order, replaced);
    if (fault.isPresent()) {
      return Posting.unattributed(fault.get());
    }
    PostedFill shared =
        order.isPresent()
            ? posted(fill, order.get(), replaced, unit.increment())
            : postedLike(replaced.orElseThrow(), fill, unit.increment());
    HoldingsChange holdings = change(transaction, shared, replaced);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    FillMoney money = FillMoney.of(books.positions(), transaction, fill, shared, replaced, now);
    PostedFill posted = money.post(path(shared.execId()), shared, replaced, unit);
    AccompanyingWrites.Writes claim =
        books.owner().claim(transaction, fill.execution().acctNumber(), now);

    claim.write(transaction);
    transaction.create(path(posted.execId()), posted.fields(fill, now));
    order.ifPresent(
        openOrder ->
            transaction.set(
                books.orderOf(openOrder.orderRef()),
                OpenOrderDocument.fields(after(openOrder, posted, replaced))));
    found.ifPresent(
        match ->
            orders.correct(transaction, match, identity, "the broker shows an execution of it"));
    mark(transaction, posted, earlier, former, now);
    replaced
        .filter(version -> version.worth().effects().isEmpty())
        .ifPresent(
            version ->
                transaction.update(path(version.execId()), money.takenBackFields(version, unit)));
    holdings.write(transaction);
    money.write(transaction);
    if (replaced.isPresent()) {
      return Posting.of(Outcome.CORRECTED, posted.applied());
    }
    return Posting.of(Outcome.BOOKED, posted.applied())
        .against(found.flatMap(KnownOrders.Found::recorded));
  }

  private static OrderIdentity identity(Execution execution) {
    return new OrderIdentity(
        execution.orderRef(),
        execution.acctNumber(),
        OptionalInt.of(execution.clientId()),
        execution.orderId(),
        execution.permId());
  }

  /**
   * The outcome for an execution that has a document. If the answer to a posting was lost, its
   * invocation finds it here, and gets the same outcome.
   */
  private Posting repeated(Transaction transaction, PostedFill existing, Fill fill) {
    if (hasNewCost(existing, fill)) {
      String path = path(existing.execId());
      Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
      FillMoney money = FillMoney.ofCost(books.positions(), transaction, fill, existing, now);
      Map<String, Object> fields =
          new LinkedHashMap<>(PostedFill.commission(fill.commissionReport().orElseThrow()));
      fields.values().removeIf(Objects::isNull); // a report without an amount changes nothing
      money
          .recordCost(path, existing)
          .ifPresent(effects -> fields.putAll(PostedFill.Worth.fields(effects)));
      transaction.update(path, fields);
      money.write(transaction);
      return Posting.of(Outcome.COMMISSION_RECORDED, Shares.NONE);
    }
    boolean isOwn = existing.isInEffect() && existing.invocation().equals(invocation);
    if (!isOwn) {
      return Posting.of(Outcome.ALREADY_BOOKED, Shares.NONE);
    }
    return Posting.of(
        existing.corrects().isPresent() ? Outcome.CORRECTED : Outcome.BOOKED, existing.applied());
  }

  private static boolean hasNewCost(PostedFill existing, Fill fill) {
    return fill.commissionReport().filter(existing::differsFrom).isPresent();
  }

  /** The reason why it cannot be posted; empty if it can. */
  private static Optional<String> fault(
      Fill fill, Optional<OpenOrderEntry> order, Optional<PostedFill> replaced) {
    int conId = fill.contract().conId();
    String side = fill.execution().side();
    if (Side.ofExecution(side).isEmpty()) {
      return Optional.of("its side is " + side + ", neither BOT nor SLD");
    } else if (order.isPresent()) {
      return order
          .filter(found -> found.conId() != conId)
          .map(found -> "its order " + found.orderRef() + " was for contract " + found.conId());
    } else if (replaced.isEmpty() || replaced.get().applied().isEmpty()) {
      return Optional.of(
          fill.execution().orderRef().isEmpty()
              ? "its order has no reference, so it is none of this product's"
              : "nobody knows the order " + fill.execution().orderRef());
    }
    return Optional.empty();
  }

  private PostedFill posted(
      Fill fill, OpenOrderEntry order, Optional<PostedFill> replaced, BigDecimal increment) {
    BigDecimal quantity = PlainDecimal.of(fill.execution().signedShares());
    Shares shares =
        order.source().isEmpty()
            ? Shares.NONE
            : new Attribution(order.source(), increment)
                .shares(without(order.filled(), replaced), quantity);
    return new PostedFill(
        fill.execution().execId(),
        order.orderRef(),
        order.conId(),
        quantity,
        order.quantity(),
        order.source(),
        shares,
        replaced.map(PostedFill::execId),
        Optional.empty(),
        PostedFill.Cost.NONE,
        PostedFill.Worth.NONE,
        invocation);
  }

  /**
   * Posts the correction of an execution whose order is not known any more. The strategies of the
   * former version get it, in the same proportions.
   */
  private PostedFill postedLike(PostedFill former, Fill fill, BigDecimal increment) {
    BigDecimal quantity = PlainDecimal.of(fill.execution().signedShares());
    return new PostedFill(
        fill.execution().execId(),
        former.orderRef(),
        former.conId(),
        quantity,
        former.orderQuantity(),
        former.source(),
        new Attribution(former.applied(), increment).totals(quantity),
        Optional.of(former.execId()),
        Optional.empty(),
        PostedFill.Cost.NONE,
        PostedFill.Worth.NONE,
        invocation);
  }

  private HoldingsChange change(
      Transaction transaction, PostedFill posted, Optional<PostedFill> replaced) {
    Set<String> strategies = new TreeSet<>(posted.applied().strategies());
    replaced.ifPresent(former -> strategies.addAll(former.applied().strategies()));
    HoldingsChange holdings =
        new HoldingsChange(books.holdingsCollection(), transaction, strategies);
    replaced.ifPresent(former -> holdings.add(former.conId(), former.applied().negated()));
    holdings.add(posted.conId(), posted.applied());
    return holdings;
  }

  private static OpenOrderEntry after(
      OpenOrderEntry order, PostedFill posted, Optional<PostedFill> replaced) {
    Shares filled = without(order.filled(), replaced).plus(posted.applied());
    BigDecimal before = replaced.map(PostedFill::quantity).orElse(BigDecimal.ZERO);
    return order.with(filled, order.executed().subtract(before).add(posted.quantity()));
  }

  private static Shares without(Shares filled, Optional<PostedFill> replaced) {
    return filled.minus(replaced.map(PostedFill::applied).orElse(Shares.NONE));
  }

  private void mark(
      Transaction transaction,
      PostedFill posted,
      List<String> earlier,
      List<PostedFill> former,
      Instant now) {
    Set<String> seen = new TreeSet<>();
    for (PostedFill version : former) {
      seen.add(version.execId());
      if (version.isInEffect()) {
        transaction.update(
            path(version.execId()), Map.of(PostedFill.CORRECTED_BY, posted.execId()));
      }
    }
    earlier.stream()
        .filter(execId -> !seen.contains(execId))
        .forEach(execId -> transaction.create(path(execId), PostedFill.corrected(posted, now)));
  }

  private Optional<PostedFill> find(Transaction transaction, String execId) {
    return transaction.get(path(execId)).map(PostedFill::read);
  }

  private String path(String execId) {
    return books.fillsCollection() + "/" + execId;
  }
}
