package dev.ibintents.simulator.control;

/** A call that the gateway refuses, with a reason in words. */
public final class RefusedCallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The statuses of HTTP that refuse a call. */
  enum Status {
    /** The call itself is wrong. */
    BAD_REQUEST(400),
    /** A web page, or a name that this server does not have. */
    FORBIDDEN(403),
    /** No call has this path. */
    NOT_FOUND(404),
    /** The call has another method. */
    METHOD_NOT_ALLOWED(405),
    /** The awaited condition did not come in time. */
    REQUEST_TIMEOUT(408),
    /** The gateway is not in a state in which the call has a meaning. */
    CONFLICT(409),
    /** The body is too long. */
    PAYLOAD_TOO_LARGE(413);

    private final int code;

    Status(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  private final Status status;

  RefusedCallException(Status status, String message) {
    super(message);
    this.status = status;
  }

  static RefusedCallException conflict(String message) {
    return new RefusedCallException(Status.CONFLICT, message);
  }

  static RefusedCallException wrong(String message) {
    return new RefusedCallException(Status.BAD_REQUEST, message);
  }

  Status status() {
    return status;
  }
}
