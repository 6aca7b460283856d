package dev.ibintents.simulator.server;

import dev.ibintents.ibapi.Transport;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sessions of a gateway, and their threads. */
final class Sessions {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
  private static final long LONGEST_FAREWELL_MILLIS = 5_000;
  private static final long LONGEST_IDLE_SECONDS = 1;

  private final Set<ServerSession> open = ConcurrentHashMap.newKeySet();
  private final Set<ServerSession> unjoined = ConcurrentHashMap.newKeySet();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final ExecutorService executor;

  /**
   * Makes an empty set of sessions.
   *
   * @param factory makes the threads of sessions with a socket
   */
  Sessions(ThreadFactory factory) {
    executor = executor(factory);
  }

  /** The threads stay for a second, so that a client that returns soon starts faster. */
  private ExecutorService executor(ThreadFactory factory) {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE, // no more than two for each of MOST_CLIENTS
        LONGEST_IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        work -> {
          Thread thread = factory.newThread(work);
          threads.removeIf(former -> former.getState() == Thread.State.TERMINATED);
          threads.add(thread);
          return thread;
        });
  }

  /**
   * Begins a session, or closes the connection if {@link SimulatedGateway#MOST_CLIENTS} sessions
   * are open.
   *
   * @param inMemory whether the connection has no socket
   * @param prefix the beginning of the session's name in logs
   */
  void begin(Transport transport, SessionSettings settings, boolean inMemory, String prefix)
      throws IOException {
    int number = accepted.incrementAndGet();
    if (open.size() >= SimulatedGateway.MOST_CLIENTS) {
      LOG.info(
          "a connection is refused, because {} clients are connected",
          SimulatedGateway.MOST_CLIENTS);
      transport.close();
      return;
    }
    ServerSession session = new ServerSession(transport, settings, inMemory, prefix + number);
    unjoined.removeIf(ServerSession::hasEnded);
    unjoined.add(session);
    open.add(session);
    session.start(executor);
  }

  /** Notes that a session has ended. */
  void ended(ServerSession session) {
    open.remove(session);
  }

  /** The number of open sessions. */
  int size() {
    return open.size();
  }

  /** The number of connections that were accepted. */
  int accepted() {
    return accepted.get();
  }

  void forEach(Consumer<ServerSession> action) {
    open.forEach(action);
  }

  /** Closes every open session, and waits until these sessions have ended. */
  void closeAndJoin() {
    List<ServerSession> closing = List.copyOf(open);
    closing.forEach(ServerSession::close);
    closing.forEach(Sessions::join);
  }

  /** Closes every session for good, and waits until all threads have ended. */
  void end() {
    unjoined.forEach(ServerSession::close);
    unjoined.forEach(Sessions::join);
    executor.shutdown();
    threads.forEach(Sessions::join);
  }

  /** Waits until a thread has ended, unless it is the current thread. */
  static void join(Thread thread) {
    try {
      if (thread != null && thread != Thread.currentThread()) {
        thread.join(LONGEST_FAREWELL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void join(ServerSession session) {
    try {
      session.join(LONGEST_FAREWELL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
