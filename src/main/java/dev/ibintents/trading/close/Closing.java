package dev.ibintents.trading.close;

import dev.ibintents.trading.Holdings;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.QuantityStep;
import dev.ibintents.trading.Shares;
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
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * The trades that close positions. For each contract, they sell what is held long and buy what is
 * held short, for the strategies that hold it.
 *
 * @param orders the trades that are sent to the broker, sorted by conId; none is 0
 * @param crossed the trades in contracts that only the books have: no order is sent, and each
 *     strategy's holding changes by its share at once
 * @param left the quantities that stay because the broker takes no orders for these fractions;
 *     negative if short
 * @param tooSmall the contracts that stay because the orders would be too small for the broker, by
 *     conId, each with the reason in words
 * @param unknown the quantities to trade of contracts whose details are not known
 * @param beyond the quantities that strategies keep in the books because the account does not have
 *     them; negative if short
 */
public record Closing(
    List<ConsolidatedTrade> orders,
    List<ConsolidatedTrade> crossed,
    Quantities left,
    SortedMap<Integer, String> tooSmall,
    Quantities unknown,
    Quantities beyond) {

  /** Keeps copies. */
  public Closing {
    orders = List.copyOf(orders);
    crossed = List.copyOf(crossed);
    tooSmall = Collections.unmodifiableSortedMap(new TreeMap<>(tooSmall));
  }

  /**
   * Closes the account's positions at the broker. The difference from the strategies' holdings
   * belongs to no strategy ({@link Books#BY_HAND}). Afterwards neither account nor strategies hold
   * anything.
   *
   * @param holdings the holdings of each strategy
   * @param portfolio the account's positions
   * @param steps the sizes of orders, by conId; none for a contract whose details are not known
   */
  public static Closing ofAccount(
      Holdings holdings, Quantities portfolio, Map<Integer, QuantityStep> steps) {
    SortedSet<Integer> conIds = holdings.contracts();
    conIds.addAll(portfolio.contracts());
    Parts parts = new Parts();
    for (int conId : conIds) {
      Shares source = holdings.of(conId).negated();
      BigDecimal byHand = portfolio.of(conId).add(source.total()).negate();
      parts.add(
          ConsolidatedTrade.of(conId, source.plus(Books.BY_HAND, byHand)),
          Optional.ofNullable(steps.get(conId)));
    }
    return parts.closing();
  }

  /**
   * Closes the holdings of strategies in the books, as far as the account has them; see {@link
   * Room}. The rest stays in the books, shared out among its holders.
   *
   * @param holdings the holdings of these strategies
   * @param room the quantities that may be traded, by conId; none for a contract without a position
   *     at the broker
   * @param steps the sizes of orders, by conId; none for a contract whose details are not known
   */
  public static Closing ofStrategies(
      Holdings holdings, Map<Integer, Room> room, Map<Integer, QuantityStep> steps) {
    Parts parts = new Parts();
    for (int conId : holdings.contracts()) {
      Optional<QuantityStep> step = Optional.ofNullable(steps.get(conId));
      ConsolidatedTrade wanted = ConsolidatedTrade.of(conId, holdings.of(conId).negated());
      ConsolidatedTrade trade =
          Optional.ofNullable(room.get(conId))
              .map(limit -> within(limit, wanted, step))
              .orElse(wanted);
      parts.add(trade, step);
      parts.keep(conId, trade.quantity().subtract(wanted.quantity()));
    }
    return parts.closing();
  }

  /**
   * The part of a trade for which there is room. The rest stays with its holders, in proportion to
   * their shares.
   */
  private static ConsolidatedTrade within(
      Room room, ConsolidatedTrade wanted, Optional<QuantityStep> step) {
    BigDecimal rest = wanted.quantity().subtract(room.limited(wanted.quantity()));
    if (rest.signum() == 0) {
      return wanted;
    }
    Shares closing = wanted.source().ofSign(rest.signum());
    BigDecimal increment = step.map(QuantityStep::increment).orElse(BigDecimal.ONE);
    Shares kept = new Attribution(closing, increment).totals(rest);
    return ConsolidatedTrade.of(wanted.conId(), wanted.source().minus(kept));
  }

  /** Sorts trades by their outcome. */
  private static final class Parts {
    private final List<ConsolidatedTrade> orders = new ArrayList<>();
    private final List<ConsolidatedTrade> crossed = new ArrayList<>();
    private Quantities left = Quantities.NONE;
    private final SortedMap<Integer, String> tooSmall = new TreeMap<>();
    private Quantities unknown = Quantities.NONE;
    private Quantities beyond = Quantities.NONE;

    Closing closing() {
      return new Closing(orders, crossed, left, tooSmall, unknown, beyond);
    }

    void keep(int conId, BigDecimal quantity) {
      beyond = beyond.plus(conId, quantity);
    }

    void add(ConsolidatedTrade trade, Optional<QuantityStep> step) {
      if (trade.source().isEmpty()) {
        return;
      }
      if (trade.quantity().signum() == 0) {
        crossed.add(trade);
      } else if (step.isEmpty()) {
        unknown = unknown.plus(trade.conId(), trade.quantity());
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
      left = left.plus(trade.conId(), rest.negate());
      if (whole.signum() != 0) {
        orders.add(ConsolidatedTrade.of(trade.conId(), without(rest, trade.source())));
      }
    }
  }

  /**
   * The source without the rest that cannot be traded. The rest stays in the share of {@link
   * Books#BY_HAND} if that is large enough, else in the largest share of a strategy. If no share is
   * large enough, the rest becomes a share of {@link Books#BY_HAND}.
   */
  private static Shares without(BigDecimal rest, Shares source) {
    if (rest.signum() == 0) {
      return source;
    }
    String bearer =
        source.byStrategy().entrySet().stream()
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
    return source.plus(bearer, rest.negate());
  }
}
