package dev.ibintents.backtest;

import dev.ibintents.bench.Weights;
import dev.ibintents.simulator.market.PricedBar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Runs one backtest of random bars in this process, and prints its time and a digest of its result.
 * The arguments are the number of contracts, of years and of strategies, the schedule, and perhaps
 * the fill.
 */
public final class BacktestSpeed {
  // java.util.logging forgets the level of a logger that is garbage-collected.
  private static final Logger ROOT = Logger.getLogger("");

  /** The thread is measured in so many parts, which show whether a day's processor time grows. */
  private static final int PARTS = 4;

  private BacktestSpeed() {}

  /** Runs the backtest of the arguments. */
  public static void main(String[] arguments) {
    ROOT.setLevel(Level.SEVERE);
    int contracts = Integer.parseInt(arguments[0]);
    int years = Integer.parseInt(arguments[1]);
    int strategies = Integer.parseInt(arguments[2]);
    List<Long> ends = new ArrayList<>();
    long bytesBefore = allocatedBytes();
    ends.add(processorNanos());
    BacktestResult result =
        backtest(contracts, years, strategies)
            .schedule(Schedule.named(arguments[3]))
            .fill(arguments.length > 4 ? Fill.named(arguments[4]) : Fill.NEXT_OPEN)
            .onProgress(
                (session, done, all) -> {
                  if (ends.size() <= (long) PARTS * done / all) {
                    ends.add(processorNanos());
                  }
                })
            .run();
    long bytes = allocatedBytes() - bytesBefore;
    int sessions = result.days().size();
    StringBuilder parts = new StringBuilder();
    for (int i = 1; i < ends.size(); i++) {
      parts.append(
          format("/%.2f", (ends.get(i) - ends.get(i - 1)) / 1e6 / ((double) sessions / PARTS)));
    }
    System.out.println(
        format(
            "sessions=%d orders=%d troubles=%d seconds=%.2f processor=%.2f megabytes=%d digest=%s"
                + " bytes-a-session=%d ms-a-session=%s",
            sessions,
            result.orders().size(),
            result.troubles().size(),
            sinceStart().toMillis() / 1e3,
            ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis()
                / 1e3,
            residentMegabytes(),
            digest(result),
            bytes / sessions,
            parts.substring(1)));
    result.troubles().stream().limit(3).forEach(System.out::println);
  }

  private static long processorNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** The bytes that this thread, which does all of the work, has allocated. */
  private static long allocatedBytes() {
    return ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads
        ? threads.getThreadAllocatedBytes(Thread.currentThread().getId())
        : 0;
  }

  private static Backtest backtest(int contracts, int years, int strategies) {
    LocalDate to = LocalDate.of(2025, 12, 31);
    LocalDate from = to.minusYears(years).plusDays(1);
    Map<String, List<PricedBar>> bars = new TreeMap<>();
    Map<String, BigDecimal> weights = new TreeMap<>();
    BigDecimal weight =
        new BigDecimal("0.9").divide(BigDecimal.valueOf(contracts), MathContext.DECIMAL32);
    for (int i = 0; i < contracts; i++) {
      bars.put("S" + i, RandomBars.walk(i, from, to, 0.01));
      weights.put("S" + i, weight);
    }
    String[] ids = new String[strategies];
    for (int i = 0; i < strategies; i++) {
      ids[i] = "weights" + i;
    }
    Backtest backtest = Backtest.of(ids).bars(BarData.of(bars));
    for (String id : ids) {
      backtest.document(id, Weights.document(weights));
    }
    return backtest;
  }

  private static Duration sinceStart() {
    return ProcessHandle.current()
        .info()
        .startInstant()
        .map(start -> Duration.between(start, Instant.now()))
        .orElse(Duration.ZERO);
  }

  /** The largest resident memory so far, if Linux reports it; else 0. */
  private static long residentMegabytes() {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(BacktestResult result) {
    try {
      byte[] text = result.toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text))
          .substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
