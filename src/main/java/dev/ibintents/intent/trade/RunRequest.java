package dev.ibintents.intent.trade;

import dev.ibintents.environment.Environment;
import dev.ibintents.intent.Parameters;
import dev.ibintents.intent.Signature;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunHeaders;
import dev.ibintents.trading.ledger.RunKey;
import java.time.LocalDate;

/**
 * The run that a request asks for.
 *
 * @param intent the name of the intent
 * @param key the key of the run; a repetition of the request has the same key
 * @param parameters the request's parameters as canonical JSON; a repetition has the same text
 */
public record RunRequest(String intent, RunKey key, String parameters) {
  /**
   * The run that a request asks for.
   *
   * @param environment the environment of the invocation
   * @param intent the name of the intent
   * @param className the simple name of the intent's class, which is part of the signature
   * @param parameters the request's parameters
   * @param headers the request's headers that name the run
   */
  public static RunRequest of(
      Environment environment,
      String intent,
      String className,
      Parameters parameters,
      RunHeaders headers) {
    RunKey key =
        RunKey.of(
            environment.variables().tradingMode(),
            intent,
            headers,
            Signature.of(environment.variables().revision(), className, parameters.json()),
            environment.configuration().retryCheckMinutes(),
            environment.clock().instant());
    return new RunRequest(intent, key, Signature.canonical(parameters.json()));
  }

  /** The only run of a session with these parameters. */
  public RunRequest inSession(LocalDate session) {
    return new RunRequest(
        intent, RunKey.ofSession(key.mode(), intent, session, parameters), parameters);
  }

  /** The run's id in the ledger. The ledger may not have the run yet. */
  String id() {
    return key.id();
  }

  /** Whether a run of the ledger is the requested run. */
  boolean isFor(Run run) {
    return id().equals(run.id());
  }
}
