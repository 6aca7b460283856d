package dev.ibintents.environment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Writes each record at once and whole, so that the lines of several threads do not mix. */
final class LogHandler extends Handler {
  private final PrintStream out;
  private final Logger logger;

  /**
   * @param out the stream to write to
   * @param format the format of a record
   * @param logger the logger of the records
   */
  LogHandler(PrintStream out, Formatter format, Logger logger) {
    this.out = out;
    this.logger = logger;
    setFormatter(format);
  }

  @Override
  public void publish(LogRecord record) {
    if (!isLoggable(record)) {
      return;
    }
    byte[] line = getFormatter().format(record).getBytes(UTF_8);
    synchronized (out) {
      out.write(line, 0, line.length);
      out.flush();
    }
  }

  @Override
  public void flush() {
    out.flush();
  }

  /**
   * Keeps the handler in use. When the process is told to end, the JVM removes all handlers from
   * their loggers and closes them. But requests that are under way still log, so the handler is
   * added again. The stream belongs to the process and stays open.
   */
  @Override
  public void close() {
    flush();
    logger.addHandler(this);
  }
}
