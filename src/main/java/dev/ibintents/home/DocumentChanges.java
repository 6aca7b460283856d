package dev.ibintents.home;

import dev.ibintents.store.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The changes of one document.
 *
 * @param path the document's path
 * @param fields the fields that have changed, sorted by name
 * @param left the faults of the document that were there before, and still are
 */
record DocumentChanges(String path, List<Field> fields, List<String> left) {
  /**
   * A field that has changed.
   *
   * @param name with dots for fields of maps
   * @param before the value before; empty if the field was not there
   * @param after the value now; empty if the field is not there
   */
  record Field(String name, Optional<Written> before, Optional<Written> after) {}

  /**
   * A value as it is stored.
   *
   * @param value the value; {@code null} for null
   */
  record Written(Object value) {}

  /** Compares a document before and after a change. */
  static DocumentChanges between(
      Optional<Document> before, Document after, Collection<String> left) {
    List<Field> fields = new ArrayList<>();
    add(fields, "", before.map(Document::fields).orElse(Map.of()), after.fields());
    return new DocumentChanges(after.path(), List.copyOf(fields), List.copyOf(left));
  }

  private static void add(List<Field> fields, String above, Map<?, ?> before, Map<?, ?> after) {
    SortedSet<String> names = new TreeSet<>();
    before.keySet().forEach(name -> names.add((String) name));
    after.keySet().forEach(name -> names.add((String) name));
    for (String name : names) {
      Object old = before.get(name);
      Object now = after.get(name);
      if (old instanceof Map<?, ?> oldMap && now instanceof Map<?, ?> newMap) {
        add(fields, above + name + ".", oldMap, newMap);
      } else if (!Objects.equals(old, now) || before.containsKey(name) != after.containsKey(name)) {
        fields.add(new Field(above + name, written(before, name), written(after, name)));
      }
    }
  }

  private static Optional<Written> written(Map<?, ?> fields, String name) {
    return fields.containsKey(name) ? Optional.of(new Written(fields.get(name))) : Optional.empty();
  }
}
