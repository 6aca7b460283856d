package dev.ibintents.intent.watch;

import dev.ibintents.messages.EventKeys;

/** Looks whether the gateway answers, and the broker behind it. */
final class GatewayAnswers implements Check {
  @Override
  public String name() {
    return "gateway";
  }

  @Override
  public Verdict look(Observed observed) {
    return observed
        .broker()
        .map(
            view ->
                view.failure()
                    .map(
                        words ->
                            Verdict.fault(
                                EventKeys.gateway(observed.now()),
                                words + ". Is it logged in? It may wait for the second factor"))
                    .orElseGet(() -> Verdict.ok("the gateway answers")))
        .orElseGet(() -> Verdict.unknown("the gateway was not asked"));
  }
}
