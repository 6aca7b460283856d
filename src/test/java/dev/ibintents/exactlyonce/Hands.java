package dev.ibintents.exactlyonce;

import dev.ibintents.bench.Weights;
import dev.ibintents.simulator.account.PaperFill;
import dev.ibintents.simulator.account.StandingOrder;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.ledger.RunLedger;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A person at the TWS window, who trades, cancels and has executions corrected, at random. */
public final class Hands {
  private final World world;
  private final Random random;
  private final Apart apart;
  private final Consumer<String> story;

  public Hands(World world, Random random, Apart apart, Consumer<String> story) {
    this.world = world;
    this.random = random;
    this.apart = apart;
    this.story = story;
  }

  public void trade(List<String> symbols) {
    Instrument instrument =
        Weights.instrument(world.gateway().universe(), symbols.get(random.nextInt(symbols.size())));
    BigDecimal quantity =
        BigDecimal.valueOf(random.nextInt(1, 30) * (random.nextBoolean() ? 1 : -1));
    story.accept("by hand: " + quantity + " " + instrument.symbol());
    world.gateway().tws().trade(instrument, quantity, BigDecimal.TEN);
    apart.add(instrument, quantity);
  }

  /** Cancels an order of the product's: if another's were filled afterwards, nobody would know. */
  public void cancel() {
    world.gateway().tick(); // what is due is filled before anybody looks
    List<StandingOrder> live =
        world.gateway().account().orders().stream()
            .filter(StandingOrder::isVisible)
            .filter(order -> !order.order().orderRef().matches("|other-app:.*"))
            .toList();
    if (!live.isEmpty()) {
      StandingOrder order = live.get(random.nextInt(live.size()));
      story.accept("by hand: cancel " + order.order().orderRef());
      world.gateway().tws().cancel(order.order().permId());
    }
  }

  /** The broker corrects an execution of today, or takes it back. */
  public void correct() {
    List<PaperFill> fills = latestVersions();
    if (fills.isEmpty()) {
      return;
    }
    PaperFill wrong = fills.get(random.nextInt(fills.size()));
    BigDecimal shares =
        random.nextBoolean() ? BigDecimal.ZERO : BigDecimal.valueOf(1 + random.nextInt(20));
    PaperFill right =
        world.gateway().tws().correct(wrong.execId(), shares, wrong.execution().price());
    story.accept(
        "corrected: %s of %s is %s of %s"
            .formatted(wrong.execId(), wrong.signedQuantity(), right.execId(), shares));
    if (wrong.execution().orderRef().isEmpty()) {
      apart.add(right.instrument(), right.signedQuantity().subtract(wrong.signedQuantity()));
    }
  }

  /**
   * The latest versions of the executions that may be corrected. An execution that was taken back
   * altogether is never corrected again. If a part of an order belongs to nobody, it is not known
   * whose correction it would be. It is not known either how a correction changes the rest of an
   * order that still lives.
   */
  private List<PaperFill> latestVersions() {
    Map<String, PaperFill> latest = new TreeMap<>();
    for (PaperFill fill : world.gateway().account().fills()) {
      latest.put(fill.execId().substring(0, fill.execId().lastIndexOf('.')), fill);
    }
    Set<String> live =
        world.gateway().account().orders().stream()
            .map(order -> order.order().orderRef())
            .collect(Collectors.toSet());
    latest
        .values()
        .removeIf(
            fill ->
                fill.execution().shares().signum() == 0
                    || live.contains(fill.execution().orderRef())
                    || isByHand(fill));
    return new ArrayList<>(latest.values());
  }

  private boolean isByHand(PaperFill fill) {
    RunLedger ledger = new RunLedger(world.store, world.clock);
    String orderRef = fill.execution().orderRef();
    return world.store.list("runs").stream()
        .flatMap(run -> ledger.read(run.id()).orElseThrow().leg(orderRef).stream())
        .anyMatch(leg -> leg.source().has(Books.BY_HAND));
  }
}
