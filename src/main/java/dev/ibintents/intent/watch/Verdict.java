package dev.ibintents.intent.watch;

import java.util.List;

/**
 * The verdict of a check.
 *
 * @param state the state
 * @param findings the findings: faults or reminders; none in the other states
 * @param words the state in words, if there are no findings
 */
record Verdict(State state, List<Finding> findings, String words) {

  /** The states. */
  enum State {
    /** All is well. */
    OK("ok"),
    /** A person should do something soon, and nothing is wrong yet. */
    REMINDER("reminder"),
    /** Something is wrong. */
    FAULT("fault"),
    /** It cannot be known now. */
    UNKNOWN("unknown");

    private final String word;

    State(String word) {
      this.word = word;
    }

    /** The word in answers. */
    String word() {
      return word;
    }
  }

  /**
   * A fault or a reminder.
   *
   * @param key the key of its event
   * @param words the fault in words
   */
  record Finding(String key, String words) {}

  /** Keeps a copy. */
  Verdict {
    findings = List.copyOf(findings);
  }

  static Verdict ok(String words) {
    return new Verdict(State.OK, List.of(), words);
  }

  static Verdict unknown(String words) {
    return new Verdict(State.UNKNOWN, List.of(), words);
  }

  static Verdict fault(String key, String words) {
    return new Verdict(State.FAULT, List.of(new Finding(key, words)), "");
  }

  static Verdict reminder(String key, String words) {
    return new Verdict(State.REMINDER, List.of(new Finding(key, words)), "");
  }

  /** These faults; if there are none, all is well. */
  static Verdict faults(List<Finding> faults, String words) {
    return faults.isEmpty() ? ok(words) : new Verdict(State.FAULT, faults, "");
  }
}
