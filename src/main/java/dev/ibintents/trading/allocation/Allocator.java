package dev.ibintents.trading.allocation;

import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.QuantityStep;
import dev.ibintents.trading.UnitValue;
import dev.ibintents.trading.order.ConsolidatedTrade;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Calculates targets from signals, trades from targets, and the consolidated trades of all
 * strategies. It changes nothing.
 *
 * <p>If one target of a strategy cannot be calculated, the whole strategy is left out: half of a
 * hedge may be worse than none. A contract that a strategy holds and has no signal for is sold.
 */
public final class Allocator {
  private final Map<Integer, Instrument> instruments;
  private final Map<Integer, String> untradable;

  /**
   * The known facts about a contract.
   *
   * @param name the name for messages, such as SPY or MNQZ6
   * @param value the value of one unit; parts of it may be missing
   * @param step the sizes in which it can be ordered
   */
  public record Instrument(String name, UnitValue value, QuantityStep step) {}

  /**
   * The signals of a strategy, and its holdings.
   *
   * @param strategy the strategy's id
   * @param capital the money that it may use, in the base currency
   * @param signals the fraction of its capital for each contract, by conId
   * @param holdings its holdings
   * @param stillToFill the quantities by which open orders will still change its holdings
   * @param untradable the contracts that it must not trade now, by conId, each with the reason
   * @param rebalancing decides which differences it trades
   */
  public record Wish(
      String strategy,
      BigDecimal capital,
      Map<Integer, BigDecimal> signals,
      Quantities holdings,
      Quantities stillToFill,
      Map<Integer, String> untradable,
      Rebalancing rebalancing) {}

  /**
   * The targets of one strategy.
   *
   * @param byContract the target position of each contract that it has a signal for, holds or has
   *     on order, by conId; 0 for a contract to be sold completely
   */
  public record Targets(SortedMap<Integer, Target.Position> byContract) {
    /** Copies the map. */
    public Targets {
      byContract = Collections.unmodifiableSortedMap(new TreeMap<>(byContract));
    }
  }

  /**
   * The targets and trades of all strategies.
   *
   * @param targets the positions that each strategy is to hold, by strategy
   * @param trades the trades of each strategy, without zeros and without trades that are too small
   * @param consolidation the trades of all strategies together
   * @param leftAlone the contracts whose difference from the target is not traded, by strategy and
   *     conId, each with the reason
   * @param tooSmall the reasons why consolidated trades are too small for an order, by conId
   * @param unallotted the strategies that do not trade, each with the reason
   * @param skipped the contracts that are not traded, by name, each with the reason
   */
  public record Allotment(
      SortedMap<String, Targets> targets,
      List<Trade> trades,
      Consolidation consolidation,
      SortedMap<String, SortedMap<Integer, String>> leftAlone,
      SortedMap<Integer, String> tooSmall,
      SortedMap<String, Unallotted> unallotted,
      SortedMap<String, String> skipped) {}

  /**
   * The reason why a strategy does not trade.
   *
   * @param cause the kind of reason
   * @param reason the reason in words
   */
  public record Unallotted(Cause cause, String reason) {}

  /** Kinds of reasons why a strategy does not trade. */
  public enum Cause {
    /** A contract is not known. */
    CONTRACT,
    /** A contract has no usable price, multiplier or exchange rate. */
    PRICE,
    /** The capital is missing or not above 0, or a signal is missing. */
    CAPITAL
  }

  /**
   * @param instruments every contract that a strategy has a signal for or holds, by conId
   * @param untradable the contracts that must not be traded, by conId, each with the reason
   */
  public Allocator(Map<Integer, Instrument> instruments, Map<Integer, String> untradable) {
    this.instruments = Map.copyOf(instruments);
    this.untradable = Map.copyOf(untradable);
  }

  /**
   * Calculates the targets and trades of all strategies. Strategies influence each other only by
   * the consolidation.
   */
  public Allotment allot(List<Wish> wishes) {
    SortedMap<String, Targets> targets = new TreeMap<>();
    SortedMap<String, Unallotted> unallotted = new TreeMap<>();
    SortedMap<String, String> skipped = new TreeMap<>();
    SortedMap<String, SortedMap<Integer, String>> leftAlone = new TreeMap<>();
    List<Trade> trades = new ArrayList<>();
    for (Wish wish : wishes) {
      SortedMap<Integer, Target.Position> positions = new TreeMap<>();
      Optional<Unallotted> refusal = targets(wish, positions);
      if (refusal.isPresent()) {
        unallotted.put(wish.strategy(), refusal.get());
        continue;
      }
      targets.put(wish.strategy(), new Targets(positions));
      SortedMap<Integer, String> alone = new TreeMap<>();
      positions.forEach(
          (conId, target) -> trade(wish, conId, target.quantity(), alone).ifPresent(trades::add));
      if (!alone.isEmpty()) {
        leftAlone.put(wish.strategy(), alone);
      }
    }
    Map<String, Map<Integer, String>> own = new HashMap<>();
    wishes.forEach(wish -> own.put(wish.strategy(), wish.untradable()));
    List<Trade> tradable = tradable(trades, own, skipped);
    SortedMap<Integer, String> tooSmall = tooSmall(Consolidation.of(tradable));
    tradable.removeIf(trade -> tooSmall.containsKey(trade.conId()));
    return new Allotment(
        targets,
        List.copyOf(tradable),
        Consolidation.of(tradable),
        leftAlone,
        tooSmall,
        unallotted,
        skipped);
  }

