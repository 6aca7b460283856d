package dev.ibintents.simulator.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts connections at a port, or refuses them for a while. */
final class ConnectionAcceptor {
  /** Receives an accepted connection. */
  interface Receiver {
    void receive(Socket socket) throws IOException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionAcceptor.class);

  private final String host;
  private final int port;
  private final Receiver receiver;
  private ServerSocket listening;
  private Thread acceptor;
  private Thread reopening;
  private boolean closed;

  /**
   * Listens at an address. Connections are accepted after {@link #open} only.
   *
   * @param port the port; 0 for any free port
   * @throws BindException if the port is in use; its message names the address
   * @throws IOException if the gateway cannot listen at the address
   */
  ConnectionAcceptor(String host, int port, Receiver receiver) throws IOException {
    this.host = host;
    this.receiver = receiver;
    listening = listen(port);
    this.port = listening.getLocalPort();
  }

  int port() {
    return port;
  }

  String address() {
    return host + ":" + port;
  }

  /**
   * Accepts connections from now on.
   *
   * @param preparation runs before the first connection is accepted, so that the first client does
   *     not wait for it
   */
  synchronized void open(Runnable preparation) {
    ServerSocket socket = listening;
    acceptor =
        thread(
            "accept",
            () -> {
              preparation.run();
              accept(socket);
            });
    acceptor.start();
  }

  /** Refuses new connections. The port is closed. */
  void refuse() throws IOException {
    Thread ending;
    synchronized (this) {
      listening.close();
      ending = acceptor;
    }
    Sessions.join(ending);
  }

  /** Refuses new connections for a time, and then listens again. */
  void refuse(Duration time) throws IOException {
    refuse();
    synchronized (this) {
      reopening = thread("reopen", () -> reopenAfter(time));
      reopening.start();
    }
  }

  /**
   * Listens again at the same port.
   *
   * @throws IOException if another process has taken the port
   */
  synchronized void listenAgain() throws IOException {
    if (listening.isClosed() && !closed) {
      listening = listen(port);
      open(() -> {});
    }
  }

  /** Stops listening for good, and waits until its threads have ended. */
  void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
      try {
        listening.close();
      } catch (IOException e) {
        LOG.debug("closing the listening socket failed", e);
      }
    }
    Sessions.join(acceptor);
    Sessions.join(reopening);
  }

  /** A daemon thread with the gateway's name and a suffix. */
  Thread thread(String suffix, Runnable body) {
    Thread thread = new Thread(body, "simulated-gateway-" + port + "-" + suffix);
    thread.setDaemon(true);
    return thread;
  }

  private ServerSocket listen(int wanted) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.bind(
          new InetSocketAddress(InetAddress.getByName(host), wanted),
          SimulatedGateway.MOST_CLIENTS);
      return socket;
    } catch (IOException e) {
      socket.close();
      if (e instanceof BindException) {
        BindException withAddress =
            new BindException(
                "cannot listen on %s:%d: %s. Is another gateway running there?"
                    .formatted(host, wanted, e.getMessage()));
        withAddress.initCause(e);
        throw withAddress;
      }
      throw e;
    }
  }

  private void accept(ServerSocket socket) {
    while (true) {
      try {
        receiver.receive(socket.accept());
      } catch (IOException e) {
        if (socket.isClosed()) {
          return;
        }
        LOG.warn("a connection to {} could not be accepted", address(), e);
      }
    }
  }

  private void reopenAfter(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    try {
      synchronized (this) {
        long left = until - System.nanoTime();
        while (!closed && left > 0) {
          TimeUnit.NANOSECONDS.timedWait(this, left);
          left = until - System.nanoTime();
        }
      }
      listenAgain();
    } catch (IOException e) {
      LOG.error("the gateway cannot listen at {} again", address(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
