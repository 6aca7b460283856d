package dev.ibintents.strategy;

import dev.ibintents.gateway.ResolvedContract;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The positions that a strategy wants to hold.
 *
 * @param byContract for each instrument the fraction of the strategy's capital, in the order in
 *     which the strategy named the instruments: below 0 for a short position, above 1 with leverage
 */
public record Signals(Map<ResolvedContract, BigDecimal> byContract) {
  /**
   * The largest signal. A signal of 60 is more probably a mistake for 0.6 than a leverage of 60.
   */
  private static final BigDecimal LARGEST = BigDecimal.valueOf(20);

  /**
   * The largest number of decimal places. A signal with more is a mistake, and makes calculations
   * slow.
   */
  private static final int MOST_DECIMALS = 40;

  /**
   * Checks the signals.
   *
   * @throws NoSignalsException if a signal is missing, if a signal is no sensible fraction, or if
   *     an instrument is named twice
   */
  public Signals {
    Map<Integer, ResolvedContract> byConId = new LinkedHashMap<>();
    byContract.forEach(
        (contract, signal) -> {
          if (byConId.put(contract.conId(), contract) != null) {
            throw new NoSignalsException("two signals are for the same contract, " + contract);
          }
          refuseNonsense(contract, signal);
        });
    byContract = Collections.unmodifiableMap(new LinkedHashMap<>(byContract));
  }

  private static void refuseNonsense(ResolvedContract contract, BigDecimal signal) {
    if (signal == null) {
      throw new NoSignalsException("there is no signal for " + contract);
    }
    nonsense(signal)
        .ifPresent(
            nonsense -> {
              throw new NoSignalsException("the signal for " + contract + " " + nonsense);
            });
  }

  /**
   * Returns why a number is no valid signal, in words that follow the name of the number; empty if
   * it is valid.
   */
  static Optional<String> nonsense(BigDecimal signal) {
    return signal.abs().compareTo(LARGEST) > 0 || signal.scale() > MOST_DECIMALS
        ? Optional.of(
            "is %s; it must be a fraction of the capital, such as 0.6, from -%s to %s"
                .formatted(shown(signal), LARGEST, LARGEST))
        : Optional.empty();
  }

  private static String shown(BigDecimal signal) {
    return signal.precision() + Math.abs((long) signal.scale()) > MOST_DECIMALS
        ? "a number of no sensible size"
        : signal.toPlainString();
  }

  /** Returns signals for no contract: the strategy wants to close all its holdings. */
  public static Signals none() {
    return new Signals(Map.of());
  }

  /**
   * Returns a signal for a single contract, in the direction in which the strategy requested it.
   */
  public static Signals of(ResolvedContract contract, BigDecimal signal) {
    return builder().put(contract, signal).build();
  }

  /** Returns a builder without signals. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects signals, in the order in which they are put. */
  public static final class Builder {
    private final Map<ResolvedContract, BigDecimal> signals = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Adds a contract's signal.
     *
     * @param contract the contract
     * @param signal the signal for the contract as the strategy requested it; if the contract is a
     *     currency pair that exists only in the other direction, the sign is changed
     * @throws NoSignalsException if the contract has a signal already
     */
    public Builder put(ResolvedContract contract, BigDecimal signal) {
      if (signals.containsKey(contract)) {
        throw new NoSignalsException("two signals are for the same contract, " + contract);
      }
      signals.put(contract, signal == null ? null : contract.directed(signal));
      return this;
    }

    /**
     * Returns the signals.
     *
     * @throws NoSignalsException if a signal is missing, if a signal is no sensible fraction, or if
     *     an instrument is named twice
     */
    public Signals build() {
      return new Signals(signals);
    }
  }
}
