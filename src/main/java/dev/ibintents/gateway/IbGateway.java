package dev.ibintents.gateway;

import dev.ibintents.gateway.ibc.GatewayProcess;
import dev.ibintents.ibapi.ClientIdInUseException;
import dev.ibintents.ibapi.ClientSession;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.GatewayTimeoutException;
import dev.ibintents.ibapi.GatewayUnreachableException;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.ibapi.OpenTrade;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The connection of one invocation to the gateway. It is made on demand, with retries, and always
 * closed.
 *
 * <p>Requests are made on {@link #session()}, and their futures are awaited here. Each wait costs a
 * journey to the gateway and back, so requests that do not depend on each other are awaited
 * together. To connect costs two journeys: the handshake and the start. Not safe for several
 * threads.
 */
public final class IbGateway implements AutoCloseable {
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
  static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final GatewaySettings settings;
  private final Deadline deadline;
  private final AnswerWaits waits;
  private final GatewayConnector connector;
  private ClientSession session;

  /**
   * @param settings the address of the gateway, and the client id
   * @param deadline the deadline of the invocation
   * @param process starts a gateway on this host if nothing listens at the address
   */
  public IbGateway(GatewaySettings settings, Deadline deadline, Optional<GatewayProcess> process) {
    this.settings = settings;
    this.deadline = deadline;
    this.waits = new AnswerWaits(settings.address());
    this.connector = new GatewayConnector(settings, deadline, process, waits);
  }

  /**
   * Connects, and waits until the session is ready. A gateway that refuses, hangs up or stays
   * silent may still be logging in, so it is tried again until the connect timeout. If nothing
   * listens, and a gateway can be started here, it is started, and must answer by the invocation's
   * deadline.
   *
   * @throws GatewayUnreachableException if there is no session in time
   * @throws ClientIdInUseException if another client keeps the client id
   * @throws ClientIdAwaitedException if other requests to this process keep the client id until the
   *     connect timeout
   * @throws dev.ibintents.ibapi.UnsupportedServerVersionException if the gateway is too old
   * @throws dev.ibintents.ibapi.wire.ProtocolException if what listens there is no gateway
   */
  public void connect(OnClientIdInUse onClientIdInUse) {
    session = connector.connect(onClientIdInUse);
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

  /** Whether {@link #connect} has succeeded. */
  public boolean isConnected() {
    return session != null;
  }

  /**
   * Whether this invocation has started the gateway. A new gateway does not list the day's orders.
   */
  public boolean startedHere() {
    return connector.startedHere();
  }

  /**
   * The reason why the session speaks texts although the configuration wants protobuf; empty if it
   * speaks as it is wanted.
   */
  public Optional<String> textReason() {
    return connector.textReason();
  }

  /** The number of waits for the gateway in this invocation. */
  public int waits() {
    return waits.count();
  }

  /**
   * Waits until all the futures are complete, or the first has failed. Futures that are not
   * complete in time are cancelled, which ends market data and historical requests at the gateway.
   *
   * @throws GatewayTimeoutException if the gateway does not answer in time; the message names the
   *     missing answers
   * @throws dev.ibintents.ibapi.GatewayException if a request was refused or the connection ended
   */
  public void await(CompletableFuture<?>... answers) {
    await(waits(), answers);
  }

  /**
   * Waits for the answers to requests that may have been sent before an earlier wait. It is no
   * further wait then, because the answers were on the way meanwhile.
   *
   * @param sentAt the {@link #waits} when the last of the requests was sent
   */
  void await(int sentAt, CompletableFuture<?>... answers) {
    waits.await(session(), deadline.orIn(ANSWER_TIMEOUT), sentAt, answers);
  }

  /** Waits for one future as {@link #await(CompletableFuture...)} does, and returns its value. */
  public <T> T await(CompletableFuture<T> answer) {
    await(new CompletableFuture<?>[] {answer});
    return answer.join();
  }

  /**
   * Bars of the past, with one wait for all requests, at the pace that the gateway allows.
   *
   * @param requests requests that do not depend on each other
   * @return the answers, in the order of the requests
   * @throws dev.ibintents.ibapi.GatewayException if a request was refused, the gateway does not
   *     answer in time, or the connection ended
   */
  public List<List<HistoricalBar>> awaitBars(List<HistoricalRequest.Bars> requests) {
    waits.begin();
    return historicalRequests().ask(requests);
  }

  /** Requests for data of the past; all connections of this process keep one pace together. */
  public HistoricalRequests historicalRequests() {
    return new HistoricalRequests(
        session(), PacingTime.REAL, HistoricalPacing.at(settings.address()));
  }

  /**
   * Waits until all futures have a value or a failure, or the time is up. It is meant for answers
   * that may fail alone, such as acknowledgements of orders.
   *
   * @param timeout the longest wait; the invocation's deadline bounds it too
   * @return whether all are complete
   */
  public boolean awaitEach(Duration timeout, List<? extends CompletableFuture<?>> answers) {
    return awaitEach(waits(), timeout, answers);
  }

  /**
   * Waits as {@link #awaitEach(Duration, List)} does, for requests that may have been sent before
   * an earlier wait. It is no further wait then.
   *
   * @param sentAt the {@link #waits} when the last of the requests was sent
   */
  public boolean awaitEach(
      int sentAt, Duration timeout, List<? extends CompletableFuture<?>> answers) {
    waits.begin(sentAt);
    CompletableFuture<Void> all =
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
            .exceptionally(failure -> null); // each future keeps its failure
    return AnswerWaits.completes(all, deadline.orIn(timeout));
  }

  /** Whether an answer has come and is not a failure; for use after {@link #awaitEach}. */
  public static boolean hasCome(CompletableFuture<?> answer) {
    return answer.isDone() && !answer.isCompletedExceptionally();
  }

  /**
   * Waits until orders of any client are no longer open. It asks for all open orders again and
   * again, because gateways do not report the end of other clients' orders.
   *
   * @param timeout the longest wait; the invocation's deadline bounds it too
   * @return whether none of the orders is open
   */
  public boolean awaitGone(Duration timeout, Collection<OpenTrade> trades) {
    Deadline end = deadline.orIn(timeout);
    CompletableFuture<Void> gone = session().whenGone(trades);
    Duration pause = FIRST_PAUSE;
    while (!end.hasPassed()) {
      CompletableFuture<?> listed = session().reqAllOpenOrders();
      waits.begin();
      if (!AnswerWaits.completes(CompletableFuture.anyOf(gone, listed), end)) {
        return false;
      }
      if (AnswerWaits.completes(gone, end.orIn(pause))) {
        return true;
      }
      pause = longer(pause);
    }
    return false;
  }

  /** A pause twice as long, up to the longest. */
  static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  /**
   * Disconnects, and ends a gateway that was started here if the settings ask for it and no other
   * invocation uses it. To disconnect twice, or without a connection, does no harm.
   */
  @Override
  public void close() {
    try {
      if (session != null) {
        session.close();
      }
    } finally {
      connector.close();
    }
  }
}
