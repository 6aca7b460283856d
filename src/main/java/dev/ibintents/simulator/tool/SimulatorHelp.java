package dev.ibintents.simulator.tool;

import java.util.ArrayList;
import java.util.List;

/** The help of the simulator. */
public final class SimulatorHelp {
  private static final int WIDTH = 79;
  private static final String INDENT = " ".repeat(29);

  private static final List<String> FAULTS =
      List.of(
          "delay=20ms, silent=before-handshake|after-handshake|after-start: late or no answers",
          "out-drop-after=5, out-drop-before, out-garbage, out-truncated, out-oversized,"
              + " out-negative-length, out-duplicate, out-swap-with-next, and in-…: the fifth"
              + " message of a session",
          "reject-order=3, reject-order=3:201, warn-order=3:399, hold-order=3:383/30s,"
              + " drop-before-order=2, drop-after-order=2: the n-th order",
          "cancel-error=1:10147, cancel-error-lives=1:161, fill-after-cancel=1/30s: the n-th"
              + " cancellation",
          "pieces=4, pieces=4/5s, cancel-time=500ms, hold-orders=2s: slow orders",
          "lose-orders, duplicate-orders, reorder-orders, without-status, tif-notice,"
              + " what-if-twice: each =yes or =no",
          "commission-time=3s, pending-commissions=yes, correct-commission=1:1.35/5s,"
              + " correct-price=1:0.05/5s, bust=1/5s, days-of-executions=2: executions",
          "lose-broker=5/3s, lose-broker=5:2110/3s, break-market-data=5/3s, break-history=5/3s,"
              + " break-definitions=5/3s, when-lost=silent|unknown|as-before: links",
          "language=spanish: the language of errors");

  private SimulatorHelp() {}

  /** The whole help of the program that is run by {@code java -jar}. */
  static String text() {
    List<String> lines = new ArrayList<>();
    lines.add("Usage: java -jar ib-intents-simulator.jar [OPTION]…");
    lines.add("");
    lines.add("A paper exchange that speaks the TWS API of Interactive Brokers on a socket, for");
    lines.add("the tests of any client. It prints one line when it listens, and runs until");
    lines.add("it is ended.");
    lines.add("");
    lines.add(options());
    lines.add("Example:");
    lines.add("  java -jar ib-intents-simulator.jar --port 4002 --market calendar \\");
    lines.add("    --clock 2026-11-23T14:29:00Z --speed 60x");
    return String.join(System.lineSeparator(), lines);
  }

  /** The options and the faults, a line or more for each. */
  public static String options() {
    List<String> lines = new ArrayList<>();
    lines.add("Options:");
    for (SimulatorOption option : SimulatorOption.values()) {
      String name = "  %s %s".formatted(option.word(), option.value()).stripTrailing();
      String meaning =
          option.usual().isEmpty()
              ? option.meaning()
              : option.meaning() + " (" + option.usual() + ")";
      wrap(lines, pad(name), meaning);
    }
    lines.add("");
    lines.add("Faults, for --faults, with commas between them:");
    FAULTS.forEach(fault -> wrap(lines, "  ", fault));
    lines.add("");
    return String.join(System.lineSeparator(), lines);
  }

  private static String pad(String name) {
    return name + INDENT.substring(Math.min(INDENT.length() - 1, name.length()));
  }

  private static void wrap(List<String> lines, String begin, String words) {
    String next = begin.isBlank() ? "    " : INDENT;
    StringBuilder line = new StringBuilder(begin);
    boolean isFirst = true;
    for (String word : words.split(" ")) {
      if (!isFirst && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(next);
        isFirst = true;
      }
      line.append(isFirst ? "" : " ").append(word);
      isFirst = false;
    }
    lines.add(line.toString());
  }
}
