package dev.ibintents.environment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Writes each record at once and whole, so that lines of several threads do not mix. */
final class LogHandler extends Handler {
  private final PrintStream out;
  private final Logger logger;

  /**
   * @param out where it writes to
   * @param format how it writes a record
   * @param logger whose records it writes
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
   * The stream is the process's, and stays open. When the process is told to end, the JVM takes all
   * handlers from their loggers and closes them at once; but requests that are under way end in
   * order then, and say so. So the handler comes back.
   */
  @Override
  public void close() {
    flush();
    logger.addHandler(this);
  }
}
