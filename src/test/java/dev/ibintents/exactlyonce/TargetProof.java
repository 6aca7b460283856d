package dev.ibintents.exactlyonce;

import static com.google.common.truth.Truth.assertWithMessage;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.ibintents.bench.Weights;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.simulator.account.StandingOrder;
import dev.ibintents.simulator.account.Valuation;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.ledger.Leg;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Proves that strategies hold their targets. It calculates the targets from the simulated market,
 * and uses no sum that the product has made.
 */
final class TargetProof {
  /** Prices and the account's worth move between an answer and this proof. */
  private static final BigDecimal TOLERANCE = new BigDecimal("0.03");

  private final World world;

  TargetProof(World world) {
    this.world = world;
  }

  /**
   * The target of a strategy in each contract, in fractions of units.
   *
   * @param share of the account that the strategy may use
   * @param weights fractions of that, by the names of {@link Weights#instrument}
   */
  SortedMap<Integer, BigDecimal> targets(BigDecimal share, Map<String, BigDecimal> weights) {
    Instant now = world.clock.instant();
    BigDecimal capital = netLiquidation().multiply(share);
    SortedMap<Integer, BigDecimal> targets = new TreeMap<>();
    weights.forEach(
        (name, weight) -> {
          Instrument instrument = Weights.instrument(world.gateway().universe(), name);
          BigDecimal unit =
              world
                  .gateway()
                  .prices()
                  .quote(instrument, now)
                  .close()
                  .multiply(instrument.factor())
                  .multiply(world.gateway().prices().rate(instrument.currency(), now));
          targets.put(
              instrument.conId(), capital.multiply(weight).divide(unit, MathContext.DECIMAL64));
        });
    return targets;
  }

  private BigDecimal netLiquidation() {
    Valuation valuation = world.gateway().account().valuation();
    return valuation.netLiquidation();
  }

  /** Requires that a strategy holds about as much as it is to hold. */
  void requireHeld(
      String what, String strategy, Map<Integer, BigDecimal> targets, Set<Integer> except) {
    SortedMap<Integer, BigDecimal> held = held(strategy);
    Set<Integer> contracts = new TreeSet<>(targets.keySet());
    contracts.addAll(held.keySet());
    contracts.removeAll(except);
    for (int conId : contracts) {
      BigDecimal target = targets.getOrDefault(conId, BigDecimal.ZERO);
      BigDecimal off = held.getOrDefault(conId, BigDecimal.ZERO).subtract(target).abs();
      BigDecimal allowed = target.abs().multiply(TOLERANCE).add(BigDecimal.ONE);
      assertWithMessage(
              "%s: %s holds %s of %s, and is to hold %s",
              what, strategy, held.get(conId), conId, target)
          .that(off)
          .isAtMost(allowed);
    }
  }

  /** Requires that a strategy holds exactly what an allocation has answered. */
  void requireAnswered(String strategy, JsonObject answer, Set<Integer> except) {
    JsonObject conIds = answer.getAsJsonObject("contractIds");
    SortedMap<Integer, BigDecimal> answered = new TreeMap<>();
    for (Map.Entry<String, JsonElement> target :
        answer.getAsJsonObject("targetPositions").getAsJsonObject(strategy).entrySet()) {
      answered.put(conIds.get(target.getKey()).getAsInt(), target.getValue().getAsBigDecimal());
    }
    SortedMap<Integer, BigDecimal> held = held(strategy);
    answered.values().removeIf(target -> target.signum() == 0);
    answered.keySet().removeAll(except);
    held.keySet().removeAll(except);
    assertWithMessage("what %s holds, and its targets", strategy).that(held).isEqualTo(answered);
  }

  /** Requires that the open orders of the books are those that are alive at the broker. */
  void requireAlive(Set<Integer> except) {
    Set<String> alive =
        world.gateway().account().orders().stream()
            .map(order -> order.order().orderRef())
            .collect(Collectors.toSet());
    List<Books.OpenOrderEntry> open = state().openOrders();
    Set<String> known =
        open.stream().map(Books.OpenOrderEntry::orderRef).collect(Collectors.toSet());
    for (StandingOrder order : world.gateway().account().orders()) {
      if (order.isVisible()
          && planned().contains(order.order().orderRef())
          && !except.contains(order.conId())) {
        assertWithMessage("open orders of the books, as the broker has %s", order.open())
            .that(known)
            .contains(order.order().orderRef());
      }
    }
    for (Books.OpenOrderEntry order : open) {
      if (!except.contains(order.conId())) {
        assertWithMessage("live orders, as the books have %s", order)
            .that(alive)
            .contains(order.orderRef());
      }
    }
  }

  /** The references of all orders that runs have planned. */
  private Set<String> planned() {
    return new ExactlyOnceProof(world, 0, told -> {})
        .legs()
        .map(Leg::orderRef)
        .collect(Collectors.toSet());
  }

  private Books.State state() {
    return new Books(world.store, TradingMode.PAPER, world.clock).state();
  }

  /** Whether a strategy holds nothing; it may have orders. */
  boolean holdsNothing(String strategy) {
    return state().holdings().of(strategy).isEmpty();
  }

  /**
   * The quantities that a strategy holds, with those that its live orders can still bring, by
   * conId. An order brings no more than the broker has left of it, so it does not make up for an
   * execution that was taken back.
   */
  private SortedMap<Integer, BigDecimal> held(String strategy) {
    Books.State state = state();
    SortedMap<Integer, BigDecimal> held = new TreeMap<>(state.holdings().of(strategy).byContract());
    for (Books.OpenOrderEntry order : state.openOrders()) {
      held.merge(order.conId(), left(order, strategy), BigDecimal::add);
    }
    held.values().removeIf(amount -> amount.signum() == 0);
    return held;
  }

  /** The share of a strategy in the quantity that an order can still bring. */
  private BigDecimal left(Books.OpenOrderEntry order, String strategy) {
    Shares shares = order.stillToFill();
    BigDecimal whole = shares.total().abs();
    BigDecimal atBroker =
        world.gateway().account().orders().stream()
            .filter(standing -> standing.order().orderRef().equals(order.orderRef()))
            .map(StandingOrder::remaining)
            .findFirst()
            .orElse(whole);
    BigDecimal share = shares.of(strategy);
    return atBroker.compareTo(whole) < 0
        ? PlainDecimal.of(share.multiply(atBroker).divide(whole, MathContext.DECIMAL64))
        : share;
  }
}
