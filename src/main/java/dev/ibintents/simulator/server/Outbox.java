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
 * The messages on their way to one client. They are sent in order, each when it is due, and with
 * the faults that are set. One thread runs it. Any thread may add messages.
 */
final class Outbox {
  /** The number of waiting answers at which a client that does not read is dropped. */
  static final int MOST_WAITING = 100_000;

  private static final int OVERSIZED = 2_000_000_000;
  private static final byte[] GARBAGE = {
    0x47, 0x45, 0x54, 0x20, 0x2F, 0x20, 0x00, (byte) 0xFF, (byte) 0xFE, 0x00, 0x7B, 0x13
  };

  private record QueuedMessage(byte[] frame, long dueNanos, BooleanSupplier wanted) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<QueuedMessage> queue = new ArrayDeque<>();
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
   * Adds a frame. It is sent when it is due and all earlier frames are sent.
   *
   * @param dueNanos when the frame is due, in terms of {@link System#nanoTime()}
   * @param wanted says at that time whether the frame is still to be sent
   * @return false if the queue is full
   */
  boolean add(byte[] frame, long dueNanos, BooleanSupplier wanted) {
    lock.lock();
    try {
      if (queue.size() >= MOST_WAITING) {
        return false;
      }
      if (!finished) {
        queue.addLast(new QueuedMessage(frame, dueNanos, wanted));
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
   * Holds the frames that are added from now on. All answers to one request are then sent together,
   * as a gateway sends them. They need only one wake-up and one system call.
   */
  void gather() {
    lock.lock();
    try {
      gathering = true;
    } finally {
      lock.unlock();
    }
  }

  /** Lets the held frames be sent. */
  void release() {
    lock.lock();
    try {
      gathering = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Accepts no more frames. {@link #run} ends when the waiting frames are sent. */
  void finish() {
    lock.lock();
    try {
      finished = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Accepts no more frames and drops the waiting ones. {@link #run} ends at once. */
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
   * Sends frames until the outbox is finished or a fault ends the connection.
   *
   * @throws IOException if the client has left
   * @throws InterruptedException if the thread is interrupted
   */
  void run() throws IOException, InterruptedException {
    List<QueuedMessage> due = new ArrayList<>();
    boolean open = true;
    while (open && next(due)) {
      for (QueuedMessage message : due) {
        open = open && !abandoned;
        if (open && message.wanted().getAsBoolean()) {
          open = send(message.frame());
        }
      }
      due.clear();
    }
    if (open && held != null) {
      out.write(held);
    }
    out.flush();
  }

  /**
   * Sends all waiting frames at once, in the calling thread. It is for a connection without a
   * thread that writes, so no frame waits until it is due.
   *
   * @return false if a fault ends the connection
   * @throws IOException if the client has left
   */
  boolean sendAll() throws IOException {
    boolean open = true;
    for (QueuedMessage next = take(); open && next != null; next = take()) {
      open = !next.wanted().getAsBoolean() || send(next.frame());
    }
    out.flush();
    return open;
  }

  private QueuedMessage take() {
    lock.lock();
    try {
      return gathering ? null : queue.pollFirst();
    } finally {
      lock.unlock();
    }
  }

  /** Sends a frame, perhaps with a fault; false if the connection ends. */
  private boolean send(byte[] frame) throws IOException {
    sent++;
    Optional<Trouble> trouble = faults.takeTrouble(Direction.OUT, sent);
    return trouble.isEmpty() ? sendPlain(frame) : sendTroubled(frame, trouble.get());
  }

  /** Waits for the next frame that is due, and takes all that are; false if no more will come. */
  private boolean next(List<QueuedMessage> due) throws IOException, InterruptedException {
    lock.lock();
    try {
      while (true) {
        QueuedMessage first = first();
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

  /** The next frame to be sent; {@code null} while frames are gathered. */
  private QueuedMessage first() {
    return gathering ? null : queue.peekFirst();
  }

  private boolean hasEnded(QueuedMessage first) {
    return first == null && finished && !gathering;
  }

  /**
   * Waits for a change or for a time. It flushes without the lock, so that a client that does not
   * read blocks no other thread.
   */
  private void await(QueuedMessage first, long wait) throws IOException, InterruptedException {
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

  private boolean sendPlain(byte[] frame) throws IOException {
    out.write(frame);
    if (held != null) {
      out.write(held);
      held = null;
    }
    return true;
  }

  /** Sends a frame with a fault; false if the connection ends. */
  private boolean sendTroubled(byte[] frame, Trouble trouble) throws IOException {
    switch (trouble) {
      case DROP_BEFORE -> {
        return false;
      }
      case DROP_AFTER -> {
        sendPlain(frame);
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
        sendPlain(frame);
        sendPlain(frame);
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
