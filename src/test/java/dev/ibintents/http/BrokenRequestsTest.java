package dev.ibintents.http;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ibintents.bench.RawHttp;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are malformed, incomplete or ambiguous, byte by byte. */
@Timeout(120)
final class BrokenRequestsTest extends BrokenRequestsBench {
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
}
