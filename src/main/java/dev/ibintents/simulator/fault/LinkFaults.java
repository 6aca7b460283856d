package dev.ibintents.simulator.fault;

import dev.ibintents.simulator.server.SimulatedGateway;
import java.time.Duration;
import java.util.Optional;

/**
 * Planned losses of the gateway's links, and what is answered meanwhile. On demand, {@link
 * SimulatedGateway#loseBroker} and {@link SimulatedGateway#breakFarm} do it.
 */
public final class LinkFaults {
  /** The answer, while the broker is lost, to requests that need it. */
  public enum WhileLost {
    /** The same as before: the gateway knows enough by itself. */
    AS_BEFORE,
    /** Nothing: neither data nor an end. */
    SILENT,
    /**
     * Contracts, prices and bars: error 200, as if there were no such contract. Executions and
     * orders: nothing.
     */
    UNKNOWN
  }

  /**
   * A loss that comes with a request.
   *
   * @param link what is lost
   * @param code what clients are told
   * @param time of the machine, after which it is restored
   */
  public record Loss(Link link, int code, Duration time) {}

  private final Countdown<Loss> losses = new Countdown<>("request");
  private volatile WhileLost whileLost = WhileLost.AS_BEFORE;

  /** The answer while the broker is lost. */
  public void whileLost(WhileLost answers) {
    whileLost = answers;
  }

  /**
   * Loses a link when a request arrives, before it is answered.
   *
   * @param request the next one to arrive from any client is number 1, {@code startApi} included
   * @param time of the machine, after which the link is restored
   */
  public void lose(Link link, int request, Duration time) {
    lose(link, request, time, link.brokenCode());
  }

  /** Like {@link #lose(Link, int, Duration)}; the code may be 2110 for the broker. */
  public void lose(Link link, int request, Duration time, int code) {
    losses.plan(request, new Loss(link, code, time));
  }

  /** Counts a request: what is lost with it, if anything. */
  public Optional<Loss> loss() {
    return losses.next();
  }

  public WhileLost whileLost() {
    return whileLost;
  }

  void clear() {
    losses.clear();
    whileLost = WhileLost.AS_BEFORE;
  }
}
