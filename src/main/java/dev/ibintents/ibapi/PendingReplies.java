package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The replies that a session waits for. Thread-safe. */
final class PendingReplies {
  private final List<PendingReply<?, ?>> pending = new ArrayList<>();
  private final SessionEnd end;

  PendingReplies(SessionEnd end) {
    this.end = end;
  }

  /**
   * Adds a reply to wait for. If the session is over, the reply fails at once and this returns
   * false.
   */
  boolean add(PendingReply<?, ?> reply) {
    RuntimeException endCause;
    synchronized (pending) {
      endCause = end.cause();
      if (endCause == null) {
        pending.add(reply);
        return true;
      }
    }
    reply.fail(endCause);
    return false;
  }

  /** Removes a reply that nobody waits for any more. */
  void remove(PendingReply<?, ?> reply) {
    synchronized (pending) {
      pending.remove(reply);
    }
  }

  /** The requests without a complete reply, in words. */
  List<String> asked() {
    synchronized (pending) {
      return pending.stream().map(PendingReply::asked).toList();
    }
  }

  /** The request with this id in words; empty if its reply is complete. */
  Optional<String> asked(int reqId) {
    synchronized (pending) {
      return pending.stream()
          .filter(reply -> reply.reqId() == reqId)
          .map(PendingReply::asked)
          .findFirst();
    }
  }

  /** Passes a message to every reply, and completes those that it ends. */
  void received(Response message) {
    List<PendingReply<?, ?>> complete = List.of();
    synchronized (pending) {
      for (int i = 0; i < pending.size(); i++) { // an iterator for each message is worth saving
        PendingReply<?, ?> reply = pending.get(i);
        if (reply.isCompleteWith(message)) {
          complete = complete.isEmpty() ? new ArrayList<>() : complete;
          complete.add(reply);
        }
      }
      if (complete.isEmpty()) {
        return; // as after most messages
      }
      pending.removeAll(complete);
    }
    complete.forEach(PendingReply::complete);
  }

  /** Fails the replies that match. */
  void fail(Predicate<PendingReply<?, ?>> matches, RuntimeException cause) {
    List<PendingReply<?, ?>> failing = new ArrayList<>();
    synchronized (pending) {
      pending.stream().filter(matches).forEach(failing::add);
      pending.removeAll(failing);
    }
    failing.forEach(reply -> reply.fail(cause));
  }

  /** Fails all replies, because the session is over. */
  void end(RuntimeException cause) {
    fail(reply -> true, cause);
  }
}
