package dev.ibintents;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.ibapi.Deadline;
import dev.ibintents.trading.RunHeaders;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * Many callers at once, readers and traders: none is refused but for the account being held, and
 * nothing is left behind. {@code mvn -Pload test} does it for a minute.
 */
@Timeout(300)
final class LoadTest {
  private static final int CALLERS = 32;
  private static final String SECONDS = "ibintents.load.seconds";

  /** What a heap may grow by from one half of the time to the other and still be called flat. */
  private static final long FLAT = 24L << 20;

  /** What the store keeps open for the next caller, which is more or less: four times its files. */
  private static final long POOLED = 12;

  @TempDir Path folder;
  private final Queue<String> refused = new ConcurrentLinkedQueue<>();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger heldOff = new AtomicInteger();

  @Test
  void manyCallersAtOnceLeaveNothingBehind() throws Exception {
    Duration half = Duration.ofMillis(Integer.getInteger(SECONDS, 4) * 500L);
    long seed = new Random().nextLong();
    try (FrontDoor door = FrontDoor.in(folder).variable("TIMEOUT_SECONDS", "60").open()) {
      door.store()
          .update(
              "config/common",
              Map.of(
                  "exposure",
                  Map.of(
                      "overall",
                      BigDecimal.ONE,
                      "strategies",
                      Map.of("macd", new BigDecimal("0.1")))));
      call(door, seed, half.dividedBy(2)); // what is loaded and pooled for good, is by now
      awaitIdle(door);
      long sockets = openDescriptors("socket:");
      long files = openDescriptors("");
      long threads = lastingThreads();

      call(door, seed + 1, half);
      awaitIdle(door);
      long halfway = usedHeap();
      call(door, seed + 2, half);
      awaitIdle(door);

      String all = "seed " + seed + ", " + answered + " answered, " + heldOff + " held off";
      assertWithMessage(all).that(refused).isEmpty();
      assertWithMessage(all).that(answered.get()).isGreaterThan(CALLERS);
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

  private void call(FrontDoor door, long seed, Duration time) throws Exception {
    Deadline end = Deadline.in(time);
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try {
      List<Callable<Void>> work = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        Random random = new Random(seed * CALLERS + i);
        work.add(
            () -> {
              do {
                callOnce(door, random);
              } while (!end.hasPassed());
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

  private void callOnce(FrontDoor door, Random random) throws Exception {
    HttpResponse<String> response;
    switch (random.nextInt(8)) {
      case 0 -> response = door.get("/ping");
      case 1 -> response = door.get("/allocation?dryRun=true");
      case 2 ->
          response =
              door.send(
                  door.request("/allocation")
                      .header(RunHeaders.IDEMPOTENCY_KEY, "run " + random.nextInt(50))
                      .POST(BodyPublishers.ofString("{}")));
      default -> response = door.get("/summary");
    }
    if (response.statusCode() == 409) {
      heldOff.incrementAndGet();
    } else if (response.statusCode() == 200) {
      answered.incrementAndGet();
    } else {
      refused.add(response.statusCode() + " " + response.body());
    }
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
      return open.filter(one -> target(one).startsWith(kind)).count();
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
