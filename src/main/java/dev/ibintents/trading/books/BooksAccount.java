package dev.ibintents.trading.books;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Fields;
import dev.ibintents.store.Query;
import dev.ibintents.store.Transaction;
import dev.ibintents.trading.ledger.AccompanyingWrites;
import dev.ibintents.trading.ledger.Lease;
import dev.ibintents.trading.ledger.LeaseLostException;
import dev.ibintents.trading.ledger.Leases;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunDocument;
import dev.ibintents.trading.ledger.RunLedger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The account that the books of a trading mode belong to: the field {@code account} of the document
 * {@code positions/{mode}}, beside the collections of the books.
 *
 * <p>The first transaction that changes the books writes the account. Every later one reads it, and
 * fails if it is for another account. Only {@link #handOver} changes it.
 *
 * <p>The document is not written from a record, because it keeps the fields that people have added
 * to it.
 */
public final class BooksAccount {
  private static final String ACCOUNT = "account";
  private static final String SINCE = "since";
  private static final String FORMER = "former";
  private static final String UNTIL = "until";
  private static final String INVOCATION = "invocation";

  private final DocumentStore store;
  private final TradingMode mode;
  private final String path;

  /**
   * A change of the account that the books belong to.
   *
   * @param from the account before the change
   * @param to the account after the change
   * @param at the time of the change
   * @param invocation the invocation that changed it
   * @param isRepetition whether it was changed before, so that nothing was written now
   */
  public record Handover(
      String from, String to, Instant at, String invocation, boolean isRepetition) {}

  /**
   * @param store the documents
   * @param mode the trading mode of the books
   */
  public BooksAccount(DocumentStore store, TradingMode mode) {
    this.store = store;
    this.mode = mode;
    this.path = "positions/" + mode.id();
  }

  /** The document's path. */
  public String path() {
    return path;
  }

  /** The account; empty if nothing was posted since this product writes the account down. */
  public Optional<String> find() {
    return store.get(path).flatMap(BooksAccount::account);
  }

  /**
   * Requires that the books belong to an account, or to none yet.
   *
   * @throws BooksOfOtherAccountException if they belong to another
   */
  public void require(String account) {
    require(find(), account);
  }

  private void require(Optional<String> owner, String account) {
    if (owner.filter(found -> !found.equals(account)).isPresent()) {
      throw new BooksOfOtherAccountException(path, owner.get(), account);
    }
  }

  /**
   * Claims the books for an account in a transaction. The transaction fails if they belong to
   * another account.
   *
   * @return the write of the account, if there is none yet
   * @throws BooksOfOtherAccountException if they belong to another
   */
  public AccompanyingWrites.Writes claim(Transaction transaction, String account, Instant now) {
    Optional<Document> document = transaction.get(path);
    Optional<String> owner = document.flatMap(BooksAccount::account);
    require(owner, account);
    return owner.isPresent()
        ? writes -> {}
        : writes -> writes.set(path, fields(document, account, now));
  }

  /**
   * Like {@link #claim(Transaction, String, Instant)}, for writes that do not change holdings.
   * Books that have holdings and no account stay without an account.
   */
  public AccompanyingWrites.Writes claimIfEmpty(
      Transaction transaction, String account, Instant now) {
    AccompanyingWrites.Writes claim = claim(transaction, account, now);
    return transaction.query(Query.in(path + "/holdings")).isEmpty() ? claim : writes -> {};
  }

  /** Writes the account if there is none yet, once books and portfolio are known to agree. */
  public void claim(String account, Instant now) {
    if (find().isPresent()) {
      require(account);
      return;
    }
    store.<Void, RuntimeException>runTransaction(
        transaction -> {
          claim(transaction, account, now).write(transaction);
          return null;
        });
  }

  /**
   * Gives the books to another account. A repetition changes nothing.
   *
   * @param lease the lease, which keeps others from changing the books
   * @param from the present account
   * @param to the new account
   * @param invocation the invocation that asks for it
   * @throws AccountNotAdoptedException if they do not belong to {@code from}, or orders are
   *     unsettled; nothing was written
   * @throws LeaseLostException if the lease is not held any more; nothing was written
   */
  public Handover handOver(Lease lease, String from, String to, String invocation, Instant now) {
    return store.<Handover, RuntimeException>runTransaction(
        transaction -> {
          Leases.requireHeld(transaction, lease);
          Optional<Document> document = transaction.get(path);
          String owner =
              document
                  .flatMap(BooksAccount::account)
                  .orElseThrow(
                      () ->
                          new AccountNotAdoptedException(
                              "the books "
                                  + path
                                  + " name no account yet, and the first booking writes it: there"
                                  + " is nothing to adopt"));
          if (owner.equals(to)) {
            return repetition(document.get(), from, to);
          }
          if (!owner.equals(from)) {
            throw new AccountNotAdoptedException(
                "the books %s belong to the account %s, and not to %s; name that one as from"
                    .formatted(path, owner, from));
          }
          requireSettled(
              transaction.query(Query.in(path + "/openOrders")),
              transaction.query(RunLedger.running(mode)).stream().map(RunDocument::run).toList(),
              from);
          Instant at = now.truncatedTo(ChronoUnit.MICROS);
          transaction.set(path, handedOver(document.get(), to, invocation, at));
          return new Handover(from, to, at, invocation, false);
        });
  }

  private Handover repetition(Document document, String from, String to) {
    List<?> former = former(document);
    if (!former.isEmpty()
        && former.get(former.size() - 1) instanceof Map<?, ?> last
        && from.equals(last.get(ACCOUNT))) {
      return new Handover(
          from, to, document.instant(SINCE), String.valueOf(last.get(INVOCATION)), true);
    }
    throw new AccountNotAdoptedException(
        "the books %s belong to the account %s already, and %s was not theirs before it"
            .formatted(path, to, from));
  }

  private static void requireSettled(List<Document> orders, List<Run> unended, String from) {
    List<String> unsettled =
        orders.stream().map(Document::id).collect(Collectors.toCollection(ArrayList::new));
    unended.forEach(run -> unsettled.add("those of " + run));
    if (!unsettled.isEmpty()) {
      throw new AccountNotAdoptedException(
          "orders of the account "
              + from
              + " are unsettled: "
              + String.join(", ", unsettled)
              + ". Log in to "
              + from
              + " and have trade-reconciliation settle them first");
    }
  }

  private static Map<String, Object> fields(
      Optional<Document> before, String account, Instant now) {
    Map<String, Object> fields = new LinkedHashMap<>();
    before.ifPresent(document -> fields.putAll(document.fields()));
    fields.put(ACCOUNT, account);
    fields.put(SINCE, now);
    return fields;
  }

  private static Map<String, Object> handedOver(
      Document before, String to, String invocation, Instant now) {
    Map<String, Object> last = new LinkedHashMap<>();
    last.put(ACCOUNT, before.string(ACCOUNT));
    before.findInstant(SINCE).ifPresent(since -> last.put(SINCE, since));
    last.put(UNTIL, now);
    last.put(INVOCATION, invocation);
    List<Object> former = new ArrayList<>(former(before));
    former.add(last);
    Map<String, Object> fields = fields(Optional.of(before), to, now);
    fields.put(FORMER, former);
    return fields;
  }

  private static List<?> former(Document document) {
    return document.fields().get(FORMER) instanceof List<?> list ? list : List.of();
  }

  private static Optional<String> account(Fields fields) {
    return fields.findString(ACCOUNT);
  }
}
