package dev.ibintents.simulator.control;

import dev.ibintents.ibapi.message.Request;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The messages that clients have sent. The oldest are forgotten, so the memory has a limit. */
final class SentMessages {
  /** The largest number of messages that are kept. */
  static final int MOST = 10_000;

  /** The largest size of all kept messages, in characters. */
  private static final long LARGEST = 8_000_000;

  private record Kept(SentMessage message, long size) {}

  private final Deque<Kept> kept = new ArrayDeque<>();
  private long size;
  private long count;

  /** Adds a message. */
  synchronized void add(Instant time, int client, Request request) {
    count++;
    SentMessage message =
        new SentMessage(
            count, time, client, MessageFields.name(request), MessageFields.of(request));
    Kept added = new Kept(message, message.fields().toString().length());
    kept.addLast(added);
    size += added.size();
    while (kept.size() > MOST || size > LARGEST && kept.size() > 1) {
      size -= kept.removeFirst().size();
    }
  }

  /** Forgets all messages. The next message has the number 1. */
  synchronized void clear() {
    kept.clear();
    size = 0;
    count = 0;
  }

  /** The kept messages that fulfil a condition, the oldest first. */
  synchronized List<SentMessage> list(Predicate<SentMessage> condition) {
    return kept.stream().map(Kept::message).filter(condition).toList();
  }

  /** The first kept message that fulfils a condition. */
  synchronized Optional<SentMessage> first(Predicate<SentMessage> condition) {
    return kept.stream().map(Kept::message).filter(condition).findFirst();
  }

  /** The number of the oldest message that is kept; one above the count if none is. */
  synchronized long oldest() {
    return kept.isEmpty() ? count + 1 : kept.peekFirst().message().number();
  }

  /** The number of messages since the start. */
  synchronized long count() {
    return count;
  }
}
