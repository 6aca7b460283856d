package dev.ibintents.simulator.server;

import dev.ibintents.bench.TestedProtocol;
import dev.ibintents.ibapi.message.Handshake;
import dev.ibintents.ibapi.message.ManagedAccounts;
import dev.ibintents.ibapi.message.NextValidId;
import dev.ibintents.ibapi.message.Request;
import dev.ibintents.ibapi.message.Response;
import dev.ibintents.ibapi.message.Responses;
import dev.ibintents.ibapi.message.ServerVersion;
import dev.ibintents.ibapi.message.StartApi;
import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.Frames;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A client that sends and reads the messages of the protocol one by one. */
public final class TestClient implements AutoCloseable {
  private static final int DEADLINE_MILLIS = 5_000;

  private final Socket socket;
  private int version;

  public TestClient(int port) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(DEADLINE_MILLIS);
  }

  /** Connects, greets and starts a client, until its session is ready. */
  public static TestClient started(SimulatedGateway gateway, int clientId) throws IOException {
    return started(gateway, clientId, TestedProtocol.handshake());
  }

  static TestClient started(SimulatedGateway gateway, int clientId, Handshake handshake)
      throws IOException {
    TestClient client = new TestClient(gateway.port());
    client.greet(handshake);
    client.start(clientId);
    return client;
  }

  public ServerVersion greet(Handshake handshake) throws IOException {
    raw(handshake.bytes());
    ServerVersion answer = ServerVersion.read(Frames.read(socket.getInputStream()));
    version = answer.version();
    return answer;
  }

  public void start(int clientId) throws IOException {
    send(new StartApi(clientId, ""));
    until(ManagedAccounts.class);
    until(NextValidId.class);
  }

  public void send(Request request) throws IOException {
    raw(request.frame(version));
  }

  void raw(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  public void deadlineMillis(int millis) throws IOException {
    socket.setSoTimeout(millis);
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** The next frame; {@code null} if the gateway has closed the connection. */
  byte[] frame() throws IOException {
    return Frames.read(socket.getInputStream());
  }

  /** The next message; empty if the gateway has closed the connection. */
  public Optional<Response> next() throws IOException {
    byte[] frame = frame();
    return frame == null ? Optional.empty() : Responses.read(FieldReader.of(frame, version));
  }

  /** The messages up to and including the first message of a kind. */
  public List<Response> until(Class<? extends Response> kind) throws IOException {
    List<Response> messages = new ArrayList<>();
    while (messages.isEmpty() || !kind.isInstance(messages.get(messages.size() - 1))) {
      messages.add(
          next()
              .orElseThrow(
                  () -> new IOException("the gateway closed the connection after " + messages)));
    }
    return messages;
  }

  /** The first message of a kind. */
  public <M extends Response> M first(Class<M> kind) throws IOException {
    List<Response> messages = until(kind);
    return kind.cast(messages.get(messages.size() - 1));
  }

  /** The messages of one kind before the first message of another kind. */
  public <M extends Response> List<M> all(Class<M> kind, Class<? extends Response> end)
      throws IOException {
    return until(end).stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
