package dev.ibintents.trading;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of an execution. The digits after the last period of an execution id count its
 * versions, from 01 on (TWS API, "Execution").
 */
public final class ExecutionVersion {
  private static final Pattern COUNTED = Pattern.compile("(.*\\.)(\\d\\d)");

  private ExecutionVersion() {}

  /**
   * The ids of the earlier versions, beginning with the first; empty if the id counts no versions.
   */
  public static List<String> earlier(String execId) {
    Matcher parts = COUNTED.matcher(execId);
    List<String> earlier = new ArrayList<>();
    if (parts.matches()) {
      for (int version = 1; version < Integer.parseInt(parts.group(2)); version++) {
        earlier.add("%s%02d".formatted(parts.group(1), version));
      }
    }
    return earlier;
  }
}
