package dev.ibintents.environment;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import org.slf4j.MDC;

/** Formats a record as a line for people: time, level, intent, message. */
final class TextLogFormat extends Formatter {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  @Override
  public String format(LogRecord record) {
    StringWriter text = new StringWriter();
    text.append(TIME.format(LocalTime.ofInstant(record.getInstant(), ZoneId.systemDefault())));
    text.append(' ').append(Severity.of(record.getLevel()).name()).append(' ');
    String intent = MDC.get(Logs.INTENT);
    if (intent != null) {
      text.append(intent).append(": ");
    }
    text.append(formatMessage(record)).append('\n');
    if (record.getThrown() != null) {
      record.getThrown().printStackTrace(new PrintWriter(text));
    }
    return text.toString();
  }
}
