package dev.ibintents.gateway.ibc;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.FailedPreconditionException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.PermissionDeniedException;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import dev.ibintents.ibapi.GatewayUnreachableException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the broker's user name and password from Google's Secret Manager. The client is large, so
 * it is loaded at the first use.
 */
public final class SecretCredentials implements CredentialsSource {
  private static final String ROLE = "roles/secretmanager.secretAccessor";
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** The line breaks that echo and editors put at the end of a secret. No password has one. */
  private static final Pattern LAST_LINE_BREAKS = Pattern.compile("[\\r\\n]+\\z");

  private final Optional<String> projectId;
  private final String userSecret;
  private final String passwordSecret;
  private final Settings settings;

  /** The settings of the client: the address and the account. */
  @FunctionalInterface
  interface Settings {
    SecretManagerServiceSettings.Builder newBuilder();
  }

  /**
   * @param projectId the project of secrets that are given by their name alone
   * @param userSecret the secret with the user name: its name, or {@code
   *     projects/PROJECT/secrets/NAME}, with or without {@code /versions/VERSION}; the latest
   *     version if none is given
   * @param passwordSecret the secret with the password, in the same form
   */
  public SecretCredentials(Optional<String> projectId, String userSecret, String passwordSecret) {
    this(projectId, userSecret, passwordSecret, SecretManagerServiceSettings::newBuilder);
  }

  SecretCredentials(
      Optional<String> projectId, String userSecret, String passwordSecret, Settings settings) {
    this.projectId = projectId;
    this.userSecret = userSecret;
    this.passwordSecret = passwordSecret;
    this.settings = settings;
  }

  @Override
  public GatewayCredentials get() {
    try (SecretManagerServiceClient client = open()) {
      return new GatewayCredentials(access(client, userSecret), access(client, passwordSecret));
    } catch (IOException e) {
      throw new GatewayUnreachableException(
          "the secrets "
              + userSecret
              + " and "
              + passwordSecret
              + " cannot be read, because this process has no Google credentials: "
              + e.getMessage()
              + ". At home, run: gcloud auth application-default login",
          e);
    }
  }

  private SecretManagerServiceClient open() throws IOException {
    SecretManagerServiceSettings.Builder builder = settings.newBuilder();
    builder
        .accessSecretVersionSettings()
        .retrySettings()
        .setTotalTimeoutDuration(TIMEOUT)
        .setInitialRpcTimeoutDuration(TIMEOUT)
        .setMaxRpcTimeoutDuration(TIMEOUT);
    return SecretManagerServiceClient.create(builder.build());
  }

  private String access(SecretManagerServiceClient client, String secret) {
    String version = versionOf(secret);
    try {
      String text = client.accessSecretVersion(version).getPayload().getData().toStringUtf8();
      return LAST_LINE_BREAKS.matcher(text).replaceFirst("");
    } catch (PermissionDeniedException e) {
      throw failed(version, "the account of this process lacks " + ROLE + " on it", e);
    } catch (NotFoundException e) {
      throw failed(version, "there is none; make it with gcloud secrets create", e);
    } catch (FailedPreconditionException e) {
      throw failed(version, "this version is disabled or destroyed; add another one", e);
    } catch (ApiException e) {
      throw failed(version, String.valueOf(e.getMessage()), e);
    }
  }

  private static GatewayUnreachableException failed(
      String version, String reason, ApiException cause) {
    return new GatewayUnreachableException(
        "the secret " + version + " cannot be read: " + reason, cause);
  }

  private String versionOf(String secret) {
    String full =
        secret.contains("/") ? secret : "projects/" + project(secret) + "/secrets/" + secret;
    return full.contains("/versions/") ? full : full + "/versions/latest";
  }

  private String project(String secret) {
    return projectId.orElseThrow(
        () ->
            new GatewayUnreachableException(
                "the secret "
                    + secret
                    + " is of no project: set PROJECT_ID, or name it projects/PROJECT/secrets/"
                    + secret));
  }
}
