package dev.ibintents.trading.books;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.trading.BrokerDay;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the broker said of an account: {@code positions/{mode}/portfolio/latest}, and for each of
 * the broker's days the last of it, {@code positions/{mode}/portfolio/{yyyy-MM-dd}}.
 */
public final class PortfolioHistory {
  private static final String LATEST = "latest";
  private static final String UPDATED_AT = "updatedAt";

  private final DocumentStore store;
  private final BooksAccount owner;
  private final String collection;

  /**
   * @param store the documents
   * @param mode which account's
   */
  public PortfolioHistory(DocumentStore store, TradingMode mode) {
    this.store = store;
    this.owner = new BooksAccount(store, mode);
    this.collection = owner.path() + "/portfolio/";
  }

  /** The broker's day of a moment. */
  public static LocalDate day(Instant moment) {
    return BrokerDay.of(moment);
  }

  /**
   * Keeps what the broker said, in both places or in none. Books that are still empty are this
   * account's from then on.
   *
   * @param account of which account
   * @param updatedAt when it was asked
   * @param snapshot what it said
   */
  public void keep(String account, Instant updatedAt, Map<String, ?> snapshot) {
    Map<String, Object> fields = new LinkedHashMap<>(snapshot);
    fields.put(UPDATED_AT, updatedAt);
    store.<Void, RuntimeException>runTransaction(
        transaction -> {
          owner.claimIfEmpty(transaction, account, updatedAt).write(transaction);
          transaction.set(collection + LATEST, fields);
          transaction.set(collection + day(updatedAt), fields);
          return null;
        });
  }
}
