package dev.ibintents.intent.bars;

import java.io.IOException;
import java.io.Writer;
import java.util.function.Supplier;

/**
 * An answer that is written while it is read, because it may be longer than memory. Whatever can be
 * refused has been refused before there is one.
 */
public interface StreamedAnswer {
  /** The media type, such as {@code text/csv}. */
  String contentType();

  /**
   * Writes all of it. What goes wrong on the way is written at its end, because the status has been
   * sent by then.
   *
   * @param out where to
   * @param utcTimestamp the time of the answer, as ISO-8601, asked for at its end
   * @throws IOException if the caller is gone
   */
  void write(Writer out, Supplier<String> utcTimestamp) throws IOException;
}
