package dev.ibintents.environment;

/**
 * A variable of the environment or a configuration document is missing or not what it has to be.
 */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, and what would be right
   */
  public ConfigurationException(String message) {
    super(message);
  }
}
