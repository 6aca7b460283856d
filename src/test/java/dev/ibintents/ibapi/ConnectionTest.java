package dev.ibintents.ibapi;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.DoubleQuotes.doubleQuoted;
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
import java.net.InetSocketAddress;
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

/** What a connection makes of a server that does not behave, byte by byte. */
@Timeout(60)
final class ConnectionTest {
  private static final byte[] HELLO = new ServerVersion(178, "20261123 09:00:00 GMT").frame();

  private ServerSocket server;

  /** What the connection's listener hears. */
  private static final class Heard implements Connection.Listener {
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
    return Connection.open(
        new InetSocketAddress(server.getInetAddress(), server.getLocalPort()),
        Deadline.in(handshake),
        Deadline.in(deadline));
  }

  private Connection open() throws IOException {
    return open(Duration.ofSeconds(20), Duration.ofSeconds(20));
  }

  private interface Session {
    void run(Socket socket) throws IOException;
  }

  /** Serves one connection; its client's handshake has been read. */
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

  private static void awaitHangUp(Socket socket) throws IOException {
    while (socket.getInputStream().read() >= 0) {
      // what the client still sends does not matter
    }
  }

  private static byte[] time(long epochSecond) {
    return new CurrentTime(Instant.ofEpochSecond(epochSecond)).frame(178);
  }

  @Test
  void bringsMessagesBothWays() throws Exception {
    CompletableFuture<byte[]> asked = new CompletableFuture<>();
    serve(
        socket -> {
          write(socket, HELLO);
          DataInputStream in = new DataInputStream(socket.getInputStream());
          asked.complete(in.readNBytes(in.readInt()));
          write(socket, time(1_700_000_000));
          awaitHangUp(socket);
        });
    Heard heard = new Heard();
    try (Connection connection = open()) {
      assertThat(connection.serverVersion()).isEqualTo(178);
      connection.listen(heard);
      connection.send(List.of(new ReqCurrentTime()));

      assertThat(new String(asked.get(20, TimeUnit.SECONDS), UTF_8)).isEqualTo("49\0" + "1\0");
      assertThat(heard.messages.poll(20, TimeUnit.SECONDS))
          .isEqualTo(new CurrentTime(Instant.ofEpochSecond(1_700_000_000)));
    }
    assertThat(heard.awaitEnd())
        .hasMessageThat()
        .isEqualTo("the connection was closed on this side");
  }

