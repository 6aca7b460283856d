package dev.ibintents;

import java.util.List;

/** An HTTP method other than those that intents answer to. */
final class MethodNotAllowedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> allowed;

  MethodNotAllowedException(String method, List<String> allowed) {
    super(method + " is not allowed; use " + String.join(" or ", allowed));
    this.allowed = allowed;
  }

  List<String> allowed() {
    return allowed;
  }
}
