package dev.ibintents.http;

import com.google.cloud.functions.HttpRequest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the trace id of a request from Google's {@code X-Cloud-Trace-Context: TRACE/SPAN;o=1} or
 * W3C's {@code traceparent: 00-TRACE-SPAN-01}.
 */
public final class TraceHeader {
  private static final Pattern GOOGLE = Pattern.compile("([0-9a-fA-F]{32})(?:/.*)?");
  private static final Pattern W3C = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-.*");

  private TraceHeader() {}

  /** Returns the trace id, 32 hexadecimal digits, if the request has a well-formed one. */
  public static Optional<String> traceId(HttpRequest request) {
    return find(request, "X-Cloud-Trace-Context", GOOGLE)
        .or(() -> find(request, "traceparent", W3C));
  }

  private static Optional<String> find(HttpRequest request, String header, Pattern pattern) {
    return request
        .getFirstHeader(header)
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .map(parts -> parts.group(1));
  }
}
