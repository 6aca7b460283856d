package dev.ibintents.backtest.compare;

import dev.ibintents.backtest.Backtest;
import dev.ibintents.backtest.BacktestException;
import dev.ibintents.backtest.BacktestResult;
import dev.ibintents.backtest.BacktestResult.StrategyDay;
import dev.ibintents.backtest.Fill;
import dev.ibintents.backtest.compare.LiveDay.LiveFill;
import dev.ibintents.backtest.plan.LoadedBars;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
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
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Replays days that were traded live, and explains the difference of profits by day and strategy.
 *
 * <p>Each day is replayed by itself: it begins with the live holdings and the live value of the day
 * before, and trades once, at the time of the first live run, with fills at the close. So a
 * difference of one day does not carry over to the next.
 */
public final class Comparison {
  private static final int CENTS = 2;

  private final LoadedBars bars;
  private final SortedSet<String> strategies;
  private final List<Explained> rows = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private Comparison(LoadedBars bars, SortedSet<String> strategies) {
    this.bars = bars;
    this.strategies = strategies;
  }

  /**
   * Compares days.
   *
   * @param strategies the strategies to compare
   * @param backtest gives a new backtest of these strategies, with all settings
   */
  public static Comparison of(
      List<LiveDay> days, LoadedBars bars, Set<String> strategies, Supplier<Backtest> backtest) {
    Comparison comparison = new Comparison(bars, new TreeSet<>(strategies));
    for (LiveDay day : days) {
      try {
        comparison.add(day, comparison.replay(day, backtest.get()));
      } catch (BacktestException e) {
        comparison.notes.add(day.day() + " is left out: " + e.getMessage());
      }
    }
    return comparison;
  }

  /** The rows, by day and strategy. */
  public List<Explained> rows() {
    return List.copyOf(rows);
  }

  /** Remarks for people, such as days that are left out. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  private BacktestResult replay(LiveDay live, Backtest backtest) {
    Map<String, Map<Integer, BigDecimal>> held = new LinkedHashMap<>();
    BigDecimal cash = live.equity();
    for (String id : strategies) {
      SortedMap<Integer, BigDecimal> quantities =
          live.opening().strategies().getOrDefault(id, new TreeMap<>());
      held.put(id, quantities);
      for (Map.Entry<Integer, BigDecimal> holding : quantities.entrySet()) {
        BigDecimal value =
            bars.value(holding.getKey(), live.before())
                .orElseThrow(
                    () ->
                        new BacktestException("there are no bars of contract " + holding.getKey()));
        if (bars.isPaidFor(holding.getKey())) {
          cash = cash.subtract(value.multiply(holding.getValue()));
        }
      }
      Optional.ofNullable(live.exposures().get(id))
          .ifPresent(exposure -> backtest.exposure(id, exposure.toPlainString()));
    }
    return backtest
        .opening(cash, held)
        .schedule((session, previous) -> true)
        .at(live.time())
        .fill(Fill.CLOSE)
        .from(live.day())
        .to(live.day())
        .run();
  }

  private void add(LiveDay live, BacktestResult replayed) {
    for (String id : strategies) {
      if (live.profits().containsKey(id)) {
        rows.add(new StrategyDifference(live, replayed, id).explained());
      }
    }
  }

  /** The sums of all days, by strategy. */
  public SortedMap<String, List<BigDecimal>> sums() {
    SortedMap<String, List<BigDecimal>> sums = new TreeMap<>();
    rows.forEach(
        row ->
            sums.merge(
                row.strategy(),
                row.amounts(),
                (before, more) -> {
                  List<BigDecimal> sum = new ArrayList<>();
                  for (int i = 0; i < before.size(); i++) {
                    sum.add(before.get(i).add(more.get(i)));
                  }
                  return sum;
                }));
    return sums;
  }

  /** The parts of the difference of one strategy on one day. */
  private final class StrategyDifference {
    private final LiveDay live;
    private final BacktestResult replayed;
    private final String strategy;
    private BigDecimal price = BigDecimal.ZERO;
    private BigDecimal orders = BigDecimal.ZERO;
    private BigDecimal timing = BigDecimal.ZERO;
    private BigDecimal data = BigDecimal.ZERO;

    StrategyDifference(LiveDay live, BacktestResult replayed, String strategy) {
      this.live = live;
      this.replayed = replayed;
      this.strategy = strategy;
    }

