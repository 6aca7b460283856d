package dev.ibintents.intent.trade;

import java.time.Instant;
import java.util.SortedMap;

/**
 * The answer if nothing can be traded now, because all markets are closed. Nothing was written or
 * sent, and the same request may come again.
 *
 * @param status {@code market-closed}
 * @param nextSession the beginning of the next session of any of the contracts; {@code null} if the
 *     broker's hours name none
 * @param skipped the contracts, each with the reason
 */
public record MarketClosed(String status, Instant nextSession, SortedMap<String, String> skipped) {
  static final String STATUS = "market-closed";
}
