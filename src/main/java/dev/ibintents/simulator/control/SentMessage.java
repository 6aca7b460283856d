package dev.ibintents.simulator.control;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A message that a client has sent, decoded.
 *
 * @param number its place among all messages of all clients since the start, from 1
 * @param time the market's time at which it arrived
 * @param client the number of the client; −1 before {@code startApi}
 * @param name its name in the TWS API, such as placeOrder or reqMktData
 * @param fields its fields by their names in the TWS API; a contract and an order have the fields
 *     that are set
 */
public record SentMessage(
    long number, Instant time, int client, String name, Map<String, Object> fields) {
  /** Copies the fields, in their order. */
  public SentMessage {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
