package dev.ibintents.simulator.csv;

/** A file of bars that cannot be read. The message names the file and the line. */
public final class CsvException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  CsvException(String message) {
    super(message);
  }

  CsvException(String message, Throwable cause) {
    super(message, cause);
  }
}
