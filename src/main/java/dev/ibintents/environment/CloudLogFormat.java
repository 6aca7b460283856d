package dev.ibintents.environment;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import org.slf4j.MDC;

/**
 * Formats a record as a JSON object in one line, with the keys of Cloud Logging (Google Cloud,
 * "Structured logging").
 */
final class CloudLogFormat extends Formatter {
  @Override
  public String format(LogRecord record) {
    StringWriter line = new StringWriter();
    try (JsonWriter json = new JsonWriter(line)) {
      json.setHtmlSafe(false);
      json.beginObject();
      json.name("severity").value(Severity.of(record.getLevel()).name());
      json.name("message").value(message(record));
      json.name("logger").value(record.getLoggerName());
      context(json);
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line.append('\n').toString();
  }

  private static void context(JsonWriter json) throws IOException {
    Map<String, String> context = MDC.getCopyOfContextMap();
    if (context == null) {
      return;
    }
    String trace = context.get(Logs.TRACE);
    if (trace != null) {
      json.name("logging.googleapis.com/trace").value(trace);
    }
    json.name("logging.googleapis.com/labels").beginObject();
    for (String label : new String[] {Logs.INTENT, Logs.INVOCATION, Logs.ERROR}) {
      String value = context.get(label);
      if (value != null) {
        json.name(label).value(value);
      }
    }
    json.endObject();
  }

  private String message(LogRecord record) {
    String message = formatMessage(record);
    if (record.getThrown() == null) {
      return message;
    }
    StringWriter trace = new StringWriter();
    record.getThrown().printStackTrace(new PrintWriter(trace));
    return message + '\n' + trace;
  }
}
