package dev.ibintents.trading.close;

import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.QuantityStep;
import dev.ibintents.trading.books.Attribution;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.order.ConsolidatedTrade;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What closes positions: of each contract, the opposite of what is held, for those who hold it.
 *
 * @param orders what goes to the broker, by conId: none of them is 0
 * @param crossed contracts of which only the books have something: no order goes out, and each
 *     strategy's holding moves by its source at once
 * @param left what stays as it is because the broker takes no orders for such fractions, by conId,
 *     negative if short
 * @param tooSmall what stays as it is because the broker takes no orders that small, by conId, with
 *     the reason in words
 * @param unknown what was to be traded of contracts that nobody can describe, by conId
 * @param beyond what strategies keep in the books because the account does not have it for them, by
 *     conId, negative if short
 */
public record Closing(
    List<ConsolidatedTrade> orders,
    List<ConsolidatedTrade> crossed,
    SortedMap<Integer, BigDecimal> left,
    SortedMap<Integer, String> tooSmall,
    SortedMap<Integer, BigDecimal> unknown,
    SortedMap<Integer, BigDecimal> beyond) {

  /** Keeps copies. */
  public Closing {
    orders = List.copyOf(orders);
    crossed = List.copyOf(crossed);
    left = Collections.unmodifiableSortedMap(new TreeMap<>(left));
    tooSmall = Collections.unmodifiableSortedMap(new TreeMap<>(tooSmall));
    unknown = Collections.unmodifiableSortedMap(new TreeMap<>(unknown));
    beyond = Collections.unmodifiableSortedMap(new TreeMap<>(beyond));
  }

  /**
   * Closes what the account holds by the broker. What that is more or less than the strategies hold
   * together is nobody's ({@link Books#BY_HAND}), so that afterwards neither holds anything.
   *
   * @param holdings what each strategy holds, by strategy and conId
   * @param portfolio what the account holds, by conId
   * @param steps in what steps orders may be, by conId; none for a contract that is not known
   */
  public static Closing ofAccount(
      Map<String, ? extends Map<Integer, BigDecimal>> holdings,
      Map<Integer, BigDecimal> portfolio,
      Map<Integer, QuantityStep> steps) {
    SortedMap<Integer, SortedMap<String, BigDecimal>> sources = sources(holdings);
    portfolio.keySet().forEach(conId -> sources.computeIfAbsent(conId, key -> new TreeMap<>()));
    sources.forEach(
        (conId, source) -> {
          BigDecimal held = portfolio.getOrDefault(conId, BigDecimal.ZERO);
          source.put(Books.BY_HAND, held.add(PlainDecimal.sum(source.values())).negate());
        });
    return of(sources, Map.of(), steps);
  }

  /**
   * Closes what strategies hold by the books, as far as the account has it for them. See {@link
   * Room}: what goes beyond stays in the books, shared out among those who hold it.
   *
   * @param holdings of those strategies, by strategy and conId
   * @param room how much may be traded of each contract, by conId; none for a contract of which the
   *     broker tells no position
   * @param steps in what steps orders may be, by conId; none for a contract that is not known
   */
  public static Closing ofStrategies(
      Map<String, ? extends Map<Integer, BigDecimal>> holdings,
      Map<Integer, Room> room,
      Map<Integer, QuantityStep> steps) {
    return of(sources(holdings), room, steps);
  }

  private static SortedMap<Integer, SortedMap<String, BigDecimal>> sources(
      Map<String, ? extends Map<Integer, BigDecimal>> holdings) {
    SortedMap<Integer, SortedMap<String, BigDecimal>> sources = new TreeMap<>();
    holdings.forEach(
        (strategy, held) ->
            held.forEach(
                (conId, quantity) ->
                    sources
                        .computeIfAbsent(conId, key -> new TreeMap<>())
                        .put(strategy, quantity.negate())));
    return sources;
  }

  private static Closing of(
      SortedMap<Integer, SortedMap<String, BigDecimal>> sources,
      Map<Integer, Room> room,
      Map<Integer, QuantityStep> steps) {
    Parts parts = new Parts();
    sources.forEach(
        (conId, source) -> {
          Optional<QuantityStep> step = Optional.ofNullable(steps.get(conId));
          ConsolidatedTrade wanted = ConsolidatedTrade.of(conId, source);
          ConsolidatedTrade trade =
              Optional.ofNullable(room.get(conId))
                  .map(limit -> within(limit, wanted, step))
                  .orElse(wanted);
          parts.add(trade, step);
          parts.keep(conId, trade.quantity().subtract(wanted.quantity()));
        });
    return new Closing(
        parts.orders, parts.crossed, parts.left, parts.tooSmall, parts.unknown, parts.beyond);
  }

  /**
   * The part of a trade for which there is room; the rest stays with whom it would close, pro rata.
   */
  private static ConsolidatedTrade within(
      Room room, ConsolidatedTrade wanted, Optional<QuantityStep> step) {
    BigDecimal rest = wanted.quantity().subtract(room.limited(wanted.quantity()));
    if (rest.signum() == 0) {
      return wanted;
    }
    Map<String, BigDecimal> closing = new TreeMap<>(wanted.source());
    closing.values().removeIf(share -> share.signum() != rest.signum());
    SortedMap<String, BigDecimal> source = new TreeMap<>(wanted.source());
    new Attribution(closing, step.map(QuantityStep::increment).orElse(BigDecimal.ONE))
        .totals(rest)
        .forEach((strategy, share) -> source.merge(strategy, share.negate(), BigDecimal::add));
    return ConsolidatedTrade.of(wanted.conId(), source);
  }

  /** Sorts trades into what becomes of them. */
  private static final class Parts {
    private final List<ConsolidatedTrade> orders = new ArrayList<>();
    private final List<ConsolidatedTrade> crossed = new ArrayList<>();
    private final SortedMap<Integer, BigDecimal> left = new TreeMap<>();
    private final SortedMap<Integer, String> tooSmall = new TreeMap<>();
    private final SortedMap<Integer, BigDecimal> unknown = new TreeMap<>();
    private final SortedMap<Integer, BigDecimal> beyond = new TreeMap<>();

    void keep(int conId, BigDecimal quantity) {
      if (quantity.signum() != 0) {
        beyond.put(conId, PlainDecimal.of(quantity));
      }
    }

    void add(ConsolidatedTrade trade, Optional<QuantityStep> step) {
      if (trade.source().isEmpty()) {
        return;
      }
      if (trade.quantity().signum() == 0) {
        crossed.add(trade);
      } else if (step.isEmpty()) {
        unknown.put(trade.conId(), trade.quantity());
      } else {
        add(trade, step.get());
      }
    }

    private void add(ConsolidatedTrade trade, QuantityStep step) {
      BigDecimal whole = step.towardsZero(trade.quantity());
      Optional<String> refusal = step.refusal(whole);
      if (refusal.isPresent()) {
        tooSmall.put(trade.conId(), refusal.get());
        return;
      }
      BigDecimal rest = trade.quantity().subtract(whole);
      if (rest.signum() != 0) {
        left.put(trade.conId(), PlainDecimal.of(rest.negate()));
      }
      if (whole.signum() != 0) {
        orders.add(ConsolidatedTrade.of(trade.conId(), without(rest, trade.source())));
      }
    }
  }

  /**
   * The source without what cannot be traded of it. That stays with nobody if it can, else with the
   * strategy that holds most; if none holds that much, it becomes nobody's.
   */
  private static Map<String, BigDecimal> without(BigDecimal rest, Map<String, BigDecimal> source) {
    if (rest.signum() == 0) {
      return source;
    }
    SortedMap<String, BigDecimal> without = new TreeMap<>(source);
    String bearer =
        source.entrySet().stream()
            .filter(share -> share.getValue().signum() == rest.signum())
            .filter(share -> share.getValue().abs().compareTo(rest.abs()) >= 0)
            .max(
                Comparator.comparing(
                        (Map.Entry<String, BigDecimal> share) ->
                            share.getKey().equals(Books.BY_HAND))
                    .thenComparing(share -> share.getValue().abs())
                    .thenComparing(Map.Entry::getKey))
            .map(Map.Entry::getKey)
            .orElse(Books.BY_HAND);
    without.merge(bearer, rest.negate(), BigDecimal::add);
    return without;
  }
}
