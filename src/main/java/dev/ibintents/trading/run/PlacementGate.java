package dev.ibintents.trading.run;

import dev.ibintents.environment.Environment;
import dev.ibintents.environment.KillSwitch;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.GatewayTimeoutException;
import dev.ibintents.ibapi.SendGate;
import dev.ibintents.trading.ledger.LeaseHold;
import dev.ibintents.trading.ledger.Leases;
import dev.ibintents.trading.ledger.Run;
import java.util.Optional;

/**
 * Checks that a run may send orders: trading is enabled, the lease is held, and the invocation's
 * deadline has not passed. The check runs right before the bytes of each part of the orders leave.
 * A process may be frozen for any time between two steps, so no earlier check is enough.
 *
 * <p>The clocks are read last, after every check that takes time. The wall clock shows when other
 * processes may take the lease, but it may be set meanwhile. The monotonic clock cannot be set. It
 * shows the deadline, and also the end of the lease.
 */
final class PlacementGate implements SendGate {
  private final Environment environment;
  private final LeaseHold hold;
  private final Run run;
  private final String intent;

  /**
   * Creates the gate for the orders of a run.
   *
   * @param environment the environment of the invocation
   * @param hold the hold on the lease under which the orders are sent
   * @param run the run of the orders
   * @param intent the name of the intent that sends the orders, which may differ from the run's
   */
  PlacementGate(Environment environment, LeaseHold hold, Run run, String intent) {
    this.environment = environment;
    this.hold = hold;
    this.run = run;
    this.intent = intent;
  }

  @Override
  public void require() {
    KillSwitch killSwitch = KillSwitch.read(environment.store(), hold.lease().mode());
    killSwitch.require(run.intent(), Optional.of(run.id()));
    killSwitch.require(intent, Optional.of(run.id()));
    requireLease();
    requireTime();
  }

  /**
   * Requires the lease, by the store and by the clocks. The store shows whether another process has
   * taken the account over. The clocks show whether another process may have done so. A process
   * that was told to end sends nothing either.
   */
  private void requireLease() {
    new Leases(environment.store(), environment.clock()).requireValid(hold.lease());
    hold.requireValid("no order is sent");
  }

  private void requireTime() {
    Deadline deadline = environment.deadline();
    if (deadline.hasPassed()) {
      throw new GatewayTimeoutException(
          "the invocation's deadline of "
              + deadline.length()
              + " has passed; nothing more is sent");
    }
  }
}
