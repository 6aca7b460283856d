package dev.ibintents.secret;

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
}
