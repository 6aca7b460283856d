package dev.ibintents.exactlyonce;

import dev.ibintents.simulator.fault.Faults;
import dev.ibintents.simulator.fault.Faults.Direction;
import dev.ibintents.simulator.fault.Faults.Trouble;
import dev.ibintents.simulator.fault.OrderFaults;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.trading.ledger.FaultyStore;
import java.time.Duration;
import java.util.Random;

/** The troubles of one request's orders and process, by a seed. */
final class OrderTrouble {
  /** The number of the order fault that refuses an order in words that nobody knows. */
  private static final int UNKNOWN_REFUSAL = 4;

  /** Which order fault it is that the error of an order that lives comes before everything else. */
  private static final int ERROR_FIRST = 13;

  /** Which order fault it is that the gateway has lost the broker. */
  private static final int LOSS = 10;

  /** With this error an order is answered that waits for somebody at the TWS window. */
  static final int HELD_AT_TWS = 383;

  private final World world;
  private final Random random;
  private final Trial trial;
  private int orderFault;

  OrderTrouble(World world, Random random, Trial trial) {
    this.world = world;
    this.random = random;
    this.trial = trial;
  }

  /** Whether the error of an order that lives came before everything else. */
  boolean isErrorFirst() {
    return orderFault == ERROR_FIRST;
  }

  /** Whether an order was refused in words that nobody knows. */
  boolean isUnknownRefusal() {
    return orderFault == UNKNOWN_REFUSAL;
  }

  /** The store of a process that may die at a write, or when its connection ends. */
  DocumentStore store() {
    Faults faults = world.gateway().faults();
    switch (random.nextInt(4)) {
      case 0 -> {
        FaultyStore.Fault[] all = FaultyStore.Fault.values();
        FaultyStore.Fault fault = all[random.nextInt(all.length)];
        int nth = 1 + random.nextInt(10);
        trial.tell(fault + " at write " + nth);
        return new MortalStore(new FaultyStore(world.store, nth, fault), () -> false);
      }
      case 1, 2 -> {
        Direction direction = random.nextBoolean() ? Direction.IN : Direction.OUT;
        Trouble trouble = random.nextBoolean() ? Trouble.DROP_BEFORE : Trouble.DROP_AFTER;
        int number = 1 + random.nextInt(direction == Direction.IN ? 28 : 160);
        boolean dies = random.nextBoolean();
        trial.tell(direction + " " + trouble + " " + number + (dies ? ", and dies" : ""));
        faults.strike(direction, trouble, number);
        return dies ? new MortalStore(world.store, world.hasLostConnection()) : world.store;
      }
      default -> {
        return world.store;
      }
    }
  }

  /** An order is answered as if it were refused, and somebody transmits it by hand. */
  private void holdForTransmit(OrderFaults faults, int number) {
    if (Peril.LIVING_REFUSALS.isPlayed()) {
      Duration later = Duration.ofSeconds(1 + random.nextInt(60));
      trial.tell("it is transmitted by hand in " + later);
      if (random.nextBoolean()) {
        trial.tell("the market is closed");
        world.gateway().closeMarket(); // so that it lives when the next plan is made
      }
      faults.holdForTransmit(
          number, HELD_AT_TWS, "The following order size exceeds the Size Limit.", later);
    }
  }

  /**
   * Something may go wrong with an order of the next request.
   *
   * @param isLoss whether the gateway loses the broker
   */
  void begin(boolean isLoss) {
    OrderFaults faults = world.gateway().faults().orders();
    int n = 1 + random.nextInt(4);
    int what = isLoss ? LOSS : random.nextInt(17);
    orderFault = what;
    trial.tell("order fault " + what + " at " + n);
    switch (what) {
      case 0 -> faults.dropBefore(n);
      case 1 -> faults.dropAfter(n);
      case 2 -> faults.reject(n, 201, "Order rejected - reason:on purpose");
      case 3 -> faults.warn(n, 399, "Order Message:\nWarning: on purpose");
      case UNKNOWN_REFUSAL -> faults.reject(n, 98_765, "What nobody knows");
      case 5 -> faults.warn(n, 98_765, "What nobody knows");
      case 6 -> faults.messages().hold();
      case 7 -> faults.messages().hold(Duration.ofMillis(20));
      case 8 -> faults.messages().lose(true);
      case 9 -> faults.messages().withoutStatus(true);
      case LOSS -> trial.loseBroker(); // new clients are not told (1100); orders are kept
      case 11 -> faults.warn(n, 201, "Order rejected - reason:on purpose, and yet it lives");
      case 12, 14 -> holdForTransmit(faults, n);
      case ERROR_FIRST -> { // the error comes long before the status that denies it
        faults.warn(n, 201, "Order rejected - reason:on purpose, and yet it lives");
        faults.messages().holdAllButErrors();
      }
      default -> {}
    }
    faults.pieces(1 + random.nextInt(3), Duration.ofSeconds(random.nextInt(2)));
    faults.messages().duplicate(random.nextInt(4) == 0);
    faults.messages().reorder(random.nextInt(4) == 0);
  }
}
