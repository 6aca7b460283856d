package dev.ibintents.intent;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.environment.Environment;
import dev.ibintents.environment.KillSwitch;
import dev.ibintents.environment.KillSwitchException;
import dev.ibintents.environment.Problem;
import dev.ibintents.environment.Variables;
import dev.ibintents.gateway.OnClientIdInUse;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.GatewayTimeoutException;
import dev.ibintents.ibapi.message.ReqMarketDataType;
import dev.ibintents.ibapi.message.Request;
import dev.ibintents.intent.account.Summary;
import dev.ibintents.simulator.fault.Faults;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.SimulatedGateway;
import dev.ibintents.store.DelegatingStore;
import dev.ibintents.store.Document;
import dev.ibintents.store.StoreUnavailableException;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every intent goes through, in which order, and what is left when something fails. */
@Timeout(60)
final class IntentLifecycleTest {
  private static final Instant NOW = Instant.parse("2026-11-23T09:30:00Z");

  @TempDir Path folder;
  private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, String> variables = new HashMap<>();
  private SimulatedGateway gateway;
  private WatchedStore store;

  /** A store that sees when the activity comes, and can refuse it. */
  private final class WatchedStore extends DelegatingStore {
    private int sessionsWhenLogged = -1;
    private Throwable refusal;

    WatchedStore() {
      super(new SqliteDocumentStore(folder));
    }

    @Override
    public String add(String collection, Map<String, ?> fields) {
      sessionsWhenLogged = awaitSessions(0);
      if (refusal instanceof Error error) {
        throw error;
      }
      if (refusal != null) {
        throw (RuntimeException) refusal;
      }
      return super.add(collection, fields);
    }
  }

  /** An intent that does what a test wants. */
  private static final class Probe extends Intent {
    private final Function<Environment, Object> work;

    Probe(Environment environment, Parameters parameters, Function<Environment, Object> work) {
      super(environment, parameters);
      this.work = work;
    }

    @Override
    protected Object core() {
      return work.apply(environment());
    }

    @Override
    public String name() {
      return "ping";
    }

    @Override
    protected OnClientIdInUse onClientIdInUse() {
      return OnClientIdInUse.TAKE_NEXT;
    }
  }

  /** An intent that answers with its activity, and may add a problem before. */
  private static final class Diary extends Intent {
    private final Consumer<Environment> work;

    Diary(Environment environment, Consumer<Environment> work) {
      super(environment, NoParameters.GIVEN);
      this.work = work;
    }

    @Override
    protected Object core() {
      work.accept(environment());
      return activity();
    }

    @Override
    public String name() {
      return "ping";
    }
  }

  @BeforeEach
  void open() throws Exception {
    gateway =
        new SimulatedGateway(
            new GatewayOptions().onRequest((client, number, request) -> requests.add(request)));
    store = new WatchedStore();
    store.set("config/common", Map.of("marketDataType", 3));
    store.set("config/paper", Map.of("apiPort", gateway.port()));
    variables.put("STORE", "embedded");
  }

  @AfterEach
  void close() {
    store.close();
    gateway.close();
  }

  /** Sessions end when the gateway notices; waits until that many are left. */
  private int awaitSessions(int expected) {
    Deadline deadline = Deadline.in(Duration.ofSeconds(10));
    while (gateway.sessions() != expected && !deadline.hasPassed()) {
      Thread.onSpinWait();
    }
    return gateway.sessions();
  }

  private Environment environment() {
    return environment(Duration.ofSeconds(30));
  }

  private Environment environment(Duration timeout) {
    return new Environment(
        Variables.from(variables),
        store,
        Clock.fixed(NOW, ZoneOffset.UTC),
        "invocation-1",
        Deadline.in(timeout));
  }

  private Object run(Function<Environment, Object> work) {
    return new Probe(environment(), NoParameters.GIVEN, work).run();
  }

  private Document onlyActivity() {
    List<Document> activities = store.list("activity");
    assertThat(activities).hasSize(1);
    return activities.get(0);
  }

  private record Result(String text) {}

  @Test
  void answersWithWhatTheIntentReturns() {
    assertThat(run(environment -> new Result("done"))).isEqualTo(new Result("done"));
  }

  @Test
  void answersWithTheActivityIfTheIntentReturnsIt() {
    Object answer = new Diary(environment(), environment -> {}).run();

    Activity.ActivityAnswer activity = (Activity.ActivityAnswer) answer;
    assertThat(activity.agent()).isEqualTo("localhost");
    assertThat(activity.intent()).isEqualTo("Diary");
    assertThat(activity.exception()).isNull();
    assertThat(activity.timestamp()).isEqualTo(NOW);
    assertThat(activity.invocation()).isEqualTo("invocation-1");
  }

  @Test
  void answersAFailureWithTheActivityIfTheIntentReturnsIt() {
    Diary failing =
        new Diary(
            environment(),
            environment ->
                environment.problems().add(Problem.Code.NOTHING_SUCCEEDED, "nothing went well"));

    ProblemsException failure = assertThrows(ProblemsException.class, failing::run);

    assertThat(((Activity.ActivityAnswer) failure.details()).exception())
        .isEqualTo("ProblemsException: nothing went well");
  }

  @Test
  void anIntentMustNotAnswerNull() {
    assertThat(assertThrows(NullPointerException.class, () -> run(environment -> null)))
        .hasMessageThat()
        .isEqualTo("ping must not answer null");
  }

