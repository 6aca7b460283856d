package dev.ibintents.intent.trade;

import dev.ibintents.environment.Environment;
import dev.ibintents.intent.Parameters;
import dev.ibintents.intent.Signature;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunHeaders;
import dev.ibintents.trading.ledger.RunKey;

/**
 * The run that a request asks for.
 *
 * @param intent the name of the intent
 * @param key names the run, so that a repetition of the request is known
 * @param parameters the request's parameters, in a canonical form that is the same for a repetition
 */
public record RunRequest(String intent, RunKey key, String parameters) {
  /**
   * The run that a request asks for.
   *
   * @param environment what the invocation works with
   * @param intent the name of the intent
   * @param className the simple name of the intent's class, which is part of the signature
   * @param parameters the request's parameters
   * @param headers what the request says about which run it asks for
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

  /** The run's id in the ledger, whether it is there or not. */
  String id() {
    return key.id();
  }

  /** Whether a run in the ledger is the one that is asked for. */
  boolean isFor(Run run) {
    return id().equals(run.id());
  }
}
