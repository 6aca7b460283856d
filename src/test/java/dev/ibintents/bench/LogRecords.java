package dev.ibintents.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** The log records of the product and the functions framework while it is open. */
public final class LogRecords extends Handler implements AutoCloseable {
  private static final List<Logger> LOGGERS =
      List.of(Logger.getLogger("dev.ibintents"), Logger.getLogger("com.google.cloud.functions"));

  private final List<LogRecord> records = new ArrayList<>();

  public LogRecords() {
    LOGGERS.forEach(logger -> logger.addHandler(this));
  }

  @Override
  public synchronized void publish(LogRecord record) {
    records.add(record);
  }

  /** The texts of what was logged at this level so far. */
  public synchronized List<String> at(Level level) {
    SimpleFormatter formatter = new SimpleFormatter();
    return records.stream()
        .filter(record -> record.getLevel().equals(level))
        .map(formatter::formatMessage)
        .toList();
  }

  @Override
  public void flush() {
    // It keeps everything.
  }

  @Override
  public void close() {
    LOGGERS.forEach(logger -> logger.removeHandler(this));
  }
}
