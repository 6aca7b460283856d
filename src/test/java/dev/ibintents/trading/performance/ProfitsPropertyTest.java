package dev.ibintents.trading.performance;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.trading.Money;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.performance.DayRecord.StrategyDay;
import dev.ibintents.trading.totals.Cash;
import dev.ibintents.trading.totals.Category;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Random accounts with several strategies and currencies. The account earns what its strategies
 * earn, what somebody trades by hand, and nothing else.
 */
class ProfitsPropertyTest {
  private static final LocalDate FIRST = LocalDate.parse("2026-10-05");

  /** The broker rounds the first and the last value, and the answer rounds each share. */
  private static final BigDecimal TWO_CENTS = new BigDecimal("0.02");

  /** Trades by hand of at least so much can be told from the broker's rounding on their day. */
  private static final BigDecimal THREE_CENTS = new BigDecimal("0.03");

  /** A random account with the profits that it really had. */
  private static final class World {
    final Random random;
    final List<DayRecord> records = new ArrayList<>();
    final List<CashFlow> flows = new ArrayList<>();
    final List<BigDecimal> byHand = new ArrayList<>();
    final Map<String, StrategyDay> strategies = new TreeMap<>();
    final int count;
    final Function<Random, BigDecimal> hand;
    BigDecimal euro = new BigDecimal("1.10");
    BigDecimal rest = new BigDecimal("100000");
    BigDecimal euros = new BigDecimal("12345.67");

    World(long seed, int count, int days) {
      this(seed, count, days, random -> tradeByHand(random, THREE_CENTS));
    }

    World(long seed, int count, int days, Function<Random, BigDecimal> hand) {
      this.hand = hand;
      this.random = new Random(seed);
      this.count = count;
      for (int i = 0; i < count; i++) {
        strategies.put(
            "strategy" + i,
            new StrategyDay(
                Optional.empty(),
                amount(50_000),
                Cash.NONE,
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>()));
      }
      record(FIRST);
      for (int day = 1; day <= days; day++) {
        pass(FIRST.plusDays(day));
      }
    }

    /** The profit of a trade by hand of up to 100, on every third day; otherwise 0. */
    private static BigDecimal tradeByHand(Random random, BigDecimal least) {
      BigDecimal earned = BigDecimal.valueOf(random.nextInt(20_000) - 10_000, 2);
      return random.nextInt(3) == 0 && earned.abs().compareTo(least) >= 0
          ? earned
          : BigDecimal.ZERO;
    }

    BigDecimal amount(int most) {
      return BigDecimal.valueOf(random.nextInt(2_000_000) - 1_000_000, 6)
          .multiply(BigDecimal.valueOf(most));
    }

    void pass(LocalDate day) {
      euro = euro.add(BigDecimal.valueOf(random.nextInt(2001) - 1000, 5));
      strategies.replaceAll((id, strategy) -> moved(strategy));
      BigDecimal earned = hand.apply(random);
      byHand.add(earned);
      rest = rest.add(earned);
      if (random.nextInt(4) == 0) {
        BigDecimal deposit = BigDecimal.valueOf(random.nextInt(10_000) + 1, 2);
        flows.add(flow(deposit, day));
        rest = rest.add(deposit);
      }
      record(day);
    }

    StrategyDay moved(StrategyDay before) {
      String currency = random.nextBoolean() ? "EUR" : "USD";
      Category category = Category.values()[random.nextInt(Category.values().length)];
      SortedMap<String, BigDecimal> realized = new TreeMap<>(before.realized());
      realized.merge(currency, amount(10), BigDecimal::add);
      return new StrategyDay(
          Optional.of(new BigDecimal("20000")),
          before.value().add(amount(1_000)),
          before.cash().plus(Cash.of(category, new Money(amount(500), currency))),
          realized,
          new TreeMap<>(),
          new TreeMap<>());
    }

    CashFlow flow(BigDecimal amount, LocalDate day) {
      return new CashFlow(
          "flow" + flows.size(),
          CashFlow.Kind.DEPOSIT,
          amount,
          "USD",
          day,
          Optional.empty(),
          OptionalInt.empty(),
          Shares.NONE,
          Optional.empty(),
          CashFlow.Origin.REQUEST,
          Optional.empty(),
          Instant.EPOCH,
          "test");
    }

    BigDecimal equity(StrategyDay strategy) {
      return strategy
          .value()
          .add(strategy.cash().total("USD"))
          .add(strategy.cash().total("EUR").multiply(euro));
    }

    void record(LocalDate day) {
      BigDecimal value = rest.add(euros.multiply(euro));
      for (StrategyDay strategy : strategies.values()) {
        value = value.add(equity(strategy));
      }
      records.add(
          new DayRecord(
              day,
              Instant.EPOCH,
              "DU1",
              "USD",
              value.setScale(2, RoundingMode.HALF_EVEN),
              new TreeMap<>(Map.of("EUR", euro)),
              Optional.of(new TreeMap<>(Map.of("EUR", euros))),
              true,
              "",
              new TreeMap<>(strategies)));
    }
  }

