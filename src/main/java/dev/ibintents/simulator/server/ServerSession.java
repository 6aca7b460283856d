package dev.ibintents.simulator.server;

import dev.ibintents.ibapi.Transport;
import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.Handshake;
import dev.ibintents.ibapi.message.PlaceOrder;
import dev.ibintents.ibapi.message.Request;
import dev.ibintents.ibapi.message.Requests;
import dev.ibintents.ibapi.message.Response;
import dev.ibintents.ibapi.message.ServerVersion;
import dev.ibintents.ibapi.message.StartApi;
import dev.ibintents.ibapi.wire.Dialect;
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
 * A connection of the gateway, from its greeting to its end. For a socket, one thread reads and
 * acts, another thread writes. In memory, both happen in the thread of the client.
 */
final class ServerSession {
  private static final Logger LOG = LoggerFactory.getLogger(ServerSession.class);

  /**
   * The time after error 326 until the gateway closes. Others have measured 0.5 to 0.7 s at real
   * gateways.
   */
  private static final Duration FAREWELL = Duration.ofMillis(500);

  /** The format of the time in a greeting, such as {@code 20230228 17:24:14 EST}. */
  private static final DateTimeFormatter CONNECTION_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd HH:mm:ss zzz", Locale.US);

  /** The longest request in bytes. Every request of the protocol is much shorter. */
  private static final int LONGEST_REQUEST = 1 << 20;

  private final Transport transport;
  private final SessionSettings settings;
  private final Outbox outbox;
  private final DeadlineInput deadlineInput;
  private final InputStream in;
  private final RequestPacing pace;
  private final String name;
  private final boolean inMemory;
  private final CountDownLatch running;
  private Phase phase = Phase.GREETING;
  private volatile Client client;
  private volatile boolean started;
  private volatile boolean refused;
  private volatile long arrivedNanos;
  private int received;
  private int version;

  /** The next thing that the session reads. */
  private enum Phase {
    GREETING,
    START,
    REQUESTS,
    LEAVE
  }

  /**
   * Makes a session of an accepted connection.
   *
   * @param inMemory whether the connection has no threads; then no message is delayed
   * @param name the name of the session in logs
   */
  ServerSession(Transport transport, SessionSettings settings, boolean inMemory, String name)
      throws IOException {
    this.transport = transport;
    this.settings = settings;
    this.inMemory = inMemory;
    running = new CountDownLatch(inMemory ? 1 : 2);
    deadlineInput = new DeadlineInput(transport);
    in = new BufferedInputStream(deadlineInput);
    outbox = new Outbox(transport.output(), options().faults());
    pace = new RequestPacing(options().messagesPerSecond());
    this.name = name;
  }

  private GatewayOptions options() {
    return settings.options();
  }

  /**
   * The time as a greeting writes it. The first call is slow, because it loads the names of time
   * zones.
   */
  static String connectionTime(GatewayOptions options) {
    return CONNECTION_TIME.format(options.clock().instant().atZone(options.zone()));
  }

  /** Begins to read and to write: a socket in two threads, memory in none. */
  void start(Executor threads) {
    transport.readBy(new Reader(), threads); // first, because the client waits for it
    if (!inMemory) {
      threads.execute(this::write);
    }
  }

  private final class Reader implements Transport.MessageReader {
    @Override
    public boolean hasInput() throws IOException {
      return in.available() > 0;
    }

    @Override
    public boolean readNext() {
      boolean open = read();
      if (!open) {
        leave();
        running.countDown();
      }
      return open;
    }
  }

  /** Sends a message that answers no request, if the session is ready. */
  void push(Response response) {
    if (client != null && !refused) {
      send(Silence.AFTER_START, frame(response), System.nanoTime(), () -> true);
      writeInMemory();
    }
  }

  /** Closes the connection. The threads of the session end soon after. */
  void close() {
    pace.end();
    outbox.abandon();
    try {
      transport.close();
    } catch (IOException e) {
      LOG.debug("{}: closing the connection failed", name, e);
    }
  }

  /** Whether the threads of the session have ended. */
  boolean hasEnded() {
    return running.getCount() == 0;
  }

  /** Waits until the threads of the session have ended, or until the time is over. */
  void join(long millis) throws InterruptedException {
    if (!running.await(millis, TimeUnit.MILLISECONDS)) {
      LOG.warn("{}: the session has not ended after {} ms", name, millis);
    }
  }

  private void write() {
    try {
      outbox.run();
      if (refused) {
        transport.endOutput();
        return;
      }
      close();
    } catch (IOException e) {
      LOG.debug("{}: the client has left: {}", name, e.toString());
      close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
    } finally {
      running.countDown();
    }
  }

  /** Sends the waiting messages, if the session has no thread that does so. */
  private void writeInMemory() {
    if (!inMemory) {
      return;
    }
    try {
      boolean open = outbox.sendAll();
      if (!open) {
        close();
      } else if (refused) {
        transport.endOutput();
      }
    } catch (IOException e) {
      LOG.debug("{}: the client has left: {}", name, e.toString());
      close();
    }
  }

