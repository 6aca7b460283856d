package dev.ibintents.simulator.market;

/**
 * An instrument on one of its exchanges: what one contract description is about.
 *
 * @param instrument what is traded
 * @param exchange where, or the route SMART
 */
public record Listing(Instrument instrument, String exchange) {}
