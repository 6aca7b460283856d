package dev.ibintents.gateway;

/** What to do when another client is connected with the client id that is configured. */
public enum OnClientIdInUse {
  /** Connect with the next id that is free: for whoever only reads. */
  TAKE_NEXT,
  /** Try again until the other one has gone: for whoever places orders, which belong to an id. */
  WAIT
}
