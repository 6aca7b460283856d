package dev.ibintents.gateway;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.bench.SharedPrices;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.SocketTransport;
import dev.ibintents.ibapi.UnsupportedServerVersionException;
import dev.ibintents.ibapi.message.Handshake;
import dev.ibintents.ibapi.message.ServerVersion;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.SimulatedGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The client agrees with each gateway on a dialect that both speak, and says why it is not
 * protobuf.
 */
class GatewayProtocolTest {
  @ParameterizedTest
  @CsvSource({
    "PROTOBUF, 226, 226", "PROTOBUF, 213, 213", "PROTOBUF, 212, 178", "PROTOBUF, 201, 178",
    "PROTOBUF, 200, 178", "PROTOBUF, 179, 178", "PROTOBUF, 178, 178", "PROTOBUF, 157, 157",
    "TEXT, 226, 178", "AUTO, 226, 178", "AUTO, 160, 160"
  })
  void theSessionSpeaksTheNewestVersionThatBothKnow(
      GatewayProtocol protocol, int gatewayVersion, int spoken) throws IOException {
    try (SimulatedGateway simulated =
            new SimulatedGateway(
                new GatewayOptions().prices(SharedPrices.of(1)).maxVersion(gatewayVersion));
        IbGateway gateway = gateway(simulated.port(), protocol)) {
      gateway.connect(OnClientIdInUse.WAIT);

      assertThat(gateway.session().serverVersion()).isEqualTo(spoken);
      assertThat(gateway.session().managedAccounts()).containsExactly(GatewayOptions.ACCOUNT);
      assertThat(gateway.await(gateway.session().reqCurrentTime())).isNotNull();
      boolean isFallback = protocol == GatewayProtocol.PROTOBUF && spoken < 213;
      assertThat(gateway.textReason().isPresent()).isEqualTo(isFallback);
    }
  }

  @Test
  void aGatewayBetweenTheDialectsIsLeftBeforeTheStartOfTheApi() throws IOException {
    try (RecordingGateway recording = new RecordingGateway(187)) {
      IbGateway gateway = gateway(recording.port(), GatewayProtocol.PROTOBUF);
      assertThrows(
          RuntimeException.class, () -> gateway.connect(OnClientIdInUse.WAIT)); // it never starts

      assertThat(recording.offers.subList(0, 2)).containsExactly("157..226", "157..178").inOrder();
      assertThat(recording.bytesAfterGreeting.get(0)).isEqualTo(0);
      assertThat(gateway.textReason())
          .hasValue(
              "the gateway speaks server version 187, between the texts of 178 and the protobuf of"
                  + " 213");
    }
  }

  @Test
  void aGatewayThatHangsUpAtTheGreetingIsOfferedTextsOnce() throws IOException {
    try (RecordingGateway recording = new RecordingGateway(0)) {
      IbGateway gateway = gateway(recording.port(), GatewayProtocol.PROTOBUF);
      assertThrows(RuntimeException.class, () -> gateway.connect(OnClientIdInUse.WAIT));

      assertThat(Collections.frequency(recording.offers, "157..226")).isEqualTo(1);
      assertThat(recording.offers).contains("157..178");
      assertThat(gateway.textReason().orElseThrow()).contains("refused the greeting");
    }
  }

  @Test
  void anUnknownNewerVersionFallsBackToo() throws IOException {
    try (RecordingGateway recording = new RecordingGateway(300)) {
      IbGateway gateway = gateway(recording.port(), GatewayProtocol.PROTOBUF);
      assertThrows(
          UnsupportedServerVersionException.class, () -> gateway.connect(OnClientIdInUse.WAIT));

      assertThat(recording.offers).containsExactly("157..226", "157..178").inOrder();
    }
  }

  private static IbGateway gateway(int port, GatewayProtocol protocol) {
    Duration patience = Duration.ofSeconds(2);
    return new IbGateway(
        new GatewaySettings("127.0.0.1", port, 1, patience, protocol, SocketTransport::dial),
        Deadline.in(Duration.ofSeconds(20)),
        Optional.empty());
  }

  /** A gateway that answers a greeting with one version, or hangs up, and counts what follows. */
  private static final class RecordingGateway implements AutoCloseable {
    final List<String> offers = Collections.synchronizedList(new ArrayList<>());
    final List<Integer> bytesAfterGreeting = Collections.synchronizedList(new ArrayList<>());
    private final ServerSocket server;

    RecordingGateway(int version) throws IOException {
      server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
      Thread thread = new Thread(() -> serve(version), "recording-gateway");
      thread.setDaemon(true);
      thread.start();
    }

    int port() {
      return server.getLocalPort();
    }

    private void serve(int version) {
      while (!server.isClosed()) {
        try (Socket socket = server.accept()) {
          Handshake offered = Handshake.read(socket.getInputStream());
          offers.add(offered.minVersion() + ".." + offered.maxVersion());
          if (version > 0) {
            socket.getOutputStream().write(new ServerVersion(version, "20261128 EST").frame());
            bytesAfterGreeting.add(socket.getInputStream().readAllBytes().length);
          }
        } catch (IOException e) {
          bytesAfterGreeting.add(-1);
        }
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
