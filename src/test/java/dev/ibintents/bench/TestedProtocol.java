package dev.ibintents.bench;

import dev.ibintents.gateway.GatewayProtocol;
import dev.ibintents.gateway.GatewaySettings;
import dev.ibintents.ibapi.Connection;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.SocketTransport;
import dev.ibintents.ibapi.message.Handshake;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The dialect in which tests speak with the gateway, unless a test says otherwise. The name of a
 * test class chooses it, so that about half of the classes speak protobuf, each always the same.
 * The standard error output says which. {@code -Dtested.protocol=protobuf} or {@code text} chooses
 * it for all tests.
 */
public final class TestedProtocol {
  private static final String HOST = "127.0.0.1";
  private static final String CHOSEN = System.getProperty("tested.protocol");
  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

  private TestedProtocol() {}

  /** The value of {@code gateway.protocol} for the test that calls this. */
  public static String id() {
    Optional<String> test =
        StackWalker.getInstance()
            .walk(
                frames ->
                    frames
                        .map(frame -> testClass(frame.getClassName()))
                        .flatMap(Optional::stream)
                        .reduce((inner, outer) -> outer));
    String id = CHOSEN == null ? test.map(TestedProtocol::byName).orElse("auto") : CHOSEN;
    test.filter(TOLD::add)
        .ifPresent(name -> System.err.printf("%s speaks %s with the gateway%n", name, id));
    return id;
  }

  private static Optional<String> testClass(String frame) {
    String name = frame.substring(frame.lastIndexOf('.') + 1).replaceAll("\\$.*", "");
    return frame.startsWith("dev.ibintents.") && name.endsWith("Test")
        ? Optional.of(name)
        : Optional.empty();
  }

  private static String byName(String test) {
    return test.hashCode() % 2 == 0 ? "protobuf" : "text";
  }

  private static boolean isProtobuf() {
    return id().equals("protobuf");
  }

  /** The handshake that a client of the test offers to a gateway. */
  public static Handshake handshake() {
    return isProtobuf() ? Handshake.protobuf() : Handshake.text();
  }

  /** The settings of a connection to a gateway of this machine. */
  public static GatewaySettings settings(int port, int clientId, Duration connectTimeout) {
    return new GatewaySettings(
        HOST,
        port,
        clientId,
        connectTimeout,
        isProtobuf() ? GatewayProtocol.PROTOBUF : GatewayProtocol.TEXT,
        SocketTransport::dial);
  }

  /** Connects a client to a gateway of this machine, and agrees on a version. */
  public static Connection connect(int port, Deadline deadline) throws IOException {
    return Connection.open(
        SocketTransport.dial(HOST, port, deadline), handshake(), deadline, deadline);
  }
}
