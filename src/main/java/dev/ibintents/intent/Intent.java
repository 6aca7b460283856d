package dev.ibintents.intent;

import dev.ibintents.environment.Environment;
import dev.ibintents.environment.Problem;
import dev.ibintents.environment.ShuttingDownException;
import dev.ibintents.gateway.ClientIdAwaitedException;
import dev.ibintents.gateway.OnClientIdInUse;
import dev.ibintents.ibapi.ClientIdInUseException;
import dev.ibintents.ibapi.GatewayException;
import dev.ibintents.messages.Event;
import dev.ibintents.store.StoreUnavailableException;
import dev.ibintents.trading.ledger.LeaseHeldException;
import dev.ibintents.trading.ledger.LeaseLostException;
import dev.ibintents.trading.ledger.Leases;
import dev.ibintents.trading.run.UnsettledOrdersException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request to the function, carried out once. A subclass does the work of its intent in {@link
 * #core}. This class does the steps that all intents share: the kill switch and the connection. The
 * disconnection, the activity document and the messages to people follow in every case.
 */
public abstract class Intent {
  private static final Logger logger = LoggerFactory.getLogger(Intent.class);

  /** The failures of an intent whose waiting was cut short. Other failures have other reasons. */
  private static final List<Class<? extends RuntimeException>> CUT_SHORT =
      List.of(
          ShuttingDownException.class,
          GatewayException.class,
          ClientIdAwaitedException.class,
          LeaseHeldException.class,
          LeaseLostException.class,
          RunningException.class,
          UnsettledOrdersException.class);

  private final Environment environment;
  private final Parameters parameters;
  private final Refusals refusals;
  private final Activity activity;
  private final List<Event> events = new ArrayList<>();

  /**
   * @param environment the environment of this invocation
   * @param parameters the request's parameters, checked against the intent's definition; {@link
   *     #run} reports their faults together with the faults that a subclass finds
   */
  protected Intent(Environment environment, Parameters parameters) {
    this.environment = environment;
    this.parameters = parameters;
    this.refusals = new Refusals(parameters);
    this.activity = new Activity(environment, getClass().getSimpleName(), parameters);
  }

  /**
   * Does the intent's own work. The gateway is connected and knows the market data type.
   *
   * @return the answer, never {@code null}: a record, or the {@link #activity} itself
   */
  protected abstract Object core();

  /**
   * The answer if it needs no gateway, such as the answer of a run that was done before. The kill
   * switch has already let the intent through.
   */
  protected Optional<Object> answerWithoutGateway() {
    return Optional.empty();
  }

  /** The name under which the kill switch's exemptions know this intent. */
  public abstract String name();

  /** The ledger's id of the requested run; empty if the intent has no run. */
  protected Optional<String> runId() {
    return Optional.empty();
  }

  /** Whether the kill switch never refuses this intent. */
  protected boolean isAlwaysExempt() {
    return false;
  }

  /** Whether the activity log records this intent. */
  protected boolean isLogged() {
    return true;
  }

  /** The way to connect if another client uses the configured client id. */
  protected OnClientIdInUse onClientIdInUse() {
    return OnClientIdInUse.WAIT;
  }

  /** Whether the intent trades, so that half of its work must not look like success. */
  protected boolean trades() {
    return false;
  }

  /** The way in which the intent uses the account. */
  protected AccountUse accountUse() {
    return AccountUse.LOOK;
  }

  /** Adds an event, which people are told of when the intent has ended. */
  protected final void announce(Event event) {
    events.add(event);
  }

  /** The problems of this invocation. The list is complete when {@link #run} has ended. */
  public final List<Problem> problems() {
    return environment.problems().all();
  }

  /** The environment of this invocation. */
  public final Environment environment() {
    return environment;
  }

  /** The refusals of the request. An intent with a refusal does not run. */
  protected final Refusals refusals() {
    return refusals;
  }

  /** The activity of this invocation, for the activity log. */
  public final Activity activity() {
    return activity;
  }

  /** The request's parameters. */
  public final Parameters parameters() {
    return parameters;
  }

  /**
   * Runs the intent from the kill switch to the activity document.
   *
   * @return the answer, a record
   * @throws InvalidParametersException if anything is wrong with the request; nothing is done
   * @throws dev.ibintents.environment.KillSwitchException if trading is disabled; the gateway is
   *     not contacted
   * @throws CutShortException if the process was told to end while the intent ran
   * @throws ProblemsException if the intent ended, and its answer must not look like success
   */
  public final Object run() {
    refusals.throwIfAny();
    Instant begun = environment.clock().instant();
    long begunNanos = System.nanoTime();
    Throwable failure = null;
    Object result = null;
    try {
      result = connectedCore();
      requireSuccess(result);
    } catch (RuntimeException e) {
      RuntimeException thrown = environment.deadline().isCutShort() ? cutShort(e) : e;
      failure = thrown;
      throw thrown;
    } catch (Error e) {
      failure = e;
      throw e;
    } finally {
      Duration duration = Duration.ofNanos(System.nanoTime() - begunNanos);
      disconnect();
      activity.finish(begun, duration, failure);
      log();
      tell(begun, failure);
    }
    return result == activity ? activity.answer() : result;
  }

  /** The failure to answer with after the process was told to end. */
  private RuntimeException cutShort(RuntimeException failure) {
    if (failure instanceof StepFailedException step) {
      return step.with(cutShort(step.failure()));
    }
    return CUT_SHORT.stream().anyMatch(kind -> kind.isInstance(failure))
        ? new CutShortException(activity.outcome(), failure)
        : failure;
  }

  private void requireSuccess(Object result) {
    if (environment.problems().fail(trades())) {
      throw new ProblemsException(result, problems());
    }
  }

  private Object connectedCore() {
    if (!isAlwaysExempt()) {
      environment.configuration().killSwitch().require(name(), runId());
    }
    Optional<Object> known = answerWithoutGateway();
    if (known.isPresent()) {
      return known.get();
    }
    if (!environment.gateway().isConnected()) {
      connect();
    }
    new AccountCheck(environment).require(accountUse());
    environment.gateway().session().reqMarketDataType(environment.configuration().marketDataType());
    return Objects.requireNonNull(core(), () -> name() + " must not answer null");
  }

  /** Connects. If a trading run keeps the client id in use, the failure names that run. */
  private void connect() {
    try {
      environment.gateway().connect(onClientIdInUse());
    } catch (ClientIdInUseException e) {
      if (onClientIdInUse() == OnClientIdInUse.WAIT) {
        refuseIfAccountIsHeld(e);
      }
      throw e;
    }
  }

  private void refuseIfAccountIsHeld(ClientIdInUseException inUse) {
    try {
      new Leases(environment.store(), environment.clock())
          .requireFree(
              environment.variables().tradingMode(),
              "client id " + inUse.clientId() + " has stayed in use",
              inUse);
    } catch (StoreUnavailableException e) {
      inUse.addSuppressed(e);
    }
  }

  /** Disconnects. A failure here must not hide the result of the intent or its failure. */
  private void disconnect() {
    try {
      environment.disconnect();
    } catch (RuntimeException | Error e) {
      logger.error("Disconnecting from the gateway failed", e);
    }
  }

  /** Stores the activity. A failure here must not hide the result of the intent or its failure. */
  private void log() {
    if (!isLogged() || !environment.storesActivities()) {
      return;
    }
    try {
      environment.store().add(Activity.COLLECTION, activity.fields());
    } catch (RuntimeException | Error e) {
      logger.error("The activity could not be logged: {}", activity, e);
    }
  }

  /**
   * Tells people of the events, on the configured channels. A failure here must not hide the result
   * of the intent or its failure.
   */
  private void tell(Instant begun, Throwable failure) {
    if (!isLogged() || !environment.hasChannels() || !environment.storesActivities()) {
      return;
    }
    try {
      new Announcement(environment, name(), parameters).tell(begun, failure, events);
    } catch (RuntimeException | Error e) {
      logger.error("People could not be told of the events", e);
    }
  }
}
