package dev.ibintents.gateway.ibc;

import dev.ibintents.ibapi.GatewayUnreachableException;
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

  /**
   * Refuses credentials that IBC would read as others: it cuts off blanks at both ends. Each wrong
   * login brings the broker closer to locking the user.
   */
  void requireReadableByIbc() {
    requireReadableByIbc("user name", user);
    requireReadableByIbc("password", password);
  }

  private static void requireReadableByIbc(String what, String text) {
    if (!text.equals(text.trim())) { // as IBC trims it
      throw new GatewayUnreachableException(
          "IB Gateway was not started: the broker's "
              + what
              + " begins or ends with a blank, which IBC cuts off. Choose another one at the"
              + " broker");
    }
  }

  @Override
  public String toString() {
    return "GatewayCredentials[" + HIDDEN + "]";
  }
}
