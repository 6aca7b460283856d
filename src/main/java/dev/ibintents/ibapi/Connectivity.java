package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.ErrorMessage;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of the gateway's own connections to the broker and its data farms. Errors about the
 * session report it (TWS API, "System Message Codes"). Thread-safe.
 */
final class Connectivity {
  private static final Logger logger = LoggerFactory.getLogger(Connectivity.class);

  private static final int LOST = 1100;
  private static final int RESTORED_DATA_LOST = 1101;
  private static final int RESTORED = 1102;
  private static final int BROKEN = 2110;

  /** The broken farms by name, each with the gateway's message. */
  private final Map<Farm, Map<String, ErrorMessage>> broken = new EnumMap<>(Farm.class);

  private ErrorMessage lost;
  private ErrorMessage lastLoss;
  private ErrorMessage lastError;
  private int losses;

  /** Takes an error that is about neither a request nor an order. */
  void received(ErrorMessage error) {
    Optional<Farm> restored = Farm.restoredBy(error.code());
    if (restored.isPresent()) {
      logger.debug("The gateway says: {} {}", error.code(), error.text());
      restore(restored.get(), Farm.nameIn(error.text()));
      return;
    }
    logger.warn("The gateway says: {} {}", error.code(), error.text());
    synchronized (this) {
      lastError = error;
      Farm.brokenBy(error.code())
          .ifPresent(
              farm ->
                  broken
                      .computeIfAbsent(farm, kind -> new TreeMap<>())
                      .put(Farm.nameIn(error.text()), error));
      switch (error.code()) {
        case LOST, BROKEN -> {
          lost = error;
          lastLoss = error;
          losses++;
        }
        case RESTORED, RESTORED_DATA_LOST -> lost = null;
        default -> {
          // Other errors do not change the connectivity.
        }
      }
    }
  }

  private synchronized void restore(Farm farm, String name) {
    Map<String, ErrorMessage> ofKind = broken.getOrDefault(farm, Map.of());
    if (!ofKind.isEmpty()) {
      ofKind.remove(name);
    }
  }

  /**
   * The gateway's message about an outage, during which a missing reply proves nothing.
   *
   * <p>It counts as an outage if the gateway has lost the broker since the session began, even if
   * the connection is restored. A broken farm of this kind counts too.
   */
  synchronized Optional<ErrorMessage> outage(Farm farm) {
    return losses > 0
        ? Optional.of(lastLoss)
        : broken.getOrDefault(farm, Map.of()).values().stream().findFirst();
  }

  /** The gateway's message if it has lost the broker. */
  synchronized Optional<ErrorMessage> lost() {
    return Optional.ofNullable(lost);
  }

  /** The last error that was about no request. */
  synchronized Optional<ErrorMessage> lastError() {
    return Optional.ofNullable(lastError);
  }

  /** The number of times that the gateway reported the loss of the broker. */
  synchronized int losses() {
    return losses;
  }

  /** The gateway's last message about the loss of the broker; {@code null} if there was none. */
  synchronized ErrorMessage lastLoss() {
    return lastLoss;
  }

  /**
   * Throws an exception if the gateway has lost the broker.
   *
   * @throws ConnectivityLostException if the gateway has lost the broker
   */
  void require(String consequence) {
    refuseIf(lost(), consequence);
  }

  /**
   * Throws an exception if an outage may explain a missing reply.
   *
   * @throws ConnectivityLostException if there is an {@link #outage}
   */
  void requireNoOutage(Farm farm, String consequence) {
    refuseIf(outage(farm), consequence);
  }

  private static void refuseIf(Optional<ErrorMessage> loss, String consequence) {
    loss.ifPresent(
        error -> {
          throw new ConnectivityLostException(consequence, error);
        });
  }
}
