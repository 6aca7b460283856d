package dev.ibintents.http;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ibintents.bench.RawHttp;
import dev.ibintents.ibapi.Deadline;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies that are cut off, stall, trickle or are unreadable. */
@Timeout(120)
final class BrokenBodiesTest extends BrokenRequestsBench {
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

  /** The body has the time that the head has left. */
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
}
