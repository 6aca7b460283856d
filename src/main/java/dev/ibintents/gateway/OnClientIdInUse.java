package dev.ibintents.gateway;

/** The reaction if another client is connected with the configured client id. */
public enum OnClientIdInUse {
  /** Connect with the next free id; for intents that only read. */
  TAKE_NEXT,
  /** Try again until the other client has gone; for intents with orders, which belong to an id. */
  WAIT
}
