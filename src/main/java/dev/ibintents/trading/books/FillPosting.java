package dev.ibintents.trading.books;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.ibapi.Fill;
import dev.ibintents.ibapi.message.Execution;
import dev.ibintents.store.DocumentExistsException;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Transaction;
import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.Side;
import dev.ibintents.trading.books.Books.OpenOrderEntry;
import dev.ibintents.trading.books.Posting.Outcome;
import dev.ibintents.trading.ledger.AccompanyingWrites;
import dev.ibintents.trading.order.OrderIdentity;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Posts executions: each once, into the holdings of the strategies that wanted its order. The
 * document {@code positions/{mode}/fills/{execId}} says what was posted, and to whom.
 *
 * <p>Booking one is one transaction, and its document says that it was done: so any number of
 * callers may book the same executions at once, again, and in any order. A correction repeats an
 * execution under an id that differs in the digits after the last period (TWS API, "Execution"). It
 * takes back what its former version booked, and leaves a mark on each former version, whether that
 * was ever seen or not: one that is delivered later finds the mark.
 *
 * <p>An order whose document is gone is opened again for an execution that comes late, as long as
 * an earlier fill of it or the run's ledger knows who wanted it.
 */
public final class FillPosting {
  private final DocumentStore store;
  private final Clock clock;
  private final String invocation;
  private final Books books;
  private final KnownOrders orders;

  /**
   * @param store the documents
   * @param mode which account's books
   * @param clock tells the time for documents
   * @param invocation the invocation that posts, for documents
   */
  public FillPosting(DocumentStore store, TradingMode mode, Clock clock, String invocation) {
    this.store = store;
    this.clock = clock;
    this.invocation = invocation;
    this.books = new Books(store, mode, clock);
    this.orders = new KnownOrders(books, mode, clock);
  }

  /** Whether {@link #book} would change nothing, as far as can be seen without a transaction. */
  public boolean isBooked(Fill fill) {
    return store
        .get(path(fill.execution().execId()))
        .map(PostedFill::read)
        .filter(known -> !hasNewCost(known, fill))
        .isPresent();
  }

  /**
   * Books an execution. Harmless when repeated.
   *
   * @param fill the execution, and what it cost if that is known
   * @param increment the step in which to share it out, above 0: the contract's own
   */
  public Posting book(Fill fill, BigDecimal increment) {
    try {
      return store.<Posting, RuntimeException>runTransaction(
          transaction -> book(transaction, fill, increment));
    } catch (DocumentExistsException e) {
      // Somebody, perhaps an earlier attempt of this very call, was faster; now it can be seen.
      return store.<Posting, RuntimeException>runTransaction(
          transaction -> book(transaction, fill, increment));
    }
  }

  private Posting book(Transaction transaction, Fill fill, BigDecimal increment) {
    Optional<PostedFill> known = find(transaction, fill.execution().execId());
    if (known.isPresent()) {
      return again(transaction, known.get(), fill);
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
    PostedFill booked =
        order.isPresent()
            ? booked(fill, order.get(), replaced, increment)
            : bookedLike(replaced.orElseThrow(), fill, increment);
    HoldingsChange holdings = change(transaction, booked, replaced);
    Instant now = clock.instant();
    AccompanyingWrites.Writes claim =
        books.owner().claim(transaction, fill.execution().acctNumber(), now);

    claim.write(transaction);
    transaction.create(path(booked.execId()), booked.fields(fill, now));
    order.ifPresent(
        wanted ->
            transaction.set(
                books.orderOf(wanted.orderRef()),
                OpenOrderDocument.fields(after(wanted, booked, replaced))));
    found.ifPresent(
        match ->
            orders.correct(transaction, match, identity, "the broker shows an execution of it"));
    mark(transaction, booked, earlier, former, now);
    holdings.write(transaction);
    if (replaced.isPresent()) {
      return Posting.of(Outcome.CORRECTED, booked.applied());
    }
    return Posting.of(Outcome.BOOKED, booked.applied())
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

  /** A booking whose answer was lost is found here by the one who made it. */
  private Posting again(Transaction transaction, PostedFill known, Fill fill) {
    if (hasNewCost(known, fill)) {
      transaction.update(
          path(known.execId()), PostedFill.commission(fill.commissionReport().orElseThrow()));
      return Posting.of(Outcome.COMMISSION_RECORDED, Shares.NONE);
    }
    boolean mine = known.isInEffect() && known.invocation().equals(invocation);
    if (!mine) {
      return Posting.of(Outcome.ALREADY_BOOKED, Shares.NONE);
    }
    return Posting.of(
        known.corrects().isPresent() ? Outcome.CORRECTED : Outcome.BOOKED, known.applied());
  }

  private static boolean hasNewCost(PostedFill known, Fill fill) {
    return fill.commissionReport().filter(known::differsFrom).isPresent();
  }

  /** Why it cannot be booked; empty if it can. */
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

  private PostedFill booked(
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
        invocation);
  }

  /** A correction of an order that nobody knows any more belongs to whom its former version did. */
  private PostedFill bookedLike(PostedFill former, Fill fill, BigDecimal increment) {
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
        invocation);
  }

  private HoldingsChange change(
      Transaction transaction, PostedFill booked, Optional<PostedFill> replaced) {
    Set<String> strategies = new TreeSet<>(booked.applied().strategies());
    replaced.ifPresent(former -> strategies.addAll(former.applied().strategies()));
    HoldingsChange holdings =
        new HoldingsChange(books.holdingsCollection(), transaction, strategies);
    replaced.ifPresent(former -> holdings.add(former.conId(), former.applied().negated()));
    holdings.add(booked.conId(), booked.applied());
    return holdings;
  }

  private static OpenOrderEntry after(
      OpenOrderEntry order, PostedFill booked, Optional<PostedFill> replaced) {
    Shares filled = without(order.filled(), replaced).plus(booked.applied());
    BigDecimal before = replaced.map(PostedFill::quantity).orElse(BigDecimal.ZERO);
    return order.with(filled, order.executed().subtract(before).add(booked.quantity()));
  }

  private static Shares without(Shares filled, Optional<PostedFill> replaced) {
    return filled.minus(replaced.map(PostedFill::applied).orElse(Shares.NONE));
  }

  private void mark(
      Transaction transaction,
      PostedFill booked,
      List<String> earlier,
      List<PostedFill> former,
      Instant now) {
    Set<String> seen = new TreeSet<>();
    for (PostedFill version : former) {
      seen.add(version.execId());
      if (version.isInEffect()) {
        transaction.update(
            path(version.execId()), Map.of(PostedFill.CORRECTED_BY, booked.execId()));
      }
    }
    earlier.stream()
        .filter(execId -> !seen.contains(execId))
        .forEach(execId -> transaction.create(path(execId), PostedFill.corrected(booked, now)));
  }

  private Optional<PostedFill> find(Transaction transaction, String execId) {
    return transaction.get(path(execId)).map(PostedFill::read);
  }

  private String path(String execId) {
    return books.fillsCollection() + "/" + execId;
  }
}
