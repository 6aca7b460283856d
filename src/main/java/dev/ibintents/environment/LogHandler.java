package dev.ibintents.environment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/** Writes each record at once and whole, so that lines of several threads do not mix. */
final class LogHandler extends Handler {
  private final PrintStream out;

  LogHandler(PrintStream out, Formatter format) {
    this.out = out;
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

  /** The stream is the process's, and stays open. */
  @Override
  public void close() {
    flush();
  }
}
