package dev.ibintents.intent.reconciliation;

import dev.ibintents.intent.Detailed;
import dev.ibintents.trading.books.Adoption;
import dev.ibintents.trading.books.Reconciled;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The strategies' holdings and the account's portfolio differ. Bookings stay. */
public final class HoldingsMismatchException extends RuntimeException implements Detailed {
  private static final long serialVersionUID = 1L;

  private final transient ReconciliationAnswer answer;

  private HoldingsMismatchException(String message, ReconciliationAnswer answer) {
    super(message);
    this.answer = answer;
  }

  /**
   * Refuses books that do not match the portfolio.
   *
   * @throws HoldingsMismatchException if there is any difference
   */
  static void requireMatch(Reconciled reconciled, ReconciliationAnswer answer) {
    if (!reconciled.differences().isEmpty()) {
      throw new HoldingsMismatchException(
          "holdings and portfolio differ in "
              + words(answer.differences())
              + "; nothing was overwritten. "
              + advice(reconciled.suggestion()),
          answer);
    }
  }

  /**
   * Refuses to trade if books and portfolio differ in a contract to trade. The answer also shows
   * other differences, because a correction has to settle all of them.
   *
   * @param conIds the conIds of the contracts to trade
   * @throws HoldingsMismatchException if one of these contracts differs
   */
  public static void requireMatchIn(Set<Integer> conIds, Reconciled reconciled) {
    if (reconciled.differences().stream()
        .noneMatch(difference -> conIds.contains(difference.conId()))) {
      return;
    }
    ReconciliationAnswer answer = ReconciliationAnswer.of(reconciled);
    throw new HoldingsMismatchException(
        "nothing was sent, because holdings and portfolio differ in what is about to be traded: "
            + words(
                answer.differences().stream()
                    .filter(difference -> conIds.contains(difference.conId()))
                    .toList())
            + ". "
            + advice(reconciled.suggestion()),
        answer);
  }

  private static String words(List<ReconciliationAnswer.DifferingContract> differences) {
    return differences.stream()
        .map(ReconciliationAnswer.DifferingContract::toString)
        .collect(Collectors.joining(", "));
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
                + " strategy's holdings; name parked as the strategy for what no strategy is to"
                + " trade");
  }

  @Override
  public ReconciliationAnswer details() {
    return answer;
  }
}
