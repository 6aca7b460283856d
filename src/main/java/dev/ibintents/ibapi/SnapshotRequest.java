package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.Contract;
import java.util.function.Predicate;

/**
 * An instrument whose market data are wanted.
 *
 * @param contract the instrument, with the exchange to ask
 * @param enough whether a snapshot has all that is needed; the answer is complete as soon as it
 *     says yes. It is called by the thread that reads from the gateway, after each tick
 */
public record SnapshotRequest(Contract contract, Predicate<MarketSnapshot> enough) {
  /** Asks for a contract until all of these types have come, live or delayed. */
  public static SnapshotRequest all(Contract contract, TickType... types) {
    return new SnapshotRequest(contract, snapshot -> snapshot.has(types));
  }
}
