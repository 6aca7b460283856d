package dev.ibintents.simulator.account;

import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Fields;
import dev.ibintents.store.RecordFields;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Keeps the paper account in a document store.
 *
 * <p>The account is the document {@code simulator/{account}}. Below it are {@code
 * holdings/{conId}}, {@code orders/{permId}}, {@code fills/{execId}}, {@code ended/{permId}} and
 * {@code received/{number}}. An order or an execution is stored as the fields of the message that
 * reports it.
 *
 * <p>A save writes the changed documents only, all of them or none. Each save counts up the
 * account's {@code revision}. By its revision a gateway notices that another gateway keeps the same
 * account.
 */
public final class DocumentStateStore implements StateStore {
  private static final String REVISION = "revision";

  private static final RecordFields<StoredAccount> ACCOUNTS = RecordFields.of(StoredAccount.class);
  private static final RecordFields<PaperPosition> HOLDINGS = RecordFields.of(PaperPosition.class);

  private final DocumentStore store;
  private final String root;
  private final Map<Object, Map<String, Object>> written = new IdentityHashMap<>();
  private final Set<Object> current = Collections.newSetFromMap(new IdentityHashMap<>());
  private Map<String, Map<String, Object>> saved = new HashMap<>();
  private long revision;

  /** The account's own document, without its {@link #REVISION}. */
  private record StoredAccount(
      Map<String, BigDecimal> cash,
      Map<Integer, Integer> nextOrderIds,
      long nextPermId,
      int nextExecution) {}

  /**
   * Opens the state of an account.
   *
   * @param store the store, which this object does not close
   * @param account the number of the account
   */
  public DocumentStateStore(DocumentStore store, String account) {
    this.store = store;
    root = "simulator/" + account;
  }

  @Override
  public synchronized Optional<PaperState> load() {
    Optional<Document> account = store.get(root);
    revision = revision(account);
    if (account.isEmpty()) {
      return Optional.empty();
    }
    StoredAccount main = ACCOUNTS.record(account.get());
    PaperState state =
        new PaperState(
            main.cash,
            all("holdings", HOLDINGS::record),
            all("orders", StoredOrders.STANDING::record),
            all("fills", StoredOrders::fill),
            all("ended", StoredOrders.ENDED::record),
            main.nextOrderIds,
            main.nextPermId,
            main.nextExecution,
            all("received", StoredOrders.RECEIVED::record).stream()
                .sorted(Comparator.comparingLong(ReceivedOrder::number))
                .toList());
    saved = documents(state);
    return Optional.of(state);
  }

  /**
   * Saves the state.
   *
   * @throws IllegalStateException if another gateway has saved this account since this object
   *     loaded it
   */
  @Override
  public synchronized void save(PaperState state) {
    Map<String, Map<String, Object>> next = documents(state);
    Map<String, Object> account = new HashMap<>(next.get(root));
    account.put(REVISION, revision + 1);
    next.put(root, account);
    store.runTransaction(
        transaction -> {
          if (revision(transaction.get(root)) != revision) {
            throw new IllegalStateException(
                root
                    + " is kept by another simulated gateway now; nothing was saved. Give each"
                    + " gateway its own data folder, or run one gateway only");
          }
          next.forEach(
              (path, fields) -> {
                if (!fields.equals(saved.get(path))) {
                  transaction.set(path, fields);
                }
              });
          saved.keySet().stream()
              .filter(path -> !next.containsKey(path))
              .forEach(transaction::delete);
          return null;
        });
    saved = next;
    revision++;
  }

  /** The number of saves of the account; 0 before the first save. */
  private static long revision(Optional<Document> account) {
    return account
        .filter(found -> found.has(REVISION))
        .map(found -> found.integer(REVISION))
        .orElse(0L);
  }

  private <T> List<T> all(String collection, Function<Fields, T> read) {
    return store.list(root + "/" + collection).stream().map(read).toList();
  }

  private Map<String, Map<String, Object>> documents(PaperState state) {
    Map<String, Map<String, Object>> documents = new HashMap<>();
    documents.put(
        root,
        ACCOUNTS.fields(
            new StoredAccount(
                state.cash(), state.nextOrderIds(), state.nextPermId(), state.nextExecution())));
    for (PaperPosition held : state.holdings()) {
      documents.put(path("holdings", held.conId()), HOLDINGS.fields(held));
    }
    for (StandingOrder order : state.orders()) {
      documents.put(
          path("orders", order.order().permId()), once(order, StoredOrders.STANDING::fields));
    }
    for (PaperFill fill : state.fills()) {
      documents.put(path("fills", fill.execId()), once(fill, StoredOrders::fields));
    }
    for (EndedOrder ended : state.ended()) {
      documents.put(
          path("ended", ended.report().order().permId()), once(ended, StoredOrders.ENDED::fields));
    }
    for (ReceivedOrder received : state.received()) {
      documents.put(
          path("received", received.number()), once(received, StoredOrders.RECEIVED::fields));
    }
    written.keySet().retainAll(current);
    current.clear();
    return documents;
  }

  private String path(String collection, Object id) {
    return root + "/" + collection + "/" + id;
  }

  /** The fields of a record. Fields of a record that was saved before are reused. */
  @SuppressWarnings("unchecked")
  private <T> Map<String, Object> once(T record, Function<T, Map<String, Object>> fields) {
    current.add(record);
    return written.computeIfAbsent(record, unwritten -> fields.apply((T) unwritten));
  }
}
