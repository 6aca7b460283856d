package dev.ibintents.gateway.ibc;

/** A source of the broker's user name and password. It is used only when a gateway logs in. */
@FunctionalInterface
public interface CredentialsSource {
  /**
   * Reads the user name and the password.
   *
   * @throws dev.ibintents.ibapi.GatewayUnreachableException if they cannot be read; the message
   *     says what is missing, and what would be right
   */
  GatewayCredentials get();
}
