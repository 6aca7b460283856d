package dev.ibintents.http;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are malformed, incomplete or ambiguous, byte by byte. */
@Timeout(120)
final class BrokenRequestsTest {
  private static final int TIMEOUT_SECONDS = 3;

  @TempDir static Path folder;
  private static FrontDoor door;
  private static CountDownLatch streamEnded = new CountDownLatch(1);

  private LogRecords logs;

  /** Streams lines until its caller is gone. */
  private static final class Endless extends Intent {
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

  private static RawHttp.Answer get(String target, String... headers) throws Exception {
    String[] lines = new String[headers.length + 2];
    lines[0] = "GET " + target + " HTTP/1.1";
    lines[1] = "Host: localhost";
    System.arraycopy(headers, 0, lines, 2, headers.length);
    return RawHttp.ask(door.root(), lines);
  }

  private static RawHttp.Answer post(String path, byte[] body, String... headers) throws Exception {
    try (RawHttp client = new RawHttp(door.root())) {
      String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
      client.send(
          "POST %s HTTP/1.1\r\nHost: localhost\r\n%sContent-Length: %d\r\n\r\n"
              .formatted(path, more, body.length));
      client.send(body);
      return client.answer();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /market-data?contract=50%     | "50%": % must be followed by two hexadecimal digits
          /market-data?contract=%zz     | "%zz": % must be followed by two hexadecimal digits
          /market-data?contract=%E9     | "%E9": its escaped bytes are not UTF-8
          /market-data?contract=%C3%    | "%C3%": % must be followed by two hexadecimal digits
          /market-data?%=SPY            | "%": % must be followed by two hexadecimal digits
          /close-all?dryRun=true&x=%ff  | "%ff": its escaped bytes are not UTF-8
          """)
  void aMalformedQueryStringIsRefused(String target, String words) throws Exception {
    RawHttp.Answer answer = get(target);

    assertWithMessage(answer.body()).that(answer.status()).isEqualTo(400);
    assertThat(answer.error()).startsWith("BadRequestException: the query string has " + words);
  }

  @Test
  void aQueryStringIsReadAsFormsAreWritten() throws Exception {
    RawHttp.Answer answer = get("/market-data?&contract=SP%59&&from=x+%2B%c3%A9&format");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).contains(doubleQuoted("from is 'x +é'"));
    assertThat(answer.error()).contains(doubleQuoted("format is ''"));
  }

  @Test
  void aParameterThatIsGivenTwiceIsRefused() throws Exception {
    assertThat(get("/close-all?dryRun=true&dryRun=false").error())
        .contains("dryRun is given 2 times");
    assertThat(get("/close-all?dryRun=true&dry%52un=true").error())
        .contains("dryRun is given 2 times");
  }

  @Test
  void aBodyThatIsCutOffIsRefused() throws Exception {
    try (RawHttp client = new RawHttp(door.root())) {
      client.send("POST /close-all HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20\r\n\r\n{}");
      client.endSending();

      RawHttp.Answer answer = client.answer();

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.error())
          .isEqualTo(
              "IncompleteBodyException: the body is not complete: 2 of 20 bytes came, and"
                  + " then the connection was cut off");
    }
  }

  @Test
  void aBodyInChunksThatIsCutOffIsRefused() throws Exception {
    try (RawHttp client = new RawHttp(door.root())) {
      client.send(
          "POST /close-all HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "2\r\n{}\r\nno length");

      RawHttp.Answer answer = client.answer();

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.error()).contains("2 bytes came, and then the connection was cut off");
    }
  }

  @Test
  void aBodyThatStallsIsRefusedAtTheDeadline() throws Exception {
    long begun = System.nanoTime();
    try (RawHttp client = new RawHttp(door.root())) {
      client.send("POST /close-all HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20\r\n\r\n{}");

      RawHttp.Answer answer = client.answer();

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.error())
          .isEqualTo(
              "IncompleteBodyException: the body is not complete: 2 of 20 bytes came, and"
                  + " then nothing until the deadline");
      assertThat(answer.head()).contains("Connection: close");
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    assertThat(took).isAtLeast(Duration.ofSeconds(TIMEOUT_SECONDS));
    assertThat(took).isLessThan(Duration.ofSeconds(2 * TIMEOUT_SECONDS));
  }

  /** A server that only looks at how long nothing came would wait for ever. */
  @Test
  void aBodyThatTricklesDoesNotOutliveTheDeadline() throws Exception {
    Deadline end = Deadline.in(Duration.ofSeconds(2 * TIMEOUT_SECONDS));
    try (RawHttp client = new RawHttp(door.root())) {
      client.send("POST /close-all HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\n{");
      while (client.in().available() == 0 && !end.hasPassed()) {
        client.send(" ");
        end.pause(Duration.ofMillis(200));
      }

      assertThat(client.answer().status()).isEqualTo(400);
      assertThat(end.hasPassed()).isFalse();
    }
  }

  /** What is left of its time is what the head has left of it. */
  @Test
  void theDeadlineBeginsWithTheFirstByte() throws Exception {
    Deadline late = Deadline.in(Duration.ofSeconds(TIMEOUT_SECONDS - 1));
    try (RawHttp client = new RawHttp(door.root())) {
      client.send("POST /close-all HTTP/1.1\r\n");
      late.pause(late.remaining());
      long begun = System.nanoTime();
      client.send("Host: localhost\r\nContent-Length: 20\r\n\r\n{}");

      assertThat(client.answer().status()).isEqualTo(400);
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .isLessThan(Duration.ofSeconds(TIMEOUT_SECONDS - 1));
    }
  }

  @Test
  void theTimeBetweenTwoRequestsOfOneConnectionCountsForNeither() throws Exception {
    Deadline idle = Deadline.in(Duration.ofSeconds(TIMEOUT_SECONDS + 1));
    try (RawHttp client = new RawHttp(door.root())) {
      client.send("GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(200);
      idle.pause(idle.remaining());
      client.send("GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void aClientThatIsKilledBeforeItsBodyIsWholeIsNoError() throws Exception {
    try (RawHttp client = new RawHttp(door.root())) {
      client.send("POST /close-all HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20\r\n\r\n{}");
      client.reset();
    }
    awaitLog("the body is not complete");
  }

  @Test
  void aClientThatHangsUpWhileItsAnswerStreamsIsNoError() throws Exception {
    streamEnded = new CountDownLatch(1);
    try (RawHttp client = new RawHttp(door.root())) {
      client.send("GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(client.in().readNBytes(10_000)).hasLength(10_000);
      client.reset();
    }
    assertThat(streamEnded.await(30, TimeUnit.SECONDS)).isTrue();
    awaitLog("The caller closed the connection before it had the whole answer");
  }

  private void awaitLog(String words) throws Exception {
    Deadline deadline = Deadline.in(Duration.ofSeconds(30));
    while (logs.at(Level.INFO).stream().noneMatch(line -> line.contains(words))) {
      assertWithMessage(doubleQuoted("no log line with '%s'"), words)
          .that(deadline.hasPassed())
          .isFalse();
      deadline.pause(Duration.ofMillis(10));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Idempotency-Key", "X-CloudScheduler-JobName", "X-CloudScheduler-ScheduleTime"})
  void twoValuesOfAHeaderThatNamesTheRunAreRefused(String header) throws Exception {
    RawHttp.Answer answer =
        get("/close-all?dryRun=true", header + ": monday", header.toLowerCase() + ": tuesday");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error())
        .isEqualTo(
            "BadRequestException: "
                + header
                + " is given with different values: [monday, tuesday]; send one");
    assertThat(get("/close-all?dryRun=true", header + ": monday", header + ": monday").status())
        .isEqualTo(200);
  }

  @Test
  void aKeyThatIsGivenTwiceIsRefused() throws Exception {
    RawHttp.Answer answer =
        post("/close-all", doubleQuoted("{'dryRun':true,\n  'dryRun':false}").getBytes(UTF_8));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("Invalid JSON body");
    assertThat(answer.json().get("detail").getAsString())
        .isEqualTo(doubleQuoted("line 2, column 3: found the key 'dryRun' for a second time"));
  }

  /** The framework answers these itself, before the function, and always without a body. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "//ping          | 400",
        "/ping%2f        | 400",
        "/pi%E9ng        | 400",
        "/%zz            | 400",
        "/favicon.ico    | 404",
        "http://evil.example/ping | 400"
      })
  void aRequestThatTheFrameworkRefusesIsAnsweredWithoutABody(String target, int status)
      throws Exception {
    RawHttp.Answer answer = get(target);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void aRequestThatTheFrameworkFindsTooLongOrContradictoryIsAnsweredWithoutABody()
      throws Exception {
    assertThat(get("/ping?x=" + "x".repeat(9000)).status()).isEqualTo(414);
    assertThat(get("/ping", "Host: evil.example").status()).isEqualTo(400);
    assertThat(
            RawHttp.ask(
                    door.root(),
                    "POST /close-all HTTP/1.1",
                    "Host: localhost",
                    "Content-Length: 2",
                    "Content-Length: 3",
                    "",
                    "{} ")
                .status())
        .isEqualTo(400);
    try (RawHttp client = new RawHttp(door.root())) {
      client.send("GET /pi").send(new byte[] {(byte) 0xe9}).send("ng HTTP/1.1\r\n");
      client.send("Host: localhost\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"dryRun": true,}   | line 1, column 17: found "}" where a key in double quotes was \
          expected
          {"dryRun": nope}    | line 1, column 12: found "nope" where a value was expected
          {"dryRun": true     | line 1, column 16: found the end of the body where a comma or } \
          was expected
          {'dryRun': true}      | line 1, column 2: found "'" where a key in double quotes was \
          expected
          {"dryRun" true}     | line 1, column 11: found "true" where a colon was expected
          {} {}                 | line 1, column 4: found "{" where the end of the body was \
          expected
          {"x": 01}           | line 1, column 8: found "1" where a comma or } was expected
          [1e9999999999]        | line 1, column 2: found a number that is too long or too large
          dryRun=true           | line 1, column 1: found "dryRun" where a value was expected; \
          the body is form-encoded; send a JSON object such as {"dryRun": true}
          """)
  void theAnswerToABodyThatIsNoJsonNamesThePlace(String body, String detail) throws Exception {
    RawHttp.Answer answer = post("/close-all", body.getBytes(UTF_8));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("Invalid JSON body");
    assertThat(answer.json().get("detail").getAsString()).isEqualTo(detail);
  }

  @Test
  void theLineAndTheColumnAreThoseOfAnEditor() throws Exception {
    RawHttp.Answer answer =
        post("/close-all", doubleQuoted("{\r\n  'é𝄞': 'a\tb'\r\n}").getBytes(UTF_8));

    assertThat(answer.json().get("detail").getAsString())
        .isEqualTo(
            "line 2, column 11: found the control character U+0009 where an escape such as \\n for"
                + " it was expected");
  }

  @Test
  void theAnswerToABodyInAnotherEncodingNamesTheEncoding() throws Exception {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write("{}".getBytes(UTF_8));
    }

    assertThat(detail(post("/close-all", zipped.toByteArray(), "Content-Encoding: gzip")))
        .isEqualTo(
            "line 1, column 2: found the byte 0x8B, which is not UTF-8; the body is compressed"
                + " (gzip, or what Content-Encoding says); send it as it is");
    assertThat(detail(post("/close-all", doubleQuoted("{'dryRun':true}").getBytes(UTF_16LE))))
        .isEqualTo(
            "line 1, column 2: found the control character U+0000 where a key in double quotes was"
                + " expected; the body is UTF-16; send UTF-8");
    assertThat(detail(post("/close-all", "\ufeff{}".getBytes(UTF_16LE))))
        .endsWith("; the body is UTF-16; send UTF-8");
    assertThat(detail(post("/close-all", new byte[] {'{', '\n', '"', (byte) 0xe9, '"'})))
        .isEqualTo("line 2, column 2: found the byte 0xE9, which is not UTF-8");
  }

  /** The framework reads such bodies itself, so that nothing of them reaches the function. */
  @Test
  void aFormInPartsIsNotTakenForAnEmptyBody() throws Exception {
    assertThat(
            detail(
                post(
                    "/close-all",
                    doubleQuoted("{'dryRun':true}").getBytes(UTF_8),
                    "Content-Type: multipart/form-data; boundary=x")))
        .isEqualTo(
            doubleQuoted(
                "the body is a multipart form; send a JSON object such as {'dryRun': true}"));
    assertThat(door.gateway().account().received()).isEmpty();
  }

  private static String detail(RawHttp.Answer answer) {
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("Invalid JSON body");
    return answer.json().get("detail").getAsString();
  }
}
