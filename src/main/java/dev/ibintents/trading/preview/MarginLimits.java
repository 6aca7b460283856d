package dev.ibintents.trading.preview;

import dev.ibintents.environment.Configuration;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The limits on the account's margin after a run. The broker's answers to what-if orders decide. A
 * value equal to a limit is within it. A value that the broker does not give is a violation.
 *
 * <p>They stop no run that only reduces positions, and no run that needs no more margin than
 * before.
 *
 * @param leastCushion the smallest excess liquidity after the run ÷ net liquidation
 * @param mostMarginUse the largest initial margin after the run ÷ net liquidation
 */
public record MarginLimits(Optional<BigDecimal> leastCushion, Optional<BigDecimal> mostMarginUse) {

  /** The limits of a configuration. */
  public static MarginLimits of(Configuration.Limits configured) {
    return new MarginLimits(configured.leastCushion(), configured.mostMarginUse());
  }

  /**
   * Whether orders need the broker's answer.
   *
   * @param conIds the contracts of the orders
   * @param reducing the contracts whose orders only reduce a position
   */
  public boolean concern(Set<Integer> conIds, Set<Integer> reducing) {
    return (leastCushion.isPresent() || mostMarginUse.isPresent()) && !reducing.containsAll(conIds);
  }

  /**
   * The limits that a plan would violate, in words; empty if the orders may be sent.
   *
   * @param estimated the margin of the plan; empty if the broker was not asked
   */
  public List<String> violations(Optional<PlanMargin> estimated) {
    if (estimated.isEmpty()) {
      return List.of(
          "the margin after the run cannot be checked against leastCushion and mostMarginUse:"
              + " the broker was not asked");
    }
    PlanMargin plan = estimated.get();
    if (plan.initMarginAfter() == null || plan.cushionAfter() == null) {
      return List.of(
          "the margin after the run cannot be checked against leastCushion and mostMarginUse: "
              + (plan.warnings().isEmpty()
                  ? "NetLiquidation is " + plan.netLiquidation().toPlainString()
                  : String.join("; ", plan.warnings())));
    }
    List<String> violations = new ArrayList<>();
    leastCushion
        .filter(least -> plan.cushionAfter().compareTo(least) < 0)
        .filter(least -> plan.excessLiquidityAfter().compareTo(plan.excessLiquidityBefore()) < 0)
        .ifPresent(
            least ->
                violations.add(
                    "the cushion after the run would be "
                        + plan.cushionAfter().toPlainString()
                        + " (excess liquidity ÷ NetLiquidation, an estimate); at least "
                        + least.toPlainString()
                        + " is required"));
    mostMarginUse
        .filter(most -> plan.marginUseAfter().compareTo(most) > 0)
        .filter(most -> plan.initMarginAfter().compareTo(plan.initMarginBefore()) > 0)
        .ifPresent(
            most ->
                violations.add(
                    "the initial margin after the run would be "
                        + plan.marginUseAfter().toPlainString()
                        + " times NetLiquidation (an estimate); at most "
                        + most.toPlainString()
                        + " is allowed"));
    return violations;
  }
}
