package dev.ibintents.intent;

/** A failure that only sums up events which people are told of one by one. */
public interface Announced extends Detailed {}
