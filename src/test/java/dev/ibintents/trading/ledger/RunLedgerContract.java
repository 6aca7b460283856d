package dev.ibintents.trading.ledger;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.environment.TradingMode.LIVE;
import static dev.ibintents.environment.TradingMode.PAPER;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static dev.ibintents.trading.ledger.Samples.key;
import static dev.ibintents.trading.ledger.Samples.plan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.store.DelegatingStore;
import dev.ibintents.store.DocumentExistsException;
import dev.ibintents.store.DocumentNotFoundException;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.StoreUnavailableException;
import dev.ibintents.store.Threads;
import dev.ibintents.store.TransactionBody;
import dev.ibintents.trading.ledger.FaultyStore.Fault;
import dev.ibintents.trading.ledger.RunStanding.Abandoned;
import dev.ibintents.trading.ledger.RunStanding.AlreadyRan;
import dev.ibintents.trading.ledger.RunStanding.Running;
import dev.ibintents.trading.ledger.RunStanding.Started;
import dev.ibintents.trading.order.PlannedOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the ledger does, on every store. */
abstract class RunLedgerContract {
  private static final Duration INVOCATION = Duration.ofSeconds(300);
  private static final Duration UNTIL_TAKEN = Leases.LENGTH.plus(Leases.MAX_CLOCK_SKEW);

  private final TestClock clock = new TestClock("2026-11-23T15:45:00.123456789Z");
  private DocumentStore store;
  private Leases leases;
  private RunLedger ledger;

  /** A store without documents. */
  abstract DocumentStore open();

  /** How many threads contend for one document. */
  abstract int contenders();

  @BeforeEach
  void openStore() {
    store = open();
    leases = new Leases(store, clock);
    ledger = new RunLedger(store, clock);
  }

  @AfterEach
  void closeStore() {
    if (store != null) {
      store.close();
    }
  }

  private Lease acquire(String owner) {
    return leases.acquire(PAPER, owner, clock.instant().plus(INVOCATION), clock::advance);
  }

  /** Lets time pass, in which the owner lives and renews its lease. */
  private void work(Lease lease, Duration time) {
    Instant end = clock.instant().plus(time);
    while (clock.instant().isBefore(end)) {
      clock.advance(Duration.ofSeconds(5));
      leases.renew(lease, end.plus(INVOCATION));
    }
  }

  private Run start(RunKey key, RunPlan plan, Lease lease) {
    return ((Started) ledger.begin(key, plan, lease, AccompanyingWrites.NONE)).run();
  }

  /** Sends every leg and has it done. */
  private Run complete(Run run, Lease lease) {
    List<LegUpdate> sent = new ArrayList<>();
    List<LegUpdate> done = new ArrayList<>();
    for (Leg leg : run.legs()) {
      sent.add(LegUpdate.sent(leg.orderRef(), 1, 100 + sent.size()));
      done.add(new LegUpdate(leg.orderRef(), LegState.DONE, 0, 1000 + done.size(), "Filled"));
    }
    ledger.record(lease, run.id(), sent);
    ledger.record(lease, run.id(), done);
    return ledger.finish(lease, run.id(), Map.of("orders", run.legs().size()));
  }

  @Test
  void theWholePlanIsInTheStoreBeforeAnythingIsSent() {
    Lease lease = acquire("a");
    Run run = start(key("k"), plan(), lease);
    assertThat(ledger.read(key("k").id())).hasValue(run);
    assertThat(run.state()).isEqualTo(RunState.RUNNING);
    assertThat(run.legs()).hasSize(2);
    for (int i = 0; i < 2; i++) {
      Leg leg = run.legs().get(i);
      PlannedOrder planned = plan().orders().get(i);
      assertThat(leg.state()).isEqualTo(LegState.PLANNED);
      assertThat(leg.contract()).isEqualTo(planned.contract());
      assertThat(leg.source()).isEqualTo(planned.source());
      assertThat(leg.order().orderRef()).isEqualTo(leg.orderRef());
      assertThat(leg.order().with(OrderField.ORDER_REF, null)).isEqualTo(planned.order());
      assertThat(leg.orderRef()).startsWith(key("k").hash());
    }
  }

