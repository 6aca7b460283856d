package dev.ibintents.simulator.server;

import dev.ibintents.ibapi.message.Handshake;
import dev.ibintents.ibapi.message.PlaceOrder;
import dev.ibintents.ibapi.message.Request;
import dev.ibintents.ibapi.message.Requests;
import dev.ibintents.ibapi.message.Response;
import dev.ibintents.ibapi.message.ServerVersion;
import dev.ibintents.ibapi.message.StartApi;
import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.Frames;
import dev.ibintents.ibapi.wire.ProtocolException;
import dev.ibintents.simulator.fault.Faults.Direction;
import dev.ibintents.simulator.fault.Faults.Silence;
import dev.ibintents.simulator.fault.Faults.Trouble;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, from its greeting to its end: a thread that reads and acts, and a thread that
 * writes.
 */
final class ServerSession {
  private static final Logger LOG = LoggerFactory.getLogger(ServerSession.class);

  /** A real gateway closes 0.5 to 0.7 s after error 326, as others have measured. */
  private static final Duration FAREWELL = Duration.ofMillis(500);

  /** Such as {@code 20230228 17:24:14 EST}. */
  private static final DateTimeFormatter CONNECTION_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd HH:mm:ss zzz", Locale.US);

  /** No request of the protocol comes near this. */
  private static final int LONGEST_REQUEST = 1 << 20;

  private final Socket socket;
  private final SessionSettings settings;
  private final Outbox outbox;
  private final DeadlineInput timed;
  private final InputStream in;
  private final Pace pace;
  private final String name;
  private final CountDownLatch running = new CountDownLatch(2);
  private volatile Client client;
  private volatile boolean started;
  private volatile boolean refused;
  private volatile long arrivedNanos;
  private int received;
  private int version;

  /**
   * @param name by which logs know it
   */
  ServerSession(Socket socket, SessionSettings settings, String name) throws IOException {
    this.socket = socket;
    this.settings = settings;
    socket.setTcpNoDelay(true);
    timed = new DeadlineInput(socket);
    in = new BufferedInputStream(timed);
    outbox = new Outbox(socket.getOutputStream(), settings.faults());
    pace = new Pace(settings.messagesPerSecond());
    this.name = name;
  }

  /** The time as a greeting tells it; the first one has to find the names of time zones. */
  static String connectionTime(SessionSettings settings) {
    return CONNECTION_TIME.format(settings.clock().instant().atZone(settings.zone()));
  }

  /** Begins to read and to write, in two threads. */
  void start(Executor threads) {
    threads.execute(() -> untilDone(this::read)); // first, as it is what the client waits for
    threads.execute(() -> untilDone(this::write));
  }

  private void untilDone(Runnable work) {
    try {
      work.run();
    } finally {
      running.countDown();
    }
  }

  /** Sends a message that nobody asked for, if the session is ready. */
  void push(Response response) {
    if (client != null && !refused) {
      say(Silence.AFTER_START, frame(response), System.nanoTime(), () -> true);
    }
  }

