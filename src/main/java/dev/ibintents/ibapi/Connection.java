package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.Handshake;
import dev.ibintents.ibapi.message.Request;
import dev.ibintents.ibapi.message.Response;
import dev.ibintents.ibapi.message.Responses;
import dev.ibintents.ibapi.message.ServerVersion;
import dev.ibintents.ibapi.wire.Dialect;
import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.Frames;
import dev.ibintents.ibapi.wire.ProtocolException;
import dev.ibintents.ibapi.wire.RecentTexts;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a gateway: it makes the handshake, sends messages, and reads messages. A socket
 * has a thread that reads.
 *
 * <p>The reading thread also watches the deadline. When the deadline passes, it closes the
 * connection, and so ends every read and write. The listener is told once how the connection ended.
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

  /** The longest wait for the end of reading. */
  private static final long LONGEST_FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final Logger logger = LoggerFactory.getLogger(Connection.class);
  private static final AtomicInteger threadNumber = new AtomicInteger();

  private final Transport transport;
  private final InputStream in;
  private final Deadline deadline;
  private final int serverVersion;
  private final Pacer pacer;
  private final ReentrantLock sending = new ReentrantLock();
  private final Queue<Request> courtesies = new ConcurrentLinkedQueue<>();
  private final RecentTexts texts = new RecentTexts();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean closedHere;
  private volatile boolean listening;
  private volatile Thread reading;

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

  private Connection(Transport transport, InputStream in, Deadline deadline, int serverVersion) {
    this.transport = transport;
    this.pacer = new Pacer(MESSAGES_PER_SECOND, transport.paceClock());
    this.in = in;
    this.deadline = deadline;
    this.serverVersion = serverVersion;
  }

  /**
   * Agrees with a gateway on a version of the protocol. This is one round trip.
   *
   * @param transport a new connection, which is closed if this fails
   * @param offered the versions that the client offers
   * @param handshakeDeadline the moment by which the handshake must be complete
   * @param deadline the moment at which the connection closes itself
   * @throws IOException if the connection ended or stayed silent
   * @throws ProtocolException if the answer is not a gateway's
   * @throws MixedDialectException if the gateway speaks a version in which only some messages are
   *     protobuf, or a text version above those that this client speaks
   * @throws UnsupportedServerVersionException if the gateway speaks no version that this client
   *     knows
   */
  public static Connection open(
      Transport transport, Handshake offered, Deadline handshakeDeadline, Deadline deadline)
      throws IOException {
    boolean opened = false;
    try {
      transport.output().write(offered.bytes());
      transport.output().flush();
      DeadlineInputStream timed = new DeadlineInputStream(transport, handshakeDeadline);
      InputStream in = new BufferedInputStream(timed);
      byte[] answer = Frames.read(in);
      if (answer == null) {
        throw new EOFException("the gateway closed the connection during the handshake");
      }
      int serverVersion = ServerVersion.read(answer).version();
      requireSupported(serverVersion, offered);
      timed.setDeadline(deadline);
      opened = true;
      return new Connection(transport, in, deadline, serverVersion);
    } finally {
      if (!opened) {
        transport.close();
      }
    }
  }

  private static void requireSupported(int serverVersion, Handshake offered) {
    if (serverVersion < Handshake.MIN_VERSION || serverVersion > offered.maxVersion()) {
      throw new UnsupportedServerVersionException(serverVersion, offered);
    }
    boolean isText = serverVersion <= Handshake.MAX_TEXT_VERSION;
    if (!isText && serverVersion < Dialect.FIRST_OF_PROTOBUF) {
      throw new MixedDialectException(serverVersion);
    }
  }

  /**
   * The version that both sides speak, {@link Handshake#MIN_VERSION} to {@link
   * Handshake#MAX_VERSION}.
   */
  public int serverVersion() {
    return serverVersion;
  }

  /** Begins to read, and passes everything to the listener. Call it once. */
  public void listen(Listener listener) {
    listening = true;
    transport.readBy(new Reader(listener), Connection::newThread);
  }

  private static void newThread(Runnable work) {
    Thread thread = new Thread(work, "ibapi-reader-" + threadNumber.incrementAndGet());
    thread.setDaemon(true);
    thread.start();
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
      transport.output().write(bytes.toByteArray());
      transport.output().flush();
    } catch (IOException e) {
      throw new GatewayUnreachableException("the connection to the gateway is lost: " + e, e);
    }
  }

  /** Reads the gateway's messages, and tells the listener. */
  private final class Reader implements Transport.MessageReader {
    private final Listener listener;

    Reader(Listener listener) {
      this.listener = listener;
    }

    @Override
    public boolean hasInput() throws IOException {
      return in.available() > 0;
    }

    @Override
    public boolean readNext() {
      reading = Thread.currentThread();
      Optional<RuntimeException> end = read(listener);
      if (end.isPresent()) {
        closeTransport();
        listener.closed(end.get());
        ended.countDown();
      }
      reading = null;
      return end.isEmpty();
    }
  }

  /** Reads one message; returns the reason if no more will come. */
  private Optional<RuntimeException> read(Listener listener) {
    try {
      byte[] frame = Frames.read(in);
      if (frame == null) {
        return Optional.of(new GatewayUnreachableException("the gateway closed the connection"));
      }
      received(listener, frame);
      sendCourtesies();
      return Optional.empty();
    } catch (SocketTimeoutException e) {
      return Optional.of(
          new GatewayTimeoutException("the deadline of " + deadline.length() + " passed", e));
    } catch (IOException e) {
      return Optional.of(
          closedHere
              ? new GatewayUnreachableException("the connection was closed on this side")
              : new GatewayUnreachableException("the connection to the gateway is lost: " + e, e));
    } catch (RuntimeException e) {
      return Optional.of(e);
    } catch (Error e) {
      return Optional.of(
          new GatewayUnreachableException("reading from the gateway failed: " + e, e));
    }
  }

  private void received(Listener listener, byte[] frame) {
    Optional<Response> message = Responses.read(FieldReader.of(frame, serverVersion, texts));
    if (message.isPresent()) {
      logger.debug("< {}", message.get());
      listener.received(message.get());
    } else {
      logger.debug("< a message of an unknown kind, {} bytes", frame.length);
    }
  }

  /** Closes the connection and waits until reading has ended. Closing twice does nothing. */
  @Override
  public void close() {
    closedHere = true;
    closeTransport();
    if (!listening || reading == Thread.currentThread()) {
      return;
    }
    long end = System.nanoTime() + LONGEST_FAREWELL_NANOS;
    boolean interrupted = false;
    boolean waits = true;
    while (waits) {
      try {
        waits = false;
        ended.await(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
        waits = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeTransport() {
    try {
      transport.close();
    } catch (IOException e) {
      logger.warn("The connection to the gateway did not close cleanly: {}", e.toString());
    }
  }
}
