package dev.ibintents.gateway.ibc;

/** Where the broker's user name and password come from. Asked only when a gateway is to log in. */
@FunctionalInterface
public interface CredentialsSource {
  /**
   * @throws dev.ibintents.ibapi.GatewayUnreachableException if they cannot be had; the message says
   *     what is missing, and what would be right
   */
  GatewayCredentials get();
}
