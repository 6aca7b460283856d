package dev.ibintents.simulator.server;

import dev.ibintents.ibapi.message.Request;

/** Sees every request before the gateway acts upon it, for tests that watch a client. */
@FunctionalInterface
public interface RequestListener {
  /** The client id of a request that arrives before {@code startApi}. */
  int UNKNOWN_CLIENT = -1;

  /**
   * Receives a request, on the session's own thread.
   *
   * @param clientId the client's number; {@link #UNKNOWN_CLIENT} before {@code startApi}
   * @param number the place of the request among the session's requests, from 1
   * @param request the request
   */
  void received(int clientId, int number, Request request);
}
