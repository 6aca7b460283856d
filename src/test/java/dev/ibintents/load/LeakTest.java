package dev.ibintents.load;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.bench.FrontDoor;
import dev.ibintents.environment.Environment;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.intent.Intent;
import dev.ibintents.intent.IntentDefinition;
import dev.ibintents.intent.Intents;
import dev.ibintents.intent.Parameter;
import dev.ibintents.intent.Parameters;
import dev.ibintents.simulator.fault.Faults;
import dev.ibintents.simulator.fault.Faults.Direction;
import dev.ibintents.simulator.fault.Faults.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever goes wrong, an invocation leaves nothing behind. */
final class LeakTest {
  private static final int INVOCATIONS = 1000;
  private static final List<Trouble> TROUBLES =
      List.of(
          Trouble.DROP_BEFORE,
          Trouble.DROP_AFTER,
          Trouble.GARBAGE,
          Trouble.TRUNCATED,
          Trouble.OVERSIZED,
          Trouble.NEGATIVE_LENGTH);

  @TempDir Path folder;

  /** Fails in the middle of its work, with requests under way. */
  private static final class Failing extends Intent {
    private final boolean error;

    Failing(Environment environment, Parameters parameters) {
      super(environment, parameters);
      error = parameters.flag("error");
    }

    @Override
    protected Object core() {
      environment().gateway().session().reqPositions();
      environment().gateway().session().reqAllOpenOrders();
      if (error) {
        throw new LinkageError("on purpose");
      }
      throw new IllegalStateException("on purpose");
    }

    @Override
    public String name() {
      return "failing";
    }
  }

  @Test
  @Timeout(120)
  void aThousandInvocationsLeaveNothingBehind() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<IntentDefinition> table = new ArrayList<>(Intents.all().definitions());
    table.add(
        new IntentDefinition(
            "failing",
            "Fails.",
            List.of(Parameter.optional("error", Parameter.Type.FLAG, "with an Error")),
            Failing::new));
    try (FrontDoor door = FrontDoor.in(folder).intents(new Intents(table)).open()) {
      assertThat(door.get("/summary").statusCode()).isEqualTo(200);
      awaitIdle(door);
      long socketsBefore = openSockets();

      int failed = 0;
      for (int i = 0; i < INVOCATIONS; i++) {
        if (door.get(random.nextInt(3) == 0 ? troubled(door, random) : "/summary").statusCode()
            != 200) {
          failed++;
        }
        door.gateway().faults().clear();
      }

      awaitIdle(door);
      assertWithMessage("failed, seed %s", seed).that(failed).isGreaterThan(INVOCATIONS / 4);
      assertWithMessage("failed, seed %s", seed).that(failed).isLessThan(INVOCATIONS / 2);
      assertWithMessage("sessions, seed %s", seed).that(door.gateway().sessions()).isEqualTo(0);
      assertWithMessage("threads, seed %s", seed).that(readingThreads()).isEmpty();
      awaitTrue(() -> openSockets() <= socketsBefore);
      assertWithMessage("sockets, seed %s", seed).that(openSockets()).isAtMost(socketsBefore);
    }
  }

  /** Arranges for something to go wrong after the session has begun, and says what to ask. */
  private static String troubled(FrontDoor door, Random random) {
    Faults faults = door.gateway().faults();
    switch (random.nextInt(4)) {
      case 0 -> {
        return "/failing?error=" + random.nextBoolean();
      }
      case 1 -> faults.strike(Direction.IN, Trouble.DROP_BEFORE, 3 + random.nextInt(3));
      default ->
          faults.strike(
              Direction.OUT,
              TROUBLES.get(random.nextInt(TROUBLES.size())),
              // The first seven belong to the start, and whoever connects tries again.
              8 + random.nextInt(40));
    }
    return "/summary";
  }

  private static void awaitIdle(FrontDoor door) {
    awaitTrue(() -> door.gateway().sessions() == 0 && readingThreads().isEmpty());
  }

  private static void awaitTrue(BooleanSupplier condition) {
    Deadline deadline = Deadline.in(Duration.ofSeconds(20));
    while (!condition.getAsBoolean() && !deadline.hasPassed()) {
      Thread.onSpinWait();
    }
  }

  private static List<String> readingThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("ibapi-") || name.startsWith("simulated-gateway-"))
        .filter(name -> !name.endsWith("-accept") && !name.endsWith("-ticker"))
        .toList();
  }

  /** The sockets of this process, as Linux counts them; 0 on other systems. */
  private static long openSockets() {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return 0;
    }
    try (Stream<Path> open = Files.list(descriptors)) {
      return open.filter(LeakTest::isSocket).count();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (NoSuchFileException e) {
      return false; // closed meanwhile
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
