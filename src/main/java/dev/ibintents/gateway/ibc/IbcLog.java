package dev.ibintents.gateway.ibc;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What IBC said, for whoever has to find out why there is no gateway. */
final class IbcLog {
  /** How many lines a message shows. */
  static final int SHOWN_LINES = 12;

  /**
   * What IBC, or IB Gateway through it, says when it does not get on, and what to do about it; the
   * later ones of a log count.
   */
  private static final Map<String, String> KNOWN =
      Map.ofEntries(
          Map.entry(
              "Login failed",
              "the broker refused the login: are user name and password right, and of this trading"
                  + " mode?"),
          Map.entry(
              "Login has failed",
              "the broker refused the login: are user name and password right, and of this trading"
                  + " mode?"),
          Map.entry(
              "Too many failed login attempts",
              "the broker lets nobody log in for some minutes after too many failed logins"),
          Map.entry(
              "Soft token=0 received instead of expected permanent",
              "the week's login has run out: a full login with the second factor is needed"),
          Map.entry(
              "Second Factor Authentication initiated",
              "the second factor was not confirmed on the phone in time"),
          Map.entry(
              "login has not completed after Second Factor Authentication",
              "the second factor was not confirmed on the phone in time"),
          Map.entry(
              "is not installed",
              "IB Gateway of the version in TWS_VERSION is not where IBC looks: see TWS_PATH"),
          Map.entry(
              "HeadlessException", "IB Gateway needs a display, if only a virtual one (Xvfb)"),
          Map.entry("No X11 DISPLAY", "IB Gateway needs a display, if only a virtual one (Xvfb)"));

  private final List<String> lines;

  /**
   * @param lines the last ones of the log, without credentials
   */
  IbcLog(List<String> lines) {
    this.lines = lines;
  }

  /** What the last line that is known means, if there is one. */
  Optional<String> explanation() {
    for (int i = lines.size() - 1; i >= 0; i--) {
      String line = lines.get(i);
      if (line.contains("Login has completed")) {
        return Optional.empty();
      }
      Optional<String> known =
          KNOWN.entrySet().stream()
              .filter(entry -> line.contains(entry.getKey()))
              .map(Map.Entry::getValue)
              .findFirst();
      if (known.isPresent()) {
        return known;
      }
    }
    return Optional.empty();
  }

  /** The explanation, and the last lines as they are. */
  @Override
  public String toString() {
    String explained = explanation().map(text -> " Probably " + text + ".").orElse("");
    if (lines.isEmpty()) {
      return explained + " IBC said nothing";
    }
    List<String> shown = lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
    return explained + " IBC said last: " + String.join(" | ", shown);
  }
}
