package dev.ibintents.exactlyonce;

import dev.ibintents.simulator.fault.Faults;
import dev.ibintents.simulator.fault.Faults.Direction;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.trading.ledger.FaultyStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;

/** Random faults of process, link and broker during a request of a {@link History}. */
final class Trouble {
  private static final String TOO_LARGE =
      "The following order size 5000 exceeds the Size Limit of 500. Restriction is specified in"
          + " Precautionary Settings of Global Configuration/Presets.";

  private final World world;
  private final Random random;
  private final Consumer<String> story;
  private boolean brokerLost;

  Trouble(World world, Random random, Consumer<String> story) {
    this.world = world;
    this.random = random;
    this.story = story;
  }

  /** From now on nothing goes wrong. */
  void end() {
    world.gateway().faults().clear();
    world.gateway().releaseOrderMessages();
    if (brokerLost) {
      world.clock.advance(Duration.ofSeconds(random.nextInt(20)));
      story.accept("the broker is back");
      world.gateway().regainBroker(random.nextBoolean());
      brokerLost = false;
    }
  }

  /**
   * Begins faults of orders, executions and commissions that real brokers were reported to make.
   */
  void begin() {
    Faults faults = world.gateway().faults();
    int n = 1 + random.nextInt(4);
    Duration later = Duration.ofSeconds(1 + random.nextInt(300));
    Peril[] all = Peril.values();
    Peril peril = all[random.nextInt(all.length)];
    if (random.nextInt(2) > 0 || !peril.isPlayed()) {
      return;
    }
    switch (peril) {
      case LIVING_REFUSALS -> faults.orders().holdForTransmit(n, 383, TOO_LARGE, later);
      case FILLS_AFTER_CANCEL -> faults.orders().fillAfterCancel(1, later);
      case CANCEL_ANSWERS -> faults.orders().answerCancel(n, 10147, random.nextBoolean());
      case COMMISSIONS -> {
        faults.executions().commissionsTake(later);
        faults.executions().pendingCommissions(random.nextBoolean());
        faults.executions().correctCommission(n, BigDecimal.valueOf(3), later);
      }
      case CORRECTIONS -> faults.executions().bust(n, later);
      case CONNECTIVITY -> {
        world.gateway().loseBroker();
        brokerLost = true;
      }
      default -> {
        return;
      }
    }
    story.accept("trouble: " + peril + " at " + n + ", in " + later);
  }

  /** The store of a process that may die at a write, or when its connection ends. */
  DocumentStore store() {
    switch (random.nextInt(6)) {
      case 0 -> {
        FaultyStore.Fault[] all = FaultyStore.Fault.values();
        FaultyStore.Fault fault = all[random.nextInt(all.length)];
        int nth = 1 + random.nextInt(14);
        story.accept(fault + " at write " + nth);
        return new MortalStore(new FaultyStore(world.store, nth, fault), () -> false);
      }
      case 1 -> {
        Direction direction = random.nextBoolean() ? Direction.IN : Direction.OUT;
        int number = 1 + random.nextInt(direction == Direction.IN ? 30 : 200);
        story.accept(direction + " drops before " + number);
        world.gateway().faults().strike(direction, Faults.Trouble.DROP_BEFORE, number);
        return random.nextBoolean()
            ? new MortalStore(world.store, world.hasLostConnection())
            : world.store;
      }
      default -> {
        return world.store;
      }
    }
  }
}