  private List<Trade> tradable(
      List<Trade> trades,
      Map<String, Map<Integer, String>> own,
      SortedMap<String, String> skipped) {
    List<Trade> tradable = new ArrayList<>();
    for (Trade trade : trades) {
      String reason =
          untradable.getOrDefault(trade.conId(), own.get(trade.strategy()).get(trade.conId()));
      if (reason == null) {
        tradable.add(trade);
      } else {
        skipped.merge(
            instruments.get(trade.conId()).name(),
            reason
                + "; not traded: "
                + trade.quantity().toPlainString()
                + " for "
                + trade.strategy(),
            (before, more) ->
                before + ", " + trade.quantity().toPlainString() + " for " + trade.strategy());
      }
    }
    return tradable;
  }

  /**
   * The reasons why orders are too small, by conId. The size of the order at the broker counts, not
   * the sizes of single strategies' trades.
   */
  private SortedMap<Integer, String> tooSmall(Consolidation consolidation) {
    SortedMap<Integer, String> tooSmall = new TreeMap<>();
    for (ConsolidatedTrade order : consolidation.orders()) {
      QuantityStep step = instruments.get(order.conId()).step();
      step.refusal(order.quantity()).ifPresent(reason -> tooSmall.put(order.conId(), reason));
    }
    return tooSmall;
  }

  private Optional<Unallotted> targets(Wish wish, SortedMap<Integer, Target.Position> targets) {
    TreeSet<Integer> contracts = new TreeSet<>(wish.signals().keySet());
    contracts.addAll(wish.holdings().contracts());
    contracts.addAll(wish.stillToFill().contracts());
    for (int conId : contracts) {
      Instrument instrument = instruments.get(conId);
      if (instrument == null) {
        return Optional.of(new Unallotted(Cause.CONTRACT, "nothing is known of contract " + conId));
      }
      BigDecimal signal = wish.signals().getOrDefault(conId, BigDecimal.ZERO);
      if (signal.signum() == 0) {
        targets.put(conId, new Target.Position(BigDecimal.ZERO)); // needs no price
        continue;
      }
      Target target = Target.of(wish.capital(), signal, instrument.value(), instrument.step());
      if (target instanceof Target.Refused refused) {
        return Optional.of(
            new Unallotted(cause(refused.reason()), instrument.name() + " " + refused.message()));
      }
      targets.put(conId, (Target.Position) target);
    }
    return Optional.empty();
  }

  private static Cause cause(Target.Reason reason) {
    return switch (reason) {
      case PRICE, MULTIPLIER, FX_RATE -> Cause.PRICE;
      case CAPITAL, SIGNAL -> Cause.CAPITAL;
    };
  }

  /**
   * The trade of a strategy in a contract.
   *
   * @param leftAlone takes the reason if the difference is not traded
   */
  private Optional<Trade> trade(
      Wish wish, int conId, BigDecimal target, SortedMap<Integer, String> leftAlone) {
    Instrument instrument = instruments.get(conId);
    BigDecimal holding = wish.holdings().of(conId);
    BigDecimal stillToFill = wish.stillToFill().of(conId);
    Trade trade =
        Trade.towards(wish.strategy(), conId, target, holding, stillToFill, instrument.step());
    if (trade.quantity().signum() == 0) {
      return Optional.empty();
    }
    if (target.signum() == 0) {
      return Optional.of(trade); // a position that is not wanted is always closed
    }
    Rebalancing.Decision decision =
        wish.rebalancing()
            .decide(
                new Rebalancing.Difference(
                    conId,
                    wish.capital(),
                    wish.signals().get(conId),
                    instrument.value().inBaseCurrency(),
                    holding.add(stillToFill),
                    trade.quantity()),
                instrument.step());
    decision.reason().ifPresent(reason -> leftAlone.put(conId, reason));
    return decision.quantity().signum() == 0
        ? Optional.empty()
        : Optional.of(new Trade(wish.strategy(), conId, decision.quantity()));
  }
}
