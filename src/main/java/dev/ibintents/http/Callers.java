package dev.ibintents.http;

import com.google.cloud.functions.HttpRequest;
import dev.ibintents.environment.Access;
import dev.ibintents.environment.Variables;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Refuses callers that have no right to trade here. At home these are other machines, and web pages
 * whose host name was pointed at this machine. Everywhere these are pages of other sites, because
 * such a page can make a browser send any request.
 */
public final class Callers {
  private static final String HOST = "Host";
  private static final String SITE = "Sec-Fetch-Site";
  private static final String ORIGIN = "Origin";
  private static final String REFERER = "Referer";
  private static final String SAME_ORIGIN = "same-origin";

  /**
   * The values that browsers send for a page of this server, and for an address that the user
   * typed.
   */
  private static final List<String> OWN_SITES = List.of(SAME_ORIGIN, "none");

  /** An origin on the user's own machine. */
  private static final Pattern THIS_MACHINE =
      Pattern.compile("http://(localhost|127\\.0\\.0\\.1|\\[::1\\])(:\\d{1,5})?");

  /** Headers by which a browser says that it fetches a page before its user asks for it. */
  private static final List<String> PURPOSES = List.of("Sec-Purpose", "Purpose", "X-Moz");

  private static final Map<String, Integer> USUAL_PORTS = Map.of("http", 80, "https", 443);

  private final boolean atHome;
  private final Access access;

  /** Reads from the variables whether this process runs at home, and which names it has. */
  public Callers(Variables variables) {
    this.atHome = !variables.inCloud();
    this.access = variables.access();
  }

  /**
   * Refuses, at home, a request from another machine, and a request that calls this machine by an
   * unknown name.
   *
   * @param from the address of the client
   * @throws ForbiddenException with the setting that would allow the request
   */
  public void requireAtHome(HttpRequest request, Optional<InetAddress> from) {
    if (!atHome) {
      return;
    }
    if (!access.open() && from.filter(InetAddress::isLoopbackAddress).isEmpty()) {
      throw new ForbiddenException(
          "this server answers its own machine only, and the request comes from "
              + from.map(InetAddress::getHostAddress).orElse("an unknown address")
              + "; set HOST=0.0.0.0 where it runs if other machines may trade here");
    }
    for (String host : values(request, HOST)) {
      if (!access.knows(name(host))) {
        throw new ForbiddenException(
            "Host is "
                + host
                + ", which is not localhost or a loopback address; if this machine has that name,"
                + " add it to HOSTS where it runs");
      }
    }
  }

  /**
   * Refuses a request that a browser sends for a page of another site, or before its user asks for
   * it.
   *
   * @param intent the name of an intent that changes something
   * @throws ForbiddenException with the header that shows it
   */
  public void requireOwnSite(HttpRequest request, String intent) {
    List<String> sites = values(request, SITE);
    for (String site : sites) {
      if (!OWN_SITES.contains(site.toLowerCase(Locale.ROOT))) {
        throw foreign(intent, SITE, site);
      }
    }
    Optional<String> own = request.getFirstHeader(HOST);
    for (String origin : values(request, ORIGIN)) {
      if (!isAt(origin, own) && !isOwnByProxy(origin, sites)) {
        throw foreign(intent, ORIGIN, origin);
      }
    }
    for (String referer : sites.isEmpty() ? values(request, REFERER) : List.<String>of()) {
      if (!referer.isBlank() && !isAt(referer, own)) {
        throw foreign(intent, REFERER, referer);
      }
    }
    for (String header : PURPOSES) {
      for (String purpose : values(request, header)) {
        if (purpose.toLowerCase(Locale.ROOT).contains("prefetch")) {
          throw new ForbiddenException(
              "%s changes something, and a browser asks for it before its user does (%s: %s)"
                  .formatted(intent, header, purpose));
        }
      }
    }
  }

  /**
   * Whether a page of this server sends the request through {@code gcloud run services proxy}. That
   * proxy listens on the user's own machine, sets Host to the name of the service, and leaves the
   * page's Origin (github.com/GoogleCloudPlatform/cloud-run-proxy, main.go). The browser itself
   * vouches for the page by Sec-Fetch-Site, which no page can set. A page that an attacker's name
   * points at the proxy has another Origin than this machine.
   */
  private boolean isOwnByProxy(String origin, List<String> sites) {
    return !atHome && sites.equals(List.of(SAME_ORIGIN)) && THIS_MACHINE.matcher(origin).matches();
  }

  private static ForbiddenException foreign(String intent, String header, String value) {
    return new ForbiddenException(
        "%s changes something, and a page of another site asks for it (%s: %s); use curl or a"
                .formatted(intent, header, value)
            + " scheduler, which send no such header");
  }

  private static List<String> values(HttpRequest request, String header) {
    return request.getHeaders().getOrDefault(header, List.of());
  }

  /** Whether the address of a page is on the server that the request's Host header names. */
  private static boolean isAt(String page, Optional<String> host) {
    try {
      URI address = new URI(page);
      Integer usual = USUAL_PORTS.get(String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT));
      if (usual == null || address.getHost() == null || host.isEmpty()) {
        return false;
      }
      URI own = new URI(address.getScheme() + "://" + host.get());
      return address.getHost().equalsIgnoreCase(own.getHost())
          && port(address, usual) == port(own, usual);
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static int port(URI address, int usual) {
    return address.getPort() < 0 ? usual : address.getPort();
  }

  /** Returns a host without its port, and without the dot at the end of a full name. */
  private static String name(String host) {
    String name = host.replaceFirst(":\\d*$", "");
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }
}
