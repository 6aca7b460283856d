package dev.ibintents.ibapi;

/**
 * Tells which openOrderEnd is whose: it names no request, and gateways also send one unasked after
 * the start, before or after those that were asked for, or never ("Download open orders on
 * connection" is a setting).
 *
 * <p>Every request is answered by one end, in their order. With at most one unasked end, the answer
 * to the n-th request is whole for certain once n + 1 ends have come. Where the unasked one has not
 * been told apart yet, asking twice in one batch makes sure that so many come: the wait neither
 * hangs nor ends early, and costs no second journey. An unasked end is told apart when there are
 * more ends than requests, as after the usual start; from then on asking once is enough. Safe for
 * several threads.
 */
final class OpenOrderEnds {
  private int asked;
  private int ended;
  private int unasked;

  /**
   * What to send, and what to wait for.
   *
   * @param requests how many requests to send
   * @param awaited after how many ends in all the first of them has been answered
   */
  record Ask(int requests, int awaited) {}

  synchronized Ask ask() {
    int first = asked + 1;
    int requests = unasked == 0 ? 2 : 1;
    asked += requests;
    return new Ask(requests, first + Math.max(1, unasked));
  }

  synchronized void received() {
    ended++;
    unasked = Math.max(unasked, ended - asked);
  }

  synchronized boolean has(Ask ask) {
    return ended >= ask.awaited;
  }
}
