package dev.ibintents.environment;

import java.util.logging.Level;

/** The severity of a log entry, with the names of Cloud Logging. */
enum Severity {
  DEBUG,
  INFO,
  WARNING,
  ERROR;

  static Severity of(Level level) {
    int value = level.intValue();
    if (value >= Level.SEVERE.intValue()) {
      return ERROR;
    }
    if (value >= Level.WARNING.intValue()) {
      return WARNING;
    }
    return value >= Level.CONFIG.intValue() ? INFO : DEBUG;
  }
}
