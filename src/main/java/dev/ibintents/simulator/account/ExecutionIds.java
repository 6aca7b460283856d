package dev.ibintents.simulator.account;

import java.time.Instant;

/** Names of executions in the form of real names, such as {@code 0000e9b5.6555a859.01.01}. */
final class ExecutionIds {
  private static final int FIRST = 0xe000;

  private ExecutionIds() {}

  /**
   * The name of an execution.
   *
   * @param number the number of the execution in the account, which makes the name unique
   * @param time the moment of the execution
   */
  static String of(int number, Instant time) {
    return "%08x.%08x.01.01".formatted(FIRST + number, time.getEpochSecond());
  }

  /** The name without the digits after its last period, which count corrections. */
  static String base(String execId) {
    return execId.substring(0, execId.lastIndexOf('.'));
  }

  /**
   * The name of the execution that corrects this execution, such as {@code
   * 0000e9b5.6555a859.01.02}.
   */
  static String correction(String execId) {
    int count = Integer.parseInt(execId.substring(execId.lastIndexOf('.') + 1));
    return "%s.%02d".formatted(base(execId), count + 1);
  }
}
