package dev.ibintents;

import com.google.cloud.functions.HttpResponse;
import dev.ibintents.ibapi.ClientIdInUseException;
import dev.ibintents.ibapi.GatewayTimeoutException;
import dev.ibintents.ibapi.GatewayUnreachableException;
import dev.ibintents.ibapi.UnsupportedServerVersionException;
import dev.ibintents.ibapi.wire.ProtocolException;
import dev.ibintents.intent.AnswerJson;
import dev.ibintents.intent.InvalidParametersException;
import dev.ibintents.intent.KillSwitchException;
import dev.ibintents.intent.RunningException;
import dev.ibintents.intent.StreamedAnswer;
import dev.ibintents.store.StoreUnavailableException;
import dev.ibintents.trading.InvalidOrderPropertiesException;
import dev.ibintents.trading.LeaseHeldException;
import dev.ibintents.trading.RunKeyReusedException;
import dev.ibintents.trading.UnsettledOrdersException;
import java.io.IOException;
import java.io.Writer;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes answers: one JSON object and a newline, with the time, and the status that fits; or what
 * an intent streams in another format.
 */
final class Answers {
  private static final Logger logger = LoggerFactory.getLogger(Answers.class);

  private static final int OK = 200;
  private static final int INTERNAL_SERVER_ERROR = 500;

  /** Whatever is not listed here is a failure of the intent: 500. */
  private static final Map<Class<? extends Throwable>, Integer> STATUSES =
      Map.ofEntries(
          Map.entry(InvalidJsonException.class, 400),
          Map.entry(BadRequestException.class, 400),
          Map.entry(InvalidParametersException.class, 400),
          Map.entry(InvalidOrderPropertiesException.class, 400),
          Map.entry(UnknownIntentException.class, 404),
          Map.entry(MethodNotAllowedException.class, 405),
          Map.entry(LeaseHeldException.class, 409),
          Map.entry(RunningException.class, 409),
          Map.entry(RunKeyReusedException.class, 400),
          Map.entry(PayloadTooLargeException.class, 413),
          Map.entry(KillSwitchException.class, 503),
          Map.entry(StoreUnavailableException.class, 503),
          Map.entry(GatewayUnreachableException.class, 503),
          Map.entry(ClientIdInUseException.class, 503),
          Map.entry(UnsupportedServerVersionException.class, 503),
          Map.entry(ProtocolException.class, 503),
          Map.entry(GatewayTimeoutException.class, 504),
          Map.entry(UnsettledOrdersException.class, 504));

  private final Clock clock;

  /**
   * @param clock tells the time for {@code utcTimestamp}
   */
  Answers(Clock clock) {
    this.clock = clock;
  }

  private record Failure(String error) {}

  /** Answers with a record, or with what is longer. */
  void ok(HttpResponse response, Object answer) throws IOException {
    if (answer instanceof StreamedAnswer streamed) {
      head(response, OK, streamed.contentType());
      streamed.write(response.getWriter(), this::now);
    } else {
      write(response, OK, answer);
    }
  }

  /** Answers with what went wrong. */
  void failed(HttpResponse response, Throwable failure) throws IOException {
    int status = STATUSES.getOrDefault(failure.getClass(), INTERNAL_SERVER_ERROR);
    if (status == INTERNAL_SERVER_ERROR) {
      logger.error("The intent failed", failure);
    } else if (status > INTERNAL_SERVER_ERROR) {
      logger.error("{}: {}", failure.getClass().getSimpleName(), failure.getMessage());
    } else {
      logger.info("Refused with {}: {}", status, failure.getMessage());
    }
    if (failure instanceof MethodNotAllowedException notAllowed) {
      response.appendHeader("Allow", String.join(", ", notAllowed.allowed()));
    }
    write(response, status, new Failure(describe(failure)));
  }

  private static String describe(Throwable failure) {
    return failure instanceof InvalidJsonException
        ? failure.getMessage()
        : failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }

  private void write(HttpResponse response, int status, Object answer) throws IOException {
    String json = AnswerJson.text(answer);
    head(response, status, "application/json");
    Writer writer = response.getWriter();
    // The time comes last, after whatever the answer holds.
    writer.write(json, 0, json.length() - 1);
    writer.write(json.equals("{}") ? "" : ",");
    writer.write("\"utcTimestamp\":\"" + now() + "\"}\n");
  }

  private static void head(HttpResponse response, int status, String contentType) {
    response.setStatusCode(status);
    response.setContentType(contentType);
    // A GET acts here as a POST does, and nobody on the way may answer in its place.
    response.appendHeader("Cache-Control", "no-store");
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS).toString();
  }
}
