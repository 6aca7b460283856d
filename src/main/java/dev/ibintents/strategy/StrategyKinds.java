package dev.ibintents.strategy;

import dev.ibintents.environment.ConfigurationException;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Finds the kinds of strategies on the class path. */
final class StrategyKinds {
  private StrategyKinds() {}

  /**
   * Returns the kinds that a class loader finds, in the order of the class path.
   *
   * @throws ConfigurationException if a kind cannot be made
   */
  static List<StrategyKind> found(ClassLoader loader) {
    List<StrategyKind> kinds = new ArrayList<>();
    try {
      ServiceLoader.load(StrategyKind.class, loader).forEach(kinds::add);
    } catch (ServiceConfigurationError e) {
      throw new ConfigurationException(
          "a kind of strategy cannot be made: %s%s; META-INF/services/%s must name public classes with a public constructor without parameters"
              .formatted(
                  e.getMessage(),
                  e.getCause() == null ? "" : " (" + e.getCause() + ")",
                  StrategyKind.class.getName()));
    }
    return kinds;
  }

  /** Returns the class of a kind, and the file or folder that has it. */
  static String place(StrategyKind kind) {
    CodeSource source = kind.getClass().getProtectionDomain().getCodeSource();
    return source == null || source.getLocation() == null
        ? kind.getClass().getName()
        : kind.getClass().getName() + " in " + source.getLocation();
  }
}