  @Test
  void tellsTheGatewayTheMarketDataTypeBeforeTheIntentsOwnWork() {
    run(environment -> environment.gateway().await(environment.gateway().session().reqPositions()));

    assertThat(requests.get(1)).isEqualTo(new ReqMarketDataType(3));
    assertThat(requests).hasSize(3);
  }

  @Test
  void writesTheActivityAfterItHasDisconnected() {
    run(environment -> new Result("done"));

    assertThat(store.sessionsWhenLogged).isEqualTo(0);
    Document activity = onlyActivity();
    assertThat(activity.string("agent")).isEqualTo("localhost");
    assertThat(activity.string("intent")).isEqualTo("Probe");
    assertThat(activity.string("signature"))
        .isEqualTo(Signature.of("localhost", "Probe", NoParameters.GIVEN.json()));
    assertThat(activity.string("tradingMode")).isEqualTo("paper");
    assertThat(activity.map("config").integer("marketDataType")).isEqualTo(3);
    assertThat(activity.map("config").integer("apiPort")).isEqualTo(gateway.port());
    assertThat(activity.has("exception")).isFalse();
    assertThat(activity.instant("timestamp")).isEqualTo(NOW);
    assertThat(activity.integer("durationMillis")).isAtLeast(0);
    assertThat(activity.string("invocation")).isEqualTo("invocation-1");
    assertThat(activity.map("outcome").fields()).isEmpty();
  }

  @Test
  void disconnectsAndLogsWhenTheIntentFails() {
    IllegalStateException failure = new IllegalStateException("no");

    assertThat(
            assertThrows(
                IllegalStateException.class,
                () ->
                    run(
                        environment -> {
                          throw failure;
                        })))
        .isSameInstanceAs(failure);
    assertThat(store.sessionsWhenLogged).isEqualTo(0);
    assertThat(onlyActivity().string("exception")).isEqualTo("IllegalStateException: no");
  }

  @Test
  void disconnectsAndLogsWhenAnErrorIsThrown() {
    assertThrows(
        StackOverflowError.class,
        () ->
            run(
                environment -> {
                  throw new StackOverflowError("deep");
                }));
    assertThat(store.sessionsWhenLogged).isEqualTo(0);
    assertThat(onlyActivity().string("exception")).isEqualTo("StackOverflowError: deep");
  }

  @Test
  void disconnectsAndLogsWhenTheGatewayFallsSilent() {
    gateway.faults().silence(Faults.Silence.AFTER_START);
    Probe probe =
        new Probe(
            environment(Duration.ofSeconds(2)),
            NoParameters.GIVEN,
            environment ->
                environment.gateway().await(environment.gateway().session().reqPositions()));

    GatewayTimeoutException timeout = assertThrows(GatewayTimeoutException.class, probe::run);

    assertThat(store.sessionsWhenLogged).isEqualTo(0);
    assertThat(onlyActivity().string("exception"))
        .isEqualTo("GatewayTimeoutException: " + timeout.getMessage());
  }

  @Test
  void theKillSwitchRefusesBeforeConnecting() {
    store.update("config/common", Map.of("tradingEnabled", false));

    assertThat(assertThrows(KillSwitchException.class, () -> run(environment -> "never")))
        .hasMessageThat()
        .isEqualTo("Trading disabled by kill switch.");
    assertThat(gateway.connectionsAccepted()).isEqualTo(0);
    assertThat(onlyActivity().string("exception"))
        .isEqualTo("KillSwitchException: Trading disabled by kill switch.");
  }

  @Test
  void theKillSwitchLetsExemptIntentsThrough() {
    store.update(
        "config/common", Map.of("tradingEnabled", false, "killSwitchExempt", List.of("ping")));

    assertThat(run(environment -> new Result("done"))).isEqualTo(new Result("done"));
  }

  @Test
  void aFailureToLogDoesNotFailARunThatSucceeded() {
    store.refusal = new StoreUnavailableException("gone", null);

    assertThat(run(environment -> new Result("done"))).isEqualTo(new Result("done"));
  }

  @Test
  void aFailureToLogDoesNotHideTheIntentsOwnFailure() {
    for (Throwable refusal : List.of(new IllegalStateException("log"), new LinkageError("log"))) {
      store.refusal = refusal;

      assertThat(
              assertThrows(
                  UnsupportedOperationException.class,
                  () ->
                      run(
                          environment -> {
                            throw new UnsupportedOperationException("intent");
                          })))
          .hasMessageThat()
          .isEqualTo("intent");
    }
  }

  @Test
  void pingAndSummaryAreNotLogged() {
    new Ping(environment(), NoParameters.GIVEN).run();
    new Summary(environment(), NoParameters.GIVEN).run();

    assertThat(store.list("activity")).isEmpty();
  }

  @Test
  void aTrialRunAtHomeLeavesNoTracesInFirestore() {
    variables.remove("STORE");
    variables.put("PROJECT_ID", "my-project");
    run(environment -> new Result("done"));

    assertThat(store.list("activity")).isEmpty();
    variables.put("K_REVISION", "ib-intents-00007-abc");
    run(environment -> new Result("done"));
    assertThat(onlyActivity().string("agent")).isEqualTo("ib-intents-00007-abc");
  }

  @Test
  void everyIntentMayBeExemptFromTheKillSwitch() {
    assertThat(Intents.all().names()).containsExactlyElementsIn(KillSwitch.INTENTS);
  }
}
