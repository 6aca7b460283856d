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

  /** What the socket would see: every write with what it holds. */
  private static final class Wire extends ByteArrayOutputStream {
    private final List<Integer> pieces = new ArrayList<>();

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      pieces.add(length);
      super.write(bytes, offset, length);
      notifyAll();
    }

    synchronized void awaitBytes(int count) throws InterruptedException {
      while (size() < count) {
        wait();
      }
    }

    synchronized List<Integer> pieces() {
      return List.copyOf(pieces);
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
  void whatIsGatheredLeavesInOnePiece() throws Exception {
    add(1);
    wire.awaitBytes(2);
    outbox.gather();
    add(200);
    outbox.letGo();
    wire.awaitBytes(402);

    assertThat(wire.pieces()).containsExactly(2, 400).inOrder();
  }

  @Test
  void faultsStrikeInTheMiddleOfWhatIsGathered() throws Exception {
    faults.strike(Direction.OUT, Trouble.DROP_AFTER, 3);
    outbox.gather();
    add(10);
    outbox.letGo();

    assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    // The first is the greeting, which has number 0.
    assertThat(wire.toByteArray()).isEqualTo(new byte[] {0, 0, 1, 0, 2, 0, 3, 0});
  }
}
