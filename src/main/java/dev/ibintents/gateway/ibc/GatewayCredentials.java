package dev.ibintents.gateway.ibc;

import java.util.stream.Stream;

/**
 * What the broker wants to know from who logs in. Shown nowhere: not even by {@link #toString()}.
 *
 * @param user the user name
 * @param password the password
 */
public record GatewayCredentials(String user, String password) {
  private static final String HIDDEN = "***";

  /** The text with asterisks in place of the user name and the password. */
  String hiddenIn(String text) {
    // The longer first, or a part of it would stay if it held the other one.
    return Stream.of(user, password)
        .filter(secret -> !secret.isEmpty())
        .sorted((one, other) -> other.length() - one.length())
        .reduce(text, (hidden, secret) -> hidden.replace(secret, HIDDEN));
  }

  @Override
  public String toString() {
    return "GatewayCredentials[" + HIDDEN + "]";
  }
}
