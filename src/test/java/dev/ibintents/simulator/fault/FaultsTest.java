package dev.ibintents.simulator.fault;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.bench.Waiting;
import dev.ibintents.ibapi.message.AccountDownloadEnd;
import dev.ibintents.ibapi.message.CurrentTime;
import dev.ibintents.ibapi.message.Handshake;
import dev.ibintents.ibapi.message.OpenOrderEnd;
import dev.ibintents.ibapi.message.PositionEnd;
import dev.ibintents.ibapi.message.ReqAccountUpdates;
import dev.ibintents.ibapi.message.ReqCurrentTime;
import dev.ibintents.ibapi.message.ReqPositions;
import dev.ibintents.ibapi.message.Request;
import dev.ibintents.ibapi.message.StartApi;
import dev.ibintents.ibapi.wire.ProtocolException;
import dev.ibintents.simulator.fault.Faults.Direction;
import dev.ibintents.simulator.fault.Faults.Silence;
import dev.ibintents.simulator.fault.Faults.Trouble;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.SimulatedGateway;
import dev.ibintents.simulator.server.TestClient;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Faults of sessions, connections and single messages. */
class FaultsTest {
  /**
   * The number of messages after startApi: managedAccounts, nextValidId, five notices and
   * openOrderEnd.
   */
  private static final int MESSAGES_AFTER_START = 8;

  private static final int SHORT_MILLIS = 200;

  private final List<Request> received = new CopyOnWriteArrayList<>();
  private SimulatedGateway gateway;
  private Faults faults;

  @BeforeEach
  void open() throws IOException {
    gateway =
        new SimulatedGateway(
            new GatewayOptions()
                .messagesPerSecond(1000)
                .onRequest((clientId, number, request) -> received.add(request)));
    faults = gateway.faults();
  }

