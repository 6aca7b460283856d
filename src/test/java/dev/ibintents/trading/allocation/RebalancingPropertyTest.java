package dev.ibintents.trading.allocation;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.environment.Rebalance;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.QuantitySteps;
import dev.ibintents.trading.UnitValue;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Rules that bands keep, whatever is held and wanted. */
class RebalancingPropertyTest {
  private static final BigDecimal CAPITAL = new BigDecimal("100000");
  private static final BigDecimal TWO = BigDecimal.valueOf(2);
  private static final String STRATEGY = "a";

  /** One contract: its price, its holding, and the signal for it. */
  record Position(BigDecimal price, BigDecimal held, BigDecimal signal) {
    BigDecimal drift(BigDecimal holding) {
      return CAPITAL.multiply(signal).subtract(holding.multiply(price)).abs();
    }
  }

  /** Positions by conId, with the settings of their strategy. */
  record World(Map<Integer, Position> positions, Rebalance settings) {
    Allocator.Allotment allot(Map<Integer, BigDecimal> held) {
      Map<Integer, Allocator.Instrument> instruments = new HashMap<>();
      Map<Integer, BigDecimal> signals = new HashMap<>();
      positions.forEach(
          (conId, position) -> {
            UnitValue value = new UnitValue(position.price(), BigDecimal.ONE, BigDecimal.ONE);
            instruments.put(conId, new Allocator.Instrument("C" + conId, value, QuantitySteps.ONE));
            signals.put(conId, position.signal());
          });
      Allocator.Wish wish =
          new Allocator.Wish(
              STRATEGY,
              CAPITAL,
              signals,
              Quantities.of(held),
              Quantities.NONE,
              Map.of(),
              new Rebalancing(settings, Map.of()));
      return new Allocator(instruments, Map.of()).allot(List.of(wish));
    }

    Map<Integer, BigDecimal> held() {
      Map<Integer, BigDecimal> held = new HashMap<>();
      positions.forEach((conId, position) -> held.put(conId, position.held()));
      return held;
    }

    Map<Integer, BigDecimal> after(Allocator.Allotment allotment) {
      Map<Integer, BigDecimal> after = held();
      allotment
          .trades()
          .forEach(trade -> after.merge(trade.conId(), trade.quantity(), BigDecimal::add));
      return after;
    }

    BigDecimal width(Position position) {
      Rebalance.Band band = settings.band().orElseThrow();
      BigDecimal relative =
          band.relative().map(position.signal().abs()::multiply).orElse(BigDecimal.TEN);
      return CAPITAL.multiply(band.absolute().orElse(relative).min(relative));
    }
  }

  @Provide
  Arbitrary<World> worlds() {
    Arbitrary<BigDecimal> prices =
        Arbitraries.bigDecimals().between(new BigDecimal("0.5"), new BigDecimal("900")).ofScale(2);
    Arbitrary<BigDecimal> held = Arbitraries.integers().between(-400, 400).map(BigDecimal::valueOf);
    Arbitrary<BigDecimal> signals =
        Arbitraries.bigDecimals().between(BigDecimal.ONE.negate(), BigDecimal.ONE).ofScale(3);
    Arbitrary<Position> positions = Combinators.combine(prices, held, signals).as(Position::new);
    Arbitrary<Optional<BigDecimal>> widths =
        Arbitraries.bigDecimals().between(BigDecimal.ZERO, BigDecimal.ONE).ofScale(3).optional();
    Arbitrary<Rebalance> settings =
        Combinators.combine(widths, widths, Arbitraries.of(Rebalance.Toward.values()))
            .filter((absolute, relative, toward) -> absolute.isPresent() || relative.isPresent())
            .as(
                (absolute, relative, toward) ->
                    Rebalances.band(new Rebalance.Band(absolute, relative), toward));
    return Combinators.combine(
            Arbitraries.maps(Arbitraries.integers().between(1, 9), positions).ofMinSize(1),
            settings)
        .as(World::new);
  }

  @Property(tries = 500)
  void repeatingARunTradesNothing(@ForAll("worlds") World world) {
    Map<Integer, BigDecimal> after = world.after(world.allot(world.held()));

    assertThat(world.allot(after).trades()).isEmpty();
  }

  @Property(tries = 500)
  void driftsAfterARunAreWithinTheBandsOrOneRounding(@ForAll("worlds") World world) {
    Map<Integer, BigDecimal> after = world.after(world.allot(world.held()));

    BigDecimal drifts = BigDecimal.ZERO;
    BigDecimal allowed = BigDecimal.ZERO;
    for (Map.Entry<Integer, Position> entry : world.positions().entrySet()) {
      Position position = entry.getValue();
      BigDecimal width = world.width(position).max(position.price().divide(TWO));
      BigDecimal drift = position.drift(after.get(entry.getKey()));
      assertWithMessage("%s after %s", position, after).that(drift).isAtMost(width);
      drifts = drifts.add(drift);
      allowed = allowed.add(width);
    }
    assertThat(drifts).isAtMost(allowed);
  }

  @Property(tries = 500)
  void aDifferenceInsideTheBandIsNamedAndNotTraded(@ForAll("worlds") World world) {
    Allocator.Allotment allotment = world.allot(world.held());

    for (Trade trade : allotment.trades()) {
      Position position = world.positions().get(trade.conId());
      BigDecimal target =
          allotment.targets().get(STRATEGY).byContract().get(trade.conId()).quantity();
      BigDecimal toTarget = target.subtract(position.held());
      assertThat(trade.quantity().signum()).isEqualTo(toTarget.signum());
      assertThat(trade.quantity().abs()).isAtMost(toTarget.abs());
      if (target.signum() == 0) {
        assertThat(trade.quantity()).isEqualToIgnoringScale(toTarget);
      } else {
        assertThat(position.drift(position.held())).isGreaterThan(world.width(position));
      }
    }
    allotment
        .leftAlone()
        .getOrDefault(STRATEGY, new java.util.TreeMap<>())
        .forEach(
            (conId, reason) -> {
              Position position = world.positions().get(conId);
              assertThat(position.drift(position.held())).isAtMost(world.width(position));
              assertThat(reason).startsWith("it differs from its target by ");
            });
  }

  @Property(tries = 300)
  void aPositionWhoseTargetIsZeroIsAlwaysClosed(@ForAll("worlds") World world) {
    Map<Integer, Position> unwanted = new HashMap<>();
    world
        .positions()
        .forEach(
            (conId, position) ->
                unwanted.put(
                    conId, new Position(position.price(), position.held(), BigDecimal.ZERO)));
    World none = new World(unwanted, world.settings());

    none.after(none.allot(none.held()))
        .values()
        .forEach(rest -> assertThat(rest).isEqualToIgnoringScale(BigDecimal.ZERO));
  }
}
