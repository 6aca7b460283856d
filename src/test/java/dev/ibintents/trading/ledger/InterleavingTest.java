package dev.ibintents.trading.ledger;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.StoreUnavailableException;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import dev.ibintents.trading.ledger.FaultyStore.Fault;
import dev.ibintents.trading.ledger.RunStanding.Started;
import dev.ibintents.trading.run.LegDecision;
import dev.ibintents.trading.run.LegDecision.Verdict;
import dev.ibintents.trading.run.RecoveryDecision;
import dev.ibintents.trading.run.SeenOrders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Two owners whose clocks differ do what they like in any order, and die, and lose answers: never
 * do both hold the lease, never does a leg leave a terminal state, never does a key name two plans,
 * never does an order reach the broker twice.
 */
class InterleavingTest {
  private static Path folder;
  private static DocumentStore store;

  /** What an owner can do next. */
  enum Move {
    ACQUIRE,
    RENEW,
    BEGIN,
    BEGIN_BY_SIGNATURE,
    TAKE_OVER,
    ASK_BROKER,
    WRITE_AS_SENT,
    PLACE,
    ACKNOWLEDGE,
    COMPLETE,
    FINISH,
    RELEASE,
    DIE,
    WAIT_SECONDS,
    WAIT_A_MINUTE,
    WAIT_FOR_EXPIRY,
    WAIT_LONG
  }

  /** One step of a schedule: the pick chooses among what the owner can do then. */
  record Step(int owner, int pick, Optional<Fault> fault) {}

  @BeforeContainer
  static void open() throws IOException {
    folder = Files.createTempDirectory("interleaving");
    store = new SqliteDocumentStore(folder);
  }

