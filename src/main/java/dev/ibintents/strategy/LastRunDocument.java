package dev.ibintents.strategy;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Document;
import dev.ibintents.store.FieldException;
import dev.ibintents.store.RecordFields;
import dev.ibintents.store.Stored;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** The document of a {@link LastRun}: {@code positions/{mode}/lastRuns/{strategy}}. */
public final class LastRunDocument {
  private static final RecordFields<StoredRun> RUNS = RecordFields.of(StoredRun.class);

  /**
   * A run that was planned with a strategy.
   *
   * @param run the path of the run
   * @param begunAt the time at which it began
   * @param signals the strategy's signals, by conId
   */
  private record StoredRun(
      String run,
      Instant begunAt,
      @Stored(leftOutIfEmpty = true) Map<String, BigDecimal> signals) {}

  private LastRunDocument() {}

  /** Returns the path of a strategy's last run. */
  public static String path(TradingMode mode, String strategy) {
    return "positions/" + mode.id() + "/lastRuns/" + strategy;
  }

  /**
   * Returns the fields of a run.
   *
   * @param run the path of its document
   * @param planned its time, and the strategy's signals
   */
  public static Map<String, Object> fields(String run, LastRun planned) {
    Map<String, BigDecimal> signals = new TreeMap<>();
    planned.signals().forEach((conId, signal) -> signals.put(Integer.toString(conId), signal));
    return RUNS.fields(new StoredRun(run, planned.time(), signals));
  }

  /**
   * Reads a run.
   *
   * @throws NoSignalsException if the document cannot be read
   */
  public static LastRun run(Document document) {
    try {
      StoredRun stored = RUNS.record(document);
      Map<Integer, BigDecimal> signals = new TreeMap<>();
      stored.signals().forEach((conId, signal) -> signals.put(Integer.valueOf(conId), signal));
      return LastRun.of(stored.begunAt(), signals);
    } catch (FieldException | NumberFormatException e) {
      throw new NoSignalsException(
          document.path() + " cannot be read, and may be deleted: " + e.getMessage(), e);
    }
  }
}
