package dev.ibintents.simulator.server;

import static com.google.common.truth.Truth.assertThat;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.bench.Waiting;
import dev.ibintents.ibapi.message.CurrentTime;
import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.Handshake;
import dev.ibintents.ibapi.message.OpenOrderEnd;
import dev.ibintents.ibapi.message.ReqAccountUpdates;
import dev.ibintents.ibapi.message.ReqCurrentTime;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Clients that break the protocol, send too much or never read. */
class HostileClientTest {
  private static final Logger SESSIONS = Logger.getLogger(ServerSession.class.getName());

  private static SimulatedGateway gateway;
  private static int nextClientId = 100;

  @BeforeContainer
  static void open() throws IOException {
    SESSIONS.setLevel(Level.SEVERE); // each of these clients causes a log line
    gateway = new SimulatedGateway(new GatewayOptions().messagesPerSecond(10_000));
  }

  @AfterContainer
  static void close() {
    gateway.close();
    SESSIONS.setLevel(null);
  }

  @Property(tries = 1)
  void invalidGreetingEndsTheConnection() throws IOException {
    for (String first :
        new String[] {
          "GET / HTTP/1.1\r\n\r\n",
          "API\0\0\0\0\5hello",
          "API\0\0\0\0\0",
          "API\0\u007f\0\0\0",
          "API\0\0\0\0\4v100",
          "API\0\0\0\0\11v100..156",
          "API\0\0\0\0\11v178..157"
        }) {
      assertConnectionEnds(gateway, first.getBytes(US_ASCII));
    }
    assertConnectionEnds(
        gateway, ByteBuffer.allocate(8).put("API\0".getBytes(US_ASCII)).putInt(-1).array());
  }

  @Property(tries = 1)
  void unfinishedGreetingEndsTheConnectionAfterTheDeadline() throws IOException {
    GatewayOptions options = new GatewayOptions().patience(Duration.ofMillis(300));
    try (SimulatedGateway impatient = new SimulatedGateway(options)) {
      assertConnectionEnds(impatient, new byte[0]);
      assertConnectionEnds(impatient, "AP".getBytes(US_ASCII));
      assertConnectionEnds(impatient, "API\0\0\0\0\11v157".getBytes(US_ASCII));
      try (TestClient client = new TestClient(impatient.port())) {
        client.greet(Handshake.text());
        assertThat(client.frame()).isNull();
      }
    }
  }

  @Property(tries = 200)
  void gatewayServesOthersAfterAnyFirstBytes(@ForAll @Size(max = 64) byte[] bytes)
      throws IOException {
    try (TestClient client = new TestClient(gateway.port())) {
      client.raw(bytes);
    }
    assertServes();
    Waiting.until("all sessions end", () -> gateway.sessions() == 0);
  }

  @Property(tries = 200)
  void sessionServesAfterAnyRequest(@ForAll @Size(max = 64) byte[] request) throws IOException {
    try (TestClient client = TestClient.started(gateway, 1)) {
      client.until(OpenOrderEnd.class);
      client.raw(
          ByteBuffer.allocate(4 + request.length).putInt(request.length).put(request).array());
      client.send(new ReqCurrentTime());
      client.until(CurrentTime.class);
    }
    Waiting.until("the session ends", () -> gateway.sessions() == 0);
  }

  @Property(tries = 200)
  void protobufSessionServesAfterAnyRequest(@ForAll @Size(max = 64) byte[] request)
      throws IOException {
    try (TestClient client = new TestClient(gateway.port())) {
      client.greet(Handshake.protobuf());
      client.start(1);
      client.until(OpenOrderEnd.class);
      int rawId = 201 + request.length % 100;
      client.raw(
          ByteBuffer.allocate(8 + request.length)
              .putInt(4 + request.length)
              .putInt(rawId)
              .put(request)
              .array());
      client.send(new ReqCurrentTime());
      client.until(CurrentTime.class);
    }
    Waiting.until("the session ends", () -> gateway.sessions() == 0);
  }

  @Property(tries = 1)
  void unreadableRequestIsAnsweredWithError320() throws IOException {
    try (TestClient client = TestClient.started(gateway, 1)) {
      client.until(OpenOrderEnd.class);
      client.raw(new FieldWriter(178).text(0, "9").text(0, "8").text(0, "AAPL").frame());
      ErrorMessage error = client.first(ErrorMessage.class);
      assertThat(error.id()).isEqualTo(-1);
      assertThat(error.code()).isEqualTo(320);
      client.raw(new FieldWriter(178).text(0, "9999").text(0, "1").frame());
      client.send(new ReqCurrentTime());
      client.until(CurrentTime.class);
      client.raw(ByteBuffer.allocate(4).putInt(Integer.MAX_VALUE).array());
      assertThat(client.frame()).isNull();
    }
    Waiting.until("the session ends", () -> gateway.sessions() == 0);
  }

  @Property(tries = 1)
  void requestsAboveTheLimitAreReadMoreSlowly() throws IOException {
    try (SimulatedGateway slow = new SimulatedGateway(new GatewayOptions().messagesPerSecond(10));
        TestClient client = TestClient.started(slow, 1)) {
      client.until(OpenOrderEnd.class);
      long before = System.nanoTime();
      for (int i = 0; i < 15; i++) {
        client.send(new ReqCurrentTime());
      }
      for (int i = 0; i < 15; i++) {
        client.until(CurrentTime.class);
      }
      assertThat(System.nanoTime() - before).isAtLeast(Duration.ofMillis(800).toNanos());
    }
  }

  @Property(tries = 1)
  void clientThatNeverReadsDoesNotDisturbOthers() throws IOException {
    try (TestClient silent = TestClient.started(gateway, 1)) {
      assertThrows(
          IOException.class,
          () -> {
            while (true) {
              silent.send(new ReqAccountUpdates(true, ""));
              assertServes();
            }
          });
    }
    Waiting.until("the session ends", () -> gateway.sessions() == 0);
  }

  private static void assertServes() throws IOException {
    int free = nextClientId++;
    try (TestClient client = TestClient.started(gateway, free)) {
      client.send(new ReqCurrentTime());
      client.until(CurrentTime.class);
    }
    Waiting.until("sessions end", () -> gateway.sessions() <= 2);
  }

  private static void assertConnectionEnds(SimulatedGateway from, byte[] bytes) throws IOException {
    try (TestClient client = new TestClient(from.port())) {
      client.raw(bytes);
      try {
        assertThat(client.frame()).isNull();
      } catch (SocketException e) {
        assertThat(e)
            .hasMessageThat()
            .contains("reset"); // the gateway closed without reading the rest
      }
    }
  }
}
