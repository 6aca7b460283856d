package dev.ibintents.simulator.market;

/**
 * An instrument on one of its exchanges. A contract description describes one listing.
 *
 * @param instrument the traded instrument
 * @param exchange the exchange, or the route SMART
 */
public record Listing(Instrument instrument, String exchange) {}
