package dev.ibintents.environment;

/** An environment variable or a configuration document is missing or wrong. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, and what would be right
   */
  public ConfigurationException(String message) {
    super(message);
  }
}
