package dev.ibintents.intent;

import dev.ibintents.trading.Adoption;
import java.util.Optional;
import java.util.stream.Collectors;

/** Strategies and account do not hold the same. What was booked stays booked. */
public final class HoldingsMismatchException extends RuntimeException implements Detailed {
  private static final long serialVersionUID = 1L;

  private final transient ReconciliationAnswer answer;

  HoldingsMismatchException(ReconciliationAnswer answer, Optional<Adoption> suggestion) {
    super(
        "holdings and portfolio differ in "
            + answer.differences().stream()
                .map(ReconciliationAnswer.DifferingContract::toString)
                .collect(Collectors.joining(", "))
            + "; nothing was overwritten. "
            + advice(suggestion));
    this.answer = answer;
  }

  private static String advice(Optional<Adoption> suggestion) {
    return suggestion
        .map(
            adoption ->
                "If the broker's statement says that the unsettled orders were filled, settle them"
                    + " with {\"adopt\":"
                    + adoption
                    + "}")
        .orElse(
            "Find out from the broker's statement who traded, and settle it with"
                + " {\"adopt\":{\"strategy\":{\"conId\":quantity}}}, which is added to the"
                + " strategy's holdings");
  }

  @Override
  public ReconciliationAnswer details() {
    return answer;
  }
}
