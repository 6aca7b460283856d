package dev.ibintents.trading.allocation;

import dev.ibintents.environment.Rebalance;
import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.QuantityStep;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides whether the difference between a strategy's position and its target is traded, and how
 * far. A position whose target is 0 is always closed; it does not come here.
 *
 * @param settings the settings of the strategy
 * @param waiting the contracts that are not traded in this session, by conId, each with the reason
 */
public record Rebalancing(Rebalance settings, Map<Integer, String> waiting) {
  /** Keeps a copy. */
  public Rebalancing {
    waiting = Map.copyOf(waiting);
  }

  /**
   * The difference between a position and its target.
   *
   * @param conId the contract
   * @param capital the strategy's capital, in the base currency
   * @param signal the fraction of the capital that the target is
   * @param unitValue the value of one unit, in the base currency
   * @param position the position, with the unfilled part of open orders
   * @param toTarget the quantity that leads to the target, a multiple of the step; not 0
   */
  public record Difference(
      int conId,
      BigDecimal capital,
      BigDecimal signal,
      BigDecimal unitValue,
      BigDecimal position,
      BigDecimal toTarget) {

    /** The value from the position to the unrounded target, in the base currency. */
    private BigDecimal drift() {
      return capital.multiply(signal).subtract(position.multiply(unitValue));
    }

    private String percent(BigDecimal value) {
      BigDecimal percent = value.abs().movePointRight(2).divide(capital, 3, RoundingMode.HALF_UP);
      return PlainDecimal.of(percent).toPlainString() + " %";
    }
  }

  /**
   * The decision about a difference.
   *
   * @param quantity the quantity to trade, negative to sell; 0 to leave the position alone
   * @param reason the reason why the position is left alone
   */
  public record Decision(BigDecimal quantity, Optional<String> reason) {
    private static Decision leave(String reason) {
      return new Decision(BigDecimal.ZERO, Optional.of(reason));
    }
  }

  /** Decides about a difference. */
  public Decision decide(Difference difference, QuantityStep step) {
    Optional<BigDecimal> width = width(difference);
    BigDecimal drift = difference.drift().abs();
    if (width.filter(allowed -> drift.compareTo(allowed) <= 0).isPresent()) {
      return Decision.leave(
          "it differs from its target by %s of the capital, within the band of %s"
              .formatted(difference.percent(drift), difference.percent(width.get())));
    }
    String wait = waiting.get(difference.conId());
    if (wait != null) {
      return Decision.leave(wait);
    }
    BigDecimal quantity = quantity(difference, width, step);
    BigDecimal value = quantity.abs().multiply(difference.unitValue());
    Optional<BigDecimal> smallest = settings.minimumOrderValue();
    if (smallest.filter(least -> value.compareTo(least) < 0).isPresent()) {
      return Decision.leave(
          "the trade is worth %s in the base currency, less than minimumOrderValue %s"
              .formatted(
                  value.setScale(2, RoundingMode.DOWN).toPlainString(),
                  smallest.get().toPlainString()));
    }
    return new Decision(quantity, Optional.empty());
  }

  /** The width of the band to each side, in the base currency; empty without a band. */
  private Optional<BigDecimal> width(Difference difference) {
    return settings
        .band()
        .flatMap(
            band ->
                Stream.concat(
                        band.absolute().stream(),
                        band.relative().map(difference.signal().abs()::multiply).stream())
                    .min(BigDecimal::compareTo))
        .map(difference.capital()::multiply);
  }

  /**
   * The quantity to the target, or to the nearer edge of the band. It is rounded up to the step, so
   * that the position ends inside the band, and it never goes beyond the target.
   */
  private BigDecimal quantity(
      Difference difference, Optional<BigDecimal> width, QuantityStep step) {
    boolean isTowardEdge = settings.toward().equals(Optional.of(Rebalance.Toward.EDGE));
    if (!isTowardEdge || width.isEmpty()) {
      return difference.toTarget();
    }
    BigDecimal stepValue = difference.unitValue().multiply(step.increment());
    BigDecimal toEdge =
        difference
            .drift()
            .abs()
            .subtract(width.get())
            .divide(stepValue, 0, RoundingMode.UP)
            .multiply(step.increment());
    BigDecimal shorter = toEdge.min(difference.toTarget().abs());
    return PlainDecimal.of(difference.toTarget().signum() < 0 ? shorter.negate() : shorter);
  }
}
