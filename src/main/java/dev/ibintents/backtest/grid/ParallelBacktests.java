package dev.ibintents.backtest.grid;

import dev.ibintents.backtest.Backtest;
import dev.ibintents.backtest.BacktestResult;
import dev.ibintents.ibapi.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Plays backtests on all cores, one on each. Each backtest has a clock, a store, a gateway and a
 * market of its own. A backtest that is stopped ends with its session.
 */
public final class ParallelBacktests {
  /** A session takes milliseconds. */
  private static final Duration LONGEST_END = Duration.ofSeconds(60);

  private final int cores;
  private final Deadline deadline;
  private final Listener listener;
  private volatile boolean stopped;

  /** Hears of each backtest that is over. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Called after each backtest.
     *
     * @param done the number of backtests that are over
     * @param all the number of all backtests
     */
    void over(int done, int all);
  }

  /** Ends a backtest between two sessions. */
  private static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * @param cores the number of backtests that are played at once
   * @param deadline the moment by which all must be over
   */
  public ParallelBacktests(int cores, Deadline deadline, Listener listener) {
    this.cores = cores;
    this.deadline = deadline;
    this.listener = listener;
  }

  /** Stops all backtests after their present session. */
  public void stop() {
    stopped = true;
  }

  /**
   * Plays a backtest for each job, in the order of the jobs as far as cores are free.
   *
   * @param result receives each result as soon as it is there, in any order and on several threads
   * @throws BacktestsStoppedException if they were stopped or the deadline has passed
   * @throws dev.ibintents.backtest.BacktestException if the data of a backtest cannot be used; the
   *     others are stopped
   */
  public <J> void play(
      List<J> jobs, Function<J, Backtest> backtest, BiConsumer<J, BacktestResult> result) {
    if (jobs.isEmpty()) {
      return;
    }
    ExecutorService workers = Executors.newFixedThreadPool(Math.min(cores, jobs.size()));
    int done = 0;
    try {
      CompletionService<Void> completed = new ExecutorCompletionService<>(workers);
      for (J job : jobs) {
        completed.submit(
            () -> {
              refuseIfStopped();
              result.accept(job, backtest.apply(job).onProgress(progress()).run());
              return null;
            });
      }
      while (done < jobs.size()) {
        Future<Void> next = completed.poll(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        if (next == null) {
          throw stoppedAfter(done, jobs.size());
        }
        next.get();
        listener.over(++done, jobs.size());
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoppedException) {
        throw stoppedAfter(done, jobs.size());
      }
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stoppedAfter(done, jobs.size());
    } finally {
      end(workers);
    }
  }

  private Backtest.Progress progress() {
    return (session, done, all) -> refuseIfStopped();
  }

  private void refuseIfStopped() {
    if (stopped || deadline.hasPassed()) {
      throw new StoppedException();
    }
  }

  private BacktestsStoppedException stoppedAfter(int done, int all) {
    return new BacktestsStoppedException(
        "stopped after %d of %d backtests, because %s"
            .formatted(
                done,
                all,
                deadline.hasPassed()
                    ? "the deadline of " + words(deadline.length()) + " has passed"
                    : "the process was told to end"));
  }

  private static String words(Duration length) {
    return length.toString().substring("PT".length()).toLowerCase(java.util.Locale.ROOT);
  }

  /** Waits until no backtest is played any more. */
  private void end(ExecutorService workers) {
    boolean before = stopped;
    stopped = true;
    workers.shutdown();
    boolean interrupted = Thread.interrupted();
    try {
      if (!workers.awaitTermination(LONGEST_END.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "a backtest does not end within %d s".formatted(LONGEST_END.toSeconds()));
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    stopped = before;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
