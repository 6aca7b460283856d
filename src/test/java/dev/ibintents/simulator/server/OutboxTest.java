package dev.ibintents.simulator.server;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.simulator.fault.Faults;
import dev.ibintents.simulator.fault.Faults.Direction;
import dev.ibintents.simulator.fault.Faults.Trouble;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class OutboxTest {
  private final Faults faults = new Faults();
  private final Wire wire = new Wire();
  private final Outbox outbox = new Outbox(wire, faults);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread writer = new Thread(this::write, "outbox-test");

  /** A stream that records the length of each write. */
  private static final class Wire extends ByteArrayOutputStream {
    private final List<Integer> writes = new ArrayList<>();

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      writes.add(length);
      super.write(bytes, offset, length);
      notifyAll();
    }

    synchronized void awaitBytes(int count) throws InterruptedException {
      while (size() < count) {
        wait();
      }
    }

    synchronized List<Integer> writes() {
      return List.copyOf(writes);
    }
  }

  @BeforeEach
  void start() {
    writer.start();
  }

  @AfterEach
  void end() throws InterruptedException {
    outbox.abandon();
    writer.join(TimeUnit.SECONDS.toMillis(20));
  }

  private void write() {
    try {
      outbox.run();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      ended.countDown();
    }
  }

  private void add(int frames) {
    for (int i = 0; i < frames; i++) {
      outbox.add(new byte[] {(byte) i, 0}, System.nanoTime(), () -> true);
    }
  }

  @Test
  void gatheredFramesAreWrittenTogether() throws Exception {
    add(1);
    wire.awaitBytes(2);
    outbox.gather();
    add(200);
    outbox.release();
    wire.awaitBytes(402);

    assertThat(wire.writes()).containsExactly(2, 400).inOrder();
  }

  @Test
  void faultStrikesAmongGatheredFrames() throws Exception {
    faults.strike(Direction.OUT, Trouble.DROP_AFTER, 3);
    outbox.gather();
    add(10);
    outbox.release();

    assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    // The first frame is the greeting, which has number 0.
    assertThat(wire.toByteArray()).isEqualTo(new byte[] {0, 0, 1, 0, 2, 0, 3, 0});
  }
}
