package dev.ibintents.environment;

import dev.ibintents.environment.SettingFields.Source;
import dev.ibintents.store.NearNames;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The names of the fields that readers have declared, with dots for those of maps. A document may
 * have no other fields, apart from the user's own.
 */
final class DeclaredFields {
  private final NavigableSet<String> names = new TreeSet<>();

  /** Declares a field, by its name with dots, and the maps that it is in. */
  void add(String name) {
    if (names.add(name)) {
      for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
        names.add(name.substring(0, dot));
      }
    }
  }

  /** All names, sorted, with dots for those of maps. */
  List<String> names() {
    return List.copyOf(names);
  }

  /** Adds a fault for each field of a document that is not declared. */
  void check(Source source, FaultList faults) {
    check(source.path(), "", source.fields(), faults);
  }

  private void check(String document, String above, Map<?, ?> fields, FaultList faults) {
    fields.forEach(
        (key, value) -> {
          String name = (String) key;
          if (name.contains(".") || !names.contains(above + name)) {
            if (!name.startsWith(SettingFields.OWN)) {
              faults.add(unknown(document, above, name));
              faults.hint(allowed(document, above));
            }
          } else if (value instanceof Map<?, ?> map && !level(above + name + ".").isEmpty()) {
            check(document, above + name + ".", map, faults);
          }
        });
  }

  /** The names in the map that a name with its dot stands for; those of the document if empty. */
  private List<String> level(String above) {
    return names.tailSet(above).stream()
        .takeWhile(name -> name.startsWith(above))
        .filter(name -> name.indexOf('.', above.length()) < 0)
        .map(name -> name.substring(above.length()))
        .toList();
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

  private String allowed(String document, String above) {
    return (document + " " + above).replaceFirst("[ .]$", "")
        + " takes "
        + String.join(", ", level(above))
        + ", and fields of your own that begin with "
        + SettingFields.OWN;
  }

  /** A near name of the same level; else the same name of another level. */
  private String suggestion(String above, String name) {
    String near = NearNames.suggestion(name, level(above));
    if (!near.isEmpty()) {
      return near;
    }
    return names.stream()
        .filter(other -> other.substring(other.lastIndexOf('.') + 1).equalsIgnoreCase(name))
        .findFirst()
        .map(other -> "; did you mean " + other + "?")
        .orElse("");
  }
}