  @AfterEach
  void close() {
    gateway.close();
    assertWithMessage("threads left")
        .that(
            Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("simulated-gateway-" + gateway.port()))
                .toList())
        .isEmpty();
  }

  @Test
  void delaysDoNotAddUp() throws IOException {
    try (TestClient client = ready(1)) {
      faults.delay(Duration.ofSeconds(1));
      long before = System.nanoTime();
      client.send(new ReqCurrentTime());
      client.send(new ReqPositions());
      client.send(new ReqAccountUpdates(true, ""));
      client.until(CurrentTime.class);
      client.until(PositionEnd.class);
      client.until(AccountDownloadEnd.class);
      long millis = (System.nanoTime() - before) / 1_000_000;
      assertThat(millis).isAtLeast(1000);
      assertThat(millis).isLessThan(3000);
    }
    assertThrows(IllegalArgumentException.class, () -> faults.delay(Duration.ofMillis(-1)));
  }

  @Test
  void silenceBeforeHandshakeSendsNoGreeting() throws IOException {
    faults.silence(Silence.BEFORE_HANDSHAKE);
    try (TestClient client = new TestClient(gateway.port())) {
      client.deadlineMillis(SHORT_MILLIS);
      assertThrows(SocketTimeoutException.class, () -> client.greet(Handshake.text()));
    }
    faults.silence(Silence.NONE);
    ready(1).close();
  }

  @Test
  void silenceAfterHandshakeLeavesStartApiUnanswered() throws IOException {
    faults.silence(Silence.AFTER_HANDSHAKE);
    try (TestClient client = new TestClient(gateway.port())) {
      client.greet(Handshake.text());
      client.send(new StartApi(1, ""));
      client.deadlineMillis(SHORT_MILLIS);
      assertThrows(SocketTimeoutException.class, client::next);
      assertThat(received).containsExactly(new StartApi(1, ""));
    }
  }

  @Test
  void silenceAfterStartLeavesRequestsUnanswered() throws IOException {
    faults.silence(Silence.AFTER_START);
    try (TestClient client = ready(1)) {
      client.send(new ReqCurrentTime());
      client.deadlineMillis(SHORT_MILLIS);
      assertThrows(SocketTimeoutException.class, client::next);
      faults.clear();
      client.deadlineMillis(5_000);
      client.send(new ReqCurrentTime());
      client.until(CurrentTime.class);
    }
  }

  @Test
  void refusedConnectionsAreAcceptedAgainAfterTheTime() throws IOException {
    try (TestClient client = ready(1)) {
      gateway.refuseConnections();
      assertThrows(ConnectException.class, () -> new TestClient(gateway.port()));
      client.send(new ReqCurrentTime());
      client.until(CurrentTime.class);
      gateway.acceptConnections();
      ready(2).close();
      gateway.refuseConnections(Duration.ofMillis(100));
      assertThrows(ConnectException.class, () -> new TestClient(gateway.port()));
      Waiting.until("the gateway listens again", this::accepts);
    }
  }

  @Test
  void gatewayClosesWhileItRefusesConnections() throws IOException {
    gateway.refuseConnections(Duration.ofHours(1));
    gateway.close();
  }

  @Test
  void connectionDropsBeforeOrAfterAnOutgoingMessage() throws IOException {
    faults.strike(Direction.OUT, Trouble.DROP_BEFORE, 2);
    try (TestClient client = greeted()) {
      client.send(new StartApi(1, ""));
      assertThat(client.next().isPresent()).isTrue();
      assertThat(client.next().isPresent()).isFalse();
    }
    faults.strike(Direction.OUT, Trouble.DROP_AFTER, 2);
    try (TestClient client = greeted()) {
      client.send(new StartApi(2, ""));
      assertThat(client.next().isPresent()).isTrue();
      assertThat(client.next().isPresent()).isTrue();
      assertThat(client.next().isPresent()).isFalse();
    }
    ready(3).close();
  }

  @Test
  void connectionDropsBeforeOrAfterAnIncomingMessage() throws IOException {
    faults.strike(Direction.IN, Trouble.DROP_BEFORE, 2);
    try (TestClient client = ready(1)) {
      client.send(new ReqPositions());
      assertThat(client.next().isPresent()).isFalse();
      assertThat(received).doesNotContain(new ReqPositions());
    }
    faults.strike(Direction.IN, Trouble.DROP_AFTER, 2);
    try (TestClient client = ready(2)) {
      client.send(new ReqPositions());
      assertThat(client.next().isPresent()).isFalse();
      Waiting.until("the request was acted upon", () -> received.contains(new ReqPositions()));
    }
  }

  @Test
  void repeatedTroubleStrikesInEverySession() throws IOException {
    faults.strikeEverySession(Direction.OUT, Trouble.DROP_BEFORE, 1);
    for (int i = 0; i < 3; i++) {
      try (TestClient client = greeted()) {
        client.send(new StartApi(i, ""));
        assertThat(client.next().isPresent()).isFalse();
      }
    }
    faults.clear();
    ready(9).close();
  }

  @Test
  void garbageCannotBeRead() throws IOException {
    assertThrows(ProtocolException.class, () -> timeAfter(Trouble.GARBAGE));
  }

  @Test
  void truncatedFrameEndsTheConnection() throws IOException {
    assertThrows(EOFException.class, () -> timeAfter(Trouble.TRUNCATED));
  }

  @Test
  void impossibleLengthsAreRefusedByTheReader() throws IOException {
    assertThrows(ProtocolException.class, () -> timeAfter(Trouble.OVERSIZED));
    assertThrows(ProtocolException.class, () -> timeAfter(Trouble.NEGATIVE_LENGTH));
  }

  @Test
  void duplicatedMessageArrivesTwice() throws IOException {
    faults.strike(Direction.OUT, Trouble.DUPLICATE, MESSAGES_AFTER_START + 1);
    try (TestClient client = ready(1)) {
      client.send(new ReqCurrentTime());
      assertThat(client.next()).isEqualTo(client.next());
    }
  }

  @Test
  void swappedMessagesArriveInOppositeOrder() throws IOException {
    faults.strike(Direction.OUT, Trouble.SWAP_WITH_NEXT, MESSAGES_AFTER_START + 1);
    try (TestClient client = ready(1)) {
      client.send(new ReqCurrentTime());
      client.send(new ReqPositions());
      assertThat(client.next().orElseThrow()).isNotInstanceOf(CurrentTime.class);
      assertThat(client.next().orElseThrow()).isInstanceOf(CurrentTime.class);
    }
  }

  @Test
  void impossibleTroublesAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> faults.strike(Direction.IN, Trouble.GARBAGE, 1));
    assertThrows(
        IllegalArgumentException.class, () -> faults.strike(Direction.OUT, Trouble.GARBAGE, 0));
  }

  @Test
  void allConnectionsAreDropped() throws IOException {
    try (TestClient client = ready(1)) {
      gateway.dropConnections();
      assertThrows(IOException.class, () -> client.until(CurrentTime.class));
    }
  }

  private void timeAfter(Trouble trouble) throws IOException {
    faults.strike(Direction.OUT, trouble, MESSAGES_AFTER_START + 1);
    try (TestClient client = ready(trouble.ordinal())) {
      client.send(new ReqCurrentTime());
      client.next();
    }
  }

  private boolean accepts() {
    try (TestClient client = new TestClient(gateway.port())) {
      return client.port() > 0;
    } catch (IOException e) {
      return false; // not yet
    }
  }

  private TestClient greeted() throws IOException {
    TestClient client = new TestClient(gateway.port());
    client.greet(Handshake.text());
    return client;
  }

  private TestClient ready(int clientId) throws IOException {
    TestClient client = TestClient.started(gateway, clientId);
    client.until(OpenOrderEnd.class);
    return client;
  }
}
