package dev.ibintents.trading.ledger;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.StoreUnavailableException;
import dev.ibintents.trading.ledger.FaultyStore.Fault;
import dev.ibintents.trading.ledger.RunStanding.AlreadyRan;
import dev.ibintents.trading.run.SeenOrders;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills a run at each write and each message, and has another come for the same run: each order
 * reaches the broker once, and the run ends.
 */
abstract class NeverTwiceContract {
  private static final RunKey KEY = Samples.key("k");

  private final TestClock clock = new TestClock("2026-11-23T15:45:00Z");
  private DocumentStore store;

  /** A store without documents. */
  abstract DocumentStore open();

  @BeforeEach
  void openStore() {
    store = open();
  }

  @AfterEach
  void closeStore() {
    if (store != null) {
      store.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void afterAFaultAtAnyWriteEveryOrderIsThereOnce(Fault fault) throws InterruptedException {
    for (int nth = 1; ; nth++) {
      forget();
      SeenOrders broker = new SeenOrders();
      FaultyStore faulty = new FaultyStore(store, nth, fault);
      runUntilItDies(faulty, broker);
      if (faulty.writes() < nth) {
        assertThat(nth).isGreaterThan(6);
        return;
      }
      if (fault.name().startsWith("KILLED")) {
        expire();
      }
      assertRunsOnce(fault + " at write " + nth, broker);
    }
  }

  @Test
  void afterAKillAtAnyMessageEveryOrderIsThereOnce() throws InterruptedException {
    for (int nth = 1; ; nth++) {
      forget();
      SeenOrders broker = new SeenOrders(nth);
      runUntilItDies(store, broker);
      if (broker.messages() < nth) {
        assertThat(nth).isGreaterThan(4);
        return;
      }
      expire();
      assertRunsOnce("killed at message " + nth, broker);
    }
  }

  @Test
  void afterAKillInTheMiddleOfRecoveryEveryOrderIsThereOnce() throws InterruptedException {
    for (int nth = 1; ; nth++) {
      forget();
      SeenOrders broker = new SeenOrders(2);
      runUntilItDies(store, broker);
      expire();
      FaultyStore faulty = new FaultyStore(store, nth, Fault.KILLED_AFTER);
      runUntilItDies(faulty, broker);
      if (faulty.writes() < nth) {
        return;
      }
      expire();
      assertRunsOnce("recovery killed at write " + nth, broker);
    }
  }

  private void expire() {
    clock.advance(Leases.LENGTH.plus(Leases.MAX_CLOCK_SKEW));
  }

  private void forget() {
    store.list("runs").forEach(run -> store.delete(run.path()));
    store.delete("leases/paper");
  }

  private void runUntilItDies(DocumentStore faulty, SeenOrders broker) throws InterruptedException {
    try {
      new SmallIntent(faulty, clock, clock::advance, broker).run("first", KEY, Samples.plan());
    } catch (FaultyStore.Killed | StoreUnavailableException asWanted) {
      assertThat(asWanted).isNotNull();
    }
  }

  private void assertRunsOnce(String what, SeenOrders broker) throws InterruptedException {
    SmallIntent intent = new SmallIntent(store, clock, clock::advance, broker);
    try {
      intent.run("second", KEY, Samples.plan());
    } catch (LeaseHeldException leftBehind) { // as its release was what failed
      expire();
      intent.run("second", KEY, Samples.plan());
    }
    assertWithMessage(what).that(broker.orders()).hasSize(2);
    RunStanding again = intent.run("third", KEY, Samples.plan());
    assertWithMessage(what).that(again).isInstanceOf(AlreadyRan.class);
    assertWithMessage(what).that(again.run().state()).isEqualTo(RunState.FINISHED);
    List<String> refs = again.run().legs().stream().map(Leg::orderRef).toList();
    assertWithMessage(what).that(broker.orders().keySet()).containsExactlyElementsIn(refs);
  }
}
