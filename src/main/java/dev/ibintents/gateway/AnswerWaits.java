package dev.ibintents.gateway;

import dev.ibintents.ibapi.ClientSession;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.GatewayTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for answers of the gateway, and counts these waits. Not safe for several threads. */
final class AnswerWaits {
  private static final Logger logger = LoggerFactory.getLogger(AnswerWaits.class);

  private final String address;
  private int count;

  /**
   * @param address the gateway's host and port, for messages
   */
  AnswerWaits(String address) {
    this.address = address;
  }

  /** The number of waits. */
  int count() {
    return count;
  }

  /** Counts a wait. */
  void begin() {
    count++;
  }

  /**
   * Counts a wait, unless the requests were sent before an earlier wait: then their answers are on
   * the way already.
   *
   * @param sentAt the number of waits when the requests were sent
   */
  void begin(int sentAt) {
    if (sentAt == count) {
      begin();
    }
  }

  /**
   * Waits until all the futures are complete, or the first has failed. Those that are not complete
   * in time are cancelled.
   *
   * @param session the session in which the requests were made
   * @param sentAt the number of waits when they were made
   * @throws GatewayTimeoutException if the gateway does not answer in time
   * @throws dev.ibintents.ibapi.GatewayException if a request was refused or the connection ended
   */
  void await(
      ClientSession session, Deadline deadline, int sentAt, CompletableFuture<?>... answers) {
    begin(sentAt);
    await(
        deadline,
        () -> unanswered(session, String.join(", ", session.unanswered()), deadline),
        answers);
  }

  /** Waits for the start of a session as {@link #await} does. */
  void awaitStart(ClientSession session, Deadline deadline, CompletableFuture<?> start) {
    begin();
    await(deadline, () -> unanswered(session, "managedAccounts and nextValidId", deadline), start);
  }

  private void await(
      Deadline deadline, Supplier<String> unanswered, CompletableFuture<?>... answers) {
    CompletableFuture<Void> all = CompletableFuture.allOf(answers);
    for (CompletableFuture<?> answer : answers) {
      answer.whenComplete(
          (value, failure) -> {
            if (failure != null) {
              all.completeExceptionally(failure);
            }
          });
    }
    try {
      deadline.await(all);
    } catch (TimeoutException e) {
      String message = unanswered.get();
      for (CompletableFuture<?> answer : answers) {
        answer.cancel(false); // nobody would use a later answer
      }
      throw new GatewayTimeoutException(message, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GatewayTimeoutException("interrupted while waiting for the gateway", e);
    } catch (ExecutionException e) {
      // The connection has a deadline too, which may be the same and pass first.
      throw e.getCause() instanceof GatewayTimeoutException && deadline.hasPassed()
          ? new GatewayTimeoutException(unanswered.get(), e)
          : rethrown(e.getCause());
    }
  }

  private static RuntimeException rethrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException runtime
        ? runtime
        : new IllegalStateException("an answer failed in an unexpected way", cause);
  }

  /** Whether a future completes in time; a failure of it is thrown. */
  static boolean completes(CompletableFuture<?> answer, Deadline end) {
    try {
      end.await(answer);
      return true;
    } catch (TimeoutException e) {
      logger.debug("Not complete within {}", end.length(), e);
      return false;
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GatewayTimeoutException("interrupted while waiting for the gateway", e);
    }
  }

  private String unanswered(ClientSession session, String missing, Deadline deadline) {
    StringBuilder text = new StringBuilder("connected to ").append(address);
    text.append(", but ").append(missing.isEmpty() ? "the last answer" : missing);
    text.append(" did not come within ").append(GatewaySettings.words(deadline.length()));
    session
        .connectivityLost()
        .or(session::lastError)
        .ifPresent(
            error ->
                text.append("; the gateway's last message: ")
                    .append(error.code())
                    .append(' ')
                    .append(error.text()));
    return text.toString();
  }
}
