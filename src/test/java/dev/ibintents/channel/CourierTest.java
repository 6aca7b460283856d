package dev.ibintents.channel;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.bench.FreePort;
import dev.ibintents.bench.MessageServer;
import dev.ibintents.bench.MessageServer.Reply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An attempt to send a message tells whether the service took it. The services are on real sockets.
 */
@Timeout(60)
final class CourierTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-30T12:00:00Z"), ZoneOffset.UTC);

  private MessageServer server;

  @BeforeEach
  void open() throws Exception {
    server = new MessageServer();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static Receipt send(String url, boolean inCloud, Duration timeout) {
    Message message =
        new Message(
            "id",
            "title",
            List.of(new Message.Item(EventKind.FILLS, "key", Instant.EPOCH, "text")),
            false);
    return new Courier(NOON, inCloud)
        .send(Channel.of(Map.of("kind", "webhook", "url", url), "test"), "", message, timeout)
        .join();
  }

  private Receipt send() {
    return send(server.url() + "/", false, Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @CsvSource({
    "200,TAKEN",
    "204,TAKEN",
    "202,TAKEN",
    "301,REFUSED",
    "307,REFUSED",
    "400,REFUSED",
    "401,REFUSED",
    "404,REFUSED",
    "408,NOT_TAKEN",
    "429,NOT_TAKEN",
    "500,NOT_TAKEN",
    "503,NOT_TAKEN"
  })
  void theStatusDecides(int status, Receipt.Result result) {
    server.replies(Reply.of(status, "Location", server.url() + "/elsewhere"));

    assertThat(send().result()).isEqualTo(result);
    assertThat(server.received()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "30,PT30S",
    "999999999,PT24H",
    "'Mon, 30 Nov 2026 12:05:00 GMT',PT5M",
    "'Mon, 30 Nov 2026 11:00:00 GMT',PT0S"
  })
  void theServiceNamesATimeForTheNextAttempt(String header, Duration wait) {
    server.replies(Reply.of(429, "Retry-After", header));

    assertThat(send().notBefore()).hasValue(wait);
  }

  @Test
  void aTimeThatCannotBeReadIsLeftOut() {
    server.replies(Reply.of(429, "Retry-After", "soon"));

    assertThat(send().notBefore()).isEmpty();
  }

  @Test
  void withoutAnAnswerNobodyKnows() {
    server.replies(Reply.NEVER);

    Receipt receipt = send(server.url() + "/", false, Duration.ofMillis(300));

    assertThat(receipt.result()).isEqualTo(Receipt.Result.UNKNOWN);
    assertThat(receipt.words()).isEqualTo("the service did not answer in time");
  }

  @Test
  void withoutAServiceNothingIsTaken() throws Exception {
    Receipt receipt =
        send("http://127.0.0.1:" + FreePort.take() + "/", false, Duration.ofSeconds(5));

    assertThat(receipt.result()).isEqualTo(Receipt.Result.NOT_TAKEN);
  }

  @Test
  void inTheCloudNoMessageGoesToThisMachine() {
    Receipt receipt = send(server.url() + "/", true, Duration.ofSeconds(5));

    assertThat(receipt.result()).isEqualTo(Receipt.Result.REFUSED);
    assertThat(server.received()).isEmpty();
  }
}