  @AfterContainer
  static void close() throws IOException {
    store.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void anyInterleavingIsSafe(@ForAll("schedules") List<Step> schedule) {
    store.list("runs").forEach(run -> store.delete(run.path()));
    store.delete("leases/paper");
    World world = new World();
    for (Step step : schedule) {
      world.take(step);
      world.check(step);
    }
  }

  @Provide
  Arbitrary<List<Step>> schedules() {
    Arbitrary<Integer> owners = Arbitraries.of(0, 1);
    Arbitrary<Integer> picks = Arbitraries.integers().between(0, 9999);
    Arbitrary<Optional<Fault>> faults =
        Arbitraries.frequencyOf(
            Tuple.of(12, Arbitraries.just(Optional.empty())),
            Tuple.of(1, Arbitraries.of(Fault.class).map(Optional::of)));
    return Combinators.combine(owners, picks, faults).as(Step::new).list().ofSize(60);
  }

  /** The broker, the clock, both owners, and what was seen of the store so far. */
  private static final class World {
    private final TestClock clock = new TestClock("2026-11-23T15:45:00Z");
    private final SeenOrders broker = new SeenOrders();
    private final List<Owner> owners =
        List.of(
            new Owner("a", clock, broker, "3"),
            new Owner("b", clock.offBy(Leases.MAX_CLOCK_SKEW), broker, "5"));
    private final Map<String, LegState> terminal = new HashMap<>();
    private final Map<String, Leg> plans = new HashMap<>();
    private final Map<String, Run> permanent = new HashMap<>();

    void take(Step step) {
      switch (owners.get(step.owner()).choose(step.pick())) {
        case WAIT_SECONDS -> clock.advance(Duration.ofSeconds(4));
        case WAIT_A_MINUTE -> clock.advance(Duration.ofMinutes(1));
        case WAIT_FOR_EXPIRY -> clock.advance(Leases.LENGTH.minusSeconds(3));
        case WAIT_LONG -> clock.advance(Duration.ofHours(7));
        default -> owners.get(step.owner()).take(step);
      }
    }

    void check(Step step) {
      long holders = owners.stream().filter(Owner::believesToHold).count();
      assertWithMessage("holders after %s", step).that(holders).isAtMost(1);
      for (Document document : store.list("runs")) {
        Run run = RunDocument.run(document);
        run.legs().forEach(leg -> check(step, leg));
        if (run.id().equals(Owner.PERMANENT.id())) {
          Run before = permanent.put(run.id(), run);
          assertWithMessage("plan after %s", step)
              .that(
                  before == null
                      || before.begunToken() == run.begunToken()
                      || before.state() == RunState.FAILED)
              .isTrue();
        }
      }
    }

    private void check(Step step, Leg leg) {
      LegState before = terminal.get(leg.orderRef());
      if (before != null) {
        assertWithMessage("%s after %s", leg, step).that(leg.state()).isEqualTo(before);
      } else if (leg.state().isTerminal()) {
        terminal.put(leg.orderRef(), leg.state());
      }
      Leg planned = plans.putIfAbsent(leg.orderRef(), leg);
      if (planned != null) {
        assertWithMessage("order after %s", step).that(leg.order()).isEqualTo(planned.order());
        assertWithMessage("source after %s", step).that(leg.source()).isEqualTo(planned.source());
      }
    }
  }

  /** One invocation after another on one machine; each move is one step of what an intent does. */
  private static final class Owner {
    static final RunKey PERMANENT = Samples.key("k");
    private static final RunKey SIGNATURE = Samples.signature("s", 1);

    private final String name;
    private final TestClock clock;
    private final SeenOrders broker;
    private final RunPlan plan;
    private final List<Leg> toSend = new ArrayList<>();
    private final List<Leg> toPlace = new ArrayList<>();
    private Lease lease;
    private Run run;
    private DocumentStore view = store;

    Owner(String name, TestClock clock, SeenOrders broker, String quantity) {
      this.name = name;
      this.clock = clock;
      this.broker = broker;
      this.plan =
          new RunPlan(
              Samples.REQUEST, Map.of(), List.of(Samples.stock("BUY", quantity), Samples.future()));
    }

    boolean believesToHold() {
      return lease != null && !lease.isExpired(clock.instant());
    }

    void take(Step step) {
      Move move = choose(step.pick());
      view = step.fault().<DocumentStore>map(f -> new FaultyStore(store, 1, f)).orElse(store);
      try {
        take(move);
      } catch (FaultyStore.Killed | LeaseLostException e) {
        die(); // the one has no choice, and the other must stop
      } catch (StoreUnavailableException | LeaseHeldException nothingDone) {
        Thread.interrupted(); // how a test's owner refuses to wait
      }
    }

    /** What this owner can do now, the likely more than once. */
    Move choose(int pick) {
      List<Move> moves = new ArrayList<>();
      if (pick % 5 == 0) {
        moves.addAll(List.of(Move.WAIT_SECONDS, Move.WAIT_SECONDS, Move.WAIT_A_MINUTE));
        moves.addAll(List.of(Move.WAIT_FOR_EXPIRY, Move.WAIT_FOR_EXPIRY, Move.WAIT_LONG));
      } else if (lease == null) {
        moves.add(Move.ACQUIRE);
      } else if (run == null) {
        moves.addAll(List.of(Move.BEGIN, Move.BEGIN_BY_SIGNATURE, Move.TAKE_OVER, Move.TAKE_OVER));
        moves.addAll(List.of(Move.RELEASE, Move.RENEW));
      } else {
        moves.addAll(List.of(Move.ASK_BROKER, Move.WRITE_AS_SENT, Move.WRITE_AS_SENT, Move.PLACE));
        moves.addAll(List.of(Move.PLACE, Move.ACKNOWLEDGE, Move.COMPLETE, Move.FINISH));
        moves.addAll(List.of(Move.RELEASE, Move.DIE, Move.RENEW, Move.RENEW, Move.RENEW));
      }
      return moves.get(pick / 5 % moves.size());
    }

    private void take(Move move) {
      switch (move) {
        case ACQUIRE -> acquire();
        case RENEW -> renew();
        case BEGIN -> begin(PERMANENT);
        case BEGIN_BY_SIGNATURE -> begin(SIGNATURE);
        case TAKE_OVER -> takeOver();
        case ASK_BROKER -> askBroker();
        case WRITE_AS_SENT -> writeAsSent();
        case PLACE -> place();
        case ACKNOWLEDGE -> report(LegState.ACKNOWLEDGED);
        case COMPLETE -> report(LegState.DONE);
        case FINISH -> finish();
        case RELEASE -> release();
        default -> die();
      }
    }

    private RunLedger ledger() {
      return new RunLedger(view, clock);
    }

    private void die() {
      lease = null;
      forgetRun();
    }

    private void forgetRun() {
      run = null;
      toSend.clear();
      toPlace.clear();
    }

    private void acquire() {
      if (lease == null) {
        Instant ends = clock.instant().plusSeconds(300);
        lease = new Leases(view, clock).acquire(TradingMode.PAPER, name, ends, this::refuseToWait);
      }
    }

    private void renew() {
      if (lease != null) {
        lease = new Leases(view, clock).renew(lease, Instant.MAX);
      }
    }

    private void refuseToWait(Duration time) throws InterruptedException {
      throw new InterruptedException();
    }

    private void begin(RunKey key) {
      if (lease != null && run == null) {
        if (ledger().begin(key, plan, lease, AccompanyingWrites.NONE) instanceof Started started) {
          run = started.run();
          toSend.addAll(run.legs());
        }
      }
    }

    private void takeOver() {
      if (lease != null && run == null) {
        for (Run abandoned : ledger().abandoned(lease)) {
          run = ledger().takeOver(lease, abandoned.id());
          return;
        }
      }
    }

    /** Recovery, for a run that was begun by somebody else. */
    private void askBroker() {
      if (run == null || run.begunToken() == lease.token()) {
        return;
      }
      run = ledger().read(run.id()).orElseThrow();
      toSend.clear();
      List<LegUpdate> updates = new ArrayList<>();
      for (LegDecision decision :
          RecoveryDecision.decide(
              run, lease, broker.record(clock), SmallIntent.RETRY_CHECK_MINUTES)) {
        decision.update().ifPresent(updates::add);
        if (decision.verdict() == Verdict.SEND_NOW) {
          toSend.add(decision.leg());
        }
      }
      run = ledger().record(lease, run.id(), updates);
    }

    private void writeAsSent() {
      if (!toSend.isEmpty()) {
        Leg leg = toSend.remove(0);
        run = ledger().record(lease, run.id(), List.of(LegUpdate.sent(leg.orderRef(), 1, 1)));
        toPlace.add(leg);
      }
    }

    private void place() {
      if (!toPlace.isEmpty() && !lease.remaining(clock.instant()).isZero()) {
        broker.place(toPlace.remove(0), 1);
      }
    }

    private void report(LegState state) {
      if (run == null) {
        return;
      }
      for (Leg leg : run.legs()) {
        if (broker.orders().containsKey(leg.orderRef()) && !leg.state().isTerminal()) {
          LegUpdate update = new LegUpdate(leg.orderRef(), state, 0, 7, "");
          run = ledger().record(lease, run.id(), List.of(update));
          return;
        }
      }
    }

    private void finish() {
      if (run != null && run.unsettled().isEmpty()) {
        String done = run.id();
        forgetRun(); // it may have ended also where the store does not know whether it did
        ledger().finish(lease, done, Map.of());
      }
    }

    private void release() {
      if (lease != null) {
        Lease given = lease;
        die();
        new Leases(view, clock).release(given);
      }
    }
  }
}
