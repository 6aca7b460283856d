package dev.ibintents.intent.watch;

import dev.ibintents.environment.Problem;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.books.Parked;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Looks for strategies that hold something and have no exposure, so that nothing trades them. */
final class UnexposedHoldings implements Check {
  private static final Set<String> NO_STRATEGIES = Set.of(Parked.OWNER, Books.BY_HAND);

  @Override
  public String name() {
    return "exposure";
  }

  @Override
  public Verdict look(Observed observed) {
    List<Verdict.Finding> faults = new ArrayList<>();
    observed
        .books()
        .holdings()
        .forEach(
            (strategy, held) -> {
              if (!NO_STRATEGIES.contains(strategy)
                  && !held.isEmpty()
                  && observed.configuration().exposure().of(strategy).signum() <= 0) {
                faults.add(
                    new Verdict.Finding(
                        observed.key(
                            Problem.Code.STRATEGY_WITHOUT_EXPOSURE,
                            strategy,
                            "exposure/" + strategy),
                        "the strategy %s holds something and has no exposure, so nothing trades it"
                            .formatted(strategy)));
              }
            });
    return Verdict.faults(faults, "every strategy that holds something has exposure");
  }
}
