package dev.ibintents.ibapi.message;

/** A message from a client to the gateway. */
public interface Request extends Message {}
