package dev.ibintents.ibapi.message;

/** A message from the gateway to a client, requested or not. */
public interface Response extends Message {}
