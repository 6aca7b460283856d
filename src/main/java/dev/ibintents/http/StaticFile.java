package dev.ibintents.http;

import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A file of this jar or of another, which is read when it is asked for.
 *
 * @param resource the resource that holds it
 * @param contentType its content type
 */
record StaticFile(String resource, String contentType) {
  private static final String GET = "GET";
  private static final String HEAD = "HEAD";

  /** The methods that ask for a file. */
  private static final List<String> METHODS = List.of(GET, HEAD);

  /**
   * Requires a method that asks for a file.
   *
   * @throws MethodNotAllowedException if the method is neither GET nor HEAD
   */
  static void requireMethod(HttpRequest request) {
    if (!METHODS.contains(request.getMethod())) {
      throw new MethodNotAllowedException(request.getMethod(), METHODS);
    }
  }

  /**
   * Answers a request for the file. A caller that has it already gets 304.
   *
   * @throws IOException if the caller has closed the connection
   */
  void answer(HttpRequest request, HttpResponse response) throws IOException {
    byte[] bytes = read();
    String etag = etag(bytes);
    response.appendHeader("ETag", etag);
    // The caller keeps a file, and asks each time whether it has changed.
    response.appendHeader("Cache-Control", "no-cache");
    if (knows(request, etag)) {
      response.setStatusCode(304);
      return;
    }
    response.setStatusCode(Status.OK.code());
    response.setContentType(contentType);
    response.appendHeader("Content-Length", Integer.toString(bytes.length));
    if (request.getMethod().equals(GET)) {
      response.getOutputStream().write(bytes);
      response.getOutputStream().close();
    }
  }

  private byte[] read() throws IOException {
    try (InputStream in = StaticFile.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(
            "the resource " + resource + " is not on the class path; build the product again");
      }
      return in.readAllBytes();
    }
  }

  /** Returns the entity tag of a content. It depends on nothing else. */
  private static String etag(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return '"' + HexFormat.of().formatHex(digest, 0, 16) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Whether the caller has this content already (RFC 9110, section 13.1.2). */
  private static boolean knows(HttpRequest request, String etag) {
    return request.getHeaders().getOrDefault("If-None-Match", List.of()).stream()
        .flatMap(value -> List.of(value.split(",")).stream())
        .map(String::strip)
        .anyMatch(tag -> tag.equals(etag) || tag.equals("W/" + etag) || tag.equals("*"));
  }
}