  @Test
  void readsMessagesHoweverTheyAreCut() throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(time(1));
    all.writeBytes(time(2));
    all.writeBytes(time(3));
    serve(
        socket -> {
          write(socket, HELLO);
          for (byte one : all.toByteArray()) {
            write(socket, new byte[] {one});
          }
        });
    Heard heard = new Heard();
    try (Connection connection = open()) {
      connection.listen(heard);

      assertThat(heard.awaitEnd()).isInstanceOf(GatewayUnreachableException.class);
      assertThat(heard.messages).hasSize(3);
    }
  }

  @Test
  void passesOverWhatItDoesNotKnow() throws Exception {
    serve(
        socket ->
            write(
                socket,
                HELLO,
                new FieldWriter(178).integer(4711).text("news of the future").frame(),
                time(1)));
    Heard heard = new Heard();
    try (Connection connection = open()) {
      connection.listen(heard);
      heard.awaitEnd();

      assertThat(heard.messages).containsExactly(new CurrentTime(Instant.ofEpochSecond(1)));
    }
  }

  @Test
  void aServerThatHangsUpAtAnyByteOfTheHandshakeIsNoGateway() throws Exception {
    for (int length = 0; length < HELLO.length; length++) {
      byte[] part = Arrays.copyOf(HELLO, length);
      CompletableFuture<Void> served = serve(socket -> write(socket, part));

      IOException e = assertThrows(IOException.class, this::open);

      assertThat(e).isNotInstanceOf(SocketTimeoutException.class);
      served.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void aServerThatHangsUpAtAnyByteOfAMessageEndsTheConnection() throws Exception {
    byte[] message = time(1_700_000_000);
    for (int length = 0; length < message.length; length++) {
      byte[] part = Arrays.copyOf(message, length);
      serve(socket -> write(socket, HELLO, part));
      Heard heard = new Heard();
      try (Connection connection = open()) {
        connection.listen(heard);

        assertThat(heard.awaitEnd()).isInstanceOf(GatewayUnreachableException.class);
        assertThat(heard.messages).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 400 Bad Request\r\n\r\n", "\0\0\0\6hello\0", "\0\0\0\0"})
  void aServerThatSpeaksSomethingElseIsNoGateway(String text) throws Exception {
    serve(socket -> write(socket, text.getBytes(UTF_8)));

    assertThrows(ProtocolException.class, this::open);
  }

  @Test
  void aFrameOfAnImpossibleLengthEndsTheConnection() throws Exception {
    for (byte[] length :
        List.of(
            new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff},
            new byte[] {0x7f, 0, 0, 0},
            new byte[] {1, 0, 0, 1})) {
      serve(
          socket -> {
            write(socket, HELLO, length);
            awaitHangUp(socket);
          });
      Heard heard = new Heard();
      try (Connection connection = open()) {
        connection.listen(heard);

        assertThat(heard.awaitEnd()).isInstanceOf(ProtocolException.class);
      }
    }
  }

  @Test
  void aLongFrameThatNeverComesTakesNoMemoryAndEndsWithTheDeadline() throws Exception {
    serve(
        socket -> {
          write(socket, HELLO, new byte[] {1, 0, 0, 0}); // 16 MiB are announced
          awaitHangUp(socket);
        });
    Heard heard = new Heard();
    try (Connection connection = open(Duration.ofSeconds(20), Duration.ofMillis(300))) {
      connection.listen(heard);

      assertThat(heard.awaitEnd()).isInstanceOf(GatewayTimeoutException.class);
    }
  }

  @Test
  void aMessageThatDoesNotDecodeEndsTheConnectionAndIsNamed() throws Exception {
    serve(
        socket -> {
          write(socket, HELLO, new FieldWriter(178).integer(49).text("1").text("noon").frame());
          awaitHangUp(socket);
        });
    Heard heard = new Heard();
    try (Connection connection = open()) {
      connection.listen(heard);

      assertThat(heard.awaitEnd())
          .hasMessageThat()
          .isEqualTo(
              doubleQuoted("message 49 from the gateway: field 2 is 'noon', not a long integer"));
    }
  }

  @Test
  void aServerOfAnOldVersionIsRefusedByName() {
    serve(socket -> write(socket, new ServerVersion(151, "20180817 13:29:20 EET").frame()));

    assertThat(assertThrows(UnsupportedServerVersionException.class, this::open))
        .hasMessageThat()
        .isEqualTo(
            "the gateway speaks server version 151; versions 157 to 178 are supported. Install IB"
                + " Gateway or TWS 10.19 or later");
  }

  @Test
  void aServerThatSaysNothingIsGivenUpInTime() {
    serve(ConnectionTest::awaitHangUp);

    assertThrows(
        SocketTimeoutException.class, () -> open(Duration.ofMillis(200), Duration.ofSeconds(20)));
  }

  @Test
  void aServerThatDripsIsGivenUpInTime() {
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
  void whereNobodyListensTheConnectionIsRefused() throws IOException {
    server.close();

    assertThrows(ConnectException.class, this::open);
  }

  @Test
  void theDeadlineClosesTheConnection() throws Exception {
    CompletableFuture<Void> served =
        serve(
            socket -> {
              write(socket, HELLO);
              awaitHangUp(socket);
            });
    Heard heard = new Heard();
    Connection connection = open(Duration.ofSeconds(20), Duration.ofMillis(200));
    connection.listen(heard);

    assertThat(heard.awaitEnd()).isInstanceOf(GatewayTimeoutException.class);
    served.get(20, TimeUnit.SECONDS); // hung up, although nobody called close
    assertThrows(
        GatewayTimeoutException.class, () -> connection.send(List.of(new ReqCurrentTime())));
    connection.close();
  }

  @Test
  void aListenerThatFailsEndsTheConnection() throws Exception {
    serve(
        socket -> {
          write(socket, HELLO, time(1));
          awaitHangUp(socket);
        });
    CompletableFuture<RuntimeException> end = new CompletableFuture<>();
    try (Connection connection = open()) {
      connection.listen(
          new Connection.Listener() {
            @Override
            public void received(Response message) {
              throw new IllegalStateException("a fault of ours");
            }

            @Override
            public void closed(RuntimeException cause) {
              end.complete(cause);
            }
          });

      assertThat(end.get(20, TimeUnit.SECONDS)).hasMessageThat().isEqualTo("a fault of ours");
    }
  }
}
