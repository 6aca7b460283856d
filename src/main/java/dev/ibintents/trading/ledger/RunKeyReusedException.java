package dev.ibintents.trading.ledger;

/** A key that belongs to one request came again with another request. Nothing was done. */
public final class RunKeyReusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RunKeyReusedException(Run run, String request) {
    super(
        "the key belongs to "
            + run
            + ", which was asked for with "
            + run.request()
            + " and not with "
            + request
            + "; repeat that request as it was, or give this one a key of its own");
  }
}
