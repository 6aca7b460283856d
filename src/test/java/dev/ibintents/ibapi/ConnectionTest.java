package dev.ibintents.ibapi;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.ibapi.message.CurrentTime;
import dev.ibintents.ibapi.message.Handshake;
import dev.ibintents.ibapi.message.ReqCurrentTime;
import dev.ibintents.ibapi.message.Response;
import dev.ibintents.ibapi.message.ServerVersion;
import dev.ibintents.ibapi.wire.FieldWriter;
import dev.ibintents.ibapi.wire.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection to a server that misbehaves, byte by byte. */
@Timeout(60)
final class ConnectionTest {
  private static final byte[] HELLO = new ServerVersion(178, "20261123 09:00:00 GMT").frame();

  private ServerSocket server;

  /** Records what the listener of a connection receives. */
  private static final class RecordingListener implements Connection.Listener {
    final BlockingQueue<Response> messages = new LinkedBlockingQueue<>();
    final CompletableFuture<RuntimeException> end = new CompletableFuture<>();

    @Override
    public void received(Response message) {
      messages.add(message);
    }

    @Override
    public void closed(RuntimeException cause) {
      assertThat(end.complete(cause)).isTrue();
    }

    RuntimeException awaitEnd() throws Exception {
      return end.get(20, TimeUnit.SECONDS);
    }
  }

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private Connection open(Duration handshake, Duration deadline) throws IOException {
    Deadline forHandshake = Deadline.in(handshake);
    return Connection.open(
        SocketTransport.dial("127.0.0.1", server.getLocalPort(), forHandshake),
        Handshake.text(),
        forHandshake,
        Deadline.in(deadline));
  }

  private Connection open() throws IOException {
    return open(Duration.ofSeconds(20), Duration.ofSeconds(20));
  }

  private interface Session {
    void run(Socket socket) throws IOException;
  }

