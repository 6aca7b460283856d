package dev.ibintents.gateway.ibc;

import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The user name and the password of a login at the broker. {@link #toString()} does not show them.
 *
 * @param user the user name
 * @param password the password
 */
public record GatewayCredentials(String user, String password) {
  private static final String HIDDEN = "***";

  /** The text with asterisks in place of the user name and the password. */
  String hiddenIn(String text) {
    // The longer text comes first, because it may contain the other.
    return Stream.of(user, password)
        .filter(secret -> !secret.isEmpty())
        .sorted(Comparator.comparing(String::length).reversed())
        .reduce(text, (hidden, secret) -> hidden.replace(secret, HIDDEN));
  }

  @Override
  public String toString() {
    return "GatewayCredentials[" + HIDDEN + "]";
  }
}
