package dev.ibintents.secret;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.FailedPreconditionException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.PermissionDeniedException;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Google's Secret Manager. A secret is given by its name, or as {@code
 * projects/PROJECT/secrets/NAME}, with or without {@code /versions/VERSION}; the latest version is
 * read if none is given. The client is large, so it is loaded at the first use.
 */
public final class SecretManager implements SecretSource {
  private static final String ROLE = "roles/secretmanager.secretAccessor";

  /** The line breaks that echo and editors put at the end of a secret. No password has one. */
  private static final Pattern LAST_LINE_BREAKS = Pattern.compile("[\\r\\n]+\\z");

  private final Optional<String> projectId;
  private final Settings settings;
  private final Duration timeout;

  /** The settings of the client: the address and the account. */
  @FunctionalInterface
  public interface Settings {
    /** A new builder of settings. */
    SecretManagerServiceSettings.Builder newBuilder();
  }

  /**
   * @param projectId the project of secrets that are given by their name alone
   * @param settings the settings of the client
   * @param timeout the longest time for one secret
   */
  public SecretManager(Optional<String> projectId, Settings settings, Duration timeout) {
    this.projectId = projectId;
    this.settings = settings;
    this.timeout = timeout;
  }

  /**
   * Secret Manager with the account of this process.
   *
   * @param projectId the project of secrets that are given by their name alone
   * @param timeout the longest time for one secret
   */
  public static SecretManager of(Optional<String> projectId, Duration timeout) {
    return new SecretManager(projectId, SecretManagerServiceSettings::newBuilder, timeout);
  }

  @Override
  public String read(String name) {
    return readAll(List.of(name)).get(0);
  }

  /**
   * Reads several secrets with one client.
   *
   * @throws SecretUnreadableException if one of them cannot be read
   */
  public List<String> readAll(List<String> names) {
    try (SecretManagerServiceClient client = open()) {
      List<String> values = new ArrayList<>();
      for (String name : names) {
        values.add(access(client, name));
      }
      return values;
    } catch (IOException e) {
      throw new SecretUnreadableException(
          (names.size() == 1 ? "the secret " : "the secrets ")
              + String.join(" and ", names)
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
        .setTotalTimeoutDuration(timeout)
        .setInitialRpcTimeoutDuration(timeout)
        .setMaxRpcTimeoutDuration(timeout);
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

  private static SecretUnreadableException failed(
      String version, String reason, ApiException cause) {
    return new SecretUnreadableException(
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
            new SecretUnreadableException(
                "the secret "
                    + secret
                    + " is of no project: set PROJECT_ID, or name it projects/PROJECT/secrets/"
                    + secret));
  }
}
