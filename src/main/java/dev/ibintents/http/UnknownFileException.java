package dev.ibintents.http;

/** A path below the page that names none of its files. */
final class UnknownFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnknownFileException(String path, String page) {
    super("there is no " + path + "; the page is " + page);
  }
}
