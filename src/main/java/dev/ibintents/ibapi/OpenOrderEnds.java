package dev.ibintents.ibapi;

/**
 * Assigns each openOrderEnd to the request that it answers. Thread-safe.
 *
 * <p>An openOrderEnd names no request. Gateways also send an unrequested one after the start:
 * before the requested ones, after them, or never. It depends on the setting "Download open orders
 * on connection".
 *
 * <p>Every request is answered by one end, in order. With at most one unrequested end, the answer
 * to the n-th request is complete once n + 1 ends have come. Until the unrequested end is
 * recognised, the request is sent twice in one batch, so that enough ends come. So the wait neither
 * hangs nor ends early, and costs no second round trip.
 *
 * <p>An unrequested end is recognised when there are more ends than requests, as after the usual
 * start. From then on one request is enough.
 */
final class OpenOrderEnds {
  private int asked;
  private int ended;
  private int unrequested;

  /**
   * The requests to send and the ends to wait for.
   *
   * @param requests the number of requests to send
   * @param awaited the total number of ends after which the first of these requests is answered
   */
  record Ask(int requests, int awaited) {}

  synchronized Ask ask() {
    int first = asked + 1;
    int requests = unrequested == 0 ? 2 : 1;
    asked += requests;
    return new Ask(requests, first + Math.max(1, unrequested));
  }

  synchronized void received() {
    ended++;
    unrequested = Math.max(unrequested, ended - asked);
  }

  synchronized boolean has(Ask ask) {
    return ended >= ask.awaited;
  }
}
