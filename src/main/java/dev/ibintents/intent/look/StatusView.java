package dev.ibintents.intent.look;

import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.ConfigurationException;
import dev.ibintents.environment.Environment;
import dev.ibintents.environment.KillSwitch;
import dev.ibintents.environment.SettingFields;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.ibapi.ShiftedClock;
import dev.ibintents.intent.LookingIntent;
import dev.ibintents.intent.Parameters;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.strategy.Strategies;
import dev.ibintents.trading.ledger.Lease;
import dev.ibintents.trading.ledger.Leases;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunDocument;
import dev.ibintents.trading.ledger.RunLedger;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says whether books, gateway, runs and configuration are in order. */
public final class StatusView extends LookingIntent {
  /** The number of activities in which the last run of each intent is looked for. */
  private static final int ACTIVITIES = 100;

  private final DocumentStore store;
  private final TradingMode mode;

  /**
   * The answer.
   *
   * @param status ok if every light is, else attention
   * @param lights the lights: books, gateway, trading, runs, configuration and lease
   * @param books the last comparison of books and account; {@code null} if none is on record
   * @param lastRuns the last run of each intent that is on record, the newest first
   * @param unsettled the runs that have begun and not ended
   * @param lease the right to trade the account; {@code null} if nobody has it
   * @param trading the kill switch
   * @param gateway the gateway
   * @param configuration the faults of the configuration
   */
  public record StatusAnswer(
      String status,
      List<Light> lights,
      BooksStatus books,
      List<LastRun> lastRuns,
      List<UnsettledRun> unsettled,
      LeaseStatus lease,
      TradingStatus trading,
      GatewayStatus gateway,
      ConfigurationStatus configuration) {}

  /**
   * A light.
   *
   * @param name its subject
   * @param ok whether nothing needs attention
   * @param words the state in words
   * @param since the time from which it holds; {@code null} if that is not known
   */
  public record Light(String name, boolean ok, String words, Instant since) {}

  /**
   * The last comparison of books and account.
   *
   * @param match whether holdings and portfolio agreed, and no order was unsettled
   * @param at the time
   * @param by the intent
   * @param differences the contracts in which they differed
   * @param unsettled the references of the orders whose filled quantity was not known
   */
  public record BooksStatus(
      boolean match,
      Instant at,
      String by,
      List<DifferingContract> differences,
      List<String> unsettled) {}

  /**
   * A contract in which holdings and portfolio differed.
   *
   * @param contract the contract's local symbol
   * @param conId the contract's conId
   * @param holdings the quantity that all strategies held together
   * @param portfolio the account's quantity, by the broker
   */
  public record DifferingContract(
      String contract, int conId, BigDecimal holdings, BigDecimal portfolio) {}

  /**
   * The last run of an intent.
   *
   * @param intent the intent's name
   * @param at the time at which it began
   * @param ok whether it did not fail
   * @param error the failure; {@code null} if it did not fail
   * @param invocation the invocation's id; its log lines carry the same id
   */
  public record LastRun(String intent, Instant at, boolean ok, String error, String invocation) {}

  /**
   * A run that has begun and not ended.
   *
   * @param key the run's id in the ledger
   * @param intent the intent's name
   * @param begunAt the time at which it began
   * @param orders its orders whose outcome is not known, in words
   */
  public record UnsettledRun(String key, String intent, Instant begunAt, List<String> orders) {}

  /**
   * The right to trade the account.
   *
   * @param holder the invocation that holds it
   * @param until the time at which it ends, unless it is renewed
   */
  public record LeaseStatus(String holder, Instant until) {}

  /**
   * The kill switch.
   *
   * @param enabled whether intents that are not exempt may run
   * @param exempt the intents that may run although trading is disabled
   * @param halted the run that switched trading off; {@code null} if none did
   * @param switched the last time that a person switched trading on or off; {@code null} if none is
   *     on record
   */
  public record TradingStatus(
      boolean enabled, List<String> exempt, KillSwitch.Halted halted, Switched switched) {}

  /**
   * A person's change of the switch.
   *
   * @param at the time
   * @param by the intent or the command
   * @param invocation the invocation of the intent; {@code null} for a command
   * @param reason the person's reason; {@code null} if none was given
   */
  public record Switched(Instant at, String by, String invocation, String reason) {
    private static Switched of(KillSwitch.Switched switched) {
      return new Switched(
          switched.at(),
          switched.by(),
          switched.invocation().orElse(null),
          switched.reason().orElse(null));
    }
  }

  /**
   * The gateway.
   *
   * @param lastSeenAt the last time at which it is on record that the gateway answered; {@code
   *     null} if there is none
   * @param lastFailure the last failure to reach the gateway or the broker, if it came later; else
   *     {@code null}
   */
  public record GatewayStatus(Instant lastSeenAt, String lastFailure) {}

  /**
   * The configuration.
   *
   * @param faults the faults for which a run would fail, or a strategy would not trade, in words
   */
  public record ConfigurationStatus(List<String> faults) {}

  /** Creates the intent of one invocation. */
  public StatusView(Environment environment, Parameters parameters) {
    super(environment, parameters);
    this.store = environment.store();
    this.mode = environment.variables().tradingMode();
  }

