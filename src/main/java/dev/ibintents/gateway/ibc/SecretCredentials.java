package dev.ibintents.gateway.ibc;

import dev.ibintents.ibapi.GatewayUnreachableException;
import dev.ibintents.secret.SecretManager;
import dev.ibintents.secret.SecretUnreadableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads the broker's user name and password from Google's Secret Manager. */
public final class SecretCredentials implements CredentialsSource {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final SecretManager secrets;
  private final String userSecret;
  private final String passwordSecret;

  /**
   * @param projectId the project of secrets that are given by their name alone
   * @param userSecret the secret with the user name, as {@link SecretManager} takes it
   * @param passwordSecret the secret with the password, in the same form
   */
  public SecretCredentials(Optional<String> projectId, String userSecret, String passwordSecret) {
    this(SecretManager.of(projectId, TIMEOUT), userSecret, passwordSecret);
  }

  SecretCredentials(SecretManager secrets, String userSecret, String passwordSecret) {
    this.secrets = secrets;
    this.userSecret = userSecret;
    this.passwordSecret = passwordSecret;
  }

  @Override
  public GatewayCredentials get() {
    try {
      List<String> values = secrets.readAll(List.of(userSecret, passwordSecret));
      return new GatewayCredentials(values.get(0), values.get(1));
    } catch (SecretUnreadableException e) {
      throw new GatewayUnreachableException(e.getMessage(), e);
    }
  }
}
