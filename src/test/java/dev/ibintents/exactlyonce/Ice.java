package dev.ibintents.exactlyonce;

import dev.ibintents.ibapi.Deadline;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Freezes a process at one of its steps, as SIGSTOP or a throttled CPU does, until it is thawed.
 * Steps are its uses of the store and its looks at the clock; inside of a transaction it never
 * freezes, as the store would not wait for it.
 */
final class Ice {
  private static final Set<String> TEST = Set.of("Ice", "FreezingStore");
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /** Where in the product it may freeze; anywhere, unless set. */
  private final String place;

  private final int step;
  private final AtomicInteger steps = new AtomicInteger();
  private final CountDownLatch frozen = new CountDownLatch(1);
  private final CountDownLatch thawed = new CountDownLatch(1);
  private final ThreadLocal<Boolean> inTransaction = ThreadLocal.withInitial(() -> false);
  private volatile Thread main;
  private volatile String where = "nowhere";

  /**
   * @param step at which step it freezes, from 1
   */
  Ice(int step) {
    this("", step);
  }

  private Ice(String place, int step) {
    this.place = place;
    this.step = step;
  }

  /**
   * Freezes it anywhere, and more often where it must look again.
   *
   * @param steps about so many it has
   */
  static Ice atRandom(Random random, int steps) {
    return switch (random.nextInt(4)) {
      case 0 -> asRunBegins(1 + random.nextInt(3));
      case 1 -> asOrdersLeave(1 + random.nextInt(4));
      default -> new Ice(1 + random.nextInt(steps));
    };
  }

  /** Freezes it at such a step of the transaction with which a run begins, from 1. */
  static Ice asRunBegins(int step) {
    return new Ice("RunLedger.begin", step);
  }

  /** Freezes it at such a step of its last look whether orders may leave, from 1. */
  static Ice asOrdersLeave(int step) {
    return new Ice("PlacementGate", step);
  }

  /** The process begins, on this thread; it is its steps that are counted. */
  void begin() {
    main = Thread.currentThread();
  }

  /** The process comes to a step, and stays there if it is the one. Its other threads stay too. */
  void step() {
    boolean isMain = Thread.currentThread() == main;
    if (inTransaction.get() || (isMain ? !isStep() : frozen.getCount() > 0)) {
      return;
    }
    if (isMain && frozen.getCount() > 0) {
      where = whereabouts();
    }
    frozen.countDown();
    try {
      if (!thawed.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("nobody has thawed the process at step " + step);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while frozen", e);
    }
  }

  /** Whether this is the step at which it freezes, or one after it. */
  private boolean isStep() {
    boolean counts = place.isEmpty() || frozen.getCount() == 0 || whereabouts().contains(place);
    return counts && steps.incrementAndGet() >= step;
  }

  /** The innermost methods of the product. */
  private static String whereabouts() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(frame -> !frame.getClassName().startsWith("java."))
                    .filter(frame -> !TEST.contains(simple(frame)))
                    .limit(4)
                    .map(frame -> simple(frame) + "." + frame.getMethodName())
                    .collect(Collectors.joining(" < ")));
  }

  private static String simple(StackWalker.StackFrame frame) {
    String name = frame.getClassName();
    return name.substring(name.lastIndexOf('.') + 1).replaceAll("\\$.*", "");
  }

  /** The body of a transaction begins, or has ended. */
  void inTransaction(boolean begins) {
    inTransaction.set(begins);
  }

  /** At which of its steps it has frozen, and where that is in the product. */
  String where() {
    return "step " + step + " of " + (place.isEmpty() ? "all" : place) + ": " + where;
  }

  /**
   * Waits until the process is frozen or over.
   *
   * @return whether it is frozen
   */
  boolean awaitFrozen(CompletableFuture<?> process) {
    Deadline deadline = Deadline.in(LONGEST);
    try {
      while (!process.isDone() && !deadline.hasPassed()) {
        if (frozen.await(1, TimeUnit.MILLISECONDS)) {
          return true;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a process was to freeze", e);
    }
    return frozen.getCount() == 0;
  }

  /** Lets it go on. */
  void thaw() {
    thawed.countDown();
  }

  /**
   * Whether it has frozen while it looked whether it may still trade: the kill switch, which it has
   * looked at before, it does not look at again. Its lease and its deadline it looks at last.
   */
  boolean isAtGate() {
    return where.contains("PlacementGate");
  }

  /** A clock at which the process may freeze before it reads the time. */
  Clock clock(Clock clock) {
    return new Clock() {
      @Override
      public Instant instant() {
        step();
        return clock.instant();
      }

      @Override
      public ZoneId getZone() {
        return clock.getZone();
      }

      @Override
      public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("a test's clock has no zone");
      }
    };
  }
}
