package dev.ibintents;

import com.google.cloud.functions.HttpResponse;
import dev.ibintents.intent.AnswerJson;
import dev.ibintents.intent.Detailed;
import dev.ibintents.intent.StepFailedException;
import java.io.IOException;
import java.io.Writer;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes answers: one JSON object and a newline, with the time, and the status that fits. */
final class Answers {
  private static final Logger logger = LoggerFactory.getLogger(Answers.class);

  private final Clock clock;

  /**
   * @param clock tells the time for {@code utcTimestamp}
   */
  Answers(Clock clock) {
    this.clock = clock;
  }

  private record Failure(String error) {}

  /** Answers with a record. */
  void ok(HttpResponse response, Object answer) throws IOException {
    write(response, Status.OK, AnswerJson.text(answer));
  }

  /**
   * Answers with what went wrong: where it was a step of several, as the step would alone, and with
   * the figures that the failure has.
   */
  void failed(HttpResponse response, Throwable thrown) throws IOException {
    Throwable failure = thrown instanceof StepFailedException ? thrown.getCause() : thrown;
    Status status = Status.of(failure);
    if (status == Status.INTERNAL_SERVER_ERROR) {
      logger.error("The intent failed", failure);
    } else if (status.code() > Status.INTERNAL_SERVER_ERROR.code()) {
      logger.error("{}: {}", failure.getClass().getSimpleName(), failure.getMessage());
    } else {
      logger.info("Refused with {}: {}", status.code(), failure.getMessage());
    }
    if (failure instanceof MethodNotAllowedException notAllowed) {
      response.appendHeader("Allow", String.join(", ", notAllowed.allowed()));
    }
    List<Object> parts = new ArrayList<>(List.of(new Failure(describe(failure))));
    for (Throwable each : failure == thrown ? List.of(thrown) : List.of(thrown, failure)) {
      if (each instanceof Detailed detailed) {
        parts.add(detailed.details());
      }
    }
    write(response, status, AnswerJson.merged(parts));
  }

  private static String describe(Throwable failure) {
    return failure instanceof InvalidJsonException
        ? failure.getMessage()
        : failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }

  private void write(HttpResponse response, Status status, String json) throws IOException {
    response.setStatusCode(status.code());
    response.setContentType("application/json");
    // A GET acts here as a POST does, and nobody on the way may answer in its place.
    response.appendHeader("Cache-Control", "no-store");
    Writer writer = response.getWriter();
    // The time comes last, after whatever the answer holds.
    writer.write(json, 0, json.length() - 1);
    writer.write(json.equals("{}") ? "" : ",");
    writer.write("\"utcTimestamp\":\"" + clock.instant().truncatedTo(ChronoUnit.MICROS) + "\"}\n");
  }
}
