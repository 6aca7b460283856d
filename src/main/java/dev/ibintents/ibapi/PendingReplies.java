package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The answers that a session is waiting for; safe for several threads. */
final class PendingReplies {
  private final List<PendingReply<?, ?>> pending = new ArrayList<>();
  private final SessionEnd end;

  PendingReplies(SessionEnd end) {
    this.end = end;
  }

  /** Waits for an answer from now on; if the session is over, it fails at once. */
  boolean add(PendingReply<?, ?> answer) {
    RuntimeException over;
    synchronized (pending) {
      over = end.cause();
      if (over == null) {
        pending.add(answer);
        return true;
      }
    }
    answer.fail(over);
    return false;
  }

  /** Forgets an answer that nobody wants any more. */
  void remove(PendingReply<?, ?> answer) {
    synchronized (pending) {
      pending.remove(answer);
    }
  }

  /** What has been asked for and not been answered yet. */
  List<String> asked() {
    synchronized (pending) {
      return pending.stream().map(PendingReply::asked).toList();
    }
  }

  /** What the request with this id asked for, if it has not been answered yet. */
  Optional<String> asked(int reqId) {
    synchronized (pending) {
      return pending.stream()
          .filter(answer -> answer.reqId() == reqId)
          .map(PendingReply::asked)
          .findFirst();
    }
  }

  /** Shows every answer a message; those that are complete with it, are completed. */
  void received(Response message) {
    List<PendingReply<?, ?>> complete = new ArrayList<>();
    synchronized (pending) {
      for (PendingReply<?, ?> answer : pending) {
        if (answer.isCompleteWith(message)) {
          complete.add(answer);
        }
      }
      if (!complete.isEmpty()) {
        pending.removeAll(complete);
      }
    }
    complete.forEach(PendingReply::complete);
  }

  /** Fails the answers that are meant. */
  void fail(Predicate<PendingReply<?, ?>> which, RuntimeException cause) {
    List<PendingReply<?, ?>> failing = new ArrayList<>();
    synchronized (pending) {
      pending.stream().filter(which).forEach(failing::add);
      pending.removeAll(failing);
    }
    failing.forEach(answer -> answer.fail(cause));
  }

  /** The session is over: all answers fail. */
  void end(RuntimeException cause) {
    fail(answer -> true, cause);
  }
}
