package dev.ibintents.trading.allocation;

import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.QuantityStep;
import dev.ibintents.trading.UnitValue;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The quantity of a contract that a strategy wants to hold, or the reason why it cannot be
 * calculated.
 */
public sealed interface Target {
  /**
   * A quantity to hold.
   *
   * @param quantity the quantity in units of the contract, a multiple of its step; negative to be
   *     short
   */
  record Position(BigDecimal quantity) implements Target {}

  /**
   * There is no target: the strategy does not trade.
   *
   * @param reason the kind of reason
   * @param message the reason with its figure, for a person, such as "has no usable price: -1"
   */
  record Refused(Reason reason, String message) implements Target {}

  /** Kinds of reasons why there is no target. */
  enum Reason {
    /** The strategy's capital is missing, 0 or less. */
    CAPITAL,
    /** The signal is missing. */
    SIGNAL,
    /** See {@link UnitValue.Problem#PRICE}. */
    PRICE,
    /** See {@link UnitValue.Problem#MULTIPLIER}. */
    MULTIPLIER,
    /** See {@link UnitValue.Problem#FX_RATE}. */
    FX_RATE
  }

  /**
   * The target: capital × signal ÷ (price × multiplier × FX rate). It is rounded once, to the
   * nearest multiple of the step; a half goes to the even multiple.
   *
   * @param capital the money that the strategy may use, in the base currency
   * @param signal the fraction of the capital; negative for short, above 1 for leverage
   * @param value the value of one unit of the contract
   * @param step the contract's step
   */
  static Target of(BigDecimal capital, BigDecimal signal, UnitValue value, QuantityStep step) {
    if (capital == null || capital.signum() <= 0) {
      return new Refused(Reason.CAPITAL, "there is no capital to use: " + figure(capital));
    }
    if (signal == null) {
      return new Refused(Reason.SIGNAL, "there is no signal");
    }
    return value
        .problem()
        .<Target>map(problem -> refused(problem, value))
        .orElseGet(
            () -> {
              BigDecimal stepValue = value.inBaseCurrency().multiply(step.increment());
              BigDecimal steps =
                  capital.multiply(signal).divide(stepValue, 0, RoundingMode.HALF_EVEN);
              return new Position(PlainDecimal.of(steps.multiply(step.increment())));
            });
  }

  private static Refused refused(UnitValue.Problem problem, UnitValue value) {
    return switch (problem) {
      case PRICE, STALE -> refused(Reason.PRICE, value.words(problem), value.price());
      case MULTIPLIER -> refused(Reason.MULTIPLIER, value.words(problem), value.multiplier());
      case FX_RATE -> refused(Reason.FX_RATE, value.words(problem), value.fxToBase());
    };
  }

  private static Refused refused(Reason reason, String words, BigDecimal figure) {
    return new Refused(reason, words + ": " + figure(figure));
  }

  private static String figure(BigDecimal value) {
    return value == null ? "none" : value.toString();
  }
}
