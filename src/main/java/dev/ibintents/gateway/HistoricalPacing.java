package dev.ibintents.gateway;

import dev.ibintents.ibapi.WhatToShow;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides when a request for historical data may be sent. It knows the requests that were sent
 * before; the caller tells the time, in nanoseconds of one clock. It neither waits nor sends.
 *
 * <p>The rules are those of the broker (TWS API, "Historical Data Limitations"). At most 50
 * requests are open at once. Bars of 30 seconds and less, and head timestamps, have more limits: no
 * identical request within 15 seconds; fewer than six for one contract, exchange and kind of data
 * within two seconds; at most 60 within ten minutes. A request for bid and ask counts twice.
 *
 * <p>Gateways count when requests arrive, so a little is added to each of these times. All
 * connections of this process to a gateway share one pacing, because the gateway counts them
 * together, even after they have ended. Requests of other processes are not known here. If the
 * gateway refuses a request because of them, nothing is sent for a while.
 */
final class HistoricalPacing {
  /** The most requests that may be open at once. */
  static final int MOST_OPEN = 50;

  private static final long OF_THE_SAME = Duration.ofMillis(15_500).toNanos();
  private static final long OF_ONE_CONTRACT = Duration.ofMillis(2_500).toNanos();
  private static final long OF_ALL = Duration.ofSeconds(601).toNanos();
  private static final int MOST_OF_ONE_CONTRACT = 5;
  private static final int MOST_OF_ALL = 60;
  private static final long FIRST_PAUSE = Duration.ofSeconds(15).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofMinutes(5).toNanos();

  private static final Map<String, HistoricalPacing> BY_ADDRESS = new ConcurrentHashMap<>();

  private final Deque<Sent> sent = new ArrayDeque<>();
  private int open;
  private long pause;
  private long pausedAt;
  private boolean pausesAll;

  private record Sent(HistoricalRequest request, long at) {
    int weight() {
      return request.whatToShow().weight();
    }

    /** The part of a request that has a limit of its own. */
    Object about() {
      return HistoricalPacing.about(request);
    }
  }

  private record About(int conId, String symbol, String exchange, WhatToShow whatToShow) {}

  private static About about(HistoricalRequest request) {
    return new About(
        request.contract().conId(),
        request.contract().symbol(),
        request.contract().exchange(),
        request.whatToShow());
  }

  /** The pacing at the gateway of an address, on the machine's clock. */
  static HistoricalPacing at(String address) {
    return BY_ADDRESS.computeIfAbsent(address, key -> new HistoricalPacing());
  }

  /**
   * Counts a request as sent, unless it has to wait. The caller then sends it at once.
   *
   * @return the wait as in {@link #wait(HistoricalRequest, long)}; 0 if the request counts as sent
   */
  synchronized OptionalLong take(HistoricalRequest request, long now) {
    OptionalLong wait = wait(request, now);
    if (wait.isPresent() && wait.getAsLong() == 0) {
      sent(request, now);
    }
    return wait;
  }

  /**
   * The wait before a request may be sent, if no other is sent meanwhile.
   *
   * @return nanoseconds, 0 for no wait; empty if it has to wait until another request ends
   */
  synchronized OptionalLong wait(HistoricalRequest request, long now) {
    if (open >= MOST_OPEN) {
      return OptionalLong.empty();
    }
    long wait = isPaused(request) ? Math.max(0, pausedAt + pause - now) : 0;
    if (request.isPaced()) {
      forget(now);
      wait = Math.max(wait, ofTheSame(request, now));
      wait = Math.max(wait, ofOneContract(request, now));
      wait = Math.max(wait, ofAll(request, now));
    }
    return OptionalLong.of(wait);
  }

  /** A pause for requests with limits does not hold up the others. */
  private boolean isPaused(HistoricalRequest request) {
    return pause != 0 && (pausesAll || request.isPaced());
  }

  private void forget(long now) {
    while (!sent.isEmpty() && sent.peekFirst().at() + OF_ALL - now <= 0) {
      sent.removeFirst();
    }
  }

  private long ofTheSame(HistoricalRequest request, long now) {
    return sent.stream()
        .filter(other -> other.request().equals(request))
        .mapToLong(other -> other.at() + OF_THE_SAME - now)
        .reduce(0, Math::max);
  }

  private long ofOneContract(HistoricalRequest request, long now) {
    return untilRoom(
        sent.stream().filter(other -> other.about().equals(about(request))).iterator(),
        OF_ONE_CONTRACT,
        MOST_OF_ONE_CONTRACT - request.whatToShow().weight(),
        now);
  }

  private long ofAll(HistoricalRequest request, long now) {
    return untilRoom(sent.iterator(), OF_ALL, MOST_OF_ALL - request.whatToShow().weight(), now);
  }

  /** The wait until the requests of a window weigh no more than is allowed. */
  private static long untilRoom(Iterator<Sent> oldestFirst, long window, int most, long now) {
    Deque<Sent> counting = new ArrayDeque<>();
    int weight = 0;
    while (oldestFirst.hasNext()) {
      Sent earlier = oldestFirst.next();
      if (earlier.at() + window - now > 0) {
        counting.addLast(earlier);
        weight += earlier.weight();
      }
    }
    long wait = 0;
    while (weight > most) {
      Sent oldest = counting.removeFirst();
      weight -= oldest.weight();
      wait = oldest.at() + window - now;
    }
    return wait;
  }

  /** Counts a request as sent. */
  synchronized void sent(HistoricalRequest request, long now) {
    open++;
    if (request.isPaced()) {
      sent.addLast(new Sent(request, now));
    }
  }

  /** Notes that a request has ended, with an answer or a failure. */
  synchronized void ended() {
    open--;
  }

  /**
   * Notes an answer of the gateway. If the request was sent after a pause, the pause was long
   * enough.
   *
   * @param request the answered request
   * @param sentAt when it was sent
   */
  synchronized void answered(HistoricalRequest request, long sentAt) {
    if (isPaused(request) && sentAt - pausedAt > 0) {
      pause = 0;
      pausesAll = false;
    }
  }

  /**
   * Notes that the gateway has refused a request because it was asked too much. All requests with
   * limits then pause; if the refused one has none, all requests pause. The pause grows each time
   * that a request is refused which was sent after the last pause.
   *
   * @param request the refused request
   * @param sentAt when it was sent
   */
  synchronized void violated(HistoricalRequest request, long sentAt, long now) {
    pausesAll |= !request.isPaced();
    if (pause == 0) {
      pause = FIRST_PAUSE;
    } else if (sentAt - pausedAt > 0) {
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    } else {
      return; // it was sent together with the request that began the pause
    }
    pausedAt = now;
  }
}
