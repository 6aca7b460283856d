package dev.ibintents.ibapi;

/** The gateway gave up a query for historical data, after a reset of its data farm for instance. */
public final class QueryCancelledException extends RequestRefusedException {
  private static final long serialVersionUID = 1L;

  QueryCancelledException(String asked, int code, String text) {
    super(asked, code, text);
  }
}
