package dev.ibintents.intent.performance;

import java.util.regex.Pattern;

/** Writes the fields of CSV (RFC 4180). */
public final class CsvField {
  /** A text that needs no quotes. */
  private static final Pattern PLAIN = Pattern.compile("[^\",\\r\\n]*");

  private CsvField() {}

  /** A text as a field: in quotes if it has a comma, a quote or an end of line. */
  public static String of(String text) {
    return PLAIN.matcher(text).matches() ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
