package dev.ibintents.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ibintents.ibapi.wire.Frames;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Stands between the function and the simulated gateway and rewrites what the gateway says, field
 * by field: for messages that real gateways were seen to send, and the simulated one does not.
 */
public final class FrameProxy implements AutoCloseable {
  private final ServerSocket server;
  private final int gatewayPort;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile UnaryOperator<List<String>> rewrite = fields -> fields;

  /** A proxy that the front door's function connects to from now on. */
  public FrameProxy(FrontDoor door) throws IOException {
    gatewayPort = door.gateway().port();
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    door.store().update("config/paper", Map.of("apiPort", server.getLocalPort()));
    start(this::accept);
  }

  /** Rewrites messages of one id from now on; the first field is the id. */
  public void rewrite(int id, Consumer<List<String>> change) {
    UnaryOperator<List<String>> before = rewrite;
    rewrite =
        fields -> {
          List<String> changed = before.apply(fields);
          if (changed.get(0).equals(Integer.toString(id))) {
            change.accept(changed);
          }
          return changed;
        };
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "frame-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        Socket gateway = new Socket(InetAddress.getLoopbackAddress(), gatewayPort);
        sockets.add(client);
        sockets.add(gateway);
        start(() -> pass(client, gateway, FrameProxy::copy));
        start(() -> pass(gateway, client, this::rewritten));
      }
    } catch (IOException e) {
      closeAll(); // the server socket is closed
    }
  }

  private interface Passing {
    void pass(InputStream in, OutputStream out) throws IOException;
  }

  private static void pass(Socket from, Socket to, Passing passing) {
    try (from;
        to) {
      passing.pass(new BufferedInputStream(from.getInputStream()), to.getOutputStream());
    } catch (IOException e) {
      // The other direction has ended and closed both; the client sees the end of its connection.
    }
  }

  private static void copy(InputStream in, OutputStream out) throws IOException {
    in.transferTo(out);
  }

  private void rewritten(InputStream in, OutputStream out) throws IOException {
    for (byte[] frame = Frames.read(in); frame != null; frame = Frames.read(in)) {
      String text = new String(frame, UTF_8);
      List<String> fields =
          new ArrayList<>(List.of(text.substring(0, text.length() - 1).split("\0", -1)));
      byte[] body = (String.join("\0", rewrite.apply(fields)) + '\0').getBytes(UTF_8);
      out.write(
          ByteBuffer.allocate(Integer.BYTES + body.length).putInt(body.length).put(body).array());
    }
  }

  private void closeAll() {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new IllegalStateException("a socket does not close", e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    closeAll();
  }
}
