package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.Handshake;
import dev.ibintents.ibapi.message.Request;
import dev.ibintents.ibapi.message.Response;
import dev.ibintents.ibapi.message.Responses;
import dev.ibintents.ibapi.message.ServerVersion;
import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.Frames;
import dev.ibintents.ibapi.wire.ProtocolException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP connection to a gateway: it makes the handshake, sends messages, and reads messages in a
 * thread of its own.
 *
 * <p>The reading thread also watches the deadline. When the deadline passes, it closes the socket,
 * and so ends every read and write. The listener is told once how the connection ended.
 */
public final class Connection implements AutoCloseable {
  /**
   * The messages that a gateway takes from one client in a second (TWS API, "Pacing Limitations").
   */
  static final int MESSAGES_PER_SECOND = 50;

  /**
   * The share of {@link #MESSAGES_PER_SECOND} that {@link #sendWhenFree} leaves to other messages.
   */
  private static final int KEPT_FREE = MESSAGES_PER_SECOND / 2;

  private static final Logger logger = LoggerFactory.getLogger(Connection.class);
  private static final AtomicInteger threadNumber = new AtomicInteger();

  private final Socket socket;
  private final InputStream in;
  private final Deadline deadline;
  private final int serverVersion;
  private final Pacer pacer = new Pacer(MESSAGES_PER_SECOND);
  private final ReentrantLock sending = new ReentrantLock();
  private final Queue<Request> courtesies = new ConcurrentLinkedQueue<>();
  private volatile boolean closedHere;
  private Thread reader;

  /** Receives what the gateway sends. The reading thread calls it, one message at a time. */
  public interface Listener {
    /** Called for each message of a known kind. */
    void received(Response message);

    /**
     * Called once, when the connection has ended. No message follows.
     *
     * @param cause the reason: {@link GatewayUnreachableException} if the connection was lost or
     *     closed, {@link GatewayTimeoutException} if the deadline passed, {@link ProtocolException}
     *     if the bytes are not the protocol
     */
    void closed(RuntimeException cause);
  }

  private Connection(Socket socket, InputStream in, Deadline deadline, int serverVersion) {
    this.socket = socket;
    this.in = in;
    this.deadline = deadline;
    this.serverVersion = serverVersion;
  }

  /**
   * Connects to a gateway and agrees on a version of the protocol. This is one round trip.
   *
   * @param address the gateway's address
   * @param handshakeDeadline the moment by which the handshake must be complete
   * @param deadline the moment at which the connection closes itself
   * @throws IOException if nothing listens at the address, or the connection ended or stayed silent
   * @throws ProtocolException if the answer is not a gateway's
   * @throws UnsupportedServerVersionException if the gateway speaks no version that this client
   *     knows
   */
  public static Connection open(
      InetSocketAddress address, Deadline handshakeDeadline, Deadline deadline) throws IOException {
    Socket socket = new Socket();
    boolean opened = false;
    try {
      socket.setTcpNoDelay(true);
      int millis = handshakeDeadline.remainingMillis();
      if (millis == 0) {
        throw new SocketTimeoutException("no time is left to connect");
      }
      socket.connect(address, millis);
      socket.getOutputStream().write(Handshake.ours().bytes());
      DeadlineInputStream timed = new DeadlineInputStream(socket, handshakeDeadline);
      InputStream in = new BufferedInputStream(timed);
      byte[] answer = Frames.read(in);
      if (answer == null) {
        throw new EOFException("the gateway closed the connection during the handshake");
      }
      int serverVersion = ServerVersion.read(answer).version();
      if (serverVersion < Handshake.MIN_VERSION || serverVersion > Handshake.MAX_VERSION) {
        throw new UnsupportedServerVersionException(serverVersion);
      }
      timed.setDeadline(deadline);
      opened = true;
      return new Connection(socket, in, deadline, serverVersion);
    } finally {
      if (!opened) {
        socket.close();
      }
    }
  }

  /**
   * The version that both sides speak, {@link Handshake#MIN_VERSION} to {@link
   * Handshake#MAX_VERSION}.
   */
  public int serverVersion() {
    return serverVersion;
  }

