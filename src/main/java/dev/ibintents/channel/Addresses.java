package dev.ibintents.channel;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The addresses that messages may be sent to: those with https, and at home also this machine with
 * http. So a configuration cannot make the function ask the services of its own network, which
 * speak http or have no valid certificate. Names and passwords in addresses are refused.
 */
final class Addresses {
  /** The right form, in words. */
  static final String FORM =
      "an address that begins with https://, or with http:// for this machine, without a user"
          + " name";

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|\\[::1]");

  private Addresses() {}

  static boolean isAllowed(String address) {
    return parse(address).isPresent();
  }

  /** Whether an address is that of this machine, without encryption. */
  static boolean isLocal(URI address) {
    return "http".equals(address.getScheme());
  }

  /** The address, if it is allowed. */
  static Optional<URI> parse(String address) {
    try {
      URI uri = new URI(address);
      boolean isSafe =
          "https".equals(uri.getScheme())
              || "http".equals(uri.getScheme())
                  && uri.getHost() != null
                  && LOOPBACK.matcher(uri.getHost()).matches();
      boolean isWhole =
          uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null;
      return isSafe && isWhole ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty(); // the caller says which form is right
    }
  }
}
