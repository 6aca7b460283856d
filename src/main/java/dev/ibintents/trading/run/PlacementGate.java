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
  private final Run run;
  private final String intent;

  /**
   * @param environment what the invocation works with
   * @param hold on the lease under which it sends
   * @param run whose orders they are
   * @param intent the name of the intent that sends them, which may be another than the run's
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
