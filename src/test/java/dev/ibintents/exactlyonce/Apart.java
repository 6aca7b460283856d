package dev.ibintents.exactlyonce;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.simulator.account.PaperFill;
import dev.ibintents.simulator.account.ReceivedOrder;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.trading.books.Books;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The quantities in the portfolio that belong to no strategy. They were traded by hand, or the
 * gateway forgot their executions before anybody looked. With them, the books and the portfolio
 * must agree exactly.
 */
public final class Apart {
  private final World world;
  private final SortedMap<Integer, BigDecimal> quantities = new TreeMap<>();

  Apart(World world) {
    this.world = world;
  }

  /** By conId, without zeros. */
  SortedMap<Integer, BigDecimal> quantities() {
    return Collections.unmodifiableSortedMap(quantities);
  }

  boolean isEmpty() {
    return quantities.isEmpty();
  }

  /** Whether an order of the product's own is alive in one of its contracts. */
  boolean hasOpenOrders() {
    return new Books(world.store, TradingMode.PAPER, world.clock)
        .openOrders().stream().anyMatch(order -> quantities.containsKey(order.conId()));
  }

  public void add(Instrument instrument, BigDecimal quantity) {
    if (instrument.kind() != Instrument.Kind.CASH) {
      quantities.merge(instrument.conId(), quantity, BigDecimal::add);
      quantities.values().removeIf(amount -> amount.signum() == 0);
    }
  }

  void clear() {
    quantities.clear();
  }

  /** The day ends, and nobody will ever book what has not been booked of it. */
  void addUnbooked() {
    Map<String, List<PaperFill>> versions = new TreeMap<>();
    for (PaperFill fill : world.gateway().account().fills()) {
      if (!fill.execution().orderRef().isEmpty()) {
        versions.computeIfAbsent(base(fill), key -> new ArrayList<>()).add(fill);
      }
    }
    versions.values().forEach(this::addUnbooked);
  }

  /** Of an execution and its corrections, the last one is right, and the last booked one counts. */
  private void addUnbooked(List<PaperFill> versions) {
    PaperFill last = versions.get(versions.size() - 1);
    BigDecimal booked = BigDecimal.ZERO;
    for (PaperFill version : versions) {
      if (world.store.get("positions/paper/fills/" + version.execId()).isPresent()) {
        booked = version.signedQuantity();
      }
    }
    add(last.instrument(), last.signedQuantity().subtract(booked));
  }

  private static String base(PaperFill fill) {
    return fill.execId().substring(0, fill.execId().lastIndexOf('.'));
  }

  /** Requires that strategies hold the portfolio but for this, and that no order came twice. */
  void requireAgreement() {
    SortedMap<Integer, BigDecimal> expected = new TreeMap<>(quantities);
    new Books(world.store, TradingMode.PAPER, world.clock)
        .holdings()
        .total()
        .forEach((id, amount) -> expected.merge(id, amount, BigDecimal::add));
    expected.keySet().removeIf(this::isPair);
    expected.values().removeIf(held -> held.signum() == 0);
    expected.replaceAll((conId, held) -> new BigDecimal(held.stripTrailingZeros().toPlainString()));
    assertWithMessage("what strategies hold, and what is apart (%s), is the portfolio", quantities)
        .that(expected)
        .isEqualTo(world.positions());
    List<String> refs = new ArrayList<>();
    for (ReceivedOrder order : world.gateway().account().received()) {
      if (order.outcome() == ReceivedOrder.Outcome.ACCEPTED && !order.orderRef().isEmpty()) {
        refs.add(order.orderRef());
      }
    }
    assertWithMessage("orders at the broker").that(refs).containsNoDuplicates();
  }

  private boolean isPair(int conId) {
    return world
        .gateway()
        .universe()
        .byConId(conId)
        .filter(instrument -> instrument.kind() == Instrument.Kind.CASH)
        .isPresent();
  }
}
