package dev.ibintents.trading.performance;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Query;
import dev.ibintents.trading.BrokerDay;
import dev.ibintents.trading.Holdings;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.books.BooksAccount;
import dev.ibintents.trading.ledger.AccompanyingWrites;
import dev.ibintents.trading.totals.TotalsChange;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The history of an account's portfolio. {@code positions/{mode}/portfolio/latest} has the latest
 * snapshot, {@code positions/{mode}/portfolio/{yyyy-MM-dd}} the last one of each of the broker's
 * days. Beside it, {@link DayRecord} and {@link DayHoldings} have the account and its strategies.
 */
public final class PortfolioHistory {
  private static final String UPDATED_AT = "updatedAt";

  private final DocumentStore store;
  private final BooksAccount owner;
  private final String positions;

  /**
   * @param store the documents
   * @param mode the trading mode of the books
   */
  public PortfolioHistory(DocumentStore store, TradingMode mode) {
    this.store = store;
    this.owner = new BooksAccount(store, mode);
    this.positions = owner.path();
  }

  /**
   * Keeps a snapshot and the record of its day, all of its documents or none. Empty books belong to
   * this account from then on.
   *
   * @param snapshot the broker's answer in the form of its document
   * @param account the same answer, with what a day's record needs
   */
  public void keep(Map<String, ?> snapshot, AccountSnapshot account) {
    Map<String, Object> fields = new LinkedHashMap<>(snapshot);
    fields.put(UPDATED_AT, account.updatedAt());
    store.<Void, RuntimeException>runTransaction(
        transaction -> {
          AccompanyingWrites.Writes claim =
              owner.claimIfEmpty(transaction, account.account(), account.updatedAt());
          Holdings holdings = Books.holdings(transaction.query(Query.in(positions + "/holdings")));
          TotalsChange totals = TotalsChange.ofAll(positions, transaction, account.updatedAt());
          DayWriting day = new DayWriting(account, holdings, totals);
          claim.write(transaction);
          String collection = positions + "/portfolio/";
          transaction.set(TotalsChange.latestSnapshot(positions), fields);
          transaction.set(collection + BrokerDay.of(account.updatedAt()), fields);
          day.write(positions, transaction);
          return null;
        });
  }
}
