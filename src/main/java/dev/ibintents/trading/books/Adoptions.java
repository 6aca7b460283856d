package dev.ibintents.trading.books;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Fields;
import dev.ibintents.store.Query;
import dev.ibintents.store.RecordFields;
import dev.ibintents.store.Stored;
import dev.ibintents.store.StoredAs;
import dev.ibintents.store.Transaction;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.ledger.AccompanyingWrites;
import dev.ibintents.trading.ledger.RunKey;
import dev.ibintents.trading.totals.Category;
import dev.ibintents.trading.totals.Effects;
import dev.ibintents.trading.totals.TotalsChange;
import dev.ibintents.trading.totals.TradePrice;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The corrections of holdings that people have asked for. Each is posted once, in one transaction,
 * and only if the strategies together then hold the same as the account. They are kept among the
 * fills, as {@code positions/{mode}/fills/adopt-{key}}.
 */
public final class Adoptions {
  private static final RecordFields<StoredAdoption> ADOPTIONS =
      RecordFields.of(
          StoredAdoption.class,
          StoredAs.map(Adoption.class, Adoptions::byStrategy, Adoptions::adoption),
          Effects.FORM);

  private final DocumentStore store;
  private final Books books;
  private final Clock clock;
  private final String invocation;

  /**
   * The document of a correction.
   *
   * @param corrections the adjustments, as a map from strategies to quantities by conId
   * @param request the adjustments as text; another request under the same key has another text
   * @param key the source of the key, in words
   * @param invocation the invocation that posted it
   * @param timestamp the time at which it was posted
   * @param prices the value of one unit of each contract with which the quantities were adopted, by
   *     conId; a contract without one moved no cash. Documents of earlier versions have none
   * @param effects the effects on totals; documents of earlier versions have none
   */
  private record StoredAdoption(
      Adoption corrections,
      String request,
      String key,
      String invocation,
      Instant timestamp,
      @Stored(leftOutIfEmpty = true) SortedMap<Integer, BigDecimal> prices,
      Optional<Effects> effects) {}

  /**
   * The outcome of a request for a correction.
   *
   * @param adopted the posted correction; empty if it was refused, and nothing was written
   * @param differences the differences that would remain with the correction, if it was refused
   */
  public record Outcome(Optional<Adopted> adopted, List<Difference> differences) {}

  /**
   * @param store the documents
   * @param mode the trading mode of the books
   * @param clock the clock for times in documents
   * @param invocation the invocation that posts, which documents name
   */
  public Adoptions(DocumentStore store, TradingMode mode, Clock clock, String invocation) {
    this.store = store;
    this.books = new Books(store, mode, clock);
    this.clock = clock;
    this.invocation = invocation;
  }

  /**
   * The posted correction of an earlier request that this one repeats; empty if there is none.
   *
   * @param key the key of the request, formed like a run's
   * @throws InvalidAdoptionException if the key belongs to another correction
   */
  public Optional<Adopted> find(RunKey key, Adoption adoption) {
    return store.get(path(key)).flatMap(found -> repetition(key, adoption, found));
  }

  /**
   * Posts a correction into the holdings.
   *
   * @param key the key of the request, formed like a run's
   * @param account the account, to which the books belong from then on
   * @param portfolio the account's positions at the broker
   * @param uncompared the contracts that are not compared with the portfolio, such as currency
   *     pairs
   * @param prices the broker's value of one unit of contracts, by conId; for a contract without
   *     one, the value of the latest snapshot counts
   * @throws InvalidAdoptionException if the key belongs to another correction
   */
  public Outcome adopt(
      RunKey key,
      Adoption adoption,
      String account,
      Quantities portfolio,
      Set<Integer> uncompared,
      Map<Integer, TradePrice> prices) {
    return store.<Outcome, RuntimeException>runTransaction(
        transaction -> {
          AccompanyingWrites.Writes claim =
              books.owner().claim(transaction, account, clock.instant());
          Outcome outcome = adopt(transaction, key, adoption, portfolio, uncompared, prices);
          if (outcome.adopted().isPresent()) {
            claim.write(transaction);
          }
          return outcome;
        });
  }

