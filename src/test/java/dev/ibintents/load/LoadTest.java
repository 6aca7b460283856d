package dev.ibintents.load;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.ibapi.Deadline;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many callers at once, readers and traders: none is refused but for the account being held, orders
 * are placed the whole time, the books match, and nothing is left behind. {@code mvn -Pload test}
 * does it for a minute.
 */
@Timeout(300)
final class LoadTest {
  private static final int CALLERS = 32;

  /** As many of them as keep the account held the whole time; the others read. */
  private static final int TRADERS = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int CALLS_A_KEY = 2;

  /** A strategy whose target rises and falls. */
  private static final String TIDAL = "tidal";

  private static final String SECONDS = "ibintents.load.seconds";

  /** What a heap may grow by from one half of the time to the other and still be called flat. */
  private static final long FLAT = 24L << 20;

  /** What the store keeps open for the next caller, which is more or less: four times its files. */
  private static final long POOLED = 12;

  @TempDir Path folder;
  private final Queue<String> refused = new ConcurrentLinkedQueue<>();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger heldOff = new AtomicInteger();
  private final AtomicInteger trades = new AtomicInteger();
  private final AtomicInteger placed = new AtomicInteger();
  private Bench bench;

  @Test
  void manyCallersAtOnceLeaveNothingBehind() throws Exception {
    Duration half = Duration.ofMillis(Integer.getInteger(SECONDS, 4) * 500L);
    long seed = new Random().nextLong();
    try (FrontDoor door = FrontDoor.in(folder).variable("TIMEOUT_SECONDS", "60").open()) {
      bench = new Bench(door, Clock.systemUTC());
      bench.expose(Map.of("macd", "0.1", TIDAL, "0.1"));
      bench.strategy(TIDAL, Map.of("SPY", "0.5"));
      call(door, seed, half.dividedBy(2)); // what is loaded and pooled for good, is by now
      awaitIdle(door);
      long sockets = openDescriptors("socket:");
      long files = openDescriptors("");
      long threads = lastingThreads();

      placed.set(0);
      call(door, seed + 1, half);
      awaitIdle(door);
      long halfway = usedHeap();
      int placedHalfway = placed.get();
      call(door, seed + 2, half);
      awaitIdle(door);

      String all =
          String.format(
              "seed %d, %s answered, %s held off, %s traded", seed, answered, heldOff, placed);
      assertWithMessage(all).that(refused).isEmpty();
      assertWithMessage(all).that(answered.get()).isGreaterThan(CALLERS);
      assertWithMessage(all).that(placedHalfway).isGreaterThan(0);
      assertWithMessage(all).that(placed.get()).isGreaterThan(placedHalfway);
      assertWithMessage(all).that(door.gateway().sessions()).isEqualTo(0);
      assertWithMessage(all).that(usedHeap() - halfway).isLessThan(FLAT);
      awaitTrue(() -> openDescriptors("socket:") <= sockets);
      assertWithMessage("sockets, %s", all).that(openDescriptors("socket:")).isAtMost(sockets);
      awaitTrue(() -> openDescriptors("") <= files + POOLED);
      assertWithMessage("files, %s", all).that(openDescriptors("")).isAtMost(files + POOLED);
      awaitTrue(() -> lastingThreads() <= threads);
      assertWithMessage("threads, %s", all).that(lastingThreads()).isAtMost(threads);
    }
  }

  /** Calls for so long, and until orders were placed on a machine that is slow. */
  private void call(FrontDoor door, long seed, Duration time) throws Exception {
    Deadline end = Deadline.in(time);
    Deadline patience = Deadline.in(time.plus(PATIENCE));
    int before = placed.get();
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try {
      List<Callable<Void>> work = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        Random random = new Random(seed * CALLERS + i);
        boolean isTrader = i < TRADERS;
        work.add(
            () -> {
              do {
                callOnce(door, random, isTrader);
              } while (!end.hasPassed()
                  || isTrader && placed.get() == before && !patience.hasPassed());
              return null;
            });
      }
      for (Future<Void> done : callers.invokeAll(work)) {
        done.get();
      }
    } finally {
      callers.shutdownNow();
    }
  }

  private void callOnce(FrontDoor door, Random random, boolean isTrader) throws Exception {
    HttpResponse<String> response =
        isTrader
            ? random.nextInt(5) == 0 ? door.post("/trade-reconciliation", "{}") : trade()
            : read(door, random);
    if (response.statusCode() == 409) {
      heldOff.incrementAndGet();
    } else if (response.statusCode() == 200) {
      answered.incrementAndGet();
    } else {
      refused.add(response.statusCode() + " " + response.body());
    }
  }

  private static HttpResponse<String> read(FrontDoor door, Random random) throws Exception {
    return switch (random.nextInt(8)) {
      case 0 -> door.get("/ping");
      case 1 -> door.get("/allocation?dryRun=true");
      default -> door.get("/summary");
    };
  }

  /**
   * Trades towards another target than the call before, under its key or a new one: some runs are
   * repeated while they are under way, some later, and the others have to wait for the account.
   */
  private HttpResponse<String> trade() throws Exception {
    int number = trades.getAndIncrement();
    bench.strategy(TIDAL, Map.of("SPY", "0." + (1 + number * 7 % 9)));
    HttpResponse<String> response =
        bench.postWithKey("/allocation", "run " + number / CALLS_A_KEY, "{}");
    if (response.statusCode() == 200) {
      JsonObject answer = FrontDoor.json(response);
      if (!answer.has("status") && !answer.getAsJsonArray("orders").isEmpty()) {
        placed.incrementAndGet();
      }
    }
    return response;
  }

  private static void awaitIdle(FrontDoor door) {
    awaitTrue(() -> door.gateway().sessions() == 0 && sessionThreads().isEmpty());
    assertThat(sessionThreads()).isEmpty();
  }

  private static void awaitTrue(BooleanSupplier condition) {
    Deadline deadline = Deadline.in(Duration.ofSeconds(20));
    while (!condition.getAsBoolean() && !deadline.hasPassed()) {
      Thread.onSpinWait();
    }
  }

  private static List<String> sessionThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("ibapi-") || name.startsWith("simulated-gateway-"))
        .filter(name -> !name.endsWith("-accept") && !name.endsWith("-ticker"))
        .toList();
  }

  /** All but those of the HTTP server's and the HTTP client's pools, which come and go. */
  private static long lastingThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> !name.startsWith("qtp") && !name.startsWith("HttpClient"))
        .count();
  }

  private static long usedHeap() {
    ManagementFactory.getMemoryMXBean().gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** The descriptors of this process that name this, as Linux counts them; 0 on other systems. */
  private static long openDescriptors(String kind) {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return 0;
    }
    try (Stream<Path> open = Files.list(descriptors)) {
      return open.filter(descriptor -> target(descriptor).startsWith(kind)).count();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "closed meanwhile";
    }
  }
}
