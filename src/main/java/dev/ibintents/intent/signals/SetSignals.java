package dev.ibintents.intent.signals;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.ibintents.environment.Environment;
import dev.ibintents.gateway.Contracts;
import dev.ibintents.gateway.OnClientIdInUse;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.gateway.UnresolvedContractException;
import dev.ibintents.intent.CommonParameters;
import dev.ibintents.intent.Intent;
import dev.ibintents.intent.InvalidParametersException;
import dev.ibintents.intent.Outcome;
import dev.ibintents.intent.Parameter;
import dev.ibintents.intent.Parameters;
import dev.ibintents.intent.StepFailedException;
import dev.ibintents.intent.allocation.Allocation;
import dev.ibintents.intent.trade.TradingIntent;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.DraftDocumentStore;
import dev.ibintents.strategy.ExternalTarget;
import dev.ibintents.strategy.NoSignalsException;
import dev.ibintents.strategy.Strategies;
import dev.ibintents.trading.ledger.RunHeaders;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Sets the target of a strategy of the kind external, and trades on it if the request says so. It
 * asks the gateway whether each contract is exactly one instrument.
 *
 * <p>The signals are stored before the allocation begins. The allocation is a run of its own, under
 * a key that belongs to these signals. So a repetition finds both, and repeats neither.
 */
public final class SetSignals extends Intent {
  /** The name of the intent. */
  public static final String NAME = "signals";

  /** The parameter with the strategy. */
  public static final String STRATEGY = "strategy";

  /** The parameter with the signals. */
  public static final String TARGET = ExternalTarget.TARGET;

  /** The parameter with the time of the signals. */
  public static final String AS_OF = "asOf";

  /** The parameter with the name of the program or person. */
  public static final String BY = "by";

  /** The parameter that asks for an allocation on the signals. */
  public static final String THEN_ALLOCATE = "thenAllocate";

  /** The definitions of the parameters. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.required(STRATEGY, Parameter.Type.TEXT, "the strategy"),
          Parameter.required(
              TARGET,
              Parameter.Type.SIGNALS,
              "for each contract the fraction of the strategy's capital, such as 0.6. A contract"
                  + " that is not named is wanted no more; an empty list closes all"),
          Parameter.optional(
              AS_OF,
              Parameter.Type.TEXT,
              "the time of the signals, such as 2026-11-23T15:30:00Z, from which their age counts"
                  + " (the time of the request)"),
          Parameter.optional(
              BY,
              Parameter.Type.TEXT,
              "the program or person that sets them, which is kept on record"),
          Parameter.optional(
                  THEN_ALLOCATE,
                  Parameter.Type.FLAG,
                  "runs an allocation of the strategy as soon as the signals are stored (false)")
              .orElse(false),
          CommonParameters.DRY_RUN);

  private static final String ALLOCATION = "allocation";

  private final RunHeaders headers;
  private final boolean isDryRun;
  private final boolean allocates;
  private final TargetRequest request;
  private final DocumentStore store;
  private final TargetStore targets;

  /**
   * The answer.
   *
   * @param status stored; already-stored if an earlier request did the same; dry-run if nothing is
   *     written
   * @param strategy the strategy's id
   * @param document the strategy's document
   * @param target the signals
   * @param gross the sum of the signals without their signs
   * @param net the sum of the signals
   * @param contracts the instruments' conIds by their local symbols
   * @param asOf the time of the signals by the request; {@code null} if it names none
   * @param updatedAt the time from which the age of the signals counts
   * @param freshUntil the time until which allocations trade on them
   * @param by the program or person by its own words; {@code null} if not given
   * @param setAt the time of the request that stored them
   * @param origin the key of that request in words
   * @param invocation the invocation that stored them
   * @param record the document that keeps this on record
   * @param repeated whether an earlier request has stored them
   * @param allocation the answer of the allocation; {@code null} without {@code thenAllocate}
   * @param next the way on in words
   */
  public record SetSignalsAnswer(
      String status,
      String strategy,
      String document,
      List<SignalEntry> target,
      BigDecimal gross,
      BigDecimal net,
      SortedMap<String, Long> contracts,
      Instant asOf,
      Instant updatedAt,
      Instant freshUntil,
      String by,
      Instant setAt,
      String origin,
      String invocation,
      String record,
      boolean repeated,
      Object allocation,
      String next) {
    SetSignalsAnswer with(Object allocated, String way) {
      return new SetSignalsAnswer(
          status,
          strategy,
          document,
          target,
          gross,
          net,
          contracts,
          asOf,
          updatedAt,
          freshUntil,
          by,
          setAt,
          origin,
          invocation,
          record,
          repeated,
          allocated,
          way);
    }
  }

