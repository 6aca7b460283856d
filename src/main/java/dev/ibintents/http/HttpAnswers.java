package dev.ibintents.http;

import com.google.cloud.functions.HttpResponse;
import dev.ibintents.environment.KillSwitchException;
import dev.ibintents.environment.Logs;
import dev.ibintents.environment.Problem;
import dev.ibintents.intent.Activity;
import dev.ibintents.intent.Detailed;
import dev.ibintents.intent.StepFailedException;
import dev.ibintents.intent.bars.StreamedAnswer;
import dev.ibintents.intent.json.AnswerJson;
import java.io.IOException;
import java.io.Writer;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Writes the answers to requests. An answer is one JSON object with the time, a newline at its end,
 * and a status. Some intents stream another format instead. A written answer has been handed to the
 * server, so the process may end right after it.
 */
public final class HttpAnswers {
  private static final Logger logger = LoggerFactory.getLogger(HttpAnswers.class);

  private final Clock clock;

  /**
   * @param clock gives the time for {@code utcTimestamp}
   */
  public HttpAnswers(Clock clock) {
    this.clock = clock;
  }

  private record Failure(String error) {}

  /**
   * Answers a request that succeeded.
   *
   * @param answer a record, or a {@link StreamedAnswer}
   * @param problems the problems of the invocation; the answer lists them if there are any
   */
  public void ok(HttpResponse response, Object answer, List<Problem> problems) throws IOException {
    if (answer instanceof StreamedAnswer streamed) {
      head(response, Status.OK, streamed.contentType());
      streamed.write(response.getWriter(), this::now);
      response.getWriter().close();
    } else {
      write(response, Status.OK, AnswerJson.merged(List.of(answer), problems));
    }
  }

  /**
   * Answers a request that failed, with the failure and its figures. If one step of several failed,
   * the status and the error are those of the step.
   */
  public void failed(HttpResponse response, Throwable thrown, List<Problem> problems)
      throws IOException {
    Throwable failure = thrown instanceof StepFailedException ? thrown.getCause() : thrown;
    Status status = Status.of(failure);
    log(status, failure);
    if (failure instanceof MethodNotAllowedException notAllowed) {
      response.appendHeader("Allow", String.join(", ", notAllowed.allowed()));
    }
    if (failure instanceof PayloadTooLargeException || failure instanceof IncompleteBodyException) {
      // The server would read the rest of the body as the next request.
      response.appendHeader("Connection", "close");
    }
    List<Object> parts = new ArrayList<>(List.of(new Failure(describe(failure))));
    for (Throwable level : failure == thrown ? List.of(thrown) : List.of(thrown, failure)) {
      if (level instanceof Detailed detailed) {
        parts.add(detailed.details());
      }
    }
    write(response, status, AnswerJson.merged(parts, problems));
  }

  /** Logs the failure, with its class name in the field that alerts look at. */
  private static void log(Status status, Throwable failure) {
    MDC.put(Logs.ERROR, failure.getClass().getSimpleName());
    if (failure instanceof ForbiddenException) {
      logger.warn("Refused with {}: {}", status.code(), failure.getMessage());
    } else if (failure instanceof KillSwitchException) {
      logger.warn("{}", failure.getMessage()); // a person has set the switch, and needs no alert
    } else if (status == Status.INTERNAL_SERVER_ERROR) {
      logger.error("The intent failed", failure);
    } else if (status.code() > Status.INTERNAL_SERVER_ERROR.code()) {
      logger.error("{}: {}", failure.getClass().getSimpleName(), failure.getMessage());
    } else {
      logger.info("Refused with {}: {}", status.code(), failure.getMessage());
    }
    MDC.remove(Logs.ERROR);
  }

  private static String describe(Throwable failure) {
    return failure instanceof InvalidJsonException ? failure.getMessage() : Activity.words(failure);
  }

  private void write(HttpResponse response, Status status, String json) throws IOException {
    head(response, status, "application/json");
    // The time is the last field of every answer.
    Writer writer = response.getWriter();
    writer.write(json, 0, json.length() - 1);
    writer.write((json.equals("{}") ? "" : ",") + "\"utcTimestamp\":\"" + now() + "\"}\n");
    writer.close();
  }

  private static void head(HttpResponse response, Status status, String contentType) {
    response.setStatusCode(status.code());
    response.setContentType(contentType);
    // A GET can trade like a POST, so no cache may answer it.
    response.appendHeader("Cache-Control", "no-store");
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS).toString();
  }
}
