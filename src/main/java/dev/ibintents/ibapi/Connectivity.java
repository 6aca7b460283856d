package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.ErrorMessage;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the gateway has its own connection to the broker, by the errors that are about the
 * session (TWS API, "System Message Codes"). Safe for several threads.
 */
final class Connectivity {
  private static final Logger logger = LoggerFactory.getLogger(Connectivity.class);

  private static final int LOST = 1100;
  private static final int RESTORED_DATA_LOST = 1101;
  private static final int RESTORED = 1102;
  private static final int BROKEN = 2110;

  /** Data farms are connected (2104, 2106, 2158), or asleep until they are needed (2107, 2108). */
  private static final Set<Integer> GOOD_NEWS = Set.of(2104, 2106, 2158, 2107, 2108);

  private ErrorMessage lost;
  private ErrorMessage lastLoss;
  private ErrorMessage lastError;
  private int losses;

  /** Takes an error that is about no request and no order. */
  void received(ErrorMessage error) {
    if (GOOD_NEWS.contains(error.code())) {
      logger.debug("The gateway says: {} {}", error.code(), error.text());
      return;
    }
    logger.warn("The gateway says: {} {}", error.code(), error.text());
    synchronized (this) {
      lastError = error;
      switch (error.code()) {
        case LOST, BROKEN -> {
          lost = error;
          lastLoss = error;
          losses++;
        }
        case RESTORED, RESTORED_DATA_LOST -> lost = null;
        default -> {
          // What else concerns the session changes nothing about its connectivity.
        }
      }
    }
  }

  /** The gateway's words if it has lost the broker. */
  synchronized Optional<ErrorMessage> lost() {
    return Optional.ofNullable(lost);
  }

  /** The last error that was about no request in particular. */
  synchronized Optional<ErrorMessage> lastError() {
    return Optional.ofNullable(lastError);
  }

  /** How often the gateway has said that it lost the broker. */
  synchronized int losses() {
    return losses;
  }

  /** What the gateway said when it last lost the broker; {@code null} if it never did. */
  synchronized ErrorMessage lastLoss() {
    return lastLoss;
  }

  /**
   * Refuses what needs the broker.
   *
   * @throws ConnectivityLostException if the gateway has lost it
   */
  void require(String what) {
    lost()
        .ifPresent(
            words -> {
              throw new ConnectivityLostException(what, words);
            });
  }
}