  @Test
  void anOrdersConditionsComeBackAsTheyWere() {
    PlannedOrder planned = Samples.conditional();
    Run run = start(key("k"), new RunPlan("{}", Map.of(), List.of(planned)), acquire("a"));
    Order kept = ledger.read(run.id()).orElseThrow().legs().get(0).order();
    assertThat(kept.with(OrderField.ORDER_REF, null)).isEqualTo(planned.order());
    assertThat(kept.get(OrderField.CONDITIONS)).hasSize(6);
  }

  @Test
  void theSameKeyAgainHasAlreadyRan() {
    Lease lease = acquire("a");
    Run done = complete(start(key("k"), plan(), lease), lease);
    leases.release(lease);
    Lease next = acquire("b");
    assertThat(ledger.begin(key("k"), plan(), next, AccompanyingWrites.NONE))
        .isEqualTo(new AlreadyRan(done));
    assertThat(ledger.look(key("k"), Samples.REQUEST)).hasValue(new AlreadyRan(done));
    assertThat(done.result()).isEqualTo(Map.of("orders", 2L));
    assertThat(ledger.abandoned(next)).isEmpty();
  }

  @Test
  void aRunThatFoundNothingToDoIsARunAsWell() {
    Lease lease = acquire("a");
    Run run = start(key("k"), new RunPlan("{}", Map.of(), List.of()), lease);
    Map<String, Object> result = new HashMap<>();
    result.put("nothing", null);
    assertThat(ledger.finish(lease, run.id(), result).result()).isEqualTo(result);
  }

  @Test
  void theSameKeyMeanwhileIsRunning() {
    Lease lease = acquire("a");
    Run run = start(key("k"), plan(), lease);
    Running running = new Running(run, "a", lease.expiresAt());
    assertThat(ledger.look(key("k"), Samples.REQUEST)).hasValue(running);
    assertThat(ledger.begin(key("k"), plan(), lease, AccompanyingWrites.NONE)).isEqualTo(running);
    assertThat(ledger.look(key("other"), Samples.REQUEST)).isEmpty();
  }

  @Test
  void aKeyIsRefusedForAnotherRequest() {
    Lease lease = acquire("a");
    Run run = start(key("k"), plan(), lease);
    RunPlan other = new RunPlan(doubleQuoted("{'strategies': ['trend']}"), Map.of(), List.of());
    assertThrows(
        RunKeyReusedException.class,
        () -> ledger.begin(key("k"), other, lease, AccompanyingWrites.NONE));
    assertThrows(RunKeyReusedException.class, () -> ledger.look(key("k"), other.request()));
    complete(run, lease);
    RunKeyReusedException e =
        assertThrows(
            RunKeyReusedException.class,
            () -> ledger.begin(key("k"), other, lease, AccompanyingWrites.NONE));
    assertThat(e).hasMessageThat().contains(doubleQuoted("['dummy']} and not with {'strategies'"));
  }

  @Test
  void aRunWhoseLeaseIsGivenBackOrHasRunOutIsAbandoned() {
    Lease first = acquire("a");
    Run firstRun = start(key("one"), plan(), first);
    leases.release(first);
    assertThat(ledger.look(key("one"), Samples.REQUEST)).hasValue(new Abandoned(firstRun));
    Lease second = acquire("b");
    Run two = start(key("two"), plan(), second);
    clock.advance(UNTIL_TAKEN);
    assertThat(ledger.look(key("two"), Samples.REQUEST)).hasValue(new Abandoned(two));
    Lease third = acquire("c");
    assertThat(ledger.abandoned(third)).containsExactly(firstRun, two);
    assertThat(ledger.begin(key("one"), plan(), third, AccompanyingWrites.NONE))
        .isEqualTo(new Abandoned(firstRun));
  }

  @Test
  void abandonedRunsOfTheOtherTradingModeAreNotOurs() {
    Lease live = leases.acquire(LIVE, "a", clock.instant(), clock::advance);
    start(key(LIVE, "k"), plan(), live);
    leases.release(live);
    assertThat(ledger.abandoned(acquire("b"))).isEmpty();
    assertThrows(
        IllegalArgumentException.class,
        () -> ledger.begin(key(PAPER, "k"), plan(), live, AccompanyingWrites.NONE));
  }

