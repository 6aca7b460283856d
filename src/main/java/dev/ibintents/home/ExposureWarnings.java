package dev.ibintents.home;

import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.SettingFields;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.NearNames;
import dev.ibintents.strategy.Strategies;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Warns of exposure that a change of the configuration gives to unknown strategies. The change is
 * not refused: a first configuration may come before the documents of its strategies.
 */
final class ExposureWarnings {
  private static final String EXPOSURE = "exposure";
  private static final String STRATEGIES = "strategies";
  private static final String NAMES = EXPOSURE + "." + STRATEGIES;

  private final DocumentStore store;

  ExposureWarnings(DocumentStore store) {
    this.store = store;
  }

  /** The warnings about a change that was made. */
  List<String> of(DocumentChanges changes) {
    if (!changes.path().equals(Configuration.COMMON)
        && !Configuration.isOfOneMode(changes.path())) {
      return List.of();
    }
    SortedSet<String> exposed = new TreeSet<>();
    changes.fields().forEach(field -> field.after().ifPresent(after -> add(exposed, field, after)));
    exposed.removeIf(name -> name.startsWith(SettingFields.OWN));
    if (exposed.isEmpty()) {
      return List.of();
    }
    Set<String> known = new TreeSet<>(Strategies.all().names());
    store.list(STRATEGIES).stream().map(Document::id).forEach(known::add);
    exposed.removeAll(known);
    return exposed.stream().map(name -> words(changes.path(), name, known)).toList();
  }

  private static void add(
      Set<String> exposed, DocumentChanges.Field field, DocumentChanges.Written after) {
    if (field.name().startsWith(NAMES + ".")) {
      exposed.add(field.name().substring(NAMES.length() + 1));
    } else if (field.name().equals(NAMES)) {
      addNames(exposed, after.value());
    } else if (field.name().equals(EXPOSURE) && after.value() instanceof Map<?, ?> exposure) {
      addNames(exposed, exposure.get(STRATEGIES));
    }
  }

  private static void addNames(Set<String> exposed, Object fractions) {
    if (fractions instanceof Map<?, ?> map) {
      map.keySet().forEach(name -> exposed.add((String) name));
    }
  }

  private static String words(String path, String name, Set<String> known) {
    String near = NearNames.suggestion(name, known);
    return path
        + " "
        + NAMES
        + "."
        + name
        + ": there is no strategy "
        + name
        + (near.isEmpty() ? ". " : near + " ")
        + "Nothing is traded for it until "
        + STRATEGIES
        + "/"
        + name
        + " exists";
  }
}
