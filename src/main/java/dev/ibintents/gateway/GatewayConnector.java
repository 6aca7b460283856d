package dev.ibintents.gateway;

import dev.ibintents.gateway.ibc.GatewayProcess;
import dev.ibintents.gateway.ibc.GatewayStart;
import dev.ibintents.ibapi.ClientIdInUseException;
import dev.ibintents.ibapi.ClientSession;
import dev.ibintents.ibapi.Connection;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.GatewayTimeoutException;
import dev.ibintents.ibapi.GatewayUnreachableException;
import dev.ibintents.ibapi.MixedDialectException;
import dev.ibintents.ibapi.Transport;
import dev.ibintents.ibapi.UnsupportedServerVersionException;
import dev.ibintents.ibapi.message.Handshake;
import dev.ibintents.ibapi.wire.ProtocolException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to the gateway, with retries, and starts it where nothing listens. It keeps the client
 * id and the use of the gateway's process until it is closed. Not safe for several threads.
 */
final class GatewayConnector implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(GatewayConnector.class);

  /** The length of one attempt; a gateway that hangs often answers the next one. */
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(10);

  /** A gateway takes no more clients than this (TWS API, "Connectivity"). */
  private static final int MOST_CLIENTS = 32;

  private final GatewaySettings settings;
  private final Deadline deadline;
  private final Optional<GatewayProcess> process;
  private final AnswerWaits waits;
  private final ClientIds clientIds;
  private Optional<GatewayProcess.Use> use = Optional.empty();
  private Optional<GatewayStart> start = Optional.empty();
  private OptionalInt clientId = OptionalInt.empty();
  private boolean startedHere;
  private Optional<String> textReason = Optional.empty();

  GatewayConnector(
      GatewaySettings settings,
      Deadline deadline,
      Optional<GatewayProcess> process,
      AnswerWaits waits) {
    this.settings = settings;
    this.deadline = deadline;
    this.process = process;
    this.waits = waits;
    this.clientIds = ClientIds.at(settings.address());
  }

  /** Connects; see {@link IbGateway#connect}. */
  ClientSession connect(OnClientIdInUse onClientIdInUse) {
    use = use.or(() -> process.map(program -> program.use(deadline)));
    try {
      ClientSession session = connectWithRetries(onClientIdInUse);
      boolean ready = false;
      try {
        use.ifPresent(GatewayProcess.Use::answered);
        start.ifPresent(GatewayStart::answered);
        ready = true;
      } finally {
        if (!ready) {
          session.close();
        }
      }
      startedHere = start.isPresent();
      return session;
    } finally {
      start.ifPresent(GatewayStart::close);
      start = Optional.empty();
    }
  }

  private ClientSession connectWithRetries(OnClientIdInUse onClientIdInUse) {
    boolean connected = false;
    try {
      take(onClientIdInUse);
      ClientSession session = connect(onClientIdInUse, deadline.orIn(settings.connectTimeout()));
      connected = true;
      return session;
    } finally {
      if (!connected) {
        giveBack();
      }
    }
  }

  private ClientSession connect(OnClientIdInUse onClientIdInUse, Deadline connectDeadline) {
    WaitLog waitLog = new WaitLog();
    Duration pause = IbGateway.FIRST_PAUSE;
    // It outlives an attempt: the deadline may cut the last attempt off before the gateway's
    // refusal.
    Optional<ClientIdInUseException> inUse = Optional.empty();
    while (true) {
      String failure;
      try {
        return attempt(clientId.getAsInt(), connectDeadline);
      } catch (ClientIdInUseException e) {
        if (onClientIdInUse == OnClientIdInUse.TAKE_NEXT
            && !connectDeadline.hasPassed()
            && takeNext()) {
          continue;
        }
        inUse = Optional.of(e);
        failure = e.getMessage();
      } catch (ConnectException e) {
        inUse = Optional.empty();
        failure = describe(e);
        connectDeadline = startHere().orElse(connectDeadline);
      } catch (IOException e) {
        failure = describe(e);
      } catch (GatewayUnreachableException | GatewayTimeoutException e) {
        failure = e.getMessage();
      }
      start.ifPresent(GatewayStart::check);
      waitLog.failed(settings.address(), failure, connectDeadline);
      pause(pause, connectDeadline);
      if (connectDeadline.hasPassed()) {
        throw inUse.isPresent() ? inUse.get() : unreachable(connectDeadline, failure);
      }
      pause = IbGateway.longer(pause);
    }
  }

  /** The deadline of a gateway that is being started here; empty if none can be started. */
  private Optional<Deadline> startHere() {
    if (start.isEmpty()) {
      start =
          process
              .filter(program -> program.canBeAt(settings.host()))
              .map(program -> program.begin(settings.port(), deadline));
    }
    return start.map(GatewayStart::deadline);
  }

  /** Takes a client id that this process does not use at the moment. */
  private void take(OnClientIdInUse onClientIdInUse) {
    int first = settings.clientId();
    if (onClientIdInUse == OnClientIdInUse.TAKE_NEXT) {
      clientId = OptionalInt.of(clientIds.takeAny(first, first + MOST_CLIENTS));
      return;
    }
    Deadline patience = deadline.orIn(settings.connectTimeout());
    try {
      if (!clientIds.take(first, patience)) {
        throw new ClientIdAwaitedException(first, GatewaySettings.words(patience.length()));
      }
      clientId = OptionalInt.of(first);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GatewayUnreachableException("interrupted while connecting", e);
    }
  }

  /** Takes the next client id; false if the ids begin again with the first. */
  private boolean takeNext() {
    int inUse = clientId.getAsInt();
    int end = settings.clientId() + MOST_CLIENTS;
    giveBack();
    int next = clientIds.takeAny(inUse + 1 < end ? inUse + 1 : settings.clientId(), end);
    clientId = OptionalInt.of(next);
    logger.info("Client id {} is in use; trying {}", inUse, next);
    return next > inUse;
  }

  private void giveBack() {
    clientId.ifPresent(clientIds::giveBack);
    clientId = OptionalInt.empty();
  }

  private static void pause(Duration pause, Deadline connectDeadline) {
    try {
      connectDeadline.pause(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GatewayUnreachableException("interrupted while connecting", e);
    }
  }

  private GatewayUnreachableException unreachable(Deadline connectDeadline, String failure) {
    return new GatewayUnreachableException(
        start.isPresent()
            ? start.get().whyNot()
            : "no gateway at "
                + settings.address()
                + " within "
                + GatewaySettings.words(connectDeadline.length())
                + ": "
                + failure
                + ". Is IB Gateway running and logged in there, and its API port open to this"
                + " host?");
  }

  /**
   * Connects once. If protobuf is wanted and this gateway does not speak it, the connection is
   * closed before the start of the API, and texts are offered in another one.
   */
  private ClientSession attempt(int clientId, Deadline connectDeadline) throws IOException {
    if (settings.protocol() != GatewayProtocol.PROTOBUF || textReason.isPresent()) {
      return attempt(clientId, Handshake.text(), connectDeadline);
    }
    try {
      ClientSession session = attempt(clientId, Handshake.protobuf(), connectDeadline);
      if (!session.isProtobuf()) {
        speakText("the gateway speaks server version " + session.serverVersion());
      }
      return session;
    } catch (MixedDialectException | UnsupportedServerVersionException | ProtocolException e) {
      speakText(e.getMessage());
    } catch (EOFException e) {
      speakText("the gateway refused the greeting: " + e.getMessage());
    }
    return attempt(clientId, Handshake.text(), connectDeadline);
  }

  private void speakText(String reason) {
    textReason = Optional.of(reason);
    logger.warn(
        "The gateway at {} is spoken to in texts, although gateway.protocol is protobuf: {}",
        settings.address(),
        reason);
  }

  /** The reason why the session speaks texts although protobuf is wanted; empty if it need not. */
  Optional<String> textReason() {
    return textReason;
  }

  private ClientSession attempt(int clientId, Handshake offered, Deadline connectDeadline)
      throws IOException {
    Deadline attemptDeadline = connectDeadline.orIn(ATTEMPT_TIMEOUT);
    waits.begin(); // for the handshake
    Transport transport = settings.dialer().dial(settings.host(), settings.port(), attemptDeadline);
    ClientSession starting =
        new ClientSession(Connection.open(transport, offered, attemptDeadline, deadline), clientId);
    boolean ready = false;
    try {
      waits.awaitStart(starting, attemptDeadline, starting.start());
      ready = true;
      return starting;
    } finally {
      if (!ready) {
        starting.close();
      }
    }
  }

  private static String describe(IOException e) {
    if (e instanceof ConnectException) {
      return "the connection was refused";
    }
    if (e instanceof UnknownHostException) {
      return "the host is unknown";
    }
    if (e instanceof SocketTimeoutException) {
      return "it did not answer";
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  /** Whether the gateway was started here. */
  boolean startedHere() {
    return startedHere;
  }

  /** Gives back the client id, and ends the use of the gateway's process. */
  @Override
  public void close() {
    giveBack();
    Optional<GatewayProcess.Use> used = use;
    use = Optional.empty();
    used.ifPresent(GatewayProcess.Use::close);
  }
}
