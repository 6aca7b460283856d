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
 * Decides when a request for historical data may be sent, from what was sent before and the time:
 * it waits for nothing, sends nothing and reads no clock. Times are those of one clock that counts
 * nanoseconds.
 *
 * <p>The rules (TWS API, "Historical Data Limitations"): at most 50 requests are open at once. For
 * bars of 30 seconds and less, and for head timestamps, besides: none that is identical within 15
 * seconds, fewer than six for one contract, exchange and kind of data within two seconds, at most
 * 60 within ten minutes; a request for bid and ask counts twice. Gateways count when requests
 * arrive, so a little is added to each of these times. All connections of this process to a gateway
 * share one of these, because the gateway counts them together, and on when they have ended.
 * Requests of other processes are not known here; if the gateway finds that they were too many
 * together, nothing leaves for a while.
 */
final class HistoricalPacing {
  /** How many requests may be open at once. */
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

    /** What has a limit of its own. */
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

  /** The pace at the gateway of this address, on the machine's own clock. */
  static HistoricalPacing at(String address) {
    return BY_ADDRESS.computeIfAbsent(address, key -> new HistoricalPacing());
  }

  /**
   * Takes leave to send a request, if it need not wait; who has it sends it at once.
   *
   * @return as {@link #wait(HistoricalRequest, long)} says; with 0, it counts as sent
   */
  synchronized OptionalLong take(HistoricalRequest request, long now) {
    OptionalLong wait = wait(request, now);
    if (wait.isPresent() && wait.getAsLong() == 0) {
      sent(request, now);
    }
    return wait;
  }

  /**
   * How long a request has to wait, if nothing else is sent meanwhile.
   *
   * @return nanoseconds, 0 for not at all; empty if it has to wait until another one ends
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

  /** Short bars have limits of their own; who breaks them does not hold up the others. */
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
        .filter(one -> one.request().equals(request))
        .mapToLong(one -> one.at() + OF_THE_SAME - now)
        .reduce(0, Math::max);
  }

  private long ofOneContract(HistoricalRequest request, long now) {
    return untilRoom(
        sent.stream().filter(one -> one.about().equals(about(request))).iterator(),
        OF_ONE_CONTRACT,
        MOST_OF_ONE_CONTRACT - request.whatToShow().weight(),
        now);
  }

  private long ofAll(HistoricalRequest request, long now) {
    return untilRoom(sent.iterator(), OF_ALL, MOST_OF_ALL - request.whatToShow().weight(), now);
  }

  /** How long until those that still count, the oldest first, weigh no more than may be. */
  private static long untilRoom(Iterator<Sent> oldestFirst, long window, int most, long now) {
    Deque<Sent> counting = new ArrayDeque<>();
    int weight = 0;
    while (oldestFirst.hasNext()) {
      Sent one = oldestFirst.next();
      if (one.at() + window - now > 0) {
        counting.addLast(one);
        weight += one.weight();
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

  /** A request has been sent. */
  synchronized void sent(HistoricalRequest request, long now) {
    open++;
    if (request.isPaced()) {
      sent.addLast(new Sent(request, now));
    }
  }

  /** A request has come to its end, well or not. */
  synchronized void ended() {
    open--;
  }

  /**
   * The gateway has answered as it should. If that was asked after a pause, the pause was long
   * enough.
   *
   * @param request what was asked
   * @param sentAt when the request was sent
   */
  synchronized void answered(HistoricalRequest request, long sentAt) {
    if (isPaused(request) && sentAt - pausedAt > 0) {
      pause = 0;
      pausesAll = false;
    }
  }

  /**
   * The gateway has refused a request because it was asked too much. All with such limits wait, and
   * longer each time that one which was sent after the last pause is refused; so do those without,
   * if it was one of them.
   *
   * @param request what was asked
   * @param sentAt when the refused one was sent
   */
  synchronized void violated(HistoricalRequest request, long sentAt, long now) {
    pausesAll |= !request.isPaced();
    if (pause == 0) {
      pause = FIRST_PAUSE;
    } else if (sentAt - pausedAt > 0) {
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    } else {
      return; // it left together with the one that began the pause
    }
    pausedAt = now;
  }
}
