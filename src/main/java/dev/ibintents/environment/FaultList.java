package dev.ibintents.environment;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Collects the faults of documents, so that one refusal names all of them. */
final class FaultList {
  private final SortedSet<String> problems = new TreeSet<>();
  private final Set<String> hints = new LinkedHashSet<>();

  /** Adds a fault, in words that name the document and the field. */
  void add(String problem) {
    problems.add(problem);
  }

  /** Adds advice for the end of the refusal. */
  void hint(String hint) {
    hints.add(hint);
  }

  /** The faults so far. */
  SettingFields.Faults faults() {
    return new SettingFields.Faults(List.copyOf(problems), List.copyOf(hints));
  }
}
