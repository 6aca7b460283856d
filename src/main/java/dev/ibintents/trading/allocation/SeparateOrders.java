package dev.ibintents.trading.allocation;

import dev.ibintents.trading.QuantityStep;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.order.ConsolidatedTrade;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Splits the trades of all strategies into orders, one for each kind of order properties.
 *
 * <ol>
 *   <li>Opposite trades of strategies cancel out first, whatever their properties are. So a run
 *       never buys and sells a contract at the same time. The sequence of the strategy ids decides
 *       whose trades cancel out.
 *   <li>The rest belongs to the strategies of the larger side. Those with equal properties share an
 *       order.
 *   <li>A part that is too small for an order of its own joins the largest part.
 * </ol>
 *
 * @param orders the orders, sorted by conId
 * @param crossedInternally the trades that change only the books, sorted by conId
 */
public record SeparateOrders(List<Separate> orders, List<ConsolidatedTrade> crossedInternally) {
  /** Keeps copies. */
  public SeparateOrders {
    orders = List.copyOf(orders);
    crossedInternally = List.copyOf(crossedInternally);
  }

  /**
   * An order.
   *
   * @param strategy the id of a strategy with the order's properties
   * @param trade the trade; not 0
   */
  public record Separate(String strategy, ConsolidatedTrade trade) {}

  /** The shares in one order of a contract, and a strategy with its properties. */
  private record Part(String strategy, Shares shares) {
    static Part of(String strategy, BigDecimal share) {
      return new Part(strategy, Shares.of(strategy, share));
    }

    Part plus(Shares more) {
      return new Part(strategy, shares.plus(more));
    }

    BigDecimal size() {
      return shares.total().abs();
    }
  }

  /**
   * Splits trades. The sum of each strategy's shares in a contract stays the same.
   *
   * @param consolidation the trades of all strategies together, one for each contract
   * @param kinds the kind of order properties of a strategy; equal kinds share an order
   * @param steps the sizes in which a contract can be ordered, by conId
   */
  public static SeparateOrders of(
      Consolidation consolidation, Function<String, ?> kinds, IntFunction<QuantityStep> steps) {
    List<Separate> orders = new ArrayList<>();
    List<ConsolidatedTrade> crossed = new ArrayList<>(consolidation.crossedInternally());
    for (ConsolidatedTrade trade : consolidation.orders()) {
      Shares crossing = Shares.NONE;
      for (Part part : parts(trade, kinds, steps)) {
        if (part.size().signum() == 0) {
          crossing = crossing.plus(part.shares());
        } else {
          orders.add(
              new Separate(part.strategy(), ConsolidatedTrade.of(trade.conId(), part.shares())));
        }
      }
      if (!crossing.isEmpty()) {
        crossed.add(ConsolidatedTrade.of(trade.conId(), crossing));
      }
    }
    crossed.sort(Comparator.comparing(ConsolidatedTrade::conId));
    return new SeparateOrders(orders, crossed);
  }

  private static List<Part> parts(
      ConsolidatedTrade trade, Function<String, ?> kinds, IntFunction<QuantityStep> steps) {
    int side = trade.quantity().signum();
    Map<Object, Part> byKind = new LinkedHashMap<>();
    trade
        .source()
        .ofSign(side)
        .forEach(
            (strategy, share) ->
                byKind.merge(
                    kinds.apply(strategy),
                    Part.of(strategy, share),
                    (part, more) -> part.plus(more.shares())));
    if (byKind.size() == 1) {
      return List.of(new Part(byKind.values().iterator().next().strategy(), trade.source()));
    }
    return joined(
        crossed(byKind.values(), trade.source().ofSign(-side)), steps.apply(trade.conId()));
  }

  /** The parts, each with the opposite shares that cancel out in it. */
  private static List<Part> crossed(Collection<Part> sameSide, Shares opposite) {
    List<Part> parts = new ArrayList<>();
    Shares left = opposite;
    for (Part part : sameSide) {
      Shares taken = first(left, part.size());
      parts.add(part.plus(taken));
      left = left.minus(taken);
    }
    return parts;
  }

  /** The first of these shares by strategy id, up to a quantity. */
  private static Shares first(Shares shares, BigDecimal quantity) {
    Shares taken = Shares.NONE;
    for (String strategy : shares.strategies()) {
      BigDecimal share = shares.of(strategy);
      BigDecimal part = share.abs().min(quantity.subtract(taken.total().abs()));
      taken = taken.plus(strategy, share.signum() < 0 ? part.negate() : part);
    }
    return taken;
  }

  /** The parts that are large enough; the largest one contains the parts that are too small. */
  private static List<Part> joined(List<Part> parts, QuantityStep step) {
    Part largest = parts.stream().max(Comparator.comparing(Part::size)).orElseThrow();
    List<Part> tooSmall =
        parts.stream()
            .filter(part -> part != largest && step.refusal(part.shares().total()).isPresent())
            .toList();
    List<Part> joined = new ArrayList<>(parts);
    joined.removeAll(tooSmall);
    joined.replaceAll(part -> part == largest ? withAll(part, tooSmall) : part);
    return joined;
  }

  private static Part withAll(Part part, List<Part> more) {
    Part sum = part;
    for (Part other : more) {
      sum = sum.plus(other.shares());
    }
    return sum;
  }
}
