package dev.ibintents.trading.books;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.trading.BrokerDay;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The history of an account's portfolio. {@code positions/{mode}/portfolio/latest} has the latest
 * snapshot, {@code positions/{mode}/portfolio/{yyyy-MM-dd}} the last one of each of the broker's
 * days.
 */
public final class PortfolioHistory {
  private static final String LATEST = "latest";
  private static final String UPDATED_AT = "updatedAt";

  private final DocumentStore store;
  private final BooksAccount owner;
  private final String collection;

  /**
   * @param store the documents
   * @param mode the trading mode of the books
   */
  public PortfolioHistory(DocumentStore store, TradingMode mode) {
    this.store = store;
    this.owner = new BooksAccount(store, mode);
    this.collection = collection(mode);
  }

  /** The path of the latest snapshot. */
  public static String latest(TradingMode mode) {
    return collection(mode) + LATEST;
  }

  private static String collection(TradingMode mode) {
    return "positions/" + mode.id() + "/portfolio/";
  }

  /** The broker's day of a moment. */
  public static LocalDate day(Instant moment) {
    return BrokerDay.of(moment);
  }

  /**
   * Keeps a snapshot, in both documents or in none. Empty books belong to this account from then
   * on.
   *
   * @param account the account
   * @param updatedAt the time at which the broker was asked
   * @param snapshot the broker's answer
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