  @Override
  protected Object look() {
    List<PastActivity> activities = PastActivity.newest(store, mode, ACTIVITIES);
    List<Run> running =
        store.query(RunLedger.running(mode)).stream().map(RunDocument::run).toList();
    Optional<Lease> lease = new Leases(store, environment().clock()).current(mode);
    List<Document> configuration = store.list(Configuration.COLLECTION);
    List<String> faults = Configuration.faults(configuration, mode);
    TradingStatus trading = trading();
    List<String> allFaults = new ArrayList<>(faults);
    allFaults.addAll(strategyFaults());
    Optional<BooksStatus> books =
        activities.stream().flatMap(activity -> books(activity).stream()).findFirst();
    GatewayStatus gateway = gateway(activities);
    List<LastRun> lastRuns = lastRuns(activities);
    Lights lights = new Lights(environment().clock().instant());
    lights.books(books);
    lights.gateway(gateway);
    lights.trading(trading, faults);
    lights.runs(lastRuns, running, lease);
    lights.configuration(allFaults);
    lights.lease(lease, ShiftedClock.realTimeOf(environment().clock()).instant());
    return new StatusAnswer(
        lights.all().stream().allMatch(Light::ok) ? "ok" : "attention",
        lights.all(),
        books.orElse(null),
        lastRuns,
        running.stream().map(StatusView::unsettled).toList(),
        lease.map(held -> new LeaseStatus(held.owner(), held.expiresAt())).orElse(null),
        trading,
        gateway,
        new ConfigurationStatus(allFaults));
  }

  private TradingStatus trading() {
    try {
      KillSwitch killSwitch = KillSwitch.read(store, mode);
      return new TradingStatus(
          killSwitch.tradingEnabled(),
          killSwitch.exempt(),
          killSwitch.halted().orElse(null),
          killSwitch.switched().map(Switched::of).orElse(null));
    } catch (ConfigurationException e) {
      return new TradingStatus(false, List.of(), null, null); // its faults are in the answer
    }
  }

  /** The faults of the documents of strategies, and of strategies that have exposure and none. */
  private List<String> strategyFaults() {
    Map<String, Document> documents = new LinkedHashMap<>();
    store
        .list("strategies")
        .forEach(
            document -> {
              if (!document.id().startsWith(SettingFields.OWN)) {
                documents.put(document.id(), document);
              }
            });
    List<String> faults = new ArrayList<>();
    documents
        .values()
        .forEach(
            document -> {
              String words = Strategies.all().faults(document).words();
              if (!words.isEmpty()) {
                faults.add(words);
              }
            });
    for (String id : exposed()) {
      if (!documents.containsKey(id)) {
        Strategies.all().refusal(id, Optional.empty()).ifPresent(faults::add);
      }
    }
    return faults;
  }

  /** The strategies with exposure; none if the configuration has faults, which are named then. */
  private List<String> exposed() {
    try {
      return List.copyOf(environment().configuration().exposure().strategies().keySet());
    } catch (ConfigurationException e) {
      return List.of();
    }
  }

  private static Optional<BooksStatus> books(PastActivity activity) {
    return activity
        .books()
        .map(
            books -> {
              List<DifferingContract> differences = new ArrayList<>();
              if (books.get("differences") instanceof List<?> list) {
                list.forEach(element -> differences.add(difference((Map<?, ?>) element)));
              }
              List<String> unsettled = new ArrayList<>();
              if (books.get("unsettled") instanceof List<?> list) {
                list.forEach(element -> unsettled.add(String.valueOf(element)));
              }
              return new BooksStatus(
                  differences.isEmpty() && unsettled.isEmpty(),
                  activity.timestamp(),
                  activity.name(),
                  differences,
                  unsettled);
            });
  }

  private static DifferingContract difference(Map<?, ?> fields) {
    return new DifferingContract(
        String.valueOf(fields.get("contract")),
        Integer.parseInt(String.valueOf(fields.get("conId"))),
        new BigDecimal(String.valueOf(fields.get("holdings"))),
        new BigDecimal(String.valueOf(fields.get("portfolio"))));
  }

  private GatewayStatus gateway(List<PastActivity> activities) {
    Instant lastSeen = Snapshot.latest(store, mode).map(Snapshot::updatedAt).orElse(null);
    for (PastActivity activity : activities) {
      if (activity.books().isPresent()
          && (lastSeen == null || activity.timestamp().isAfter(lastSeen))) {
        lastSeen = activity.timestamp();
      }
    }
    for (PastActivity activity : activities) {
      if (lastSeen != null && !activity.timestamp().isAfter(lastSeen)) {
        break;
      }
      if (activity.exception().filter(StatusView::isOfGateway).isPresent()) {
        return new GatewayStatus(lastSeen, activity.exception().get());
      }
    }
    return new GatewayStatus(lastSeen, null);
  }

  private static boolean isOfGateway(String exception) {
    return exception.startsWith("Gateway")
        || exception.startsWith("ConnectivityLost")
        || exception.startsWith("ClientId");
  }

  private static List<LastRun> lastRuns(List<PastActivity> activities) {
    Map<String, LastRun> last = new LinkedHashMap<>();
    activities.forEach(
        activity ->
            last.putIfAbsent(
                activity.intent(),
                new LastRun(
                    activity.name(),
                    activity.timestamp(),
                    activity.exception().isEmpty(),
                    activity.exception().orElse(null),
                    activity.invocation())));
    return List.copyOf(last.values());
  }

  private static UnsettledRun unsettled(Run run) {
    return new UnsettledRun(
        run.id(),
        run.intent(),
        run.begunAt(),
        run.unsettled().stream().map(Leg::toString).toList());
  }

  @Override
  public String name() {
    return "status";
  }
}
