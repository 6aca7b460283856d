package dev.ibintents.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.cloud.functions.HttpRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Recognises common kinds of bodies that are not JSON in UTF-8, for the error message. */
final class BodyHint {
  private static final Pattern FORM =
      Pattern.compile("\\s*[A-Za-z][A-Za-z0-9_.%+-]*=.*", Pattern.DOTALL);
  private static final Pattern GZIP = Pattern.compile("\u001f\u008b.*", Pattern.DOTALL);

  /**
   * Begins with a byte order mark, or with an ASCII letter that has a zero byte before or after it.
   */
  private static final Pattern UTF_16 =
      Pattern.compile(
          "(?:\u00fe\u00ff|\u00ff\u00fe|\\x00[^\\x00]|[^\\x00]\\x00).*", Pattern.DOTALL);

  private BodyHint() {}

  /** Names the kind of a body that is not JSON in UTF-8, and the right body to send. */
  static Optional<String> of(HttpRequest request, byte[] body) {
    String text = new String(body, ISO_8859_1);
    String encoding = request.getFirstHeader("Content-Encoding").orElse("identity");
    if (isMultipart(request)) {
      return Optional.of(
          "the body is a multipart form; send a JSON object such as {\"dryRun\": true}");
    } else if (GZIP.matcher(text).matches() || !encoding.equalsIgnoreCase("identity")) {
      return Optional.of(
          "the body is compressed (gzip, or what Content-Encoding says); send it as it is");
    } else if (UTF_16.matcher(text).matches()) {
      return Optional.of("the body is UTF-16; send UTF-8");
    } else if (FORM.matcher(text).matches()) {
      return Optional.of("the body is form-encoded; send a JSON object such as {\"dryRun\": true}");
    }
    return Optional.empty();
  }

  /**
   * Whether the framework treats the body as a multipart form, and reads it before the function.
   */
  static boolean isMultipart(HttpRequest request) {
    return request
        .getContentType()
        .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("multipart/"))
        .isPresent();
  }
}
