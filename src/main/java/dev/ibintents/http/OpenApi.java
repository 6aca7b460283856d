package dev.ibintents.http;

import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;

/**
 * The contract for clients at {@code GET /openapi.json}: OpenAPI 3.1. The file is written from the
 * table of intents and the answer records, as docs/reference.md is.
 */
public final class OpenApi {
  /** The path of the contract. */
  public static final String PATH = "/openapi.json";

  private static final StaticFile FILE =
      new StaticFile("/dev/ibintents/openapi.json", "application/json");

  private OpenApi() {}

  /**
   * Answers a request for the contract.
   *
   * @throws MethodNotAllowedException if the method is neither GET nor HEAD
   * @throws IOException if the caller has closed the connection
   */
  public static void answer(HttpRequest request, HttpResponse response) throws IOException {
    StaticFile.requireMethod(request);
    FILE.answer(request, response);
  }
}
