package dev.ibintents.trading.ledger;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.environment.TradingMode.LIVE;
import static dev.ibintents.environment.TradingMode.PAPER;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.store.DelegatingStore;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.StoreUnavailableException;
import dev.ibintents.store.Threads;
import dev.ibintents.trading.ledger.FaultyStore.Fault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What leases do, on every store. */
abstract class LeasesContract {
  private static final Duration INVOCATION = Duration.ofSeconds(300);
  private static final Pause NEVER =
      time -> {
        throw new AssertionError("waited for " + time);
      };

  private final TestClock clock = new TestClock("2026-11-23T15:45:00Z");
  private DocumentStore store;
  private Leases leases;

  /** A store without documents. */
  abstract DocumentStore open();

  /** How many threads contend for one document. */
  abstract int contenders();

  @BeforeEach
  void openStore() {
    store = open();
    leases = new Leases(store, clock);
  }

  @AfterEach
  void closeStore() {
    if (store != null) {
      store.close();
    }
  }

  private Lease acquire(String owner, Pause pause) {
    return leases.acquire(PAPER, owner, clock.instant().plus(INVOCATION), pause);
  }

  /** The owner lives, and renews its lease while another waits. */
  private Pause renewing(Lease held) {
    return time -> {
      clock.advance(time);
      leases.renew(held, clock.instant().plus(INVOCATION));
    };
  }

  @Test
  void aFreeLeaseIsTakenAtOnceAndLapsesInUnderThirtySecondsForEveryClock() {
    Lease lease = acquire("a", NEVER);
    assertThat(lease.remaining(clock.instant())).isEqualTo(Leases.LENGTH);
    assertThat(Leases.LENGTH.plus(Leases.MAX_CLOCK_SKEW)).isLessThan(Duration.ofSeconds(30));
    assertThat(leases.current(PAPER)).hasValue(lease);
    clock.advance(Leases.LENGTH);
    assertThat(lease.remaining(clock.instant())).isEqualTo(Duration.ZERO);
  }

  @Test
  void aRenewedLeaseLastsItsLengthAgain() {
    Lease lease = acquire("a", NEVER);
    clock.advance(Duration.ofSeconds(19));
    Lease renewed = leases.renew(lease, clock.instant().plus(INVOCATION));
    assertThat(renewed.remaining(clock.instant())).isEqualTo(Leases.LENGTH);
    assertThat(leases.current(PAPER)).hasValue(renewed);
    clock.advance(Duration.ofSeconds(19));
    assertThat(leases.renew(lease, clock.instant().plus(INVOCATION)).token())
        .isEqualTo(lease.token());
  }

