package dev.ibintents.home;

import java.util.function.IntConsumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Finds the port on which the functions framework serves. The port can be set in three ways (PORT,
 * {@code --port}, {@code -Drun.port}), and functions cannot ask for it. But the framework logs it.
 */
final class ServedPort extends Handler {
  // java.util.logging forgets the settings of a logger that is not referenced.
  private static final Logger framework =
      Logger.getLogger("com.google.cloud.functions.invoker.runner.Invoker");

  private final IntConsumer told;

  private ServedPort(IntConsumer told) {
    this.told = told;
  }

  /** Calls back with the port when the framework serves; never if it does not log the port. */
  static void whenServing(IntConsumer told) {
    if (!framework.isLoggable(Level.INFO)) {
      framework.setLevel(Level.INFO);
    }
    framework.addHandler(new ServedPort(told));
  }

  @Override
  public void publish(LogRecord record) {
    Object[] parameters = record.getParameters();
    if (parameters != null && parameters.length == 1 && parameters[0] instanceof Integer port) {
      framework.removeHandler(this);
      told.accept(port);
    }
  }

  @Override
  public void flush() {
    // There is no buffer.
  }

  @Override
  public void close() {
    // There is nothing to close.
  }
}
