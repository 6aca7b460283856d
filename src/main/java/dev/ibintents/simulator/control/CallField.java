package dev.ibintents.simulator.control;

/**
 * A field of a call.
 *
 * @param name its name in the body, or in the query
 * @param kind the kind of its values
 * @param required whether the call must have it
 * @param meaning its meaning, unit and default in words
 */
record CallField(String name, Kind kind, boolean required, String meaning) {
  /** A kind of values, with words about its form. */
  enum Kind {
    TEXT("a text"),
    DECIMAL("a number, such as 600.25"),
    WHOLE("a whole number from 0"),
    FLAG("true or false"),
    TIME("a time, such as 90s, 5m, 2h, 1d or PT1H30M"),
    MOMENT("a moment, such as 2026-11-23T15:00:00Z");

    private final String form;

    Kind(String form) {
      this.form = form;
    }

    String form() {
      return form;
    }
  }

  static CallField required(String name, Kind kind, String meaning) {
    return new CallField(name, kind, true, meaning);
  }

  static CallField optional(String name, Kind kind, String meaning) {
    return new CallField(name, kind, false, meaning);
  }
}
