package dev.ibintents.simulator.server;

import dev.ibintents.ibapi.message.Request;

/** Sees every request that arrives, before it is acted upon: for tests that watch a client. */
@FunctionalInterface
public interface RequestListener {
  /** What {@code clientId} is before {@code startApi}. */
  int UNKNOWN_CLIENT = -1;

  /**
   * A request has arrived. It is called on the session's own thread.
   *
   * @param clientId the client's number; {@link #UNKNOWN_CLIENT} if it has not said it yet
   * @param number its place among the session's requests, from 1
   * @param request the request
   */
  void received(int clientId, int number, Request request);
}
