package dev.ibintents.gateway.ibc;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The end of IBC's log, explained for a person who wants to know why there is no gateway. */
final class IbcLog {
  /** The number of lines in a message. */
  static final int SHOWN_LINES = 12;

  /**
   * Messages of IBC and IB Gateway about failures, with their explanations. The last message in a
   * log counts.
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
              "End this session and let the other session proceed",
              "somebody else is logged in with this user name, and keeps the session"),
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
   * @param lines the last lines of the log, without credentials
   */
  IbcLog(List<String> lines) {
    this.lines = lines;
  }

  /** The explanation of the last known message; empty if there is none. */
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

  /** The explanation, and the last lines. */
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
