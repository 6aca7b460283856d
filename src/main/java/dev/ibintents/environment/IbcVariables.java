package dev.ibintents.environment;

import dev.ibintents.gateway.ibc.CredentialsSource;
import dev.ibintents.gateway.ibc.GatewayCredentials;
import dev.ibintents.gateway.ibc.GatewayProcess;
import dev.ibintents.gateway.ibc.IbcSettings;
import dev.ibintents.gateway.ibc.SecretCredentials;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the environment variables for a start of IB Gateway on this host.
 *
 * <pre>
 * TWS_VERSION, IBC_PATH   the version of IB Gateway, and the folder of IBC; both, or neither
 * TWS_PATH                the folder with the versions of IB Gateway, if IBC does not look there
 * TWS_USERID, TWS_PASSWORD                 the user name and the password …
 * TWS_USERID_SECRET, TWS_PASSWORD_SECRET   … or the names of their secrets in Secret Manager
 * STOP_GATEWAY            yes ends the gateway when it is not used; no, the default, does not
 * </pre>
 */
final class IbcVariables {
  /** The variable that asks for a real gateway instead of the simulated one. */
  static final String VERSION = "TWS_VERSION";

  private static final String IBC_PATH = "IBC_PATH";
  private static final String USER = "TWS_USERID";
  private static final String PASSWORD = "TWS_PASSWORD";
  private static final String SECRET = "_SECRET";
  private static final String STOP = "STOP_GATEWAY";

  private final Map<String, String> variables;

  private IbcVariables(Map<String, String> variables) {
    this.variables = variables;
  }

  /**
   * The way to start a gateway, if the variables ask for it.
   *
   * @param environment names and values, as in {@link System#getenv()}
   * @param variables the variables that are read already
   * @throws ConfigurationException if some of the variables for it are missing
   */
  static Optional<GatewayProcess> gatewayProcess(
      Map<String, String> environment, Variables variables) {
    IbcVariables ibc = new IbcVariables(environment);
    Optional<String> version = ibc.value(VERSION);
    Optional<String> path = ibc.value(IBC_PATH);
    if (version.isEmpty() && path.isEmpty()) {
      return Optional.empty();
    }
    if (version.isEmpty() || path.isEmpty()) {
      throw new ConfigurationException(
          (version.isEmpty() ? VERSION : IBC_PATH)
              + " is not set; to start IB Gateway on this host, set both "
              + VERSION
              + " and "
              + IBC_PATH
              + ", and neither to use one that is running");
    }
    return Optional.of(
        new GatewayProcess(
            new IbcSettings(
                version.get(),
                Path.of(path.get()).toAbsolutePath(),
                ibc.value("TWS_PATH").map(Path::of).map(Path::toAbsolutePath),
                variables.tradingMode().id(),
                variables.dataFolder().resolve("gateway"),
                ibc.stopsAfterwards()),
            ibc.credentials(variables)));
  }

  private boolean stopsAfterwards() {
    String stop = value(STOP).orElse("no");
    if (!List.of("yes", "no").contains(stop)) {
      throw new ConfigurationException(STOP + " is \"" + stop + "\"; it must be yes or no");
    }
    return stop.equals("yes");
  }

  private CredentialsSource credentials(Variables read) {
    Optional<String> user = value(USER);
    Optional<String> password = value(PASSWORD);
    if (user.isPresent() && password.isPresent()) {
      GatewayCredentials credentials = new GatewayCredentials(user.get(), password.get());
      return () -> credentials;
    }
    Optional<String> userSecret = value(USER + SECRET);
    Optional<String> passwordSecret = value(PASSWORD + SECRET);
    if (userSecret.isPresent() && passwordSecret.isPresent()) {
      GoogleClient.SECRET_MANAGER.require();
      return new SecretCredentials(read.projectId(), userSecret.get(), passwordSecret.get());
    }
    throw new ConfigurationException(
        "IB Gateway cannot log in: set "
            + USER
            + " and "
            + PASSWORD
            + ", or "
            + USER
            + SECRET
            + " and "
            + PASSWORD
            + SECRET
            + " to the names of secrets in Secret Manager");
  }

  private Optional<String> value(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }
}