  @Test
  void nothingIsRenewedBeyondItsLatestExpiry() {
    Lease lease = acquire("a", NEVER);
    Instant latest = clock.instant().plusSeconds(3);
    assertThat(leases.renew(lease, latest).expiresAt()).isEqualTo(latest);
    Lease shortOne = leases.acquire(LIVE, "b", clock.instant().minusSeconds(25), NEVER);
    assertThat(shortOne.remaining(clock.instant())).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void onlyTheHolderRenewsAndOnlyBeforeTheExpiry() {
    Instant latest = clock.instant().plus(INVOCATION);
    Lease released = acquire("a", NEVER);
    leases.release(released);
    assertThrows(LeaseLostException.class, () -> leases.renew(released, latest));
    Lease lapsed = acquire("b", NEVER);
    clock.advance(Leases.LENGTH);
    assertThrows(LeaseLostException.class, () -> leases.renew(lapsed, latest));
    Lease next = acquire("c", clock::advance);
    assertThrows(LeaseLostException.class, () -> leases.renew(lapsed, latest));
    assertThat(leases.current(PAPER)).hasValue(next);
    store.delete("leases/paper");
    assertThrows(LeaseLostException.class, () -> leases.renew(next, latest));
  }

  @Test
  void whoTakesItOverLearnsSinceWhenTheOwnerThatRenewedItIsQuiet() {
    Lease lease = acquire("a", NEVER);
    clock.advance(Duration.ofSeconds(15));
    Lease renewed = leases.renew(lease, clock.instant().plus(INVOCATION));
    clock.advance(Duration.ofMinutes(1));
    assertThat(acquire("b", NEVER).quietSince()).isEqualTo(renewed.expiresAt());
  }

  @Test
  void eachTradingModeHasItsOwn() {
    acquire("a", NEVER);
    assertThat(leases.acquire(LIVE, "b", clock.instant(), NEVER).mode()).isEqualTo(LIVE);
  }

  @Test
  void whoComesLaterWaitsAndLeavesTimeForTheRunItself() {
    Lease held = acquire("a", NEVER);
    Instant begun = clock.instant();
    LeaseHeldException e =
        assertThrows(LeaseHeldException.class, () -> acquire("b", renewing(held)));
    assertThat(Duration.between(begun, clock.instant())).isEqualTo(Duration.ofSeconds(240));
    Instant expiry = leases.current(PAPER).orElseThrow().expiresAt();
    assertThat(e).hasMessageThat().contains("held by a until " + expiry);
    assertThat(expiry.toString()).startsWith("2026-11-23T15:49:");
  }

  @Test
  void aShortInvocationWaitsForHalfOfItsTime() {
    Lease held = acquire("a", NEVER);
    Instant begun = clock.instant();
    assertThrows(
        LeaseHeldException.class,
        () -> leases.acquire(PAPER, "b", begun.plusSeconds(20), renewing(held)));
    assertThat(Duration.between(begun, clock.instant())).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void aReleasedLeaseGoesToTheNextUnderAGreaterToken() {
    Lease first = acquire("a", NEVER);
    Lease second =
        acquire(
            "b",
            time -> {
              clock.advance(time);
              assertThat(leases.release(first)).isTrue();
            });
    assertThat(second.owner()).isEqualTo("b");
    assertThat(second.token()).isGreaterThan(first.token());
    assertThat(leases.release(first)).isFalse();
    assertThat(leases.current(PAPER)).hasValue(second);
  }

  @Test
  void releasingTwiceIsHarmless() {
    Lease lease = acquire("a", NEVER);
    assertThat(leases.release(lease)).isTrue();
    assertThat(leases.release(lease)).isTrue();
    assertThat(leases.current(PAPER)).isEmpty();
  }

  @Test
  void anExpiredLeaseIsTakenOverOnlyWhenItHasExpiredByEveryClock() {
    Lease first = acquire("a", NEVER);
    clock.advance(Leases.LENGTH);
    assertThat(first.isExpired(clock.instant())).isTrue();
    Instant expired = clock.instant();
    Lease second = acquire("b", clock::advance);
    assertThat(Duration.between(expired, clock.instant())).isAtLeast(Leases.MAX_CLOCK_SKEW);
    assertThat(second.token()).isGreaterThan(first.token());
    assertThat(leases.release(first)).isFalse();
  }

  @Test
  void tokensGrowEvenIfTheDocumentIsDeleted() {
    Lease first = acquire("a", NEVER);
    store.delete("leases/paper");
    clock.advance(Duration.ofSeconds(1));
    assertThat(acquire("b", NEVER).token()).isGreaterThan(first.token());
  }

  @Test
  void tokensGrowEvenIfTheClockFalls() {
    Lease first = acquire("a", NEVER);
    leases.release(first);
    clock.advance(Duration.ofDays(-100));
    assertThat(acquire("b", NEVER).token()).isEqualTo(first.token() + 1);
  }

  @Test
  void aLostAnswerIsAskedForAgain() {
    for (Fault fault : List.of(Fault.UNAVAILABLE_BEFORE, Fault.UNAVAILABLE_AFTER, Fault.REPEATED)) {
      Leases faulty = new Leases(new FaultyStore(store, 1, fault), clock);
      Lease lease = faulty.acquire(PAPER, "a", clock.instant().plus(INVOCATION), clock::advance);
      assertThat(lease.remaining(clock.instant())).isEqualTo(Leases.LENGTH);
      assertThat(leases.current(PAPER)).hasValue(lease);
      leases.release(lease);
    }
  }

  @Test
  void aStoreThatNeverAnswersIsReportedAtLast() {
    Leases faulty = new Leases(new FaultyStore(store, 0, Fault.UNAVAILABLE_BEFORE), clock);
    assertThrows(
        StoreUnavailableException.class,
        () -> faulty.acquire(PAPER, "a", clock.instant().plus(INVOCATION), clock::advance));
    assertThat(leases.current(PAPER)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"KILLED_BEFORE", "KILLED_AFTER"})
  void whoDiesTakingItKeepsOthersOutForNoLongerThanItLasts(Fault fault) {
    Leases dying = new Leases(new FaultyStore(store, 1, fault), clock);
    assertThrows(
        FaultyStore.Killed.class,
        () -> dying.acquire(PAPER, "a", clock.instant().plus(INVOCATION), NEVER));
    clock.advance(Leases.LENGTH.plus(Leases.MAX_CLOCK_SKEW));
    assertThat(acquire("b", NEVER).owner()).isEqualTo("b");
  }

  @Test
  void anInterruptedWaiterSaysSoAndStaysInterrupted() {
    acquire("a", NEVER);
    LeaseHeldException e =
        assertThrows(
            LeaseHeldException.class,
            () ->
                acquire(
                    "b",
                    time -> {
                      throw new InterruptedException();
                    }));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(e).hasMessageThat().contains("interrupted");
  }

  @Test
  void manyThreadsHoldItOneAfterTheOther() throws Exception {
    Leases real = new Leases(store, Clock.systemUTC());
    AtomicInteger inside = new AtomicInteger();
    List<Long> tokens =
        Threads.race(
            contenders(),
            thread ->
                () -> {
                  Lease lease =
                      real.acquire(
                          PAPER,
                          "thread " + thread,
                          Instant.now().plus(INVOCATION),
                          time -> LockSupport.parkNanos(Math.min(time.toNanos(), 50_000_000)));
                  assertThat(inside.incrementAndGet()).isEqualTo(1);
                  LockSupport.parkNanos(1_000_000);
                  inside.decrementAndGet();
                  assertThat(real.release(lease)).isTrue();
                  return lease.token();
                });
    assertThat(new HashSet<>(tokens)).hasSize(contenders());
  }

  @Test
  void accountThatNobodyHoldsIsFree() {
    leases.requireFree(PAPER, "the client id is in use", null);
    leases.release(acquire("a", NEVER));
    leases.requireFree(PAPER, "the client id is in use", null);
    acquire("b", NEVER);
    clock.advance(Leases.LENGTH.plus(Leases.MAX_CLOCK_SKEW));
    leases.requireFree(PAPER, "the client id is in use", null);
  }

  @Test
  void accountThatAnotherHoldsIsNotFree() {
    acquire("a", NEVER);
    clock.advance(Leases.LENGTH);
    RuntimeException cause = new IllegalStateException("326");

    LeaseHeldException e =
        assertThrows(
            LeaseHeldException.class,
            () -> leases.requireFree(PAPER, "the client id is in use", cause));

    assertThat(e).hasMessageThat().contains("held by a");
    assertThat(e).hasMessageThat().contains("the client id is in use");
    assertThat(e).hasCauseThat().isSameInstanceAs(cause);
  }

  @Test
  void leaseIsValidUntilItsExpiryForItsHolderOnly() {
    Lease lease = acquire("a", NEVER);
    clock.advance(Leases.LENGTH.minusMillis(1));
    leases.requireValid(lease);
    clock.advance(Duration.ofMillis(1));
    assertThrows(LeaseLostException.class, () -> leases.requireValid(lease));
    clock.advance(Leases.MAX_CLOCK_SKEW);
    Lease next = acquire("b", NEVER);
    assertThrows(LeaseLostException.class, () -> leases.requireValid(lease));
    leases.requireValid(next);
  }

  @Test
  void lossOfALeaseNamesTheLeaseThatIsThereNow() {
    Lease lease = acquire("a", NEVER);
    assertThat(lossOfAnother()).contains("now there is " + lease + ";");
    leases.release(lease);
    assertThat(lossOfAnother()).contains("now there is " + lease + ", released;");
    store.delete("leases/paper");
    assertThat(lossOfAnother()).contains("now there is none;");
  }

  private String lossOfAnother() {
    Lease other = new Lease(PAPER, "x", "x", 1, clock.instant(), clock.instant());
    return assertThrows(LeaseLostException.class, () -> leases.requireValid(other)).getMessage();
  }

  @Test
  void leaseThatAnotherTakesMeanwhileIsWaitedFor() {
    Lease[] meanwhile = new Lease[1];
    DocumentStore overtaken =
        new DelegatingStore(store) {
          @Override
          public Optional<Document> get(String path) {
            Optional<Document> read = super.get(path);
            if (meanwhile[0] == null) {
              meanwhile[0] = acquire("other", NEVER);
            }
            return read;
          }
        };
    List<Duration> pauses = new ArrayList<>();

    Lease lease =
        new Leases(overtaken, clock)
            .acquire(
                PAPER,
                "a",
                clock.instant().plus(INVOCATION),
                time -> {
                  pauses.add(time);
                  leases.release(meanwhile[0]);
                });

    assertThat(pauses).hasSize(1);
    assertThat(lease.token()).isGreaterThan(meanwhile[0].token());
  }
}
