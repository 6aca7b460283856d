package dev.ibintents.http;

import java.util.List;

/** An HTTP method that the path does not allow. */
public final class MethodNotAllowedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> allowed;

  /** Names the method of the request, and the allowed methods. */
  public MethodNotAllowedException(String method, List<String> allowed) {
    super(method + " is not allowed; use " + String.join(" or ", allowed));
    this.allowed = allowed;
  }

  List<String> allowed() {
    return allowed;
  }
}
