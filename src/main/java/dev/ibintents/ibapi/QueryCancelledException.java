package dev.ibintents.ibapi;

/**
 * The gateway cancelled a query for historical data, for example after a reset of its data farm.
 */
public final class QueryCancelledException extends RequestRefusedException {
  private static final long serialVersionUID = 1L;

  QueryCancelledException(String asked, int code, String text) {
    super(asked, code, text);
  }
}
