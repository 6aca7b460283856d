package dev.ibintents.environment;

import dev.ibintents.environment.SettingFields.Source;
import dev.ibintents.store.NearNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The names of the fields that readers have declared, level by level. A document may have no other
 * fields, apart from the user's own.
 */
final class DeclaredFields {
  private final Level top = new Level();

  /** The names of one level, each with the names below it. */
  private static final class Level {
    private final SortedMap<String, Level> below = new TreeMap<>();

    List<String> names(String above) {
      List<String> names = new ArrayList<>();
      below.forEach(
          (name, deeper) -> {
            names.add(above + name);
            names.addAll(deeper.names(above + name + "."));
          });
      return names;
    }
  }

  /** Declares a field, by its name with dots. */
  void add(String name) {
    Level level = top;
    for (String part : name.split("\\.")) {
      level = level.below.computeIfAbsent(part, unknown -> new Level());
    }
  }

  /** All names, sorted, with dots for those of maps. */
  List<String> names() {
    return top.names("");
  }

  /** Adds a fault for each field of a document that is not declared. */
  void check(Source source, FaultList faults) {
    check(source.path(), "", source.fields(), top, faults);
  }

  private void check(
      String document, String above, Map<?, ?> fields, Level level, FaultList faults) {
    fields.forEach(
        (key, value) -> {
          String name = (String) key;
          Level below = level.below.get(name);
          if (below == null) {
            if (!name.startsWith(SettingFields.OWN)) {
              faults.add(unknown(document, above, name));
              faults.hint(allowed(document, above, level));
            }
          } else if (!below.below.isEmpty() && value instanceof Map<?, ?> map) {
            check(document, above + name + ".", map, below, faults);
          }
        });
  }

  private String unknown(String document, String above, String name) {
    String problem = document + " " + above + name + " is unknown";
    return name.contains(".")
        ? problem
            + "; its name has a dot in it, and a field of a map is written {\""
            + name.replaceFirst("\\.", "\": {\"")
            + "\": …}}"
        : problem + suggestion(above, name);
  }

  private static String allowed(String document, String above, Level level) {
    return (document + " " + above).replaceFirst("[ .]$", "")
        + " takes "
        + String.join(", ", level.below.keySet())
        + ", and fields of your own that begin with "
        + SettingFields.OWN;
  }

  /** A near name of the same level; else the same name of another level. */
  private String suggestion(String above, String name) {
    List<String> all = names();
    List<String> sameLevel =
        all.stream()
            .filter(other -> other.startsWith(above) && other.indexOf('.', above.length()) < 0)
            .map(other -> other.substring(above.length()))
            .toList();
    String near = NearNames.suggestion(name, sameLevel);
    if (!near.isEmpty()) {
      return near;
    }
    return all.stream()
        .filter(other -> other.substring(other.lastIndexOf('.') + 1).equalsIgnoreCase(name))
        .findFirst()
        .map(other -> "; did you mean " + other + "?")
        .orElse("");
  }
}
