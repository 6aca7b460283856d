package dev.ibintents.http;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.LogRecords;
import dev.ibintents.bench.RawHttp;
import dev.ibintents.environment.Environment;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.intent.Intent;
import dev.ibintents.intent.IntentDefinition;
import dev.ibintents.intent.Intents;
import dev.ibintents.intent.Parameter;
import dev.ibintents.intent.Parameters;
import dev.ibintents.intent.bars.StreamedAnswer;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A front door with a short deadline; it may log no error. */
abstract class BrokenRequestsBench {
  static final int TIMEOUT_SECONDS = 3;

  @TempDir static Path folder;
  static FrontDoor door;
  static CountDownLatch streamEnded = new CountDownLatch(1);

  LogRecords logs;

  /** Streams lines until its caller is gone. */
  static final class Endless extends Intent {
    Endless(Environment environment, Parameters parameters) {
      super(environment, parameters);
    }

    @Override
    protected Object core() {
      return new StreamedAnswer() {
        @Override
        public String contentType() {
          return "text/csv";
        }

        @Override
        public void write(Writer out, Supplier<String> utcTimestamp) throws IOException {
          try {
            while (true) {
              out.write("a line that is streamed\n".repeat(1000));
            }
          } finally {
            streamEnded.countDown();
          }
        }
      };
    }

    @Override
    public String name() {
      return "endless";
    }
  }

  @BeforeAll
  static void open() throws Exception {
    List<IntentDefinition> table = new ArrayList<>(Intents.all().definitions());
    List<Parameter> none = List.of();
    table.add(new IntentDefinition("endless", "Streams without end.", none, Endless::new));
    door =
        FrontDoor.in(folder)
            .intents(new Intents(table))
            .variable("TIMEOUT_SECONDS", Integer.toString(TIMEOUT_SECONDS))
            .open();
  }

  @AfterAll
  static void close() {
    door.close();
  }

  @BeforeEach
  void listen() {
    logs = new LogRecords();
  }

  @AfterEach
  void noErrorWasLogged() {
    logs.close();
    assertThat(logs.at(Level.SEVERE)).isEmpty();
  }

  static RawHttp.Answer get(String target, String... headers) throws Exception {
    String[] lines = new String[headers.length + 2];
    lines[0] = "GET " + target + " HTTP/1.1";
    lines[1] = "Host: localhost";
    System.arraycopy(headers, 0, lines, 2, headers.length);
    return RawHttp.ask(door.root(), lines);
  }

  static RawHttp.Answer post(String path, byte[] body, String... headers) throws Exception {
    try (RawHttp client = new RawHttp(door.root())) {
      String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
      client.send(
          "POST %s HTTP/1.1\r\nHost: localhost\r\n%sContent-Length: %d\r\n\r\n"
              .formatted(path, more, body.length));
      client.send(body);
      return client.answer();
    }
  }

  void awaitLog(String words) throws Exception {
    Deadline deadline = Deadline.in(Duration.ofSeconds(30));
    while (logs.at(Level.INFO).stream().noneMatch(line -> line.contains(words))) {
      assertWithMessage(doubleQuoted("no log line with '%s'"), words)
          .that(deadline.hasPassed())
          .isFalse();
      deadline.pause(Duration.ofMillis(10));
    }
  }

  static String detail(RawHttp.Answer answer) {
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("Invalid JSON body");
    return answer.json().get("detail").getAsString();
  }
}
