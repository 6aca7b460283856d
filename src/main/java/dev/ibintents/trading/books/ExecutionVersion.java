package dev.ibintents.trading.books;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which versions of an execution came before another: the digits after an execution id's last
 * period count them, from 01 on (TWS API, "Execution").
 */
public final class ExecutionVersion {
  private static final Pattern COUNTED = Pattern.compile("(.*\\.)(\\d\\d)");

  private ExecutionVersion() {}

  /** The ids of the versions before this one, the first one first; none if it counts nothing. */
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
