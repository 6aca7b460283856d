package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.Contract;
import java.util.function.Predicate;

/**
 * A request for the market data of an instrument.
 *
 * @param contract the instrument, with the exchange to ask
 * @param enough says whether a snapshot has all the data needed; the answer completes as soon as it
 *     returns true. The reading thread calls it after each tick
 */
public record SnapshotRequest(Contract contract, Predicate<MarketSnapshot> enough) {
  /** A request that completes when all of these types have come, live or delayed. */
  public static SnapshotRequest all(Contract contract, TickType... types) {
    return new SnapshotRequest(contract, snapshot -> snapshot.has(types));
  }
}
