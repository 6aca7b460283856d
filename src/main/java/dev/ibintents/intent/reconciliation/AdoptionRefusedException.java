package dev.ibintents.intent.reconciliation;

import dev.ibintents.intent.Detailed;
import dev.ibintents.trading.books.Adoption;
import java.util.List;
import java.util.stream.Collectors;

/** With the correction that was asked for, strategies and account would not hold the same. */
public final class AdoptionRefusedException extends RuntimeException implements Detailed {
  private static final long serialVersionUID = 1L;

  private final transient ReconciliationAnswer answer;

  /**
   * @param adoption what was asked for
   * @param left what would still differ with it
   * @param answer what came of the reconciliation without it
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
