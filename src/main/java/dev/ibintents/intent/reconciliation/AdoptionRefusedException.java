package dev.ibintents.intent.reconciliation;

import dev.ibintents.intent.Detailed;
import dev.ibintents.trading.books.Adoption;
import java.util.List;
import java.util.stream.Collectors;

/** The requested correction is refused, because holdings and portfolio would differ with it. */
public final class AdoptionRefusedException extends RuntimeException implements Detailed {
  private static final long serialVersionUID = 1L;

  private final transient ReconciliationAnswer answer;

  /**
   * @param adoption the requested correction
   * @param left the contracts that would still differ with the correction
   * @param answer the answer of the reconciliation without the correction
   */
  AdoptionRefusedException(
      Adoption adoption,
      List<ReconciliationAnswer.DifferingContract> left,
      ReconciliationAnswer answer) {
    super(
        "nothing was adopted, because with "
            + adoption
            + " added, holdings and portfolio would differ in "
            + left.stream()
                .map(ReconciliationAnswer.DifferingContract::toString)
                .collect(Collectors.joining(", "))
            + (answer.differences().isEmpty()
                ? ". They agree as they are: has this correction been made before?"
                : ". It must leave no difference in any contract"));
    this.answer = answer;
  }

  @Override
  public ReconciliationAnswer details() {
    return answer;
  }
}
