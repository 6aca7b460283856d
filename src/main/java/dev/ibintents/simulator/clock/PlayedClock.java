package dev.ibintents.simulator.clock;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Supplier;

/**
 * A clock that shows one moment while that moment is played. Threads that do not play see the time
 * of the clock behind it.
 */
public final class PlayedClock extends Clock {
  private final Clock clock;
  private volatile Thread player;
  private Instant moment;

  /** Shows the time of a clock while nothing is played. */
  public PlayedClock(Clock clock) {
    this.clock = clock;
  }

  /** Shows a moment to an action. One thread plays at a time; callers hold the account's lock. */
  public void play(Instant playedMoment, Runnable action) {
    at(
        playedMoment,
        () -> {
          action.run();
          return null;
        });
  }

  /** Shows a moment to a question, and returns its answer. See {@link #play}. */
  public <T> T at(Instant playedMoment, Supplier<T> question) {
    Thread formerPlayer = player;
    Instant formerMoment = moment;
    moment = playedMoment;
    player = Thread.currentThread();
    try {
      return question.get();
    } finally {
      moment = formerMoment;
      player = formerPlayer;
    }
  }

  @Override
  public Instant instant() {
    return player == Thread.currentThread() ? moment : clock.instant();
  }

  @Override
  public ZoneId getZone() {
    return clock.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return clock.withZone(zone);
  }
}
