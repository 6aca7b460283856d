package dev.ibintents.strategy;

import dev.ibintents.gateway.ResolvedContract;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a strategy wants to hold.
 *
 * @param byContract for each instrument the fraction of the strategy's capital, in the sequence in
 *     which the strategy named them: below 0 to be short, beyond 1 to be leveraged
 */
public record Signals(Map<ResolvedContract, BigDecimal> byContract) {
  /** Whoever writes 60 for 0.6 is far more likely than whoever wants 60 times his capital. */
  private static final BigDecimal LARGEST = BigDecimal.valueOf(20);

  /** Beyond this many decimal places a signal is a mistake, and slow to calculate with. */
  private static final int MOST_DECIMALS = 40;

  /**
   * @throws NoSignalsException if a signal is missing or no sensible fraction, or an instrument is
   *     named twice
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

  /** Why a number is no signal, in words that follow what it is; empty if it is one. */
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

  /** No contract at all: everything that the strategy holds is wanted no more. */
  public static Signals none() {
    return new Signals(Map.of());
  }

  /** One contract's signal, for the contract as it was asked for. */
  public static Signals of(ResolvedContract contract, BigDecimal signal) {
    return builder().put(contract, signal).build();
  }

  /** A builder with no signals. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects signals, in the sequence in which they are put. */
  public static final class Builder {
    private final Map<ResolvedContract, BigDecimal> signals = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Adds a contract's signal.
     *
     * @param contract the contract
     * @param signal for the contract as it was asked for; if that is a currency pair of which only
     *     the other direction exists, that one gets the signal with the other sign
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
     * The signals.
     *
     * @throws NoSignalsException if a signal is missing or no sensible fraction, or an instrument
     *     is named twice
     */
    public Signals build() {
      return new Signals(signals);
    }
  }
}
