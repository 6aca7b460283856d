package dev.ibintents.ibapi;

/** The broker has no historical data for the request. */
public final class NoHistoricalDataException extends RequestRefusedException {
  private static final long serialVersionUID = 1L;

  NoHistoricalDataException(String asked, int code, String text) {
    super(asked, code, text);
  }
}
