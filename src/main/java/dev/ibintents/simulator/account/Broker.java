package dev.ibintents.simulator.account;

import dev.ibintents.simulator.market.PriceSource;
import dev.ibintents.simulator.market.Universe;

/**
 * The broker of an account: its instruments, the prices of its market, and its commissions.
 *
 * @param universe the instruments
 * @param prices the prices
 * @param commissions the schedule of commissions
 */
public record Broker(Universe universe, PriceSource prices, Commissions commissions) {}
