package dev.ibintents.gateway;

import dev.ibintents.gateway.ibc.GatewayProcess;
import dev.ibintents.gateway.ibc.GatewayStart;
import dev.ibintents.ibapi.ClientIdInUseException;
import dev.ibintents.ibapi.ClientSession;
import dev.ibintents.ibapi.Connection;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.GatewayTimeoutException;
import dev.ibintents.ibapi.GatewayUnreachableException;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.ibapi.OpenTrade;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of one invocation to the gateway: made on demand, with retries, and always closed.
 *
 * <p>Requests are made on {@link #session()} and their futures awaited here, together where nothing
 * depends on another's answer, because each {@code await} costs a journey to the gateway and back.
 * Connecting costs two: the handshake and the start. Not safe for several threads.
 */
public final class IbGateway implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(IbGateway.class);

  /** How long one attempt may take; a gateway that hangs often answers the next one. */
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /** A gateway takes no more clients than this (TWS API, "Connectivity"). */
  private static final int MOST_CLIENTS = 32;

  private final GatewaySettings settings;
  private final Deadline deadline;
  private final Optional<GatewayProcess> process;
  private final ClientIds clientIds;
  private Optional<GatewayProcess.Use> use = Optional.empty();
  private Optional<GatewayStart> start = Optional.empty();
  private OptionalInt clientId = OptionalInt.empty();
  private ClientSession session;
  private boolean startedHere;
  private int waits;

  /**
   * @param settings where the gateway is and how to connect to it
   * @param deadline by when everything must be over
   * @param process how to start one if nothing listens there and it is this host
   */
  public IbGateway(GatewaySettings settings, Deadline deadline, Optional<GatewayProcess> process) {
    this.settings = settings;
    this.deadline = deadline;
    this.process = process;
    this.clientIds = ClientIds.at(settings.address());
  }

  /**
   * Connects and waits until the session is ready. A gateway that refuses, hangs up or stays silent
   * is tried again until the connect timeout: it may still be logging in. If nothing listens, and a
   * gateway can be started here, it is started, and has until the invocation's deadline to answer.
   *
   * @throws GatewayUnreachableException if there is no session by then
   * @throws ClientIdInUseException if another client keeps the id
   * @throws ClientIdAwaitedException if other requests to this process do; they are waited for as
   *     long as the gateway
   * @throws dev.ibintents.ibapi.UnsupportedServerVersionException if the gateway is too old
   * @throws dev.ibintents.ibapi.wire.ProtocolException if what listens there is no gateway
   */
  public void connect(OnClientIdInUse onClientIdInUse) {
    use = use.or(() -> process.map(program -> program.use(deadline)));
    try {
      connectWithRetries(onClientIdInUse);
      use.ifPresent(GatewayProcess.Use::answered);
      start.ifPresent(GatewayStart::answered);
      startedHere = start.isPresent();
    } finally {
      start.ifPresent(GatewayStart::close);
      start = Optional.empty();
    }
  }

  private void connectWithRetries(OnClientIdInUse onClientIdInUse) {
    boolean connected = false;
    try {
      take(onClientIdInUse);
      connect(onClientIdInUse, deadline.orIn(settings.connectTimeout()));
      connected = true;
    } finally {
      if (!connected) {
        giveBack();
      }
    }
  }

  private void connect(OnClientIdInUse onClientIdInUse, Deadline connectDeadline) {
    WaitLog waitLog = new WaitLog();
    Duration pause = FIRST_PAUSE;
    while (true) {
      String failure;
      Optional<ClientIdInUseException> inUse = Optional.empty();
      try {
        session = attempt(clientId.getAsInt(), connectDeadline);
        return;
      } catch (ClientIdInUseException e) {
        if (onClientIdInUse == OnClientIdInUse.TAKE_NEXT
            && !connectDeadline.hasPassed()
            && takeNext()) {
          continue;
        }
        inUse = Optional.of(e);
        failure = e.getMessage();
      } catch (ConnectException e) {
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
      pause = longer(pause);
    }
  }

  /** By when the gateway must answer if it is being started here. */
  private Optional<Deadline> startHere() {
    if (start.isEmpty()) {
      start =
          process
              .filter(program -> program.canBeAt(settings.host()))
              .map(program -> program.begin(settings.port(), deadline));
    }
    return start.map(GatewayStart::deadline);
  }

  /** Takes an id of which this process makes no other use at the moment. */
  private void take(OnClientIdInUse onClientIdInUse) {
    int first = settings.clientId();
    if (onClientIdInUse == OnClientIdInUse.TAKE_NEXT) {
      clientId = OptionalInt.of(clientIds.takeAny(first, first + MOST_CLIENTS));
      return;
    }
    Deadline patience = deadline.orIn(settings.connectTimeout());
    try {
      if (!clientIds.take(first, patience)) {
        throw new ClientIdAwaitedException(first, seconds(patience.length()));
      }
      clientId = OptionalInt.of(first);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GatewayUnreachableException("interrupted while connecting", e);
    }
  }

  /** Whether there is another id to try; otherwise it begins again with the first. */
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
                + seconds(connectDeadline.length())
                + ": "
                + failure
                + ". Is IB Gateway running and logged in there, and its API port open to this"
                + " host?");
  }

  private ClientSession attempt(int clientId, Deadline connectDeadline) throws IOException {
    Deadline attemptDeadline = connectDeadline.orIn(ATTEMPT_TIMEOUT);
    waits++;
    InetSocketAddress address = new InetSocketAddress(settings.host(), settings.port());
    if (address.isUnresolved()) {
      throw new UnknownHostException(settings.host());
    }
    ClientSession starting =
        new ClientSession(Connection.open(address, attemptDeadline, deadline), clientId);
    boolean ready = false;
    try {
      await(starting, attemptDeadline, starting.start());
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

  /**
   * The session, for requests.
   *
   * @throws IllegalStateException if {@link #connect} has not succeeded
   */
  public ClientSession session() {
    if (session == null) {
      throw new IllegalStateException("not connected");
    }
    return session;
  }

  /**
   * Whether this invocation has started the gateway: then its lists of the day's orders are empty.
   */
  public boolean startedHere() {
    return startedHere;
  }

  /** How many times this invocation has waited for the gateway. */
  public int waits() {
    return waits;
  }

  /**
   * Waits until all the futures are complete, or the first has failed. Those that are not complete
   * in time are cancelled, which ends market data and historical requests at the gateway.
   *
   * @throws GatewayTimeoutException if the gateway does not answer in time; it names what is
   *     missing
   * @throws dev.ibintents.ibapi.GatewayException if a request was refused or the connection ended
   */
  public void await(CompletableFuture<?>... answers) {
    await(session(), deadline.orIn(ANSWER_TIMEOUT), answers);
  }

  /** As {@link #await(CompletableFuture...)}, for one future; gives its value. */
  public <T> T await(CompletableFuture<T> answer) {
    await(new CompletableFuture<?>[] {answer});
    return answer.join();
  }

  /**
   * Bars of the past that are all needed, with one wait for all, at the pace of their service.
   *
   * @param requests do not depend on each other
   * @return the answers, in the order of the requests
   * @throws dev.ibintents.ibapi.GatewayException if a request was refused, the gateway does not
   *     answer in time, or the connection ended
   */
  public List<List<HistoricalBar>> awaitBars(List<HistoricalRequest.Bars> requests) {
    waits++;
    return historicalRequests().ask(requests);
  }

  /** Asks for data of the past, at a pace that all connections of this process keep together. */
  public HistoricalRequests historicalRequests() {
    return new HistoricalRequests(
        session(), PacingTime.REAL, HistoricalPacing.at(settings.address()));
  }

  /**
   * Waits until each of the futures is complete, well or not, or the time is up: for answers of
   * which one may fail without the others, such as acknowledgements of orders.
   *
   * @param timeout the longest wait; the invocation's deadline bounds it too
   * @return whether all are complete
   */
  public boolean awaitEach(Duration timeout, List<? extends CompletableFuture<?>> answers) {
    waits++;
    CompletableFuture<Void> all =
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
            .exceptionally(failure -> null); // each future keeps its own
    return completes(all, deadline.orIn(timeout));
  }

  /** Whether an answer has come, and is not a failure: what to ask after {@link #awaitEach}. */
  public static boolean hasCome(CompletableFuture<?> answer) {
    return answer.isDone() && !answer.isCompletedExceptionally();
  }

  /**
   * Waits until the orders have left the open orders, whoever's they are, asking for all open
   * orders as often as needed: gateways do not report the end of other clients' orders.
   *
   * @param timeout the longest wait; the invocation's deadline bounds it too
   * @return whether all of them have gone
   */
  public boolean awaitGone(Duration timeout, Collection<OpenTrade> trades) {
    Deadline end = deadline.orIn(timeout);
    CompletableFuture<Void> gone = session().whenGone(trades);
    Duration pause = FIRST_PAUSE;
    while (!end.hasPassed()) {
      CompletableFuture<?> listed = session().reqAllOpenOrders();
      waits++;
      if (!completes(CompletableFuture.anyOf(gone, listed), end)) {
        return false;
      }
      if (completes(gone, end.orIn(pause))) {
        return true;
      }
      pause = longer(pause);
    }
    return false;
  }

  private static boolean completes(CompletableFuture<?> answer, Deadline end) {
    try {
      end.await(answer);
      return true;
    } catch (TimeoutException e) {
      logger.debug("Not complete within {}", end.length(), e);
      return false;
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GatewayTimeoutException("interrupted while waiting for the gateway", e);
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  private void await(
      ClientSession asked, Deadline answerDeadline, CompletableFuture<?>... answers) {
    waits++;
    CompletableFuture<Void> all = CompletableFuture.allOf(answers);
    for (CompletableFuture<?> answer : answers) {
      answer.whenComplete(
          (value, failure) -> {
            if (failure != null) {
              all.completeExceptionally(failure);
            }
          });
    }
    try {
      answerDeadline.await(all);
    } catch (TimeoutException e) {
      String unanswered = unanswered(asked, answerDeadline);
      for (CompletableFuture<?> answer : answers) {
        answer.cancel(false); // what came now would be for nobody
      }
      throw new GatewayTimeoutException(unanswered, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GatewayTimeoutException("interrupted while waiting for the gateway", e);
    } catch (ExecutionException e) {
      // The connection's own deadline may be the same one, and have come first.
      throw e.getCause() instanceof GatewayTimeoutException && answerDeadline.hasPassed()
          ? new GatewayTimeoutException(unanswered(asked, answerDeadline), e)
          : rethrown(e.getCause());
    }
  }

  private static RuntimeException rethrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException runtime
        ? runtime
        : new IllegalStateException("an answer failed in an unexpected way", cause);
  }

  private String unanswered(ClientSession asked, Deadline answerDeadline) {
    String missing =
        asked == session
            ? String.join(", ", asked.unanswered())
            : "managedAccounts and nextValidId";
    StringBuilder text = new StringBuilder("connected to ").append(settings.address());
    text.append(", but ").append(missing.isEmpty() ? "the last answer" : missing);
    text.append(" did not come within ").append(seconds(answerDeadline.length()));
    asked
        .connectivityLost()
        .or(asked::lastError)
        .ifPresent(
            error ->
                text.append("; the gateway's last words: ")
                    .append(error.code())
                    .append(' ')
                    .append(error.text()));
    return text.toString();
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }

  /**
   * Disconnects, and ends a gateway that was started here if it is not to be left running and no
   * other invocation uses it. Not being connected, or disconnecting twice, does no harm.
   */
  @Override
  public void close() {
    try {
      if (session != null) {
        session.close();
      }
    } finally {
      giveBack();
      Optional<GatewayProcess.Use> used = use;
      use = Optional.empty();
      used.ifPresent(GatewayProcess.Use::close);
    }
  }
}
