package dev.ibintents.trading.totals;

import dev.ibintents.environment.Configuration;
import dev.ibintents.store.Document;
import dev.ibintents.store.Fields;
import dev.ibintents.store.Query;
import dev.ibintents.store.Transaction;
import dev.ibintents.trading.Money;
import dev.ibintents.trading.Shares;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A change of running totals in one transaction. Make it before the transaction's first write: it
 * reads the totals. {@link #write} writes those that have changed.
 *
 * <p>Quantities of no strategy and parked holdings have no totals. Their money is nobody's.
 */
public final class TotalsChange {
  /** The collection with the values of units on each day. */
  public static final String DAY_HOLDINGS = "dayHoldings";

  private static final String UPDATED_AT = "updatedAt";

  private final String positions;
  private final Instant now;
  private final Transaction reading;
  private final boolean hasAll;
  private final Optional<Document> snapshot;
  private final SortedMap<String, Totals> totals = new TreeMap<>();
  private final Set<String> changed = new TreeSet<>();
  private final List<Amendment> amendments = new ArrayList<>();

  private TotalsChange(String positions, Transaction transaction, boolean hasAll, Instant now) {
    this.positions = positions;
    this.reading = transaction;
    this.hasAll = hasAll;
    this.now = now.truncatedTo(ChronoUnit.MICROS);
    this.snapshot = transaction.get(latestSnapshot(positions));
  }

  /**
   * Begins a change of some strategies' totals.
   *
   * @param positions the path of the books, {@code positions/{mode}}
   * @param transaction the transaction, in which nothing has been written yet
   * @param strategies the strategies whose totals may change; others are left out
   * @param now the time of the change
   */
  public static TotalsChange of(
      String positions, Transaction transaction, Collection<String> strategies, Instant now) {
    TotalsChange change = new TotalsChange(positions, transaction, false, now);
    for (String strategy : new TreeSet<>(strategies)) {
      if (isTracked(strategy)) {
        change.totals.put(
            strategy,
            transaction.get(change.path(strategy)).map(Totals::read).orElse(Totals.none(strategy)));
      }
    }
    return change;
  }

  /**
   * Begins a change of the totals of all strategies that have any.
   *
   * @param positions the path of the books, {@code positions/{mode}}
   * @param transaction the transaction, in which nothing has been written yet
   * @param now the time of the change
   */
  public static TotalsChange ofAll(String positions, Transaction transaction, Instant now) {
    TotalsChange change = new TotalsChange(positions, transaction, true, now);
    transaction.query(Query.in(collection(positions))).stream()
        .map(Totals::read)
        .forEach(found -> change.totals.put(found.strategy(), found));
    return change;
  }

  /** The path of the latest snapshot of the account. */
  public static String latestSnapshot(String positions) {
    return positions + "/portfolio/latest";
  }

  /** The path of the totals. */
  public static String collection(String positions) {
    return positions + "/totals";
  }

  /** The path of the amendments. */
  public static String amendments(String positions) {
    return positions + "/amendments";
  }

  /** Whether an owner of quantities is a strategy, whose totals are kept. */
  public static boolean isTracked(String owner) {
    return !owner.equals(Shares.BY_HAND) && !owner.equals(Configuration.PARKED);
  }

  /** The totals with the change so far. */
  public Collection<Totals> totals() {
    return List.copyOf(totals.values());
  }

  /**
   * The totals of a strategy with the change so far.
   *
   * @throws IllegalStateException if they were not read
   */
  public Totals of(String strategy) {
    Totals known = totals.get(strategy);
    if (known == null && !hasAll) {
      throw new IllegalStateException(
          "the totals of " + strategy + " were not read before they change");
    }
    return known == null ? Totals.none(strategy) : known;
  }

  /** Adds effects. */
  public void add(Effects effects) {
    effects
        .byStrategy()
        .forEach(
            (strategy, effect) -> {
              totals.put(strategy, of(strategy).plus(effect, now));
              changed.add(strategy);
            });
  }

  /** Takes effects back. */
  public void takeBack(Effects effects) {
    add(effects.negated());
  }

  /**
   * Adds the cost of holdings that are older than the totals.
   *
   * @param opening the quantities and their value, by conId
   */
  public void open(String strategy, SortedMap<Integer, Basis> opening) {
    totals.put(strategy, of(strategy).opened(opening, now));
    changed.add(strategy);
  }

  /**
   * Adds a trade.
   *
   * @param category the category of its cash
   * @param price the contract and the price
   * @param shares the quantity of each strategy, negative for sales
   * @return its effects
   */
  public Effects trade(Category category, TradePrice price, Shares shares) {
    SortedMap<String, Effect> effects = new TreeMap<>();
    shares.forEach(
        (strategy, share) -> {
          if (isTracked(strategy)) {
            effects.put(strategy, effect(category, price, of(strategy), share));
          }
        });
    Effects all = new Effects(effects);
    add(all);
    return all;
  }

  private static Effect effect(
      Category category, TradePrice price, Totals before, BigDecimal share) {
    TradedContract contract = price.contract();
    BigDecimal value = price.value(share);
    Basis change = before.basis(contract).changedBy(share, value);
    SortedMap<String, BigDecimal> volume = new TreeMap<>();
    if (category.isTrade()) {
      volume.put(contract.currency(), value.abs());
    }
    return new Effect(
        contract.cash(category, share, value),
        new TreeMap<>(Map.of(contract.conId(), change)),
        new TreeMap<>(Map.of(contract.currency(), change.cost().subtract(value))),
        volume);
  }

  /**
   * The shares of strategies in a conversion of cash that none of them has asked for. The
   * strategies get it whose cash it settles; the rest is nobody's.
   *
   * @param price the currency pair and the price
   * @param quantity the converted quantity of the pair, negative for a sale
   * @param baseCurrency the account's base currency
   */
  public Shares settled(TradePrice price, BigDecimal quantity, String baseCurrency) {
    Shares shares = Conversion.shares(price, quantity, baseCurrency, totals.values());
    return shares.plus(Shares.BY_HAND, quantity.subtract(shares.total()));
  }

  /**
   * Adds a conversion. It moves cash, and no holding.
   *
   * @param price the currency pair and the price
   * @param shares the quantity of the pair that each strategy gets
   * @return its effects
   */
  public Effects convert(TradePrice price, Shares shares) {
    Effects effects = cash(Category.TRADED, price, shares);
    add(effects);
    return effects;
  }

  /**
   * The cash of a trade, without its cost. This adds nothing.
   *
   * @param category the category of the cash
   * @param price the contract and the price
   * @param shares the quantity of each strategy, negative for sales
   */
  public static Effects cash(Category category, TradePrice price, Shares shares) {
    SortedMap<String, Effect> effects = new TreeMap<>();
    shares.forEach(
        (strategy, share) -> {
          if (isTracked(strategy)) {
            effects.put(
                strategy, Effect.of(price.contract().cash(category, share, price.value(share))));
          }
        });
    return new Effects(effects);
  }

  /**
   * Takes away the cost that a correction has left of holdings of 0.
   *
   * @return the effects of it
   */
  public Effects flatten(TradedContract contract, Collection<String> strategies) {
    SortedMap<String, Effect> effects = new TreeMap<>();
    for (String strategy : strategies) {
      if (isTracked(strategy)) {
        Basis left = of(strategy).basis(contract);
        if (left.quantity().signum() == 0 && left.cost().signum() != 0) {
          effects.put(
              strategy,
              new Effect(
                  Cash.NONE,
                  new TreeMap<>(Map.of(contract.conId(), left.negated())),
                  new TreeMap<>(Map.of(contract.currency(), left.cost().negate())),
                  new TreeMap<>()));
        }
      }
    }
    Effects all = new Effects(effects);
    add(all);
    return all;
  }

  /**
   * The effects of a cost that owners share in proportion to their quantities. The shares sum to
   * the cost exactly. This adds nothing.
   *
   * @param category the category of the cost
   * @param cost the amount to pay
   * @param shares the quantities; their signs do not count
   */
  public static Effects shared(Category category, Money cost, Shares shares) {
    SortedMap<String, Effect> effects = new TreeMap<>();
    SharedAmount.parts(cost.amount(), shares)
        .forEach(
            (strategy, part) -> {
              if (isTracked(strategy)) {
                effects.put(
                    strategy,
                    Effect.of(Cash.of(category, new Money(part.negate(), cost.currency()))));
              }
            });
    return new Effects(effects);
  }

  /**
   * Amends the days on record, if effects belong before the latest of them.
   *
   * @param id a name for the cause, which the amendment's id begins with
   * @param cause the path of the document of their cause
   * @param effects the effects, which are added to the totals too
   * @param effectiveAt the time from which on the account's values contain them
   */
  public void amend(String id, String cause, Effects effects, Instant effectiveAt) {
    boolean isLate =
        snapshot
            .flatMap(latest -> latest.findInstant(UPDATED_AT))
            .filter(recorded -> !recorded.isBefore(effectiveAt))
            .isPresent();
    if (isLate && !effects.isEmpty()) {
      String time =
          Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, now), Character.MAX_RADIX);
      amendments.add(new Amendment(id + "-" + time, cause, effects, effectiveAt, now));
    }
  }

  /**
   * The value of one unit on the latest day on record, if the account or a strategy held the
   * contract then. It reads, so it must precede the transaction's first write.
   */
  public Optional<TradePrice> latestPrice(int conId) {
    return latestUnit(conId).flatMap(unit -> price(conId, unit));
  }

  /**
   * The broker's kind of a contract on the latest day on record; empty if it is not known. It
   * reads, so it must precede the transaction's first write.
   */
  public String latestSecType(int conId) {
    return latestUnit(conId).flatMap(unit -> unit.findString("secType")).orElse("");
  }

  private Optional<Fields> latestUnit(int conId) {
    return snapshot
        .flatMap(latest -> latest.findString("day"))
        .flatMap(day -> reading.get(positions + "/" + DAY_HOLDINGS + "/" + day))
        .flatMap(holdings -> holdings.findMap("units"))
        .flatMap(units -> units.findMap(Integer.toString(conId)));
  }

  /** The multiplier is 1, because the value of a unit includes the contract's own. */
  private static Optional<TradePrice> price(int conId, Fields unit) {
    return unit.findDecimal("value")
        .map(
            value ->
                new TradePrice(
                    new TradedContract(
                        conId, unit.string("currency"), Optional.empty(), BigDecimal.ONE),
                    value));
  }

  /** Writes the totals that have changed, and the amendments. */
  public void write(Transaction transaction) {
    changed.forEach(strategy -> transaction.set(path(strategy), totals.get(strategy).fields()));
    amendments.forEach(
        amendment ->
            transaction.set(amendments(positions) + "/" + amendment.id(), amendment.fields()));
  }

  private String path(String strategy) {
    return collection(positions) + "/" + strategy;
  }
}
