package dev.ibintents.environment;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.MDC;

final class LogsTest {
  private final Logger logger = Logger.getAnonymousLogger();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @AfterEach
  void forget() {
    MDC.clear();
  }

  private static LogRecord record(Level level, String message) {
    LogRecord record = new LogRecord(level, message);
    record.setLoggerName("dev.ibintents.Test");
    return record;
  }

  private String cloud(LogRecord record) {
    new LogHandler(new PrintStream(written, true, UTF_8), new CloudLogFormat(), logger)
        .publish(record);
    return written.toString(UTF_8);
  }

  @Test
  void theCloudGetsOneJsonObjectALine() {
    MDC.put(Logs.INTENT, "summary");
    MDC.put(Logs.INVOCATION, "0f0e");
    MDC.put(Logs.TRACE, "projects/p/traces/0123456789abcdef0123456789abcdef");
    MDC.put("other", "not shown");

    assertThat(cloud(record(Level.WARNING, doubleQuoted("a 'quoted'\tline\nand another <é>"))))
        .isEqualTo(
            doubleQuoted(
                "{'severity':'WARNING',"
                    + "'message':'a \\'quoted\\'\\tline\\nand another <é>',"
                    + "'logger':'dev.ibintents.Test',"
                    + "'logging.googleapis.com/trace':"
                    + "'projects/p/traces/0123456789abcdef0123456789abcdef',"
                    + "'logging.googleapis.com/labels':"
                    + "{'intent':'summary','invocation':'0f0e'}}\n"));
  }

  @Test
  void aStackTraceStaysInTheLine() {
    LogRecord record = record(Level.SEVERE, "failed");
    record.setThrown(new IllegalStateException("why"));

    String line = cloud(record);

    assertThat(line.trim()).doesNotContain("\n");
    JsonObject entry = JsonParser.parseString(line).getAsJsonObject();
    assertThat(entry.get("severity").getAsString()).isEqualTo("ERROR");
    assertThat(entry.get("message").getAsString())
        .startsWith("failed\njava.lang.IllegalStateException: why\n\tat dev.ibintents.");
  }

  @ParameterizedTest
  @CsvSource({
    "FINEST,DEBUG",
    "FINE,DEBUG",
    "CONFIG,INFO",
    "INFO,INFO",
    "WARNING,WARNING",
    "SEVERE,ERROR"
  })
  void levelsHaveCloudLoggingsNames(String level, Severity severity) {
    assertThat(Severity.of(Level.parse(level))).isEqualTo(severity);
  }

  @Test
  void peopleGetPlainText() {
    MDC.put(Logs.INTENT, "summary");
    new LogHandler(new PrintStream(written, true, UTF_8), new TextLogFormat(), logger)
        .publish(record(Level.INFO, "done"));

    assertThat(written.toString(UTF_8))
        .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO summary: done\n");
  }

  /** What java.util.logging does with every handler once the process is told to end. */
  @Test
  void aHandlerThatIsClosedGoesOnLogging() {
    LogHandler handler =
        new LogHandler(new PrintStream(written, true, UTF_8), new TextLogFormat(), logger);
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
    logger.removeHandler(handler);
    handler.close();
    logger.info("still here");

    assertThat(written.toString(UTF_8)).contains("still here");
  }
}
