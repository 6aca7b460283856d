package dev.ibintents.gateway;

import java.time.Duration;

/**
 * Where the gateway is and how to connect to it.
 *
 * @param host its address
 * @param port the port of its API, 1 to 65535
 * @param clientId as which client to connect, 0 or above
 * @param connectTimeout how long to try
 */
public record GatewaySettings(String host, int port, int clientId, Duration connectTimeout) {
  /** Host and port, for messages. */
  public String address() {
    return host + ":" + port;
  }
}
