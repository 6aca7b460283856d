package dev.ibintents.intent.bars;

import java.io.IOException;
import java.io.Writer;
import java.util.function.Supplier;

/**
 * An answer that is written piece by piece, because it may be larger than memory. Every refusal
 * comes before such an answer exists.
 */
public interface StreamedAnswer {
  /** The media type, such as {@code text/csv}. */
  String contentType();

  /**
   * Writes the whole answer. A failure on the way is written at its end, because the status is
   * already sent.
   *
   * @param out receives the answer
   * @param utcTimestamp gives the time of the answer, as ISO-8601; it is called at the end
   * @throws IOException if the caller is gone
   */
  void write(Writer out, Supplier<String> utcTimestamp) throws IOException;
}