  /** Creates the intent of one invocation. */
  public SetSignals(Environment environment, Parameters parameters, RunHeaders headers) {
    super(environment, parameters);
    this.headers = headers;
    this.isDryRun = parameters.flag(TradingIntent.DRY_RUN);
    this.allocates = parameters.flag(THEN_ALLOCATE);
    this.request = TargetRequest.read(environment, parameters, headers, refusals());
    this.store = isDryRun ? new DraftDocumentStore(environment.store()) : environment.store();
    this.targets = new TargetStore(store);
  }

  /** Answers a repetition, whose contracts were checked before. */
  @Override
  protected Optional<Object> answerWithoutGateway() {
    Optional<TargetStore.Stored> earlier = targets.find(request, now());
    if (earlier.isEmpty()) {
      refusals().throwIfAnyNow();
      return Optional.empty();
    }
    return Optional.of(answer(targets.set(request, setting(), earlier.get().contracts())));
  }

  @Override
  protected Object core() {
    Map<String, Long> contracts = new LinkedHashMap<>();
    resolved().forEach(contract -> contracts.put(contract.localSymbol(), (long) contract.conId()));
    return answer(targets.set(request, setting(), contracts));
  }

  /**
   * The instruments of the signals.
   *
   * @throws InvalidParametersException if a contract is not exactly one instrument, or two are the
   *     same; it names all such contracts
   */
  private List<ResolvedContract> resolved() {
    try {
      List<ResolvedContract> found =
          new Contracts(environment().gateway(), environment().clock())
              .resolve(request.signals().contracts());
      request.signals().of(found);
      return found;
    } catch (UnresolvedContractException | NoSignalsException e) {
      throw new InvalidParametersException("target: " + e.getMessage());
    }
  }

  private TargetSetting setting() {
    Instant now = now();
    String unique = "-" + Long.toString(now.toEpochMilli(), Character.MAX_RADIX);
    return new TargetSetting(
        request.key().id() + (request.key().isPermanent() ? "" : unique),
        now,
        request.asOf(),
        parameters().text(BY),
        request.key().origin(),
        environment().invocation());
  }

  private Instant now() {
    return environment().clock().instant().truncatedTo(ChronoUnit.MICROS);
  }

  private SetSignalsAnswer answer(TargetStore.Stored stored) {
    SetSignalsAnswer signals = signals(stored);
    activity()
        .add(
            NAME,
            new Outcome.TargetSet(
                signals.status(),
                signals.strategy(),
                signals.record(),
                signals.contracts().size()));
    if (!allocates) {
      return signals.with(
          null,
          isDryRun
              ? "nothing was written; leave dryRun out to store them"
              : "allocations trade on them until freshUntil");
    }
    return signals.with(
        allocation(signals),
        isDryRun
            ? "nothing was written or sent; leave dryRun out to store and allocate"
            : "the same request repeats neither; new signals need another Idempotency-Key or asOf");
  }

  private SetSignalsAnswer signals(TargetStore.Stored stored) {
    TargetSetting setting = stored.setting();
    return new SetSignalsAnswer(
        isDryRun ? "dry-run" : stored.isRepetition() ? "already-stored" : "stored",
        request.strategy(),
        Strategies.path(request.strategy()),
        SignalEntry.of(request.target()),
        request.signals().gross(),
        request.signals().net(),
        stored.contracts(),
        setting.asOf().orElse(null),
        stored.updatedAt(),
        stored.updatedAt().plus(stored.freshMinutes(), ChronoUnit.MINUTES),
        setting.by().orElse(null),
        setting.setAt(),
        setting.origin(),
        setting.invocation(),
        TargetStore.path(setting.id()),
        stored.isRepetition(),
        null,
        null);
  }

  /**
   * Runs an allocation of the strategy on the signals.
   *
   * @throws StepFailedException if it fails; the signals stay stored
   */
  private Object allocation(SetSignalsAnswer signals) {
    JsonObject asked = new JsonObject();
    JsonArray strategies = new JsonArray();
    strategies.add(request.strategy());
    asked.add("strategies", strategies);
    asked.addProperty(NAME, signals.record()); // other signals mean another run
    if (isDryRun) {
      asked.addProperty(TradingIntent.DRY_RUN, true);
    }
    try {
      return new Allocation(environment().on(store), Parameters.ofStep(asked), headers).run();
    } catch (RuntimeException e) {
      SetSignalsAnswer done =
          signals.with(
              null,
              isDryRun
                  ? "nothing was written or sent"
                  : "the signals are stored, and their allocation failed: send the same request"
                      + " again, or ask for an allocation");
      throw new StepFailedException(ALLOCATION, Map.of(NAME, done), e);
    }
  }

  /** An allocation needs the client id of the orders; a look at contracts needs any. */
  @Override
  protected OnClientIdInUse onClientIdInUse() {
    return allocates ? OnClientIdInUse.WAIT : OnClientIdInUse.TAKE_NEXT;
  }

  @Override
  public String name() {
    return NAME;
  }
}
