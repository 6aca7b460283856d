package dev.ibintents.environment;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The machines whose requests the function answers at home. In the cloud, Google's front end
 * decides that.
 *
 * @param open whether other machines are answered too ({@code HOST=0.0.0.0})
 * @param hosts the names of this machine that a request may use, in lower case, besides {@code
 *     localhost} and loopback addresses ({@code HOSTS}, separated by commas)
 */
public record Access(boolean open, Set<String> hosts) {
  /** The variable that opens the server to other machines. */
  public static final String HOST = "HOST";

  /** The variable that names this machine. */
  public static final String HOSTS = "HOSTS";

  private static final List<String> OPEN = List.of("0.0.0.0", "::", "[::]");

  private static final Pattern LOOPBACK =
      Pattern.compile("127(?:\\.\\d{1,3}){3}|\\[?(?:0*:)+0*1]?");

  /** Digits and dots, or colons: an address, not the name of a machine. */
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9.]+|\\[?[0-9A-Fa-f]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*]?");

  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?");

  /** Takes an immutable copy. */
  public Access {
    hosts = Set.copyOf(hosts);
  }

  /**
   * Reads the two variables. Some shells set {@code HOST} to the machine's name, which does not
   * open the server.
   *
   * @throws ConfigurationException if a variable has a wrong value
   */
  static Access from(Optional<String> host, Optional<String> hosts) {
    boolean open = host.filter(OPEN::contains).isPresent();
    host.filter(value -> !open && ADDRESS.matcher(value).matches() && !isLoopback(value))
        .ifPresent(
            value -> {
              throw new ConfigurationException(
                  HOST
                      + " is \""
                      + value
                      + "\"; it must be 0.0.0.0, which answers other machines too, or be left out:"
                      + " the server cannot listen on one address of several");
            });
    return new Access(open, hosts.map(Access::names).orElse(Set.of()));
  }

  private static Set<String> names(String value) {
    Set<String> names = new LinkedHashSet<>();
    for (String name : value.split(",", -1)) {
      requireName(name.trim(), value);
      names.add(name.trim().toLowerCase(Locale.ROOT));
    }
    return names;
  }

  private static void requireName(String name, String value) {
    if (!NAME.matcher(name).matches() && !ADDRESS.matcher(name).matches()) {
      throw new ConfigurationException(
          HOSTS
              + " is \""
              + value
              + "\"; it must be names or addresses of this machine, separated by commas, without"
              + " scheme and port, as in box.lan,192.168.1.5");
    }
  }

  /**
   * Whether the host of a request is {@code localhost} or a loopback address. Names are not looked
   * up, because a foreign name server may give this machine's address for any name.
   */
  public static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost") || LOOPBACK.matcher(host).matches();
  }

  /** Whether a request may use this host. */
  public boolean knows(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return isLoopback(name)
        || hosts.contains(name)
        || name.startsWith("[") && hosts.contains(name.substring(1, name.length() - 1));
  }
}