  private Outcome adopt(
      Transaction transaction,
      RunKey key,
      Adoption adoption,
      Quantities portfolio,
      Set<Integer> uncompared,
      Map<Integer, TradePrice> prices) {
    Optional<Document> former = transaction.get(path(key));
    Optional<Adopted> before = former.flatMap(found -> repetition(key, adoption, found));
    if (before.isPresent()) {
      return new Outcome(before, List.of());
    }
    Quantities sums =
        Books.holdings(transaction.query(Query.in(books.holdingsCollection())))
            .total()
            .without(uncompared);
    List<Difference> differences = Difference.between(adoption.addedTo(sums), portfolio);
    if (!differences.isEmpty()) {
      return new Outcome(Optional.empty(), differences);
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    HoldingsChange holdings =
        new HoldingsChange(books.holdingsCollection(), transaction, adoption.strategies());
    TotalsChange totals =
        TotalsChange.of(books.positions(), transaction, adoption.strategies(), now);
    Effects effects = Effects.NONE;
    SortedMap<Integer, BigDecimal> values = new TreeMap<>();
    for (Adoption.Adjustment adjustment : adoption.adjustments()) {
      int conId = adjustment.conId();
      Shares share = Shares.of(adjustment.strategy(), adjustment.quantity());
      holdings.add(conId, share);
      Optional<TradePrice> price =
          Optional.ofNullable(prices.get(conId)).or(() -> totals.latestPrice(conId));
      if (price.isPresent()) {
        values.put(conId, price.get().price());
        effects = effects.plus(totals.trade(Category.CORRECTED, price.get(), share));
      }
    }
    former.ifPresent(found -> transaction.set(history(found), found.fields()));
    transaction.set(
        path(key),
        ADOPTIONS.fields(
            new StoredAdoption(
                adoption,
                adoption.toString(),
                key.origin(),
                invocation,
                now,
                values,
                Optional.of(effects))));
    holdings.write(transaction);
    totals.write(transaction);
    return new Outcome(
        Optional.of(
            new Adopted(
                id(key), adoption, now, invocation, unpriced(adoption, values.keySet()), false)),
        List.of());
  }

  private Optional<Adopted> repetition(RunKey key, Adoption adoption, Document found) {
    StoredAdoption stored = ADOPTIONS.record(found);
    Instant then = stored.timestamp();
    boolean isOld =
        key.repeatsWithin()
            .filter(within -> !clock.instant().isBefore(then.plus(within)))
            .isPresent();
    if (isOld) {
      return Optional.empty();
    }
    if (!stored.request().equals(adoption.toString())) {
      throw new InvalidAdoptionException(
          "the key belongs to the correction "
              + stored.request()
              + " of "
              + then
              + " and not to "
              + adoption
              + "; give this one a key of its own");
    }
    return Optional.of(
        new Adopted(
            found.id(),
            stored.corrections(),
            then,
            stored.invocation(),
            stored.effects().isPresent()
                ? unpriced(stored.corrections(), stored.prices().keySet())
                : new TreeSet<>(),
            !stored.invocation().equals(invocation)));
  }

  /** The contracts that strategies got or gave without a price. */
  private static SortedSet<Integer> unpriced(Adoption adoption, Set<Integer> priced) {
    SortedSet<Integer> unpriced = new TreeSet<>();
    for (Adoption.Adjustment adjustment : adoption.adjustments()) {
      if (adjustment.quantity().signum() != 0
          && TotalsChange.isTracked(adjustment.strategy())
          && !priced.contains(adjustment.conId())) {
        unpriced.add(adjustment.conId());
      }
    }
    return unpriced;
  }

  private static Adoption adoption(Fields byStrategy) {
    List<Adoption.Adjustment> adjustments = new ArrayList<>();
    for (String strategy : byStrategy.fields().keySet()) {
      byStrategy
          .map(strategy)
          .decimals()
          .forEach(
              (conId, quantity) ->
                  adjustments.add(
                      new Adoption.Adjustment(strategy, Integer.parseInt(conId), quantity)));
    }
    return new Adoption(adjustments);
  }

  private static Map<String, Map<String, BigDecimal>> byStrategy(Adoption adoption) {
    Map<String, Map<String, BigDecimal>> byStrategy = new LinkedHashMap<>();
    for (Adoption.Adjustment adjustment : adoption.adjustments()) {
      byStrategy
          .computeIfAbsent(adjustment.strategy(), strategy -> new LinkedHashMap<>())
          .put(Integer.toString(adjustment.conId()), adjustment.quantity());
    }
    return byStrategy;
  }

  private static String id(RunKey key) {
    return "adopt-" + key.id();
  }

  private String path(RunKey key) {
    return books.fillsCollection() + "/" + id(key);
  }

  private static String history(Document found) {
    long then = ADOPTIONS.record(found).timestamp().toEpochMilli();
    return found.path() + "-" + Long.toString(then, Character.MAX_RADIX);
  }
}
