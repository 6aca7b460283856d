package dev.ibintents.channel;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Sends messages by HTTP. It follows no redirection, and reads no answer, so that nothing of an
 * answer can get into a log.
 */
public final class Courier {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);

  private static final int OK = 200;
  private static final int AFTER_OK = 300;
  private static final int TIMEOUT = 408;
  private static final int TOO_EARLY = 425;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;

  private final HttpClient client;
  private final Clock clock;
  private final boolean inCloud;

  /**
   * @param clock the clock for times of services
   * @param inCloud whether this is the cloud, where no message goes to this machine
   */
  public Courier(Clock clock, boolean inCloud) {
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    this.clock = clock;
    this.inCloud = inCloud;
  }

  /**
   * Sends a message.
   *
   * @param secret the channel's secret; empty if it has none
   * @param timeout the longest wait for the answer
   * @return the result; never fails
   */
  public CompletableFuture<Receipt> send(
      Channel channel, String secret, Message message, Duration timeout) {
    try {
      Post post = Formats.post(channel, secret, message);
      if (inCloud && Addresses.isLocal(post.address())) {
        return CompletableFuture.completedFuture(
            Receipt.refused("in the cloud, the address must begin with https://"));
      }
      return client
          .sendAsync(post.request(timeout), HttpResponse.BodyHandlers.discarding())
          .handle((answer, failure) -> failure == null ? receipt(answer) : receipt(failure));
    } catch (InvalidChannelException e) {
      return CompletableFuture.completedFuture(Receipt.refused(e.getMessage()));
    } catch (IllegalArgumentException e) {
      // The message of the exception may contain the secret.
      return CompletableFuture.completedFuture(
          Receipt.refused("the secret or the address is malformed"));
    }
  }

  private Receipt receipt(HttpResponse<Void> answer) {
    int status = answer.statusCode();
    if (status >= OK && status < AFTER_OK) {
      return new Receipt(Receipt.Result.TAKEN, "", Optional.empty());
    }
    String words = "the service answered " + status;
    return status == TOO_MANY || status == TIMEOUT || status == TOO_EARLY || status >= SERVER_ERROR
        ? new Receipt(Receipt.Result.NOT_TAKEN, words, retryAfter(answer))
        : Receipt.refused(words);
  }

  /** The header Retry-After: seconds, or a date (RFC 9110, section 10.2.3). */
  private Optional<Duration> retryAfter(HttpResponse<Void> answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .flatMap(this::wait)
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
        .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
  }

  private Optional<Duration> wait(String header) {
    try {
      return Optional.of(
          header.matches("\\d{1,9}")
              ? Duration.ofSeconds(Long.parseLong(header))
              : Duration.between(
                  clock.instant(),
                  ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)));
    } catch (DateTimeException e) {
      return Optional.empty(); // without a right time, the next invocation tries again
    }
  }

  private static Receipt receipt(Throwable thrown) {
    Throwable failure = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException) {
      return Receipt.notTaken("the service cannot be reached");
    } else if (failure instanceof HttpTimeoutException) {
      return Receipt.unknown("the service did not answer in time");
    } else if (failure instanceof javax.net.ssl.SSLHandshakeException) {
      return Receipt.notTaken("the certificate of the service is not valid");
    } else if (failure instanceof IOException) {
      return Receipt.unknown("the connection broke off");
    }
    return Receipt.unknown(failure.getClass().getSimpleName());
  }
}