  /** Reads one message and acts upon it; false if the connection ends. */
  private boolean read() {
    try {
      return switch (phase) {
        case GREETING -> greet();
        case START -> start();
        case REQUESTS -> act(Frames.read(in, LONGEST_REQUEST), this::answer);
        case LEAVE -> awaitLeave();
      };
    } catch (EOFException | SocketTimeoutException e) {
      LOG.debug("{}: {}", name, e.toString());
    } catch (ProtocolException e) {
      LOG.info("{}: closed: {}", name, e.getMessage());
    } catch (IOException e) {
      LOG.debug("{}: the connection ended: {}", name, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.error("{}: a request could not be handled", name, e);
    }
    return false;
  }

  private void leave() {
    close();
    if (client != null) {
      settings.clients().release(client);
    }
    settings.ended().accept(this);
  }

  /**
   * Reads the greeting and answers it. Like a real gateway, it names its own version to a client
   * that asks for a newer one.
   */
  private boolean greet() throws IOException {
    deadlineInput.limit(options().patience());
    Handshake handshake = Handshake.read(in);
    if (handshake.maxVersion() < Handshake.MIN_VERSION) {
      throw new ProtocolException(
          "the client speaks versions up to %d, but the lowest version of this gateway is %d"
              .formatted(handshake.maxVersion(), Handshake.MIN_VERSION));
    }
    version = Math.min(handshake.maxVersion(), options().maxVersion());
    send(
        Silence.BEFORE_HANDSHAKE,
        new ServerVersion(version, connectionTime(options())).frame(),
        System.nanoTime(),
        () -> true);
    writeInMemory();
    phase = Phase.START;
    deadlineInput.limit(options().patience());
    return true;
  }

  /** Reads {@code startApi}, and ignores earlier requests, as real gateways may. */
  private boolean start() throws IOException, InterruptedException {
    byte[] frame = nextWhileSilent();
    if (!act(frame, this::begin)) {
      throw new EOFException("the client left before startApi");
    }
    if (client != null) {
      deadlineInput.removeLimit();
      phase = refused ? Phase.LEAVE : Phase.REQUESTS;
    }
    return true;
  }

  /** Reads a frame. A silent gateway sets no deadline, because the client waits for an answer. */
  private byte[] nextWhileSilent() throws IOException {
    if (options().faults().silence() != Silence.NONE) {
      deadlineInput.removeLimit();
    }
    return Frames.read(in, LONGEST_REQUEST);
  }

  /** Acts upon a frame; false if the connection ends. */
  private boolean act(byte[] frame, Consumer<Request> action) throws InterruptedException {
    if (frame == null) {
      return false;
    }
    pace.await();
    arrivedNanos = System.nanoTime();
    received++;
    boolean isOrder = Dialect.isMessage(PlaceOrder.ID, frame, version);
    Optional<Trouble> trouble = trouble(isOrder);
    if (trouble.isPresent() && trouble.get() == Trouble.DROP_BEFORE) {
      return false;
    }
    boolean dropped = trouble.isPresent();
    if (dropped) {
      outbox.abandon();
    }
    if (!isOrder) { // messages about orders are sent as they happen
      outbox.gather();
    }
    try {
      decode(frame).ifPresent(action);
    } finally {
      outbox.release();
      writeInMemory();
    }
    return !dropped;
  }

  private Optional<Trouble> trouble(boolean isOrder) {
    Optional<Trouble> trouble = options().faults().takeTrouble(Direction.IN, received);
    Optional<Trouble> atOrder = isOrder ? options().faults().orders().drop() : Optional.empty();
    return trouble.or(() -> atOrder);
  }

  private Optional<Request> decode(byte[] frame) {
    try {
      Optional<Request> request = Requests.read(FieldReader.of(frame, version));
      request.ifPresentOrElse(
          known -> settings.listener().received(clientId(), received, known),
          () -> LOG.debug("{}: a request with an unknown id is ignored", name));
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
      LOG.debug("{}: {} is ignored, because it came before startApi", name, request);
      return;
    }
    Client starting = new Client(start.clientId(), version, this::reply, this::push);
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
    if (request instanceof StartApi || !settings.handlers().handle(client, request)) {
      LOG.debug("{}: {} is ignored", name, request);
    }
  }

  /** Answers the current request. */
  private void reply(Response response, BooleanSupplier wanted) {
    Silence stage = started ? Silence.AFTER_START : Silence.AFTER_HANDSHAKE;
    send(stage, frame(response), arrivedNanos, wanted);
  }

  private byte[] frame(Response response) {
    Response timed =
        response instanceof ErrorMessage error ? error.at(options().clock().instant()) : response;
    return options().faults().language().translate(timed).frame(version);
  }

  private void send(Silence stage, byte[] frame, long requestedNanos, BooleanSupplier wanted) {
    Silence silence = options().faults().silence();
    if (silence != Silence.NONE && silence.compareTo(stage) <= 0) {
      return;
    }
    if (!outbox.add(frame, requestedNanos + options().faults().delay().toNanos(), wanted)) {
      LOG.warn("{}: closed, because the client does not read its answers", name);
      close();
    }
  }

  /** Waits until a refused client has read its error and leaves. */
  private boolean awaitLeave() throws IOException {
    deadlineInput.limit(FAREWELL);
    while (in.read() >= 0) {
      // a refused client may still send; nothing reads it
    }
    return false;
  }
}