  /** Ends it at once; it ends soon after. */
  void close() {
    pace.end();
    outbox.abandon();
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("{}: closing the socket failed", name, e);
    }
  }

  /** Whether it neither reads nor writes any more. */
  boolean hasEnded() {
    return running.getCount() == 0;
  }

  /** Waits until it neither reads nor writes any more, or the time is over. */
  void join(long millis) throws InterruptedException {
    if (!running.await(millis, TimeUnit.MILLISECONDS)) {
      LOG.warn("{}: has not ended after {} ms", name, millis);
    }
  }

  private void write() {
    try {
      outbox.run();
      if (refused) {
        socket.shutdownOutput();
        return;
      }
    } catch (IOException e) {
      LOG.debug("{}: the client is gone: {}", name, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close();
  }

  private void read() {
    try {
      greet();
      awaitStart();
      serve();
      if (refused) {
        sayFarewell();
      }
    } catch (EOFException | SocketTimeoutException e) {
      LOG.debug("{}: {}", name, e.toString());
    } catch (ProtocolException e) {
      LOG.info("{}: closed, {}", name, e.getMessage());
    } catch (IOException e) {
      LOG.debug("{}: the connection ended: {}", name, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
      if (client != null) {
        settings.clients().release(client);
      }
      settings.ended().accept(this);
    }
  }

  /** As a real gateway does, names its own version even to a client that asks for a newer one. */
  private void greet() throws IOException {
    timed.limit(settings.patience());
    Handshake handshake = Handshake.read(in);
    if (handshake.maxVersion() < Handshake.MIN_VERSION) {
      throw new ProtocolException(
          "the client speaks versions up to %d, and %d is the lowest here"
              .formatted(handshake.maxVersion(), Handshake.MIN_VERSION));
    }
    version = Math.min(handshake.maxVersion(), settings.maxVersion());
    say(
        Silence.BEFORE_HANDSHAKE,
        new ServerVersion(version, connectionTime(settings)).frame(),
        System.nanoTime(),
        () -> true);
  }

  /** Ignores whatever comes before {@code startApi}, as real gateways may. */
  private void awaitStart() throws IOException, InterruptedException {
    timed.limit(settings.patience());
    while (client == null) {
      byte[] frame = nextWhileSilent();
      if (!act(frame, this::begin)) {
        throw new EOFException("the client left before startApi");
      }
    }
    timed.unlimited();
  }

  /** A client that is not answered must not be blamed for saying nothing. */
  private byte[] nextWhileSilent() throws IOException {
    if (settings.faults().silence() != Silence.NONE) {
      timed.unlimited();
    }
    return Frames.read(in, LONGEST_REQUEST);
  }

  private void serve() throws IOException, InterruptedException {
    boolean open = !refused;
    while (open) {
      open = act(Frames.read(in, LONGEST_REQUEST), this::answer);
    }
  }

  /** Does what a frame asks for; false if the connection ends here. */
  private boolean act(byte[] frame, Consumer<Request> action) throws InterruptedException {
    if (frame == null) {
      return false;
    }
    pace.await();
    arrivedNanos = System.nanoTime();
    received++;
    Optional<Trouble> trouble = trouble(frame);
    if (trouble.isPresent() && trouble.get() == Trouble.DROP_BEFORE) {
      return false;
    }
    boolean dropped = trouble.isPresent();
    if (dropped) {
      outbox.abandon();
    }
    if (!isOrder(frame)) { // what is said of orders comes as it happens
      outbox.gather();
    }
    try {
      decode(frame).ifPresent(action);
    } finally {
      outbox.letGo();
    }
    return !dropped;
  }

  private Optional<Trouble> trouble(byte[] frame) {
    Optional<Trouble> trouble = settings.faults().at(Direction.IN, received);
    Optional<Trouble> atOrder =
        isOrder(frame) ? settings.faults().orders().drop() : Optional.empty();
    return trouble.or(() -> atOrder);
  }

  private static boolean isOrder(byte[] frame) {
    return frame.length > 1 && frame[0] == '0' + PlaceOrder.ID && frame[1] == 0;
  }

  private Optional<Request> decode(byte[] frame) {
    try {
      Optional<Request> request = Requests.read(new FieldReader(frame, version));
      request.ifPresentOrElse(
          known -> settings.listener().received(clientId(), received, known),
          () -> LOG.debug("{}: a request of unknown id is ignored", name));
      return request;
    } catch (ProtocolException e) {
      LOG.debug("{}: {}", name, e.getMessage());
      if (client != null) {
        client.error(Client.SESSION, 320, "Error reading request. " + e.getMessage());
      }
      return Optional.empty();
    }
  }

  private int clientId() {
    return client == null ? RequestListener.UNKNOWN_CLIENT : client.id();
  }

  private void begin(Request request) {
    if (!(request instanceof StartApi start)) {
      LOG.debug("{}: {} came before startApi and is ignored", name, request);
      return;
    }
    Client starting = new Client(start.clientId(), this::reply, this::push);
    refused = !settings.clients().claim(starting);
    client = starting;
    if (refused) {
      client.error(
          Client.SESSION,
          326,
          "Unable to connect as the client id is already in use. Retry with a unique client id.");
      outbox.finish();
    } else {
      settings.welcome().accept(client);
      started = true;
    }
  }

  private void answer(Request request) {
    if (request instanceof StartApi || !settings.desk().handle(client, request)) {
      LOG.debug("{}: {} is ignored", name, request);
    }
  }

  /** Answers the request that is being acted upon. */
  private void reply(Response response, BooleanSupplier wanted) {
    Silence stage = started ? Silence.AFTER_START : Silence.AFTER_HANDSHAKE;
    say(stage, frame(response), arrivedNanos, wanted);
  }

  private byte[] frame(Response response) {
    return settings.faults().language().of(response).frame(version);
  }

  private void say(Silence stage, byte[] frame, long askedNanos, BooleanSupplier wanted) {
    Silence silence = settings.faults().silence();
    if (silence != Silence.NONE && silence.compareTo(stage) <= 0) {
      return;
    }
    if (!outbox.add(frame, askedNanos + settings.faults().delay().toNanos(), wanted)) {
      LOG.warn("{}: dropped, because it reads none of its answers", name);
      close();
    }
  }

  /** Lets the client read the error before the socket closes under it. */
  private void sayFarewell() throws IOException {
    timed.limit(FAREWELL);
    while (in.read() >= 0) {
      // what a refused client still sends is not for anybody
    }
  }
}
