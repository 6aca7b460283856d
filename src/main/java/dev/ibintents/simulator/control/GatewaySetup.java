package dev.ibintents.simulator.control;

import dev.ibintents.simulator.clock.MarketClock;
import dev.ibintents.simulator.server.GatewayOptions;

/** Makes the options of a gateway. */
@FunctionalInterface
public interface GatewaySetup {
  /**
   * Makes options for the start, or for a reset.
   *
   * @param clock the clock that the options must have
   * @param anew whether the account must begin anew, even if a store keeps it
   */
  GatewayOptions options(MarketClock clock, boolean anew);
}
