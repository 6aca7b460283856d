package dev.ibintents.simulator.control;

import java.io.IOException;
import java.util.List;

/**
 * A call of the control API.
 *
 * @param method GET for a call that only reads, else POST
 * @param path the path, such as /clock/advance
 * @param effect the effect and the answer in words
 * @param fields the fields that it takes: in the query of GET, in the body of POST
 * @param action carries the call out
 */
record ControlCall(
    String method, String path, String effect, List<CallField> fields, Action action) {
  /** Carries a call out. */
  @FunctionalInterface
  interface Action {
    /** Returns the answer, after the effect has happened. */
    Object run(CallArguments arguments) throws IOException, InterruptedException;
  }

  static ControlCall get(String path, String effect, List<CallField> fields, Action action) {
    return new ControlCall("GET", path, effect, List.copyOf(fields), action);
  }

  static ControlCall post(String path, String effect, List<CallField> fields, Action action) {
    return new ControlCall("POST", path, effect, List.copyOf(fields), action);
  }

  /** The method and the path. */
  String name() {
    return method + " " + path;
  }
}
