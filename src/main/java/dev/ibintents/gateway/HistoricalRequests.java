package dev.ibintents.gateway;

import dev.ibintents.ibapi.ClientSession;
import dev.ibintents.ibapi.GatewayTimeoutException;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.ibapi.PacingViolationException;
import dev.ibintents.ibapi.RequestRefusedException;
import dev.ibintents.ibapi.UnexplainedRefusalException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for data of the past at the pace that {@link HistoricalPacing} allows. Several jobs run side
 * by side; each job has one request open at a time. A request that the gateway refuses because it
 * was asked too much is sent again later. Not safe for several threads.
 */
public final class HistoricalRequests {
  private static final Logger logger = LoggerFactory.getLogger(HistoricalRequests.class);

  /** The longest wait for an answer; gateways have left such requests unanswered. */
  private static final long LONGEST_SILENCE = Duration.ofSeconds(60).toNanos();

  /** The pause before the next look at the open requests of other connections. */
  private static final long UNTIL_OTHERS_END = Duration.ofMillis(100).toNanos();

  /**
   * How often a request is sent again if its refusal is not understood. With the pauses, this takes
   * some two minutes, in which a limit on requests within ten minutes has moved on.
   */
  private static final int MOST_UNEXPLAINED = 3;

  private static final Duration OF_SIMPLE_REQUESTS = Duration.ofSeconds(30);

  private final Asking asking;
  private final PacingTime time;
  private final HistoricalPacing pacing;
  private final BlockingQueue<Open> answers = new LinkedBlockingQueue<>();
  private final Set<Open> open = new LinkedHashSet<>();

  /** The gateway, or its replacement in a test. */
  interface Asking {
    CompletableFuture<List<HistoricalBar>> bars(HistoricalRequest.Bars request);

    CompletableFuture<Instant> head(HistoricalRequest.Head request);

    /** Whether the connection has ended, so that no answer can come. */
    boolean isOver();
  }

  /** A sequence of requests. Each may depend on the answers before it. */
  public interface Job {
    /** The next request; empty if the job is done. Called once after each answer. */
    Optional<HistoricalRequest> next();

    /** Takes the answer to a request for bars. */
    void bars(List<HistoricalBar> bars);

    /** Takes the answer to a request for a head timestamp. */
    void head(Instant head);

    /** Takes the failure of a request; the other jobs go on. */
    void failed(RuntimeException why);

    /** Takes the refusal of a request that is sent again later. */
    default void delayed(RequestRefusedException why) {}
  }

  /** A job that waits for its turn. */
  private static final class Waiting {
    private final Job job;
    private HistoricalRequest request;
    private int unexplained;

    Waiting(Job job) {
      this.job = job;
    }
  }

  private record Open(
      Waiting waiting, HistoricalRequest request, CompletableFuture<?> answer, long sentAt) {}

  /**
   * Requests with a pacing of their own, for a process with one connection to this gateway. {@link
   * IbGateway#historicalRequests} shares the pacing of all connections.
   *
   * @param session the session to ask in
   * @param time the time that paces requests
   */
  public HistoricalRequests(ClientSession session, PacingTime time) {
    this(session, time, new HistoricalPacing());
  }

  HistoricalRequests(ClientSession session, PacingTime time, HistoricalPacing pacing) {
    this(asking(session), time, pacing);
  }

  HistoricalRequests(Asking asking, PacingTime time) {
    this(asking, time, new HistoricalPacing());
  }

  private HistoricalRequests(Asking asking, PacingTime time, HistoricalPacing pacing) {
    this.asking = asking;
    this.time = time;
    this.pacing = pacing;
  }

  private static Asking asking(ClientSession session) {
    return new Asking() {
      @Override
      public CompletableFuture<List<HistoricalBar>> bars(HistoricalRequest.Bars request) {
        return session.reqHistoricalData(
            request.contract(),
            request.endDateTime(),
            request.duration(),
            request.barSize().words(),
            request.whatToShow().name(),
            request.useRth());
      }

      @Override
      public CompletableFuture<Instant> head(HistoricalRequest.Head request) {
        return session.reqHeadTimestamp(
            request.contract(), request.whatToShow().name(), request.useRth());
      }

      @Override
      public boolean isOver() {
        return session.isOver();
      }
    };
  }

  /**
   * The answers to requests for bars that are all needed and do not depend on each other, in the
   * order of the requests.
   *
   * @throws RequestRefusedException if a request is refused
   * @throws GatewayTimeoutException if the gateway does not answer in time
   */
  public List<List<HistoricalBar>> ask(List<HistoricalRequest.Bars> requests) {
    List<Simple> jobs = requests.stream().map(Simple::new).toList();
    if (!run(jobs, OF_SIMPLE_REQUESTS, HistoricalPacing.MOST_OPEN)) {
      List<Simple> missing = jobs.stream().filter(job -> job.answer == null).toList();
      throw new GatewayTimeoutException(
          "the gateway did not answer within " + OF_SIMPLE_REQUESTS + ": " + missing);
    }
    return jobs.stream().map(job -> job.answer).toList();
  }

  /** A request for bars that must be answered. */
  private static final class Simple implements Job {
    private final HistoricalRequest.Bars request;
    private List<HistoricalBar> answer;
    private String refusal = "";

    Simple(HistoricalRequest.Bars request) {
      this.request = request;
    }

    @Override
    public Optional<HistoricalRequest> next() {
      return answer == null ? Optional.of(request) : Optional.empty();
    }

    @Override
    public void bars(List<HistoricalBar> bars) {
      answer = bars;
    }

    @Override
    public void head(Instant head) {
      throw new IllegalStateException("there was no request for a head timestamp");
    }

    @Override
    public void failed(RuntimeException why) {
      throw why;
    }

