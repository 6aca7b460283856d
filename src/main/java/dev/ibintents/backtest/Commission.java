package dev.ibintents.backtest;

import dev.ibintents.simulator.account.Commissions;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The schedule of commissions. */
public enum Commission {
  /** The broker's fixed pricing of US shares. */
  IBKR_FIXED("ibkr-fixed", Commissions.IBKR_FIXED),
  /** The first tier of the broker's tiered pricing of US shares, without fees of third parties. */
  IBKR_TIERED("ibkr-tiered", Commissions.IBKR_TIERED),
  /** No commissions. */
  NONE("none", Commissions.NONE);

  private final String id;
  private final Commissions schedule;

  Commission(String id, Commissions schedule) {
    this.id = id;
    this.schedule = schedule;
  }

  /** The name in settings. */
  public String id() {
    return id;
  }

  Commissions schedule() {
    return schedule;
  }

  /**
   * The schedule of this name.
   *
   * @throws BacktestException if there is none; the message names all
   */
  public static Commission named(String name) {
    return Arrays.stream(values())
        .filter(commission -> commission.id.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BacktestException(
                    "commission is \""
                        + name
                        + "\"; it must be "
                        + Arrays.stream(values())
                            .map(Commission::id)
                            .collect(Collectors.joining(" or "))));
  }
}
