package dev.ibintents.gateway;

import dev.ibintents.ibapi.Deadline;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the wait for a gateway: once when it begins, and now and then while it lasts. */
final class WaitLog {
  private static final Logger logger = LoggerFactory.getLogger(WaitLog.class);

  /** The time between two log lines. */
  static final Duration INTERVAL = Duration.ofSeconds(10);

  private long begunNanos;
  private Deadline next;

  /**
   * Notes that an attempt to connect has failed, and that another follows.
   *
   * @param address the address of the gateway
   * @param failure the reason
   * @param deadline the end of the wait
   */
  void failed(String address, String failure, Deadline deadline) {
    long now = System.nanoTime();
    if (next == null) {
      begunNanos = now;
      logger.info(
          "No gateway at {} yet: {}; trying again for up to {} s",
          address,
          failure,
          deadline.remaining().toSeconds());
    } else if (next.hasPassed()) {
      logger.info(
          "Still no gateway at {} after {} s: {}; trying again for up to {} s",
          address,
          Duration.ofNanos(now - begunNanos).toSeconds(),
          failure,
          deadline.remaining().toSeconds());
    } else {
      return;
    }
    next = Deadline.in(INTERVAL);
  }
}