    @Override
    public void delayed(RequestRefusedException why) {
      refusal = " (" + why.getMessage() + ")";
    }

    @Override
    public String toString() {
      return request + refusal;
    }
  }

  /**
   * Runs jobs until all are done or the time is up. If a job throws an exception, or the connection
   * ends, the run ends with that exception. Requests that are open at the end are cancelled.
   *
   * @param jobs the jobs, the most important first
   * @param most the longest time that it may take
   * @param atOnce the most requests that may be open at once, up to 50
   * @return whether all are done
   */
  public boolean run(Collection<? extends Job> jobs, Duration most, int atOnce) {
    long end = time.nanoTime() + most.toNanos();
    Deque<Waiting> waiting = new ArrayDeque<>();
    jobs.forEach(job -> waiting.addLast(new Waiting(job)));
    try {
      while (true) {
        long pause = send(waiting, atOnce);
        if (waiting.isEmpty() && open.isEmpty()) {
          return true;
        }
        long left = end - time.nanoTime();
        if (left <= 0 || open.isEmpty() && pause > left) {
          return false;
        }
        Open answered = time.poll(answers, !open.isEmpty(), Math.min(left, pause));
        if (answered != null && open.remove(answered)) {
          pacing.ended();
          waiting.addLast(answered.waiting());
          take(answered);
        }
        giveUpSilentOnes(waiting);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GatewayTimeoutException("interrupted while asking for historical data", e);
    } finally {
      cancelOpenOnes();
    }
  }

  /**
   * Sends the requests that may be sent now.
   *
   * @return the nanoseconds until there is something to do again, if no answer comes
   */
  private long send(Deque<Waiting> waiting, int atOnce) {
    long pause = Long.MAX_VALUE;
    List<Waiting> later = new ArrayList<>();
    while (!waiting.isEmpty() && open.size() < atOnce) {
      Waiting next = waiting.removeFirst();
      if (next.request == null) {
        next.request = next.job.next().orElse(null);
      }
      if (next.request == null) {
        continue; // the job is done
      }
      long now = time.nanoTime();
      long wait = pacing.take(next.request, now).orElse(UNTIL_OTHERS_END);
      if (wait == 0) {
        send(next, now);
      } else {
        pause = Math.min(pause, wait);
        later.add(next);
      }
    }
    for (int i = later.size() - 1; i >= 0; i--) {
      waiting.addFirst(later.get(i));
    }
    return open.stream()
        .mapToLong(sent -> sent.sentAt() + LONGEST_SILENCE - time.nanoTime())
        .reduce(pause, Math::min);
  }

  private void send(Waiting waiting, long now) {
    HistoricalRequest request = waiting.request;
    logger.debug("Asking for {}", request);
    Open sent = new Open(waiting, request, asked(request), now);
    open.add(sent);
    sent.answer().whenComplete((value, failure) -> answers.add(sent));
  }

  private CompletableFuture<?> asked(HistoricalRequest request) {
    boolean isAsked = false;
    try {
      CompletableFuture<?> answer =
          request instanceof HistoricalRequest.Bars bars
              ? asking.bars(bars)
              : asking.head((HistoricalRequest.Head) request);
      isAsked = true;
      return answer;
    } finally {
      if (!isAsked) {
        pacing.ended(); // other requests of this process may go on
      }
    }
  }

  private void take(Open answered) {
    Throwable failure = answered.answer().handle((value, thrown) -> thrown).join();
    Waiting waiting = answered.waiting();
    if (failure instanceof RequestRefusedException refused && isToBeAskedAgain(waiting, refused)) {
      logger.info("{}; trying again later", failure.getMessage());
      pacing.violated(answered.request(), answered.sentAt(), time.nanoTime());
      waiting.job.delayed(refused);
      return; // the request stays the next one of the job
    }
    waiting.request = null;
    waiting.unexplained = 0;
    if (failure != null) {
      fail(waiting.job, failure);
      return;
    }
    pacing.answered(answered.request(), answered.sentAt());
    if (answered.request() instanceof HistoricalRequest.Bars) {
      @SuppressWarnings("unchecked") // as it was made in send()
      List<HistoricalBar> bars = (List<HistoricalBar>) answered.answer().join();
      waiting.job.bars(bars);
    } else {
      waiting.job.head((Instant) answered.answer().join());
    }
  }

  /**
   * Whether a refused request is sent again: without limit if the gateway was asked too much, a few
   * times if its reason is not understood.
   */
  private static boolean isToBeAskedAgain(Waiting waiting, RequestRefusedException refused) {
    return refused instanceof PacingViolationException
        || refused instanceof UnexplainedRefusalException
            && waiting.unexplained++ < MOST_UNEXPLAINED;
  }

  /** A failed request concerns its job alone; the end of the connection ends the run. */
  private void fail(Job job, Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException runtime) {
      if (asking.isOver() && !(failure instanceof RequestRefusedException)) {
        throw runtime;
      }
      job.failed(runtime);
      return;
    }
    throw new IllegalStateException("an answer failed in an unexpected way", failure);
  }

  private void giveUpSilentOnes(Deque<Waiting> waiting) {
    long now = time.nanoTime();
    for (Open silent : List.copyOf(open)) {
      if (now - silent.sentAt() >= LONGEST_SILENCE && !silent.answer().isDone()) {
        end(silent);
        silent.waiting().request = null;
        waiting.addLast(silent.waiting());
        silent
            .waiting()
            .job
            .failed(
                new GatewayTimeoutException(
                    "the gateway did not answer within 60 s: " + silent.request()));
      }
    }
  }

  private void cancelOpenOnes() {
    List.copyOf(open).forEach(this::end);
  }

  private void end(Open request) {
    open.remove(request);
    pacing.ended();
    request.answer().cancel(false);
  }
}
