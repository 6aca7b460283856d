package dev.ibintents.gateway;

import dev.ibintents.ibapi.Transport;
import java.time.Duration;

/**
 * The settings of the connection to the gateway.
 *
 * @param host the gateway's host
 * @param port the port of its API, 1 to 65535
 * @param clientId the API client id, 0 or above
 * @param connectTimeout how long to try to connect
 * @param protocol the dialect to ask for
 * @param dialer opens connections; by TCP in the usual case
 */
public record GatewaySettings(
    String host,
    int port,
    int clientId,
    Duration connectTimeout,
    GatewayProtocol protocol,
    Transport.Dialer dialer) {
  /** Host and port, for messages. */
  public String address() {
    return host + ":" + port;
  }

  /** A duration, for messages. */
  static String words(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }
}
