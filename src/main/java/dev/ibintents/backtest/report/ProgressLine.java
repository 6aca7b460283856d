package dev.ibintents.backtest.report;

import dev.ibintents.backtest.Backtest;
import java.io.PrintStream;
import java.time.Duration;
import java.time.LocalDate;

/** Shows the progress of a run: a bar on a terminal, and a line for each quarter elsewhere. */
public final class ProgressLine implements Backtest.Progress {
  private static final int WIDTH = 40;
  private static final int LINES = 4;
  private static final long BETWEEN_NANOS = Duration.ofMillis(100).toNanos();

  private final PrintStream out;
  private final boolean isTerminal;
  private final long begin = System.nanoTime();
  private long shown = begin - BETWEEN_NANOS;

  /**
   * @param isTerminal whether the stream is a terminal, so that a line can be written over
   */
  public ProgressLine(PrintStream out, boolean isTerminal) {
    this.out = out;
    this.isTerminal = isTerminal;
  }

  @Override
  public void sessionOver(LocalDate session, int done, int all) {
    show(session.toString(), done, all);
  }

  /**
   * Shows how much is done.
   *
   * @param last the name of the part that is over
   * @param done the number of parts that are over
   * @param all the number of all parts
   */
  public void show(String last, int done, int all) {
    long now = System.nanoTime();
    long left = Math.round((now - begin) / 1e9 / done * (all - done));
    if (isTerminal && (done == all || now - shown >= BETWEEN_NANOS)) {
      int full = (int) ((long) WIDTH * done / all);
      out.printf(
          "\r[%s%s] %3d %% %s, %d s left ",
          "#".repeat(full), ".".repeat(WIDTH - full), 100L * done / all, last, left);
      out.flush();
      shown = now;
    } else if (!isTerminal && (long) LINES * done / all != (long) LINES * (done - 1) / all) {
      out.println("%d %%, %s, %d s left".formatted(100L * done / all, last, left));
    }
  }

  /** Ends the bar. */
  public void end() {
    if (isTerminal) {
      out.println();
    }
  }
}
