package dev.ibintents.simulator.server;

import dev.ibintents.simulator.fault.Faults;
import dev.ibintents.simulator.fault.Faults.Direction;
import dev.ibintents.simulator.fault.Faults.Trouble;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The messages on their way to one client: in order, each when it is due, and with the faults that
 * are set. One thread runs it; any thread may add to it.
 */
final class Outbox {
  /** A client that asks and never reads is dropped when this many answers wait for it. */
  static final int MOST_WAITING = 100_000;

  private static final int OVERSIZED = 2_000_000_000;
  private static final byte[] GARBAGE = {
    0x47, 0x45, 0x54, 0x20, 0x2F, 0x20, 0x00, (byte) 0xFF, (byte) 0xFE, 0x00, 0x7B, 0x13
  };

  private record Waiting(byte[] frame, long dueNanos, BooleanSupplier wanted) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private final OutputStream out;
  private final Faults faults;
  private volatile boolean abandoned;
  private boolean finished;
  private boolean gathering;
  private int sent = -1; // the greeting is message 0
  private byte[] held;

  Outbox(OutputStream out, Faults faults) {
    this.out = new BufferedOutputStream(out, 1 << 14);
    this.faults = faults;
  }

  /**
   * Adds a frame; it goes out when it is due and those before it have gone.
   *
   * @param dueNanos in terms of {@link System#nanoTime()}
   * @param wanted asked when it is due: whether it is still to go out
   * @return whether there was room for it
   */
  boolean add(byte[] frame, long dueNanos, BooleanSupplier wanted) {
    lock.lock();
    try {
      if (queue.size() >= MOST_WAITING) {
        return false;
      }
      if (!finished) {
        queue.addLast(new Waiting(frame, dueNanos, wanted));
        if (!gathering) {
          changed.signalAll();
        }
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gathers what is added from now on, so that all answers to one request leave in one piece, as a
   * gateway sends them, and not each with a wake-up and a system call of its own.
   */
  void gather() {
    lock.lock();
    try {
      gathering = true;
    } finally {
      lock.unlock();
    }
  }

  /** Lets go what was gathered. */
  void letGo() {
    lock.lock();
    try {
      gathering = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more; {@link #run} ends when what waits has gone out. */
  void finish() {
    lock.lock();
    try {
      finished = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more and forgets what waits; {@link #run} ends at once. */
  void abandon() {
    lock.lock();
    try {
      abandoned = true;
      queue.clear();
      held = null;
      gathering = false;
      finish();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends until it is finished, or until a fault says that the connection ends.
   *
   * @throws IOException if the client is gone
   * @throws InterruptedException if the thread is interrupted
   */
  void run() throws IOException, InterruptedException {
    List<Waiting> due = new ArrayList<>();
    boolean open = true;
    while (open && next(due)) {
      for (Waiting waiting : due) {
        open = open && !abandoned;
        if (open && waiting.wanted().getAsBoolean()) {
          open = send(waiting.frame());
        }
      }
      due.clear();
    }
    if (open && held != null) {
      out.write(held);
    }
    out.flush();
  }

  /** Whether the connection goes on. */
  private boolean send(byte[] frame) throws IOException {
    sent++;
    Optional<Trouble> trouble = faults.at(Direction.OUT, sent);
    return trouble.isEmpty() ? plain(frame) : troubled(frame, trouble.get());
  }

  /** Waits for what is due next, and takes all that is; false if no more will come. */
  private boolean next(List<Waiting> due) throws IOException, InterruptedException {
    lock.lock();
    try {
      while (true) {
        Waiting first = first();
        long now = System.nanoTime();
        long wait = first == null ? Long.MAX_VALUE : first.dueNanos() - now;
        if (wait <= 0) {
          for (; first != null && first.dueNanos() - now <= 0; first = queue.peekFirst()) {
            due.add(queue.removeFirst());
          }
          return true;
        }
        if (hasEnded(first)) {
          return false;
        }
        await(first, wait);
      }
    } finally {
      lock.unlock();
    }
  }

  /** What goes out next; nothing as long as more is gathered to go with it. */
  private Waiting first() {
    return gathering ? null : queue.peekFirst();
  }

  private boolean hasEnded(Waiting first) {
    return first == null && finished && !gathering;
  }

  /** Flushes without the lock, so that a client that does not read blocks nobody but itself. */
  private void await(Waiting first, long wait) throws IOException, InterruptedException {
    lock.unlock();
    try {
      out.flush();
    } finally {
      lock.lock();
    }
    if (first() != first || hasEnded(first)) {
      return;
    }
    if (first == null) {
      changed.await();
    } else {
      changed.awaitNanos(wait);
    }
  }

  private boolean plain(byte[] frame) throws IOException {
    out.write(frame);
    if (held != null) {
      out.write(held);
      held = null;
    }
    return true;
  }

  /** Whether the connection goes on. */
  private boolean troubled(byte[] frame, Trouble trouble) throws IOException {
    switch (trouble) {
      case DROP_BEFORE -> {
        return false;
      }
      case DROP_AFTER -> {
        plain(frame);
        return false;
      }
      case TRUNCATED -> {
        out.write(frame, 0, frame.length / 2 + 2);
        return false;
      }
      case GARBAGE -> out.write(GARBAGE);
      case OVERSIZED -> out.write(withLength(frame, OVERSIZED));
      case NEGATIVE_LENGTH -> out.write(withLength(frame, -1));
      case DUPLICATE -> {
        plain(frame);
        plain(frame);
      }
      case SWAP_WITH_NEXT -> held = frame;
    }
    return true;
  }

  private static byte[] withLength(byte[] frame, int length) {
    byte[] changed = Arrays.copyOf(frame, frame.length);
    ByteBuffer.wrap(changed).putInt(length);
    return changed;
  }
}
