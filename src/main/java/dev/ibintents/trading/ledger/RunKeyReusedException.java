package dev.ibintents.trading.ledger;

/** A key that belongs to one request came again with another request. Nothing was done. */
public final class RunKeyReusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RunKeyReusedException(Run run, String request) {
    this(run.toString(), run.request(), request);
  }

  /**
   * Names both requests.
   *
   * @param owner the work that the key belongs to, in words
   * @param before the parameters of the request that the key belongs to
   * @param now the parameters of the request that came with it now
   */
  public RunKeyReusedException(String owner, String before, String now) {
    super(
        "the key belongs to "
            + owner
            + ", which was asked for with "
            + before
            + " and not with "
            + now
            + "; repeat that request as it was, or give this one a key of its own");
  }
}