    Explained explained() {
      SortedSet<Integer> contracts = new TreeSet<>(held().keySet());
      live.fills().forEach(fill -> contracts.add(fill.conId()));
      replayed.fills().forEach(fill -> contracts.add(fill.conId()));
      contracts.forEach(this::addContract);
      Optional<StrategyDay> day =
          Optional.ofNullable(
              replayed.days().get(replayed.days().size() - 1).strategies().get(strategy));
      BigDecimal profit = day.map(StrategyDay::profit).orElse(BigDecimal.ZERO);
      BigDecimal commission =
          live.commissions()
              .getOrDefault(strategy, BigDecimal.ZERO)
              .add(day.map(StrategyDay::commissions).orElse(BigDecimal.ZERO));
      BigDecimal liveProfit = live.profits().get(strategy);
      BigDecimal known =
          cents(price)
              .add(cents(commission))
              .add(cents(orders))
              .add(cents(timing))
              .add(cents(data));
      return new Explained(
          live.day(),
          strategy,
          cents(liveProfit),
          cents(profit),
          cents(price),
          cents(commission),
          cents(orders),
          cents(timing),
          cents(data),
          cents(liveProfit).subtract(cents(profit)).subtract(known),
          live.undone().getOrDefault(strategy, ""));
    }

    private SortedMap<Integer, BigDecimal> held() {
      return live.opening().strategies().getOrDefault(strategy, new TreeMap<>());
    }

    /** Adds the parts of one contract, if all its values are known. */
    private void addContract(int conId) {
      Optional<BigDecimal> close = bars.value(conId, live.day());
      if (close.isEmpty()) {
        return;
      }
      BigDecimal liveClose = live.valueAfter(conId).orElse(close.get());
      Trades late = liveTrades(live.fills(), conId, true);
      Trades traded = liveTrades(live.fills(), conId, false);
      Trades later = liveTrades(live.delayed(), conId, true);
      Trades played = replayedTrades(conId);
      BigDecimal all = late.quantity.add(traded.quantity);
      BigDecimal held = held().getOrDefault(conId, BigDecimal.ZERO);
      if (held.signum() != 0) {
        BigDecimal closeBefore = bars.value(conId, live.before()).orElseThrow();
        BigDecimal liveBefore = live.valueBefore(conId).orElse(closeBefore);
        BigDecimal move = liveClose.subtract(liveBefore);
        BigDecimal moveOfBars = close.get().subtract(closeBefore);
        data = data.add(held.multiply(move.subtract(moveOfBars)));
      }
      data = data.add(all.multiply(liveClose.subtract(close.get())));
      BigDecimal matched = common(traded.quantity, played.quantity);
      BigDecimal onPrice =
          matched.signum() == 0
              ? BigDecimal.ZERO
              : matched.multiply(played.average().subtract(traded.average()));
      BigDecimal waiting = common(later.quantity, played.quantity.subtract(matched));
      BigDecimal missed =
          waiting.signum() == 0
              ? BigDecimal.ZERO
              : waiting.multiply(played.average().subtract(close.get()));
      price = price.add(onPrice);
      timing = timing.add(late.gain(close.get())).add(missed);
      orders =
          orders.add(
              traded
                  .gain(close.get())
                  .subtract(played.gain(close.get()))
                  .subtract(onPrice)
                  .subtract(missed));
    }

    private Trades liveTrades(List<LiveFill> fills, int conId, boolean late) {
      return trades(
          fills.stream().filter(fill -> fill.conId() == conId && fill.isLate() == late).toList(),
          fill -> fill.applied().getOrDefault(strategy, BigDecimal.ZERO),
          LiveFill::unitValue);
    }

    private Trades replayedTrades(int conId) {
      BigDecimal multiplier = BigDecimal.valueOf(bars.multiplier(conId));
      return trades(
          replayed.fills().stream().filter(fill -> fill.conId() == conId).toList(),
          fill -> fill.byStrategy().getOrDefault(strategy, BigDecimal.ZERO),
          fill -> fill.price().multiply(multiplier));
    }
  }

  /** The quantity that two trades have in common; 0 if one buys and the other sells. */
  private static BigDecimal common(BigDecimal one, BigDecimal other) {
    if (one.signum() * other.signum() <= 0) {
      return BigDecimal.ZERO;
    }
    BigDecimal units = one.abs().min(other.abs());
    return one.signum() < 0 ? units.negate() : units;
  }

  private static <T> Trades trades(
      List<T> fills, Function<T, BigDecimal> quantity, Function<T, BigDecimal> unitValue) {
    BigDecimal units = BigDecimal.ZERO;
    BigDecimal paid = BigDecimal.ZERO;
    for (T fill : fills) {
      units = units.add(quantity.apply(fill));
      paid = paid.add(quantity.apply(fill).multiply(unitValue.apply(fill)));
    }
    return new Trades(units, paid);
  }

  /**
   * Trades of one contract.
   *
   * @param quantity the net quantity, negative if sold
   * @param paid the money that was paid, negative if received
   */
  private record Trades(BigDecimal quantity, BigDecimal paid) {
    /** The profit at a closing value. */
    BigDecimal gain(BigDecimal close) {
      return quantity.multiply(close).subtract(paid);
    }

    /** The average value of one unit; the quantity is not 0. */
    BigDecimal average() {
      return paid.divide(quantity, MathContext.DECIMAL64);
    }
  }

  private static BigDecimal cents(BigDecimal amount) {
    return amount.setScale(CENTS, RoundingMode.HALF_EVEN);
  }
}
