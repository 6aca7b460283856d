package dev.ibintents.secret;

import java.time.Duration;
import java.util.Optional;

/** A source of secrets. */
@FunctionalInterface
public interface SecretSource {
  /**
   * Reads a secret.
   *
   * @param name the secret's name
   * @throws SecretUnreadableException if it cannot be read
   */
  String read(String name);

  /**
   * The secrets of a process: in the cloud those of Secret Manager, at home environment variables
   * first.
   *
   * @param inCloud whether the process runs in the cloud
   * @param projectId the project of Secret Manager, if there is one
   * @param timeout the longest time for one secret
   */
  static SecretSource of(boolean inCloud, Optional<String> projectId, Duration timeout) {
    SecretSource cloud = name -> SecretManager.of(projectId, timeout).read(name);
    return inCloud ? cloud : new VariableSecrets(System::getenv, projectId.map(project -> cloud));
  }
}