  @Test
  void aRecoveredRunKeepsItsOrdersReferences() {
    Lease first = acquire("a");
    Run run = start(key("k"), plan(), first);
    String ref = run.legs().get(0).orderRef();
    ledger.record(first, run.id(), List.of(LegUpdate.sent(ref, 1, 5)));
    leases.release(first);
    Lease second = acquire("b");
    Run taken = ledger.takeOver(second, run.id());
    assertThat(taken.owner()).isEqualTo("b");
    assertThat(taken.legs().get(0).orderRef()).isEqualTo(ref);
    assertThat(ledger.abandoned(second)).isEmpty();
    assertThat(ledger.takeOver(second, run.id())).isEqualTo(taken);
    Run again = ledger.record(second, run.id(), List.of(LegUpdate.sent(ref, 1, 6)));
    assertThat(again.leg(ref).orElseThrow().orderId()).isEqualTo(6);
    Run done = settle(again, second);
    leases.release(second);
    assertThat(ledger.takeOver(acquire("c"), run.id())).isEqualTo(done);
  }

  private Run settle(Run run, Lease lease) {
    for (Leg leg : run.legs()) {
      ledger.record(
          lease, run.id(), List.of(new LegUpdate(leg.orderRef(), LegState.DONE, 0, 7, "Filled")));
    }
    return ledger.finish(lease, run.id(), Map.of());
  }

  @Test
  void anOwnerThatWasTakenOverWritesNothingAnyMore() {
    Lease stale = acquire("a");
    Run run = start(key("k"), plan(), stale);
    String ref = run.legs().get(0).orderRef();
    clock.advance(UNTIL_TAKEN);
    Lease lease = acquire("b");
    assertFenced(stale, run, ref);
    Run taken = ledger.takeOver(lease, run.id());
    assertFenced(stale, run, ref);
    leases.release(lease);
    assertFenced(stale, run, ref);
    assertThat(ledger.read(run.id())).hasValue(taken);
  }

  private void assertFenced(Lease stale, Run run, String ref) {
    List<LegUpdate> sent = List.of(LegUpdate.sent(ref, 1, 1));
    List<LegUpdate> acknowledged = List.of(LegUpdate.acknowledged(ref, 1));
    assertThrows(LeaseLostException.class, () -> ledger.record(stale, run.id(), sent));
    assertThrows(LeaseLostException.class, () -> ledger.record(stale, run.id(), acknowledged));
    assertThrows(LeaseLostException.class, () -> ledger.finish(stale, run.id(), Map.of()));
    assertThrows(LeaseLostException.class, () -> ledger.expire(stale, run.id(), Map.of()));
    assertThrows(LeaseLostException.class, () -> ledger.takeOver(stale, run.id()));
    assertThrows(
        LeaseLostException.class,
        () -> ledger.begin(key("new"), plan(), stale, AccompanyingWrites.NONE));
  }

  @Test
  void underAnExpiredLeaseOutcomesAreStillWrittenButNothingIsSent() {
    Lease lease = acquire("a");
    Run run = start(key("k"), plan(), lease);
    String first = run.legs().get(0).orderRef();
    String second = run.legs().get(1).orderRef();
    ledger.record(lease, run.id(), List.of(LegUpdate.sent(first, 1, 1)));
    clock.advance(Leases.LENGTH);
    LeaseLostException e =
        assertThrows(
            LeaseLostException.class,
            () -> ledger.record(lease, run.id(), List.of(LegUpdate.sent(second, 1, 2))));
    assertThat(e).hasMessageThat().contains("has expired");
    Run now = ledger.record(lease, run.id(), List.of(LegUpdate.acknowledged(first, 9)));
    assertThat(now.legs().get(0).state()).isEqualTo(LegState.ACKNOWLEDGED);
    assertThat(now.legs().get(1).state()).isEqualTo(LegState.PLANNED);
  }

