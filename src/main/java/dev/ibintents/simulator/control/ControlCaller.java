package dev.ibintents.simulator.control;

import com.sun.net.httpserver.Headers;
import dev.ibintents.simulator.control.RefusedCallException.Status;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Refuses web pages. A page makes its browser send Origin or Sec-Fetch-Site. A page whose own host
 * name was pointed at this machine makes it send that name in Host.
 */
final class ControlCaller {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|\\[(?:0*:)+0*1]");

  /** An address of a machine, which no name server can point elsewhere. */
  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]");

  private static final List<String> OWN_SITES = List.of("same-origin", "none");

  private final boolean loopbackOnly;
  private final Set<String> names;

  /**
   * Knows the names of this machine.
   *
   * @param loopbackOnly whether the server listens at a loopback address
   * @param names the names that a call may use besides addresses, in lower case
   */
  ControlCaller(boolean loopbackOnly, Set<String> names) {
    this.loopbackOnly = loopbackOnly;
    this.names = Set.copyOf(names);
  }

  /**
   * Refuses a request that a web page sends.
   *
   * @throws RefusedCallException with the header that shows it
   */
  void require(Headers headers) {
    List<String> hosts = headers.getOrDefault("Host", List.of());
    if (hosts.size() != 1 || !isOwn(hosts.get(0))) {
      throw forbidden(
          "Host is %s, which is not a name of this machine%s"
              .formatted(
                  hosts.isEmpty() ? "missing" : String.join(", ", hosts),
                  loopbackOnly
                      ? "; call it by localhost or 127.0.0.1"
                      : "; call it by its address, or give its name to --control-names"));
    }
    for (String site : headers.getOrDefault("Sec-Fetch-Site", List.of())) {
      if (!OWN_SITES.contains(site.toLowerCase(Locale.ROOT))) {
        throw forbidden("a web page of another site calls (Sec-Fetch-Site: " + site + ")");
      }
    }
    for (String origin : headers.getOrDefault("Origin", List.of())) {
      if (!isAt(origin, hosts.get(0))) {
        throw forbidden("a web page of another site calls (Origin: " + origin + ")");
      }
    }
  }

  private static RefusedCallException forbidden(String message) {
    return new RefusedCallException(Status.FORBIDDEN, message);
  }

  private boolean isOwn(String host) {
    String name = host.replaceFirst(":\\d*$", "").replaceFirst("\\.$", "").toLowerCase(Locale.ROOT);
    return LOOPBACK.matcher(name).matches()
        || names.contains(name)
        || !loopbackOnly && ADDRESS.matcher(name).matches();
  }

  private static boolean isAt(String origin, String host) {
    try {
      URI page = new URI(origin);
      return "http".equals(page.getScheme()) && host.equalsIgnoreCase(page.getAuthority());
    } catch (URISyntaxException e) {
      return false; // such as "null", which sandboxed pages send
    }
  }
}
