package dev.ibintents.simulator.fault;

import dev.ibintents.simulator.server.SimulatedGateway;
import java.time.Duration;
import java.util.Optional;

/**
 * Planned losses of the gateway's links, and the answers in the meantime. {@link
 * SimulatedGateway#loseBroker} and {@link SimulatedGateway#breakFarm} lose a link at once.
 */
public final class LinkFaults {
  /** The answer to requests that need the broker, while it is lost. */
  public enum WhileLost {
    /** The same answer as before. The gateway knows enough by itself. */
    AS_BEFORE,
    /** No answer: neither data nor an end. */
    SILENT,
    /**
     * Error 200 for contracts, prices and bars, as if the contract did not exist. No answer for
     * executions and orders.
     */
    UNKNOWN
  }

  /**
   * A loss of a link that comes with a request.
   *
   * @param link the lost link
   * @param code the code of the message to clients
   * @param time the time after which the link is restored, by the machine's clock
   */
  public record Loss(Link link, int code, Duration time) {}

  private final Countdown<Loss> losses = new Countdown<>("request");
  private volatile WhileLost whileLost = WhileLost.AS_BEFORE;

  /** Sets the answer while the broker is lost. */
  public void whileLost(WhileLost answers) {
    whileLost = answers;
  }

  /**
   * Loses a link when a request arrives, before it is answered.
   *
   * @param request the number of the request; the next request from any client is number 1, {@code
   *     startApi} included
   * @param time the time after which the link is restored, by the machine's clock
   */
  public void lose(Link link, int request, Duration time) {
    lose(link, request, time, link.brokenCode());
  }

  /**
   * Loses a link with another code, such as 2110 for the broker; see {@link #lose(Link, int,
   * Duration)}.
   */
  public void lose(Link link, int request, Duration time, int code) {
    losses.plan(request, new Loss(link, code, time));
  }

  /** Counts a request, and returns the loss that is planned for it, if any. */
  public Optional<Loss> loss() {
    return losses.next();
  }

  /** The answer to requests that need the broker, while it is lost. */
  public WhileLost whileLost() {
    return whileLost;
  }

  void clear() {
    losses.clear();
    whileLost = WhileLost.AS_BEFORE;
  }
}
