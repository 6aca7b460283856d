package dev.ibintents.trading;

import dev.ibintents.environment.Environment;
import dev.ibintents.environment.KillSwitch;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.GatewayTimeoutException;
import dev.ibintents.ibapi.SendGate;
import java.util.List;

/**
 * Lets a run's orders out as long as it may send any: trading is enabled, the lease is held, and
 * the invocation's deadline has not passed. It is asked right before the bytes of each part leave,
 * because a process may be frozen for any time between two of its steps.
 *
 * <p>Clocks are looked at last, after everything that takes time. The wall clock tells when others
 * may take the lease; it may be set meanwhile. The monotonic clock, which nobody can set, tells the
 * deadline, and too when the lease lapses.
 */
final class PlacementGate implements SendGate {
  private final Environment environment;
  private final LeaseHold hold;
  private final List<String> intents;

  /**
   * @param environment what the invocation works with
   * @param hold on the lease under which it sends
   * @param intents names of the intents that must be let through by the kill switch
   */
  PlacementGate(Environment environment, LeaseHold hold, List<String> intents) {
    this.environment = environment;
    this.hold = hold;
    this.intents = intents;
  }

  @Override
  public void require() {
    KillSwitch killSwitch = KillSwitch.read(environment.store(), hold.lease().mode());
    intents.forEach(killSwitch::require);
    requireLease();
    requireTime();
  }

  /**
   * The store tells whether another has taken the account over, and the clocks whether it may. Who
   * was told to end sends nothing either.
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
