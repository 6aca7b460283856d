package dev.ibintents.trading.ledger;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.environment.TradingMode.PAPER;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.environment.ShuttingDownException;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.store.DelegatingStore;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.StoreUnavailableException;
import dev.ibintents.store.TransactionBody;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import dev.ibintents.trading.ledger.FaultyStore.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

final class LeaseHoldTest {
  private static final String WHAT = "no order is sent";
  private static final Duration INVOCATION = Duration.ofSeconds(300);
  private static final Duration ALMOST = Leases.LENGTH.minusMillis(1);

  @TempDir Path folder;
  private final TestClock clock = new TestClock("2026-11-23T15:45:00Z");
  private final Deadline deadline = Deadline.in(INVOCATION);
  private long nanos = Long.MAX_VALUE - 5; // it may overflow at any time
  private DocumentStore store;
  private Leases leases;

  @BeforeEach
  void open() {
    store = new SqliteDocumentStore(folder);
    leases = new Leases(store, clock);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private LeaseHold hold() {
    return hold(store);
  }

  private LeaseHold hold(DocumentStore through) {
    return new LeaseHold(new Leases(through, clock), PAPER, "a", deadline, () -> nanos);
  }

  /** Both clocks go on. */
  private void pass(Duration time) {
    clock.advance(time);
    nanos += time.toNanos();
  }

  @Test
  void aHoldThatIsNotRenewedLapsesByTheWallClock() {
    LeaseHold hold = hold();
    clock.advance(ALMOST);
    hold.requireValid(WHAT);
    clock.advance(Duration.ofMillis(1));

    LeaseLostException e = assertThrows(LeaseLostException.class, () -> hold.requireValid(WHAT));

    assertThat(e).hasMessageThat().contains("held by a until 2026-11-23T15:45:20Z");
    assertThat(e).hasMessageThat().contains("has lapsed");
    assertThat(e).hasMessageThat().endsWith(WHAT);
  }

  @Test
  void aHoldThatIsNotRenewedLapsesByTheMonotonicClockThoughTheWallClockWasSetBack() {
    LeaseHold hold = hold();
    clock.advance(Duration.ofDays(-1));
    nanos += ALMOST.toNanos();
    hold.requireValid(WHAT);
    nanos += 1_000_000;

    assertThrows(LeaseLostException.class, () -> hold.requireValid(WHAT));
  }

  @Test
  void aHoldThatHasLapsedIsNeverValidAgain() {
    LeaseHold hold = hold();
    pass(Leases.LENGTH);
    assertThat(hold.renew()).isTrue();
    assertThat(leases.current(PAPER).orElseThrow().isExpired(clock.instant())).isTrue();
    clock.advance(Leases.LENGTH.negated());

    assertThrows(LeaseLostException.class, () -> hold.requireValid(WHAT));
  }

  @Test
  void aLongRunWritesAndSendsUnderItsRenewedLease() {
    LeaseHold hold = hold();
    RunLedger ledger = new RunLedger(store, clock);
    RunKey key = Samples.key("k");
    Run run =
        ((RunStanding.Started)
                ledger.begin(key, Samples.plan(), hold.lease(), AccompanyingWrites.NONE))
            .run();
    Lease first = hold.lease();
    for (int i = 0; i < 12; i++) {
      pass(Duration.ofSeconds(15));
      hold.renew();
      hold.requireValid(WHAT);
    }
    String ref = run.legs().get(0).orderRef();

    // The lease as it was at first is the same lease: its expiry is what the store says.
    Run sent = ledger.record(first, run.id(), List.of(LegUpdate.sent(ref, 1, 1)));

    assertThat(sent.legs().get(0).state()).isEqualTo(LegState.SENT);
    assertThat(hold.lease().expiresAt()).isEqualTo(clock.instant().plus(Leases.LENGTH));
    assertThat(leases.current(PAPER)).hasValue(hold.lease());
  }

  @Test
  void nothingIsRenewedLongerThanTheInvocationMayTake() {
    LeaseHold hold = hold();
    Instant end = clock.instant().plus(INVOCATION).plus(Leases.GRACE);
    for (int i = 0; i < 50; i++) {
      pass(Duration.ofSeconds(10));
      hold.renew();
    }

    assertThat(hold.lease().expiresAt()).isAtMost(end);
    assertThrows(LeaseLostException.class, () -> hold.requireValid(WHAT));
  }

  @Test
  void aRenewalThatFailsIsTriedAgainUntilTheHoldLapses() {
    LeaseHold hold = hold(new FaultyStore(store, 2, Fault.UNAVAILABLE_BEFORE));
    pass(Duration.ofSeconds(15));
    assertThat(hold.renew()).isFalse();
    hold.requireValid(WHAT);
    assertThat(hold.renew()).isTrue();
    pass(ALMOST);
    hold.requireValid(WHAT);
  }

  @Test
  void aRenewalWhoseAnswerIsLostCountsForOthersOnly() {
    LeaseHold hold = hold(new FaultyStore(store, 2, Fault.UNAVAILABLE_AFTER));
    Instant expiry = hold.lease().expiresAt();
    pass(Duration.ofSeconds(15));
    assertThat(hold.renew()).isFalse();

    assertThat(hold.lease().expiresAt()).isEqualTo(expiry);
    assertThat(leases.current(PAPER).orElseThrow().expiresAt()).isGreaterThan(expiry);
  }

  @Test
  void anotherOwnerEndsTheHoldAtOnce() {
    LeaseHold hold = hold();
    store.delete("leases/paper");
    Lease other = leases.acquire(PAPER, "b", clock.instant().plus(INVOCATION), time -> {});
    assertThat(hold.renew()).isTrue();

    LeaseLostException e = assertThrows(LeaseLostException.class, () -> hold.requireValid(WHAT));

    assertThat(e).hasMessageThat().contains("now there is " + other);
    hold.close();
    assertThat(leases.current(PAPER)).hasValue(other);
  }

  @Test
  void nothingIsSentOnceTheProcessIsToldToEndAndTheLeaseIsRenewedOn() {
    LeaseHold hold = hold();
    deadline.cutShort(Duration.ofSeconds(5));

    ShuttingDownException e =
        assertThrows(ShuttingDownException.class, () -> hold.requireValid(WHAT));

    assertThat(e).hasMessageThat().contains(WHAT);
    pass(Duration.ofSeconds(5));
    hold.renew();
    assertThat(hold.lease().remaining(clock.instant())).isEqualTo(Leases.LENGTH);
  }

  @Test
  void whoWaitsForTheAccountWaitsNoLongerOnceTheProcessIsToldToEnd() {
    leases.acquire(PAPER, "b", clock.instant().plus(INVOCATION), time -> {});
    deadline.cutShort(Duration.ofSeconds(5));

    assertThrows(ShuttingDownException.class, this::hold);
  }

  @Test
  void closingGivesTheLeaseBack() {
    LeaseHold hold = hold();
    hold.close();
    hold.renew();

    assertThat(leases.current(PAPER)).isEmpty();
  }

  @Test
  void closingDoesNotFailWithTheStore() {
    LeaseHold hold = hold(new FaultyStore(store, 2, Fault.UNAVAILABLE_BEFORE));
    hold.close();

    assertThat(leases.current(PAPER)).isPresent();
  }

  @Test
  void itIsRenewedUntilItIsClosed() throws Exception {
    LeaseHold hold = hold();
    Instant expiry = hold.lease().expiresAt();
    clock.advance(Duration.ofSeconds(1));
    hold.renewEvery(Duration.ofMillis(5));

    Deadline patience = Deadline.in(Duration.ofSeconds(20));
    while (!hold.lease().expiresAt().isAfter(expiry) && !patience.hasPassed()) {
      patience.pause(Duration.ofMillis(1));
    }
    hold.close();

    assertThat(hold.lease().expiresAt()).isGreaterThan(expiry);
    while (isRenewing(hold) && !patience.hasPassed()) {
      patience.pause(Duration.ofMillis(1));
    }
    assertThat(isRenewing(hold)).isFalse();
    assertThat(leases.current(PAPER)).isEmpty();
  }

  @Test
  void whoTakesItHasItRenewed() throws Exception {
    Deadline patience = Deadline.in(Duration.ofSeconds(20));
    try (LeaseHold hold = LeaseHold.acquire(leases, PAPER, "a", deadline)) {
      hold.requireValid(WHAT);
      while (!isRenewing(hold) && !patience.hasPassed()) {
        patience.pause(Duration.ofMillis(1));
      }
      assertThat(isRenewing(hold)).isTrue();
    }
    assertThat(leases.current(PAPER)).isEmpty();
  }

  private static boolean isRenewing(LeaseHold hold) {
    return renewing(hold).isPresent();
  }

  private static Optional<Thread> renewing(LeaseHold hold) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("lease-renewal-" + hold.lease().token()))
        .findFirst();
  }

  private static Thread awaitRenewing(LeaseHold hold) throws InterruptedException {
    Deadline patience = Deadline.in(Duration.ofSeconds(20));
    while (!isRenewing(hold) && !patience.hasPassed()) {
      patience.pause(Duration.ofMillis(1));
    }
    return renewing(hold).orElseThrow();
  }

  private static void awaitEnd(LeaseHold hold) throws InterruptedException {
    Deadline patience = Deadline.in(Duration.ofSeconds(20));
    while (isRenewing(hold) && !patience.hasPassed()) {
      patience.pause(Duration.ofMillis(1));
    }
    assertThat(isRenewing(hold)).isFalse();
  }

  @Test
  void holdLapsesAtTheLatestExpiryByTheMonotonicClockToo() {
    LeaseHold hold = hold();
    Duration end = INVOCATION.plus(Leases.GRACE);
    for (Duration passed = Duration.ZERO;
        passed.compareTo(end.minusSeconds(5)) < 0;
        passed = passed.plusSeconds(13)) {
      pass(Duration.ofSeconds(13));
      hold.renew();
    }
    hold.requireValid(WHAT);
    clock.advance(Duration.ofDays(-1));
    nanos += Duration.ofSeconds(5).toNanos();

    assertThrows(LeaseLostException.class, () -> hold.requireValid(WHAT));
  }

  @Test
  void renewalThatFailsIsTriedAgainAfterASecond() throws Exception {
    List<Long> attempts = Collections.synchronizedList(new ArrayList<>());
    LeaseHold hold =
        hold(
            new RenewalStore() {
              @Override
              void renewal() {
                attempts.add(System.nanoTime());
                throw new StoreUnavailableException("the write was not done");
              }
            });
    long begun = System.nanoTime();
    Duration time = Duration.ofMillis(50);
    hold.renewEvery(time);

    Deadline patience = Deadline.in(Duration.ofSeconds(20));
    while (attempts.size() < 2 && !patience.hasPassed()) {
      patience.pause(Duration.ofMillis(1));
    }
    hold.close();

    assertThat(attempts.get(0) - begun).isAtLeast(time.toNanos());
    assertThat(attempts.get(1) - attempts.get(0)).isAtLeast(Duration.ofSeconds(1).toNanos());
  }

  @Test
  void renewalLogsAsTheInvocationThatHoldsTheLease() throws Exception {
    List<Map<String, String>> contexts = Collections.synchronizedList(new ArrayList<>());
    LeaseHold hold =
        hold(
            new RenewalStore() {
              @Override
              void renewal() {
                contexts.add(MDC.getCopyOfContextMap());
              }
            });
    MDC.put("invocation", "invocation 1");
    try {
      hold.renewEvery(Duration.ofMillis(1));
    } finally {
      MDC.remove("invocation");
    }

    Deadline patience = Deadline.in(Duration.ofSeconds(20));
    while (contexts.isEmpty() && !patience.hasPassed()) {
      patience.pause(Duration.ofMillis(1));
    }
    hold.close();

    assertThat(contexts.get(0)).containsEntry("invocation", "invocation 1");
  }

  /** Tells of each renewal, in the thread that renews. */
  private abstract class RenewalStore extends DelegatingStore {
    RenewalStore() {
      super(store);
    }

    abstract void renewal();

    @Override
    public <T, X extends Exception> T runTransaction(TransactionBody<T, X> body) throws X {
      if (Thread.currentThread().getName().startsWith("lease-renewal-")) {
        renewal();
      }
      return super.runTransaction(body);
    }
  }

  @Test
  void renewalEndsAtOnceWhenTheLeaseIsGivenBack() throws Exception {
    LeaseHold hold = hold();
    hold.renewEvery(Duration.ofMillis(1));
    assertThat(awaitRenewing(hold).isDaemon()).isTrue();

    hold.close();

    awaitEnd(hold);
  }

  @Test
  void leaseThatIsGivenBackBeforeTheFirstRenewalNeedsNoThread() throws Exception {
    LeaseHold hold = hold();
    hold.renewEvery(Duration.ofMillis(200));

    hold.close();

    Deadline.in(Duration.ofSeconds(20)).pause(Duration.ofMillis(400));
    assertThat(isRenewing(hold)).isFalse();
  }

  @Test
  void renewalEndsWhenItIsInterrupted() throws Exception {
    LeaseHold hold = hold();
    hold.renewEvery(Duration.ofMillis(1));

    awaitRenewing(hold).interrupt();

    awaitEnd(hold);
    hold.requireValid(WHAT);
  }

  @Test
  void waitForTheAccountPausesBetweenItsAttempts() {
    Lease other = leases.acquire(PAPER, "b", clock.instant().plus(INVOCATION), time -> {});
    int[] attempts = new int[1];
    DocumentStore watched =
        new DelegatingStore(store) {
          @Override
          public Optional<Document> get(String path) {
            attempts[0]++;
            if (attempts[0] == 3) {
              leases.release(other);
            }
            return super.get(path);
          }
        };
    long begun = System.nanoTime();

    LeaseHold hold = hold(watched);

    assertThat(attempts[0]).isEqualTo(3);
    // The first pauses are from 50 to 100 ms, and from 100 to 200 ms.
    assertThat(System.nanoTime() - begun).isAtLeast(Duration.ofMillis(150).toNanos());
    assertThat(hold.lease().token()).isGreaterThan(other.token());
  }
}
