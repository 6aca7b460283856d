package dev.ibintents.house;

/** Texts with double quotes, such as JSON, that stand in the tests with single quotes. */
public final class DoubleQuotes {
  private DoubleQuotes() {}

  /** The text with a double quote for each of its single quotes. */
  public static String doubleQuoted(String text) {
    return text.replace('\'', '"');
  }
}
