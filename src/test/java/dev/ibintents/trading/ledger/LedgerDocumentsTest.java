package dev.ibintents.trading.ledger;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.bench.GoldenDocuments;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.FieldException;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.order.BelievedValue;
import dev.ibintents.trading.order.FillWithin;
import dev.ibintents.trading.order.OrderTerms;
import dev.ibintents.trading.order.PlannedOrder;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documents of runs and leases are those of every earlier version. */
class LedgerDocumentsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T15:45:00.123456Z");
  private static final long TOKEN = 1_795_448_700;

  /** The states of every version. */
  private static final List<LegState> STATES =
      Stream.of(LegState.values()).filter(state -> state != LegState.CANCELLING).toList();

  private static final OrderTerms TERMS =
      new OrderTerms(
          OptionalInt.of(2), Optional.of(new FillWithin(30, true)), Optional.of("hash-token-0"));

  private static Lease lease(TradingMode mode) {
    return new Lease(mode, "invocation-1", "mark-of-lease", TOKEN, NOW.plusSeconds(20), NOW);
  }

  private static Run begun(TradingMode mode, String key, RunPlan plan) {
    return Run.begin(Samples.key(mode, key), plan, lease(mode), "mark of " + key, NOW);
  }

  /** Runs in each state, with orders in each state and with each kind of field. */
  private static List<Run> runs() {
    Run planned =
        begun(
            TradingMode.PAPER,
            "planned",
            new RunPlan(
                Samples.REQUEST,
                Map.of("trend", new BigDecimal("0.25"), "weights", BigDecimal.ONE),
                List.of(
                    Samples.stock("BUY", "7.5")
                        .with(
                            new BelievedValue(
                                new BigDecimal("681.25"),
                                BigDecimal.ONE,
                                BigDecimal.ONE,
                                new BigDecimal("5109.375"))),
                    Samples.future(),
                    Samples.conditional())));
    Run empty = begun(TradingMode.LIVE, "empty", new RunPlan("{}", Map.of(), List.of()));
    return List.of(
        planned,
        inEachState(),
        empty.ended(RunState.FINISHED, NOW.plusSeconds(3), Map.of()),
        begun(TradingMode.LIVE, "failed", Samples.plan())
            .ended(RunState.FAILED, NOW.plusSeconds(4), Map.of("error", "refused")),
        begun(TradingMode.PAPER, "expired", Samples.plan())
            .ended(RunState.EXPIRED, NOW.plusSeconds(5), Map.of("orders", 2L)));
  }

  private static Run inEachState() {
    List<PlannedOrder> orders = new ArrayList<>();
    for (LegState state : STATES) {
      orders.add(Samples.stock("SELL", "" + (STATES.indexOf(state) + 1)));
    }
    Run run = begun(TradingMode.PAPER, "each state", new RunPlan("{}", Map.of(), orders));
    List<String> refs = run.legs().stream().map(Leg::orderRef).toList();
    List<LegUpdate> sent =
        IntStream.range(1, refs.size())
            .mapToObj(i -> LegUpdate.sent(refs.get(i), 3, 100 + i))
            .toList();
    List<LegUpdate> settled =
        List.of(
            LegUpdate.acknowledged(refs.get(STATES.indexOf(LegState.ACKNOWLEDGED)), 1_234_567_890),
            new LegUpdate(
                refs.get(STATES.indexOf(LegState.DONE)), LegState.DONE, 0, 1_234_567_891, "Filled"),
            LegUpdate.rejected(refs.get(STATES.indexOf(LegState.REJECTED)), "201: refused"),
            new LegUpdate(
                refs.get(STATES.indexOf(LegState.EXPIRED)),
                LegState.EXPIRED,
                0,
                0,
                "never arrived"),
            LegUpdate.notSent(refs.get(STATES.indexOf(LegState.NOT_SENT)), "nobody wants it"),
            new LegUpdate(
                refs.get(STATES.indexOf(LegState.UNKNOWN)),
                LegState.UNKNOWN,
                0,
                0,
                "nobody knows"));
    return run.with(sent, TOKEN, NOW.plusSeconds(1))
        .with(settled, TOKEN, NOW.plusSeconds(2))
        .ended(
            RunState.FINISHED,
            NOW.plusSeconds(3),
            new Document(
                    "a/b",
                    Map.of("netLiquidation", "1000.5", "orders", Map.of("a.b", List.of(1, true))))
                .fields());
  }

  private static Document document(Run run) {
    return new Document(RunDocument.path(run.id()), RunDocument.fields(run));
  }

  @Test
  void runsAreWrittenAsTheyWereAlways() {
    GoldenDocuments.requireWritten(
        "runs", runs().stream().map(LedgerDocumentsTest::document).toList());
  }

  @Test
  void storedRunsAreReadAsTheyWereWritten() {
    assertThat(GoldenDocuments.read("runs").stream().map(RunDocument::run).toList())
        .containsExactlyElementsIn(runs());
  }

  /** Earlier versions wrote no exposures, and no client ids. */
  private static Document earlier(Run run) {
    Map<String, Object> fields = new TreeMap<>(document(run).fields());
    fields.remove("exposures");
    List<Object> legs = new ArrayList<>();
    for (Object leg : (List<?>) fields.get("legs")) {
      Map<Object, Object> earlier = new HashMap<>((Map<?, ?>) leg);
      earlier.remove("clientId");
      legs.add(earlier);
    }
    fields.put("legs", legs);
    return new Document(RunDocument.path(run.id()), fields);
  }

  @Test
  void runsOfEarlierVersionsAreRead() {
    GoldenDocuments.requireWritten("runs-earlier", List.of(earlier(inEachState())));

    Run run = RunDocument.run(GoldenDocuments.read("runs-earlier").get(0));

    assertThat(run.exposures()).isEmpty();
    assertThat(run.legs().stream().map(Leg::clientId).distinct())
        .containsExactly(OptionalInt.empty());
    assertThat(run.result()).isEqualTo(inEachState().result());
    assertThat(run.legs().get(3).orderId()).isEqualTo(inEachState().legs().get(3).orderId());
  }

  @Test
  void runWithoutPhasesIsReadAsOnePhase() {
    Run run = RunDocument.run(GoldenDocuments.read("runs-earlier").get(0));

    assertThat(run.legs().stream().map(Leg::terms).distinct()).containsExactly(OrderTerms.PLAIN);
    assertThat(run.legs().get(0).terms().number()).isEqualTo(1);
  }

  @Test
  void runInTwoPhasesIsWrittenAsItWasAlways() {
    Run planned =
        begun(
            TradingMode.PAPER,
            "phases",
            new RunPlan(
                "{}",
                Map.of(),
                List.of(
                    Samples.stock("SELL", "3")
                        .with(OrderTerms.of(Optional.of(new FillWithin(30, true)))),
                    Samples.stock("BUY", "5").afterSales())));
    String ref = planned.legs().get(0).orderRef();
    Run run =
        planned
            .with(List.of(LegUpdate.sent(ref, 3, 100)), TOKEN, NOW.plusSeconds(1))
            .with(List.of(LegUpdate.acknowledged(ref, 77)), TOKEN, NOW.plusSeconds(2))
            .with(List.of(LegUpdate.cancelling(ref, "over")), TOKEN, NOW.plusSeconds(3));
    Run replaced =
        run.replacing(
            LegUpdate.done(ref, "1 of 3"),
            Samples.stock("SELL", "2").with(OrderTerms.replacing(ref)),
            TOKEN,
            NOW.plusSeconds(4));
    Document before = document(run);
    Document after = new Document(RunDocument.path("replaced"), document(replaced).fields());

    GoldenDocuments.requireWritten("runs-phases", List.of(before, after));
    assertThat(GoldenDocuments.read("runs-phases").stream().map(RunDocument::run).map(Run::legs))
        .containsExactly(run.legs(), replaced.legs())
        .inOrder();
    assertThat(replaced.legs()).hasSize(3);
    assertThat(replaced.replacing(LegUpdate.done(ref, ""), Samples.future(), TOKEN, NOW).legs())
        .isEqualTo(replaced.legs());
  }

  @Test
  void unknownFieldsOfRunsAreIgnored() {
    Run run = inEachState();
    Map<String, Object> fields = new TreeMap<>(RunDocument.fields(run));
    fields.put("note", "mine");
    List<Object> legs = new ArrayList<>();
    for (Object leg : (List<?>) fields.get("legs")) {
      Map<Object, Object> more = new HashMap<>((Map<?, ?>) leg);
      more.put("note", 1);
      legs.add(more);
    }
    fields.put("legs", legs);

    assertThat(RunDocument.run(new Document(RunDocument.path(run.id()), fields))).isEqualTo(run);
  }

  @Property(tries = 200)
  void everyRunComesBack(@ForAll("anyRuns") Run run) {
    Map<String, Object> fields = new TreeMap<>(RunDocument.fields(run));
    fields.put("note", List.of("mine"));

    assertThat(RunDocument.run(new Document(RunDocument.path(run.id()), fields))).isEqualTo(run);
  }

  @Provide
  static Arbitrary<Run> anyRuns() {
    return Combinators.combine(
            Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(20),
            Arbitraries.of(TradingMode.class),
            Arbitraries.strings().ofMaxLength(20),
            byStrategy(),
            Arbitraries.of(RunState.class),
            Arbitraries.longs(),
            moments(),
            legs().list().ofMaxSize(4))
        .as(
            (id, mode, text, exposures, state, token, ended, legs) ->
                new Run(
                    id,
                    mode,
                    "close-all",
                    text,
                    text,
                    exposures,
                    state,
                    token,
                    text,
                    ~token,
                    text,
                    NOW,
                    ended,
                    Map.of(),
                    legs));
  }

  private static Arbitrary<Leg> legs() {
    PlannedOrder[] orders = {Samples.stock("BUY", "7.5"), Samples.future(), Samples.conditional()};
    return Combinators.combine(
            Arbitraries.of(orders).map(order -> RunDocument.planned("planned", order)),
            byStrategy().map(Shares::of),
            Arbitraries.of(LegState.class),
            Arbitraries.integers().injectNull(0.3),
            Arbitraries.integers(),
            Arbitraries.longs(),
            moments(),
            Arbitraries.strings().ofMaxLength(20))
        .as(
            (leg, source, state, client, order, number, sent, message) ->
                new Leg(
                    leg.orderRef(),
                    leg.contract(),
                    leg.order(),
                    source,
                    state,
                    client == null ? OptionalInt.empty() : OptionalInt.of(client),
                    order,
                    number,
                    sent,
                    ~number,
                    message,
                    Optional.of(
                        new BelievedValue(
                            new BigDecimal("106.25"),
                            new BigDecimal("0.01"),
                            new BigDecimal("1.2946"),
                            BigDecimal.valueOf(number))),
                    number % 2 == 0 ? OrderTerms.PLAIN : TERMS));
  }

  private static Arbitrary<Map<String, BigDecimal>> byStrategy() {
    return Arbitraries.maps(
            Arbitraries.strings().ascii().ofMinLength(1).ofMaxLength(2),
            Arbitraries.bigDecimals().ofScale(6).map(PlainDecimal::of))
        .ofMaxSize(3);
  }

  private static Arbitrary<Optional<Instant>> moments() {
    return Arbitraries.longs()
        .between(0, 4_000_000_000_000_000L)
        .map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS))
        .optional();
  }

  @Test
  void leasesAreWrittenAndReadAsTheyWereAlways(@TempDir Path folder) {
    TestClock clock = new TestClock(NOW.toString());
    try (DocumentStore store = new SqliteDocumentStore(folder, Duration.ofSeconds(30))) {
      Leases leases = new Leases(store, clock);
      Instant end = NOW.plusSeconds(300);
      Lease held = leases.acquire(TradingMode.PAPER, "invocation-1", end, clock::advance);
      Lease released = leases.acquire(TradingMode.LIVE, "invocation-2", end, clock::advance);
      clock.advance(Duration.ofSeconds(7));
      leases.release(released);

      GoldenDocuments.requireWritten(
          "leases",
          store.list("leases").stream()
              .map(lease -> marked(lease, "mark of " + lease.id()))
              .toList());

      GoldenDocuments.read("leases")
          .forEach(document -> store.set(document.path(), document.fields()));
      assertThat(leases.current(TradingMode.LIVE)).isEmpty();
      assertThat(leases.current(TradingMode.PAPER))
          .hasValue(
              new Lease(
                  TradingMode.PAPER,
                  held.owner(),
                  "mark of paper",
                  held.token(),
                  held.expiresAt(),
                  held.quietSince()));
    }
  }

  /** Marks are random. */
  private static Document marked(Document lease, String mark) {
    Map<String, Object> fields = new TreeMap<>(lease.fields());
    assertThat(fields.put("mark", mark)).isInstanceOf(String.class);
    return new Document(lease.path(), fields);
  }

  private static void assertNotRead(String name, Object value, String fault) {
    Map<String, Object> fields = new TreeMap<>(RunDocument.fields(inEachState()));
    fields.put(name, value);
    Document document = new Document(RunDocument.path("k"), fields);

    FieldException e = assertThrows(FieldException.class, () -> RunDocument.run(document));

    assertThat(e).hasMessageThat().contains("runs/k");
    assertThat(e).hasMessageThat().contains(fault);
  }

  @Test
  void unknownWordsOfStoredRunsAreRefused() {
    assertNotRead("state", "asleep", "asleep");
    assertNotRead("mode", "play", "play");
    for (String part : List.of("state", "order")) {
      Map<Object, Object> leg =
          new HashMap<>(
              (Map<?, ?>) ((List<?>) RunDocument.fields(inEachState()).get("legs")).get(0));
      leg.put(part, part.equals("state") ? "asleep" : Map.of("colour", "red"));
      assertNotRead("legs", List.of(leg), part.equals("state") ? "asleep" : "colour");
    }
  }
}