  @Test
  void oneOwnerSendsAnOrderOnce() {
    Lease lease = acquire("a");
    Run run = start(key("k"), plan(), lease);
    String ref = run.legs().get(0).orderRef();
    Run sent = ledger.record(lease, run.id(), List.of(LegUpdate.sent(ref, 1, 1)));
    assertThat(ledger.record(lease, run.id(), List.of(LegUpdate.sent(ref, 1, 1)))).isEqualTo(sent);
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> ledger.record(lease, run.id(), List.of(LegUpdate.sent(ref, 1, 2))));
    assertThat(e).hasMessageThat().contains("is not sent twice");
  }

  @Test
  void aLateReportOfAnOrderThatIsDoneChangesNothing() {
    Lease lease = acquire("a");
    Run run = start(key("k"), plan(), lease);
    String ref = run.legs().get(0).orderRef();
    Run done =
        ledger.record(lease, run.id(), List.of(new LegUpdate(ref, LegState.DONE, 0, 5, "Filled")));
    assertThat(ledger.record(lease, run.id(), List.of(LegUpdate.acknowledged(ref, 5))))
        .isEqualTo(done);
    assertThrows(
        IllegalStateException.class,
        () -> ledger.record(lease, run.id(), List.of(LegUpdate.rejected(ref, "too late"))));
  }

  @Test
  void whatALegsStateDoesNotAllowWritesNothingAtAll() {
    Lease lease = acquire("a");
    Run run = start(key("k"), plan(), lease);
    String first = run.legs().get(0).orderRef();
    String second = run.legs().get(1).orderRef();
    Run before = ledger.record(lease, run.id(), List.of(LegUpdate.notSent(first, "too large")));
    assertThrows(
        IllegalStateException.class,
        () ->
            ledger.record(
                lease,
                run.id(),
                List.of(LegUpdate.sent(second, 1, 1), LegUpdate.sent(first, 1, 2))));
    assertThrows(
        IllegalArgumentException.class,
        () -> ledger.record(lease, run.id(), List.of(LegUpdate.sent("nobody's", 1, 1))));
    assertThat(ledger.read(run.id())).hasValue(before);
  }

  @Test
  void aRunDoesNotEndWhileAnOrdersFateIsOpen() {
    Lease lease = acquire("a");
    Run run = start(key("k"), plan(), lease);
    String ref = run.legs().get(0).orderRef();
    ledger.record(lease, run.id(), List.of(LegUpdate.sent(ref, 1, 1)));
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> ledger.finish(lease, run.id(), Map.of()));
    assertThat(e).hasMessageThat().contains(ref + " BUY 7.5 SPY: sent");
    assertThrows(DocumentNotFoundException.class, () -> ledger.finish(lease, "no", Map.of()));
  }

  @Test
  void anEndedRunChangesNoMore() {
    Lease lease = acquire("a");
    Run done = complete(start(key("k"), plan(), lease), lease);
    String ref = done.legs().get(0).orderRef();
    assertThat(ledger.finish(lease, done.id(), Map.of("another", 1))).isEqualTo(done);
    assertThat(ledger.expire(lease, done.id(), Map.of())).isEqualTo(done);
    assertThrows(
        IllegalStateException.class,
        () ->
            ledger.record(lease, done.id(), List.of(new LegUpdate(ref, LegState.DONE, 0, 1, ""))));
    assertThat(ledger.read(done.id())).hasValue(done);
  }

  @Test
  void aSignatureRepeatsWithinTheMinutesAllowedAndIsANewRunLater() {
    RunKey key = Samples.signature("s", 15);
    Lease lease = acquire("a");
    Run first = complete(start(key, plan(), lease), lease);
    leases.release(lease);
    clock.advance(Duration.ofMinutes(14));
    Lease second = acquire("b");
    assertThat(ledger.begin(key, plan(), second, AccompanyingWrites.NONE))
        .isEqualTo(new AlreadyRan(first));
    work(second, Duration.ofMinutes(1));
    assertThat(ledger.look(key, Samples.REQUEST)).isEmpty();
    Run later = start(key, plan(), second);
    assertThat(later.legs().get(0).orderRef()).isNotEqualTo(first.legs().get(0).orderRef());
    assertThat(ledger.read(key.id())).hasValue(later);
    String history = key.id() + "-" + Long.toString(first.begunToken(), 36);
    assertThat(ledger.read(history).orElseThrow().legs()).isEqualTo(first.legs());
    assertThat(store.list("runs")).hasSize(2);
  }

  @Test
  void anAbandonedRunOfASignatureIsRecoveredHoweverOldItIs() {
    RunKey key = Samples.signature("s", 15);
    Lease lease = acquire("a");
    Run run = start(key, plan(), lease);
    clock.advance(Duration.ofDays(3));
    assertThat(ledger.begin(key, plan(), acquire("b"), AccompanyingWrites.NONE))
        .isEqualTo(new Abandoned(run));
  }

  @Test
  void aSignatureIsNotANewRunUnderTheSameLease() {
    RunKey key = Samples.signature("s", 1);
    Lease lease = acquire("a");
    Run run = complete(start(key, plan(), lease), lease);
    work(lease, Duration.ofMinutes(2));
    assertThat(ledger.begin(key, plan(), lease, AccompanyingWrites.NONE))
        .isEqualTo(new AlreadyRan(run));
  }

  @Test
  void everyWriteMayBeRepeated() {
    FaultyStore faulty = new FaultyStore(store, 0, Fault.REPEATED);
    Leases repeated = new Leases(faulty, clock);
    ledger = new RunLedger(faulty, clock);
    RunKey key = Samples.signature("s", 15);
    for (int i = 0; i < 2; i++) {
      Lease lease = repeated.acquire(PAPER, "a", clock.instant().plus(INVOCATION), clock::advance);
      Run run = start(key, plan(), lease);
      repeated.release(lease);
      Lease next = repeated.acquire(PAPER, "b", clock.instant().plus(INVOCATION), clock::advance);
      complete(ledger.takeOver(next, run.id()), next);
      assertThat(repeated.release(next)).isTrue();
      clock.advance(Duration.ofMinutes(16));
    }
    assertThat(store.list("runs")).hasSize(2);
  }

  @Test
  void ofManyWhoBeginTheSameRunExactlyOneStarts() throws Exception {
    Lease lease = acquire("a");
    List<RunStanding> beginnings =
        Threads.race(
            contenders(),
            thread -> () -> ledger.begin(key("k"), plan(), lease, AccompanyingWrites.NONE));
    List<Boolean> started = beginnings.stream().map(Started.class::isInstance).toList();
    assertThat(Collections.frequency(started, true)).isEqualTo(1);
    Run run = ledger.read(key("k").id()).orElseThrow();
    for (RunStanding beginning : beginnings) {
      assertThat(beginning.run()).isEqualTo(run);
    }
  }

  @Test
  void requestsForOneRunThatComeTogetherRunItOnce() throws Exception {
    List<Optional<Run>> runs =
        Threads.race(racers(), thread -> () -> attempt("owner " + thread, key("k")));
    assertThat(runs.stream().flatMap(Optional::stream).toList()).hasSize(1);
    assertThat(store.list("runs")).hasSize(1);
  }

  @Test
  void differentRunsWaitForEachOther() throws Exception {
    List<Optional<Run>> runs =
        Threads.race(racers(), thread -> () -> attempt("owner " + thread, key("k" + thread)));
    List<Run> started = runs.stream().flatMap(Optional::stream).toList();
    assertThat(started).hasSize(racers());
    assertThat(started.stream().map(Run::token).distinct().toList()).hasSize(racers());
  }

  private int racers() {
    return Math.min(5, contenders());
  }

  private Optional<Run> attempt(String owner, RunKey key) {
    Instant ends = clock.instant().plus(INVOCATION);
    Lease lease = leases.acquire(PAPER, owner, ends, time -> LockSupport.parkNanos(20_000_000));
    try {
      return ledger.begin(key, plan(), lease, AccompanyingWrites.NONE) instanceof Started started
          ? Optional.of(complete(started.run(), lease))
          : Optional.empty();
    } finally {
      leases.release(lease);
    }
  }

  @Test
  void aBeginWhoseAnswerIsLostIsRecovered() {
    Lease lease = acquire("a");
    RunLedger faulty = new RunLedger(new FaultyStore(store, 1, Fault.UNAVAILABLE_AFTER), clock);
    assertThrows(
        StoreUnavailableException.class,
        () -> faulty.begin(key("k"), plan(), lease, AccompanyingWrites.NONE));
    assertThat(ledger.begin(key("k"), plan(), lease, AccompanyingWrites.NONE))
        .isInstanceOf(Running.class);
    leases.release(lease);
    Lease next = acquire("b");
    assertThat(ledger.abandoned(next)).hasSize(1);
  }

  @Test
  void waitEndsWithTheRun() {
    Lease lease = acquire("a");
    Run run = start(key("k"), plan(), lease);
    List<Run> ended = new ArrayList<>();

    Optional<RunStanding> standing =
        ledger.awaitEnd(
            key("k"),
            Samples.REQUEST,
            clock.instant().plus(INVOCATION),
            time -> {
              clock.advance(time);
              if (ended.isEmpty()) {
                ended.add(complete(run, lease));
              }
            });

    assertThat(standing).hasValue(new AlreadyRan(ended.get(0)));
  }

  @Test
  void nothingIsWaitedForIfTheRequestHasNoRun() {
    assertThat(
            ledger.awaitEnd(
                key("k"),
                Samples.REQUEST,
                clock.instant().plus(INVOCATION),
                time -> {
                  throw new AssertionError("waited for " + time);
                }))
        .isEmpty();
  }

  @Test
  void waitForARunThatDoesNotEndLeavesTimeForTheCallersOwn() {
    Lease lease = acquire("a");
    Run run = start(key("k"), plan(), lease);
    Instant begun = clock.instant();

    Optional<RunStanding> standing =
        ledger.awaitEnd(
            key("k"),
            Samples.REQUEST,
            begun.plus(INVOCATION),
            time -> {
              clock.advance(time);
              leases.renew(lease, begun.plus(INVOCATION));
            });

    assertThat(standing.orElseThrow()).isInstanceOf(Running.class);
    assertThat(standing.orElseThrow().run()).isEqualTo(run);
    assertThat(Duration.between(begun, clock.instant())).isEqualTo(Duration.ofSeconds(240));
  }

  @Test
  void runWhoseOwnerIsDeadIsAbandonedAsSoonAsItsLeaseHasLapsed() {
    Lease lease = acquire("a");
    Run run = start(key("k"), plan(), lease);
    Instant begun = clock.instant();

    Optional<RunStanding> standing =
        ledger.awaitEnd(key("k"), Samples.REQUEST, begun.plus(INVOCATION), clock::advance);

    assertThat(standing).hasValue(new Abandoned(run));
    assertThat(Duration.between(begun, clock.instant())).isLessThan(UNTIL_TAKEN.plusSeconds(4));
  }

  @Test
  void interruptedWaitForARunSaysThatItIsRunning() {
    Lease lease = acquire("a");
    Run run = start(key("k"), plan(), lease);

    Optional<RunStanding> standing =
        ledger.awaitEnd(
            key("k"),
            Samples.REQUEST,
            clock.instant().plus(INVOCATION),
            time -> {
              throw new InterruptedException();
            });

    assertThat(Thread.interrupted()).isTrue();
    assertThat(standing).hasValue(new Running(run, "a", lease.expiresAt()));
  }

  @Test
  void runThatFailedIsBegunAnewByItsKey() {
    Lease lease = acquire("a");
    Run first = start(key("k"), new RunPlan(Samples.REQUEST, Map.of(), List.of()), lease);
    Run failed = ledger.fail(lease, first.id(), Map.of("error", "no"));
    assertThat(failed.state()).isEqualTo(RunState.FAILED);
    assertThat(failed.result()).containsExactly("error", "no");
    leases.release(lease);

    Lease next = acquire("b");
    assertThat(ledger.look(key("k"), Samples.REQUEST)).isEmpty();
    Run second = start(key("k"), plan(), next);

    assertThat(second.token()).isEqualTo(next.token());
    assertThat(ledger.read(key("k").id())).hasValue(second);
  }

  @Test
  void runThatNobodyHasGotEndsAsFailed() {
    Lease lease = acquire("a");
    Run run = start(key("k"), plan(), lease);
    List<LegUpdate> refusals = new ArrayList<>();
    run.legs().forEach(leg -> refusals.add(LegUpdate.notSent(leg.orderRef(), "off")));
    ledger.record(lease, run.id(), refusals);

    assertThat(ledger.finish(lease, run.id(), Map.of()).state()).isEqualTo(RunState.FAILED);
  }

  @Test
  void runIsNotBegunUnderAnExpiredLease() {
    Lease lease = acquire("a");
    clock.advance(Leases.LENGTH);

    LeaseLostException e =
        assertThrows(
            LeaseLostException.class,
            () -> ledger.begin(key("k"), plan(), lease, AccompanyingWrites.NONE));

    assertThat(e).hasMessageThat().contains("has expired");
    assertThat(ledger.read(key("k").id())).isEmpty();
  }

  @Test
  void runOfAnEarlierOwnerIsWrittenByNobodyWhoHasNotTakenItOver() {
    Lease first = acquire("a");
    Run run = start(key("k"), new RunPlan("{}", Map.of(), List.of()), first);
    leases.release(first);
    Lease second = acquire("b");

    LeaseLostException e =
        assertThrows(LeaseLostException.class, () -> ledger.record(second, run.id(), List.of()));
    assertThrows(LeaseLostException.class, () -> ledger.finish(second, run.id(), Map.of()));

    assertThat(e).hasMessageThat().contains("belongs to a (token " + first.token() + ")");
    assertThat(ledger.read(run.id())).hasValue(run);
  }

  @Test
  void accompanyingWritesAreMadeWithEachBeginningOfARepeatedSignature() {
    RunKey key = Samples.signature("s", 15);
    AccompanyingWrites counting =
        (transaction, run) -> writes -> writes.set("marks/" + run.token(), Map.of("by", run.id()));
    Lease lease = acquire("a");
    ledger.begin(key, new RunPlan("{}", Map.of(), List.of()), lease, counting);
    ledger.finish(lease, key.id(), Map.of());
    leases.release(lease);
    clock.advance(Duration.ofMinutes(16));

    ledger.begin(key, new RunPlan("{}", Map.of(), List.of()), acquire("b"), counting);

    assertThat(store.list("marks")).hasSize(2);
  }

  @Test
  void orderOfTheLedgerIsFoundByItsReference() {
    Lease lease = acquire("a");
    Run run = start(key("k"), plan(), lease);
    String ref = run.legs().get(1).orderRef();

    LedgerEntry entry = entry(ref).orElseThrow();

    assertThat(entry.path()).isEqualTo("runs/" + run.id());
    assertThat(entry.run()).isEqualTo(run);
    assertThat(entry.leg()).isEqualTo(run.legs().get(1));
    assertThat(entry(key("other").orderRef(lease.token(), 0))).isEmpty();
    assertThat(entry("not-a-reference-of-ours")).isEmpty();
  }

  private Optional<LedgerEntry> entry(String orderRef) {
    return store.<Optional<LedgerEntry>, RuntimeException>runTransaction(
        transaction -> LedgerEntry.find(transaction, PAPER, orderRef));
  }

  @Test
  void ledgerDeniesOnlyAnOrderThatTheBrokerIsSaidNotToHave() {
    Lease lease = acquire("a");
    Run run = start(key("k"), plan(), lease);
    String first = run.legs().get(0).orderRef();
    String second = run.legs().get(1).orderRef();
    assertThat(entry(first).orElseThrow().deniesOrder()).isFalse();

    ledger.record(
        lease,
        run.id(),
        List.of(LegUpdate.notSent(first, "off"), new LegUpdate(second, LegState.DONE, 0, 9, "")));

    assertThat(entry(first).orElseThrow().deniesOrder()).isTrue();
    assertThat(entry(second).orElseThrow().deniesOrder()).isFalse();
  }

  @Test
  void proofOfAnOrderCorrectsTheLedgerAfterTheEndOfItsRun() {
    Lease lease = acquire("a");
    Run run = start(key("k"), plan(), lease);
    String first = run.legs().get(0).orderRef();
    String second = run.legs().get(1).orderRef();
    ledger.record(
        lease,
        run.id(),
        List.of(LegUpdate.notSent(first, "off"), new LegUpdate(second, LegState.DONE, 0, 9, "")));
    Run ended = ledger.finish(lease, run.id(), Map.of("orders", 1));
    leases.release(lease);

    store.<Void, RuntimeException>runTransaction(
        transaction -> {
          LedgerEntry.find(transaction, PAPER, first)
              .orElseThrow()
              .correct(transaction, 31, 3001, "the broker shows it", clock.instant());
          return null;
        });

    Run corrected = ledger.read(run.id()).orElseThrow();
    assertThat(corrected.state()).isEqualTo(ended.state());
    assertThat(corrected.result()).isEqualTo(ended.result());
    Leg proved = corrected.leg(first).orElseThrow();
    assertThat(proved.state()).isEqualTo(LegState.ACKNOWLEDGED);
    assertThat(proved.orderId()).isEqualTo(31);
    assertThat(proved.permId()).isEqualTo(3001);
    assertThat(proved.message()).isEqualTo("the broker shows it");
  }

  @Test
  void orderThatItsSenderHeldBackIsPlannedAgain() {
    Lease lease = acquire("a");
    Run run = start(key("k"), plan(), lease);
    String ref = run.legs().get(0).orderRef();
    ledger.record(lease, run.id(), List.of(LegUpdate.sent(ref, 1, 5)));

    Leg held =
        ledger.record(lease, run.id(), List.of(LegUpdate.heldBack(ref, "no lease"))).legs().get(0);

    assertThat(held.state()).isEqualTo(LegState.PLANNED);
    assertThat(held.clientId()).isEmpty();
    assertThat(held.orderId()).isEqualTo(0);
    assertThat(held.sentAt()).isEmpty();
    assertThat(held.message()).isEqualTo("no lease");
    Leg again = ledger.record(lease, run.id(), List.of(LegUpdate.sent(ref, 1, 6))).legs().get(0);
    assertThat(again.state()).isEqualTo(LegState.SENT);
    assertThat(again.orderId()).isEqualTo(6);
    assertThat(again.message()).isEmpty();
  }

  @Test
  void onlyTheSenderKnowsThatAnOrderWasHeldBack() {
    Lease first = acquire("a");
    Run run = start(key("k"), plan(), first);
    String ref = run.legs().get(0).orderRef();
    ledger.record(first, run.id(), List.of(LegUpdate.sent(ref, 1, 5)));
    leases.release(first);
    Lease second = acquire("b");
    ledger.takeOver(second, run.id());

    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> ledger.record(second, run.id(), List.of(LegUpdate.heldBack(ref, "no"))));

    assertThat(e).hasMessageThat().contains("was sent by another run");
  }

  @Test
  void reasonOfAPlannedOrderIsWrittenWithoutAChangeOfItsState() {
    Lease lease = acquire("a");
    Run run = start(key("k"), plan(), lease);
    String ref = run.legs().get(0).orderRef();

    Leg leg = ledger.record(lease, run.id(), List.of(LegUpdate.heldBack(ref, "why"))).legs().get(0);

    assertThat(leg.state()).isEqualTo(LegState.PLANNED);
    assertThat(leg.message()).isEqualTo("why");
  }

  @Test
  void orderThatHasEndedKeepsItsFirstReason() {
    Lease lease = acquire("a");
    Run run = start(key("k"), plan(), lease);
    String ref = run.legs().get(0).orderRef();
    Run first = ledger.record(lease, run.id(), List.of(LegUpdate.notSent(ref, "too large")));

    assertThat(ledger.record(lease, run.id(), List.of(LegUpdate.notSent(ref, "another reason"))))
        .isEqualTo(first);
  }

  @Test
  void runNamesItselfInMessages() {
    Run run = start(key("k"), plan(), acquire("a"));

    assertThat(run.toString())
        .isEqualTo(
            "the allocation run of %s (%s, running, %s)"
                .formatted(run.begunAt(), run.origin(), run.id()));
  }

  @Test
  void runThatAnotherCallHasCreatedMeanwhileIsFound() {
    Lease lease = acquire("a");
    Run first = start(key("k"), plan(), lease);
    boolean[] hasFailed = new boolean[1];
    DocumentStore late =
        new DelegatingStore(store) {
          @Override
          public <T, X extends Exception> T runTransaction(TransactionBody<T, X> body) throws X {
            if (!hasFailed[0]) {
              hasFailed[0] = true;
              throw new DocumentExistsException("runs/" + first.id());
            }
            return super.runTransaction(body);
          }
        };

    RunStanding standing =
        new RunLedger(late, clock).begin(key("k"), plan(), lease, AccompanyingWrites.NONE);

    assertThat(standing).isEqualTo(new Running(first, "a", lease.expiresAt()));
  }
}