  private static BigDecimal sum(List<BigDecimal> column) {
    return column.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @Property(tries = 100)
  void everyRowSumsToTheAccountExactly(
      @ForAll long seed, @ForAll @IntRange(max = 7) int strategies) {
    World world = new World(seed, strategies, 20);
    Profits profits = new Profits(world.records, world.flows);
    TreeSet<String> some = new TreeSet<>(profits.strategies());
    some.removeIf(id -> id.hashCode() % 3 == 0);
    for (var wanted : List.of(profits.strategies(), some)) {
      ProfitTable table = profits.table(Optional.empty(), Optional.empty(), wanted);
      for (int row = 0; row < table.days().size(); row++) {
        BigDecimal parts =
            table.account().unattributed().get(row).add(table.account().others().get(row));
        for (List<BigDecimal> currency : table.account().cashRevaluation().values()) {
          parts = parts.add(currency.get(row));
        }
        for (StrategyColumns strategy : table.strategies().values()) {
          parts = parts.add(strategy.profit().get(row));
        }
        BigDecimal change =
            table
                .account()
                .netLiquidation()
                .get(row)
                .subtract(table.account().start().get(row))
                .subtract(table.account().flows().get(row));
        assertWithMessage("row " + row).that(parts).isEqualToIgnoringScale(change);
      }
    }
  }

  @Property(tries = 100)
  void unattributedIsWhatWasTradedByHand(
      @ForAll long seed, @ForAll @IntRange(max = 7) int strategies) {
    World world = new World(seed, strategies, 20);
    Profits profits = new Profits(world.records, world.flows);
    AccountColumns account =
        profits.table(Optional.empty(), Optional.empty(), profits.strategies()).account();
    for (int row = 0; row < world.byHand.size(); row++) {
      BigDecimal hand = world.byHand.get(row);
      assertThat(account.unattributed().get(row).subtract(hand).abs())
          .isAtMost(hand.signum() == 0 ? BigDecimal.ZERO : TWO_CENTS);
    }
    assertThat(sum(account.unattributed()).subtract(sum(world.byHand)).abs()).isAtMost(TWO_CENTS);
    BigDecimal rise = world.euro.subtract(new BigDecimal("1.10"));
    assertThat(sum(account.cashRevaluation().get("EUR")).subtract(world.euros.multiply(rise)).abs())
        .isAtMost(TWO_CENTS);
  }

  @Property(tries = 100)
  void tradesByHandOfACentAreShownWithinTwoCents(
      @ForAll long seed, @ForAll @IntRange(max = 7) int strategies) {
    World world =
        new World(seed, strategies, 40, random -> BigDecimal.valueOf(random.nextInt(3) - 1, 2));
    Profits profits = new Profits(world.records, world.flows);
    AccountColumns account =
        profits.table(Optional.empty(), Optional.empty(), profits.strategies()).account();
    for (int days = 1; days <= world.byHand.size(); days++) {
      assertThat(
              sum(account.unattributed().subList(0, days))
                  .subtract(sum(world.byHand.subList(0, days)))
                  .abs())
          .isAtMost(TWO_CENTS);
    }
  }

  @Property(tries = 100)
  void aStrategyEarnsTheChangeOfItsEquityAndErrorsDoNotAddUp(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int strategies) {
    World world = new World(seed, strategies, 60);
    Profits profits = new Profits(world.records, world.flows);
    ProfitTable table = profits.table(Optional.empty(), Optional.empty(), profits.strategies());
    world.strategies.forEach(
        (id, last) -> {
          BigDecimal real =
              world.equity(last).subtract(world.records.get(0).strategies().get(id).value());
          BigDecimal shown = table.strategies().get(id).totals().profit();
          assertThat(shown.subtract(real).abs()).isAtMost(TWO_CENTS);
        });
  }

  @Property(tries = 50)
  void partsSumToTheProfitAndRowsToTheTotals(@ForAll long seed) {
    World world = new World(seed, 3, 20);
    Profits profits = new Profits(world.records, world.flows);
    ProfitTable table = profits.table(Optional.empty(), Optional.empty(), profits.strategies());
    for (StrategyColumns strategy : table.strategies().values()) {
      for (int row = 0; row < table.days().size(); row++) {
        assertThat(
                strategy
                    .realized()
                    .get(row)
                    .add(strategy.unrealized().get(row))
                    .add(strategy.commissions().get(row))
                    .add(strategy.dividends().get(row))
                    .add(strategy.interest().get(row))
                    .add(strategy.fees().get(row)))
            .isEqualToIgnoringScale(strategy.profit().get(row));
      }
      assertThat(sum(strategy.profit())).isEqualToIgnoringScale(strategy.totals().profit());
    }
  }

  @Property(tries = 50)
  void aDayHasTheSameFiguresInEveryRange(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int at) {
    World world = new World(seed, 4, 20);
    Profits profits = new Profits(world.records, world.flows);
    ProfitTable whole = profits.table(Optional.empty(), Optional.empty(), profits.strategies());
    Optional<LocalDate> day = Optional.of(FIRST.plusDays(at));
    ProfitTable one = profits.table(day, day, profits.strategies());
    assertThat(one.days()).containsExactly(day.get());
    assertThat(one.since()).isEqualTo(day.get().minusDays(1));
    assertThat(one.account().unattributed().get(0))
        .isEqualTo(whole.account().unattributed().get(at - 1));
    one.strategies()
        .forEach(
            (id, strategy) ->
                assertThat(strategy.profit().get(0))
                    .isEqualTo(whole.strategies().get(id).profit().get(at - 1)));
  }
}
