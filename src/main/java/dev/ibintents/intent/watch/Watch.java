package dev.ibintents.intent.watch;

import dev.ibintents.channel.EventKind;
import dev.ibintents.environment.Environment;
import dev.ibintents.gateway.OnClientIdInUse;
import dev.ibintents.intent.Intent;
import dev.ibintents.intent.Parameters;
import dev.ibintents.messages.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for what should have happened and did not, and for trouble that is coming. It changes
 * neither account nor books. A scheduler calls it after the other jobs of the day.
 */
public final class Watch extends Intent {
  /** The name of the intent. */
  public static final String NAME = "watch";

  /** The parameter that keeps the gateway from being asked. */
  public static final String WITHOUT_GATEWAY = "withoutGateway";

  /** The log line of a watch without faults. An alert looks for its absence. */
  static final String ALL_IS_WELL = "Watch has found no fault";

  private static final Logger logger = LoggerFactory.getLogger(Watch.class);

  private static final List<Check> CHECKS =
      List.of(
          new ScheduledRuns(),
          new GatewayAnswers(),
          new AccountIdentity(),
          new BooksMatch(),
          new UnsettledRuns(),
          new OldOrders(),
          new Remainders(),
          new Expiries(),
          new UnexposedHoldings(),
          new StaleTargets(),
          new BarsBehind(),
          new Cushion(),
          new SecondFactor(),
          new PastProblems(),
          new MessagesSent());

  /**
   * The answer.
   *
   * @param status ok, or attention if there is a fault
   * @param checks the checks, each with its state
   */
  public record WatchAnswer(String status, List<CheckAnswer> checks) {}

  /**
   * The answer of a check.
   *
   * @param name the name of the check
   * @param state ok; fault; reminder: a person should do something soon; unknown: it cannot be
   *     known now
   * @param words the state in words, a text for each finding
   */
  public record CheckAnswer(String name, String state, List<String> words) {}

  /** Creates the intent of one invocation. */
  public Watch(Environment environment, Parameters parameters) {
    super(environment, parameters);
  }

  @Override
  protected Optional<Object> answerWithoutGateway() {
    Optional<BrokerView> broker =
        parameters().flag(WITHOUT_GATEWAY)
            ? Optional.empty()
            : Optional.of(BrokerView.of(environment()));
    return Optional.of(answer(new Observed(environment(), broker)));
  }

  private WatchAnswer answer(Observed observed) {
    List<CheckAnswer> answers = new ArrayList<>();
    boolean hasFaults = false;
    for (Check check : CHECKS) {
      Verdict verdict = check.look(observed);
      hasFaults |= verdict.state() == Verdict.State.FAULT;
      answers.add(
          new CheckAnswer(
              check.name(),
              verdict.state().word(),
              verdict.findings().isEmpty()
                  ? List.of(verdict.words())
                  : verdict.findings().stream().map(Verdict.Finding::words).toList()));
      verdict
          .findings()
          .forEach(
              finding ->
                  announce(
                      new Event(
                          finding.key(), EventKind.FAILURES, observed.now(), finding.words())));
    }
    WatchAnswer answer = new WatchAnswer(hasFaults ? "attention" : "ok", answers);
    if (hasFaults) {
      throw new WatchException(answer);
    }
    logger.info(ALL_IS_WELL);
    return answer;
  }

  @Override
  protected Object core() {
    throw new IllegalStateException("watch connects by itself, so that it can report a failure");
  }

  @Override
  protected OnClientIdInUse onClientIdInUse() {
    return OnClientIdInUse.TAKE_NEXT;
  }

  /** The kill switch stops trades. It does not stop the watch over them. */
  @Override
  protected boolean isAlwaysExempt() {
    return true;
  }

  @Override
  public String name() {
    return NAME;
  }
}
