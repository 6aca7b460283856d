package dev.ibintents.trading.books;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Transaction;
import dev.ibintents.trading.Holdings;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.ledger.AccompanyingWrites;
import dev.ibintents.trading.totals.Effects;
import dev.ibintents.trading.totals.TotalsChange;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Posts changes that are no executions: dividends, interest and fees of strategies, and changes of
 * holdings without a trade, such as splits. Each has a document {@code
 * positions/{mode}/flows/{id}}, and is posted once.
 */
public final class FlowPosting {
  private static final String EFFECTS = "effects";
  private static final String EFFECTIVE_AT = "effectiveAt";
  private static final String RECORDED_AT = "recordedAt";

  private final DocumentStore store;
  private final Books books;
  private final Clock clock;

  /**
   * A change of strategies' cash or holdings.
   *
   * @param added the quantities that are added to holdings; negative to take away
   * @param effects the effects on totals; the quantities of their bases are those that are added
   * @param effectiveAt the time from which on the account's values contain them; days on record
   *     since then are amended
   */
  public record Flow(Holdings added, Effects effects, Instant effectiveAt) {}

  /**
   * @param store the documents
   * @param mode the trading mode of the books
   * @param clock the clock for times in documents
   */
  public FlowPosting(DocumentStore store, TradingMode mode, Clock clock) {
    this.store = store;
    this.books = new Books(store, mode, clock);
    this.clock = clock;
  }

  /** The path of the flows. */
  public String collection() {
    return books.positions() + "/flows";
  }

  /**
   * Posts a flow. The caller holds the account's lease if holdings change.
   *
   * @param id the id of its document
   * @param account the account, to which the books belong from then on
   * @param fields further fields of its document
   * @return false if the document exists, so that nothing was written
   */
  public boolean post(String id, String account, Map<String, ?> fields, Flow flow) {
    String path = collection() + "/" + id;
    return store.<Boolean, RuntimeException>runTransaction(
        transaction -> {
          if (transaction.get(path).isPresent()) {
            return false;
          }
          post(transaction, path, account, fields, flow);
          return true;
        });
  }

  private void post(
      Transaction transaction, String path, String account, Map<String, ?> fields, Flow flow) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Set<String> strategies = new TreeSet<>(flow.added().strategies());
    strategies.addAll(flow.effects().strategies());
    HoldingsChange holdings =
        new HoldingsChange(books.holdingsCollection(), transaction, strategies);
    TotalsChange totals = TotalsChange.of(books.positions(), transaction, strategies, now);
    AccompanyingWrites.Writes claim = books.owner().claim(transaction, account, now);
    flow.added()
        .forEach(
            (strategy, quantities) ->
                quantities.forEach(
                    (conId, quantity) -> holdings.add(conId, Shares.of(strategy, quantity))));
    totals.add(flow.effects());
    totals.amend(
        path.substring(path.lastIndexOf('/') + 1), path, flow.effects(), flow.effectiveAt());
    Map<String, Object> all = new LinkedHashMap<>(fields);
    all.put(EFFECTS, Effects.fields(flow.effects()));
    all.put(EFFECTIVE_AT, flow.effectiveAt());
    all.put(RECORDED_AT, now);
    claim.write(transaction);
    transaction.create(path, all);
    holdings.write(transaction);
    totals.write(transaction);
  }
}
