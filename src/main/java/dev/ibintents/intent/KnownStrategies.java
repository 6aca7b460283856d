package dev.ibintents.intent;

import dev.ibintents.environment.Environment;
import dev.ibintents.store.Document;
import dev.ibintents.strategy.Strategies;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The strategies that there are: those with code, with exposure, or with a document.
 *
 * @param ids their names
 */
record KnownStrategies(SortedSet<String> ids) {

  /** Those of an invocation. */
  static KnownStrategies of(Environment environment) {
    SortedSet<String> ids = new TreeSet<>(Strategies.all().names());
    ids.addAll(environment.configuration().exposure().strategies().keySet());
    environment.store().list("strategies").stream().map(Document::id).forEach(ids::add);
    return new KnownStrategies(ids);
  }

  /**
   * Refuses names that are none.
   *
   * @throws InvalidParametersException naming them, and those that there are
   */
  void require(List<String> named) {
    List<String> unknown = named.stream().filter(id -> !ids.contains(id)).toList();
    if (!unknown.isEmpty()) {
      throw new InvalidParametersException(
          "unknown strategies "
              + String.join(", ", unknown)
              + "; there are "
              + String.join(", ", ids));
    }
  }
}
