package dev.ibintents.marketdata.collection;

import dev.ibintents.gateway.HistoricalRequest;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.ibapi.NoHistoricalDataException;
import dev.ibintents.marketdata.SeriesBegunAnewException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A phase of collecting a series. A phase says what to request next, and takes the answer. The
 * result of taking an answer is the next phase, which may be the same one.
 *
 * <p>The phases follow each other in this order: {@link CatchUp} (with {@link HoursAfter}) until
 * now, {@link BeforeFirst} (with {@link HoursBefore} and {@link HistoryBegin}) back to the goal,
 * and {@link HoleSearch} at the end.
 */
sealed interface CollectionPhase
    permits CatchUp,
        HoursAfter,
        BeforeFirst,
        HoursBefore,
        HistoryBegin,
        HoleSearch,
        CollectionPhase.Failed {

  /** The next request; empty if the collection is over. Called once before each answer. */
  Optional<HistoricalRequest> next();

  /**
   * Takes the answer to the request that {@link #next} has given.
   *
   * @return the phase that follows
   * @throws SeriesBegunAnewException if bars are gone that the series' index names
   * @throws dev.ibintents.store.FieldException if the stored series cannot be read
   */
  CollectionPhase take(Answer answer);

  /** Whether all bars up to now have been asked for. */
  default boolean isUpToDate() {
    return true;
  }

  /** Whether the bars before the first one need no more requests. */
  default boolean isBack() {
    return false;
  }

  /** An answer of the gateway. */
  sealed interface Answer permits Bars, Head, Refusal {
    /**
     * The phase that follows from bars. An answer without data counts as one with no bars; any
     * other refusal ends the collection.
     */
    default CollectionPhase ifBars(Function<List<HistoricalBar>, CollectionPhase> step) {
      if (this instanceof Bars answer) {
        return step.apply(answer.bars());
      }
      if (this instanceof Refusal refusal) {
        return refusal.saysNoData() ? step.apply(List.of()) : new Failed(refusal.words());
      }
      throw new IllegalStateException("bars were asked for, and the answer is " + this);
    }
  }

  /**
   * The answer to a request for bars.
   *
   * @param bars in the order of time, no time twice; with dates for bars of a day
   */
  record Bars(List<HistoricalBar> bars) implements Answer {}

  /**
   * The beginning of the history.
   *
   * @param begins the first moment of which the gateway has data
   */
  record Head(Instant begins) implements Answer {}

  /**
   * A request that was refused or left unanswered.
   *
   * @param why the reason
   */
  record Refusal(RuntimeException why) implements Answer {
    /** Whether the gateway has answered that there are no data. */
    boolean saysNoData() {
      return why instanceof NoHistoricalDataException;
    }

    /** The reason, for people. */
    String words() {
      return why.getClass().getSimpleName() + ": " + why.getMessage();
    }
  }

  /**
   * The end of a collection that cannot go on.
   *
   * @param why the reason, for people
   */
  record Failed(String why) implements CollectionPhase {
    @Override
    public Optional<HistoricalRequest> next() {
      return Optional.empty();
    }

    @Override
    public CollectionPhase take(Answer answer) {
      throw new IllegalStateException("nothing was asked for, and the answer is " + answer);
    }
  }
}