  /** Starts the reading thread, which passes everything to the listener. Call it once. */
  public void listen(Listener listener) {
    reader = new Thread(() -> read(listener), "ibapi-reader-" + threadNumber.incrementAndGet());
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Sends messages in one batch, as fast as the gateway's limit of {@value #MESSAGES_PER_SECOND}
   * messages a second allows. If one message cannot be encoded, none is sent.
   *
   * @throws GatewayUnreachableException if the connection is lost
   * @throws GatewayTimeoutException if the deadline has passed, or would pass before the limit lets
   *     the messages out
   */
  public void send(List<? extends Request> messages) {
    send(messages, leaving -> true);
  }

  /**
   * Sends messages as {@link #send(List)} does, and asks a gate before each write.
   *
   * @param gate receives the messages of the next write, in their order, and says whether they may
   *     leave. After its first refusal nothing more is sent
   */
  void send(List<? extends Request> messages, Predicate<List<? extends Request>> gate) {
    List<byte[]> frames = messages.stream().map(message -> message.frame(serverVersion)).toList();
    sending.lock();
    try {
      int written = 0;
      for (int i = 0; i < frames.size(); i++) {
        // Messages counted so far must leave before a pause: the pacer counts them as sent already.
        if (!pacer.isFree() && written < i) {
          requireTime(messages.get(written));
          if (!gate.test(messages.subList(written, i))) {
            return;
          }
          write(frames.subList(written, i));
          written = i;
        }
        if (!pacer.await(deadline)) {
          throw noTime(messages.get(i));
        }
        logger.debug("> {}", messages.get(i));
      }
      if (written < frames.size()) {
        requireTime(messages.get(written));
        if (gate.test(messages.subList(written, frames.size()))) {
          write(frames.subList(written, frames.size()));
        }
      }
      writeCourtesies();
    } finally {
      sending.unlock();
    }
  }

  /**
   * Throws an exception if the deadline has passed. The reading thread closes the socket at the
   * deadline, but it may be a little late.
   *
   * @param what the consequence, for the message
   */
  void requireTime(String what) {
    if (deadline.hasPassed()) {
      throw new GatewayTimeoutException(
          "%s: the deadline of %s passed".formatted(what, deadline.length()));
    }
  }

  /** The reading thread closes the socket at the deadline, but it may be a little late. */
  private void requireTime(Request next) {
    if (deadline.hasPassed()) {
      throw noTime(next);
    }
  }

  private GatewayTimeoutException noTime(Request next) {
    return new GatewayTimeoutException(
        "the deadline of "
            + deadline.length()
            + " leaves no time to send "
            + next.getClass().getSimpleName()
            + " (the gateway takes "
            + MESSAGES_PER_SECOND
            + " messages a second)");
  }

  /**
   * Sends a message that has no answer, such as the end of a subscription, once the pace leaves
   * room for it.
   *
   * <p>It never blocks and never fails. The message may stay unsent when the connection ends; that
   * ends all subscriptions anyway.
   */
  void sendWhenFree(Request message) {
    courtesies.add(message);
    sendCourtesies();
  }

  private void sendCourtesies() {
    if (courtesies.isEmpty() || !sending.tryLock()) {
      return; // the thread that is sending takes them along
    }
    try {
      writeCourtesies();
    } catch (GatewayUnreachableException e) {
      logger.debug("Not sent, because the connection has ended: {}", e.getMessage());
    } finally {
      sending.unlock();
    }
  }

  private void writeCourtesies() {
    while (pacer.isFree(KEPT_FREE + 1)) {
      Request message = courtesies.poll();
      if (message == null || !pacer.await(deadline)) {
        return;
      }
      logger.debug("> {}", message);
      write(List.of(message.frame(serverVersion)));
    }
  }

  private void write(List<byte[]> frames) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    frames.forEach(bytes::writeBytes);
    try {
      socket.getOutputStream().write(bytes.toByteArray());
    } catch (IOException e) {
      throw new GatewayUnreachableException("the connection to the gateway is lost: " + e, e);
    }
  }

  private void read(Listener listener) {
    RuntimeException cause;
    try {
      for (byte[] frame = Frames.read(in); frame != null; frame = Frames.read(in)) {
        received(listener, frame);
        sendCourtesies();
      }
      cause = new GatewayUnreachableException("the gateway closed the connection");
    } catch (SocketTimeoutException e) {
      cause = new GatewayTimeoutException("the deadline of " + deadline.length() + " passed", e);
    } catch (IOException e) {
      cause =
          closedHere
              ? new GatewayUnreachableException("the connection was closed on this side")
              : new GatewayUnreachableException("the connection to the gateway is lost: " + e, e);
    } catch (RuntimeException e) {
      cause = e;
    } catch (Error e) {
      cause = new GatewayUnreachableException("reading from the gateway failed: " + e, e);
    }
    closeSocket();
    listener.closed(cause);
  }

  private void received(Listener listener, byte[] frame) {
    Responses.read(new FieldReader(frame, serverVersion))
        .ifPresentOrElse(
            message -> {
              logger.debug("< {}", message);
              listener.received(message);
            },
            () -> logger.debug("< a message of an unknown kind, {} bytes", frame.length));
  }

  /** Closes the socket and waits until the reading thread has ended. Closing twice does nothing. */
  @Override
  public void close() {
    closedHere = true;
    closeSocket();
    if (reader == null || reader == Thread.currentThread()) {
      return;
    }
    boolean interrupted = false;
    while (reader.isAlive()) {
      try {
        reader.join(TimeUnit.SECONDS.toMillis(5));
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeSocket() {
    try {
      socket.close();
    } catch (IOException e) {
      logger.warn("The socket to the gateway did not close cleanly: {}", e.toString());
    }
  }
}
