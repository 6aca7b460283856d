package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.ErrorMessage;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the gateway has its own connections to the broker and its data farms, by the errors that
 * are about the session (TWS API, "System Message Codes"). Safe for several threads.
 */
final class Connectivity {
  private static final Logger logger = LoggerFactory.getLogger(Connectivity.class);

  private static final int LOST = 1100;
  private static final int RESTORED_DATA_LOST = 1101;
  private static final int RESTORED = 1102;
  private static final int BROKEN = 2110;

  /** The farms that are broken, by their names, each with the gateway's words. */
  private final Map<Farm, Map<String, ErrorMessage>> broken = new EnumMap<>(Farm.class);

  private ErrorMessage lost;
  private ErrorMessage lastLoss;
  private ErrorMessage lastError;
  private int losses;

  /** Takes an error that is about no request and no order. */
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
          // What else concerns the session changes nothing about its connectivity.
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
   * The gateway's words if its silence about something proves nothing: it has lost the broker since
   * the session began, even if it has found it again, or a farm that would know is broken.
   */
  synchronized Optional<ErrorMessage> outage(Farm farm) {
    return losses > 0
        ? Optional.of(lastLoss)
        : broken.getOrDefault(farm, Map.of()).values().stream().findFirst();
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
    refuseIf(lost(), what);
  }

  /**
   * Refuses to take the gateway's silence for an answer.
   *
   * @throws ConnectivityLostException if there is an {@link #outage}
   */
  void requireNoOutage(Farm farm, String what) {
    refuseIf(outage(farm), what);
  }

  private static void refuseIf(Optional<ErrorMessage> trouble, String what) {
    trouble.ifPresent(
        words -> {
          throw new ConnectivityLostException(what, words);
        });
  }
}