  /** Serves one connection, after it has read the client's handshake. */
  private CompletableFuture<Void> serve(Session session) {
    return CompletableFuture.runAsync(
        () -> {
          try (Socket socket = server.accept()) {
            Handshake.read(socket.getInputStream());
            session.run(socket);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static void write(Socket socket, byte[]... parts) throws IOException {
    OutputStream out = socket.getOutputStream();
    for (byte[] part : parts) {
      out.write(part);
    }
    out.flush();
  }

  private static void awaitDisconnect(Socket socket) throws IOException {
    while (socket.getInputStream().read() >= 0) {
      // The bytes of the client do not matter.
    }
  }

  private static byte[] time(long epochSecond) {
    return new CurrentTime(Instant.ofEpochSecond(epochSecond)).frame(178);
  }

  @Test
  void messagesPassInBothDirections() throws Exception {
    CompletableFuture<byte[]> request = new CompletableFuture<>();
    serve(
        socket -> {
          write(socket, HELLO);
          DataInputStream in = new DataInputStream(socket.getInputStream());
          request.complete(in.readNBytes(in.readInt()));
          write(socket, time(1_700_000_000));
          awaitDisconnect(socket);
        });
    RecordingListener listener = new RecordingListener();
    try (Connection connection = open()) {
      assertThat(connection.serverVersion()).isEqualTo(178);
      connection.listen(listener);
      connection.send(List.of(new ReqCurrentTime()));

      assertThat(new String(request.get(20, TimeUnit.SECONDS), UTF_8)).isEqualTo("49\0" + "1\0");
      assertThat(listener.messages.poll(20, TimeUnit.SECONDS))
          .isEqualTo(new CurrentTime(Instant.ofEpochSecond(1_700_000_000)));
    }
    assertThat(listener.awaitEnd())
        .hasMessageThat()
        .isEqualTo("the connection was closed on this side");
  }

  @Test
  void messagesAreReadHoweverTheBytesAreSplit() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(time(1));
    bytes.writeBytes(time(2));
    bytes.writeBytes(time(3));
    serve(
        socket -> {
          write(socket, HELLO);
          for (byte value : bytes.toByteArray()) {
            write(socket, new byte[] {value});
          }
        });
    RecordingListener listener = new RecordingListener();
    try (Connection connection = open()) {
      connection.listen(listener);

      assertThat(listener.awaitEnd()).isInstanceOf(GatewayUnreachableException.class);
      assertThat(listener.messages).hasSize(3);
    }
  }

  @Test
  void unknownMessagesAreSkipped() throws Exception {
    serve(
        socket ->
            write(
                socket,
                HELLO,
                new FieldWriter(178).message(4711, 226).text(1, "news of the future").frame(),
                time(1)));
    RecordingListener listener = new RecordingListener();
    try (Connection connection = open()) {
      connection.listen(listener);
      listener.awaitEnd();

      assertThat(listener.messages).containsExactly(new CurrentTime(Instant.ofEpochSecond(1)));
    }
  }

  @Test
  void serverThatDisconnectsDuringTheHandshakeIsRefused() throws Exception {
    for (int length = 0; length < HELLO.length; length++) {
      byte[] part = Arrays.copyOf(HELLO, length);
      CompletableFuture<Void> served = serve(socket -> write(socket, part));

      IOException e = assertThrows(IOException.class, this::open);

      assertThat(e).isNotInstanceOf(SocketTimeoutException.class);
      served.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void serverThatDisconnectsDuringAMessageEndsTheConnection() throws Exception {
    byte[] message = time(1_700_000_000);
    for (int length = 0; length < message.length; length++) {
      byte[] part = Arrays.copyOf(message, length);
      serve(socket -> write(socket, HELLO, part));
      RecordingListener listener = new RecordingListener();
      try (Connection connection = open()) {
        connection.listen(listener);

        assertThat(listener.awaitEnd()).isInstanceOf(GatewayUnreachableException.class);
        assertThat(listener.messages).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 400 Bad Request\r\n\r\n", "\0\0\0\6hello\0", "\0\0\0\0"})
  void serverOfAnotherProtocolIsRefused(String text) throws Exception {
    serve(socket -> write(socket, text.getBytes(UTF_8)));

    assertThrows(ProtocolException.class, this::open);
  }

  @Test
  void frameOfImpossibleLengthEndsTheConnection() throws Exception {
    for (byte[] length :
        List.of(
            new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff},
            new byte[] {0x7f, 0, 0, 0},
            new byte[] {1, 0, 0, 1})) {
      serve(
          socket -> {
            write(socket, HELLO, length);
            awaitDisconnect(socket);
          });
      RecordingListener listener = new RecordingListener();
      try (Connection connection = open()) {
        connection.listen(listener);

        assertThat(listener.awaitEnd()).isInstanceOf(ProtocolException.class);
      }
    }
  }

  @Test
  void longFrameThatNeverComesEndsAtTheDeadline() throws Exception {
    serve(
        socket -> {
          write(socket, HELLO, new byte[] {1, 0, 0, 0}); // 16 MiB are announced
          awaitDisconnect(socket);
        });
    RecordingListener listener = new RecordingListener();
    try (Connection connection = open(Duration.ofSeconds(20), Duration.ofMillis(300))) {
      connection.listen(listener);

      assertThat(listener.awaitEnd()).isInstanceOf(GatewayTimeoutException.class);
    }
  }

  @Test
  void unreadableMessageEndsTheConnectionWithItsIdAndField() throws Exception {
    serve(
        socket -> {
          write(
              socket,
              HELLO,
              new FieldWriter(178).message(49, 213).version(1).text(1, "noon").frame());
          awaitDisconnect(socket);
        });
    RecordingListener listener = new RecordingListener();
    try (Connection connection = open()) {
      connection.listen(listener);

      assertThat(listener.awaitEnd())
          .hasMessageThat()
          .isEqualTo(
              doubleQuoted("message 49 from the gateway: field 2 is 'noon', not a long integer"));
    }
  }

  @Test
  void serverOfAnOldVersionIsRefusedWithItsVersion() {
    serve(socket -> write(socket, new ServerVersion(151, "20180817 13:29:20 EET").frame()));

    assertThat(assertThrows(UnsupportedServerVersionException.class, this::open))
        .hasMessageThat()
        .isEqualTo(
            "the gateway speaks server version 151; versions 157 to 178 are supported. Install IB"
                + " Gateway or TWS 10.19 or later");
  }

  @Test
  void silentServerFailsAtTheHandshakeDeadline() {
    serve(ConnectionTest::awaitDisconnect);

    assertThrows(
        SocketTimeoutException.class, () -> open(Duration.ofMillis(200), Duration.ofSeconds(20)));
  }

  @Test
  void serverThatSendsByteByByteFailsAtTheHandshakeDeadline() {
    serve(
        socket -> {
          for (int i = 0; i < HELLO.length && !socket.isClosed(); i++) {
            write(socket, new byte[] {HELLO[i]});
            socket.setSoTimeout(50);
            try {
              if (socket.getInputStream().read() < 0) {
                return;
              }
            } catch (SocketTimeoutException e) {
              continue; // the next byte
            }
          }
        });

    assertThrows(
        SocketTimeoutException.class, () -> open(Duration.ofMillis(300), Duration.ofSeconds(20)));
  }

  @Test
  void connectionIsRefusedIfNoServerListens() throws IOException {
    server.close();

    assertThrows(ConnectException.class, this::open);
  }

  @Test
  void deadlineClosesTheConnection() throws Exception {
    CompletableFuture<Void> served =
        serve(
            socket -> {
              write(socket, HELLO);
              awaitDisconnect(socket);
            });
    RecordingListener listener = new RecordingListener();
    Connection connection = open(Duration.ofSeconds(20), Duration.ofMillis(200));
    connection.listen(listener);

    assertThat(listener.awaitEnd()).isInstanceOf(GatewayTimeoutException.class);
    served.get(20, TimeUnit.SECONDS); // disconnected, although close was not called
    assertThrows(
        GatewayTimeoutException.class, () -> connection.send(List.of(new ReqCurrentTime())));
    connection.close();
  }

  @Test
  void failureOfTheListenerEndsTheConnection() throws Exception {
    serve(
        socket -> {
          write(socket, HELLO, time(1));
          awaitDisconnect(socket);
        });
    CompletableFuture<RuntimeException> end = new CompletableFuture<>();
    try (Connection connection = open()) {
      connection.listen(
          new Connection.Listener() {
            @Override
            public void received(Response message) {
              throw new IllegalStateException("a bug in the listener");
            }

            @Override
            public void closed(RuntimeException cause) {
              end.complete(cause);
            }
          });

      assertThat(end.get(20, TimeUnit.SECONDS)).hasMessageThat().isEqualTo("a bug in the listener");
    }
  }
}
