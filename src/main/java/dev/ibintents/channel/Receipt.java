package dev.ibintents.channel;

import java.time.Duration;
import java.util.Optional;

/**
 * The result of an attempt to send a message.
 *
 * @param result the result
 * @param words the reason if it was not taken; without addresses and secrets
 * @param notBefore the time to wait before the next attempt, if the service names one
 */
public record Receipt(Result result, String words, Optional<Duration> notBefore) {

  /** The results. */
  public enum Result {
    /** The service has taken the message. */
    TAKEN,
    /** The service has not taken the message, and may take it later. */
    NOT_TAKEN,
    /** The service refuses the message, and will do so again until a person corrects something. */
    REFUSED,
    /** It is not known whether the service has taken the message. */
    UNKNOWN
  }

  /** A message that was not sent. */
  public static Receipt notTaken(String words) {
    return new Receipt(Result.NOT_TAKEN, words, Optional.empty());
  }

  /** A message that cannot be sent until a person corrects something. */
  public static Receipt refused(String words) {
    return new Receipt(Result.REFUSED, words, Optional.empty());
  }

  /** A message whose fate is not known. */
  public static Receipt unknown(String words) {
    return new Receipt(Result.UNKNOWN, words, Optional.empty());
  }
}
