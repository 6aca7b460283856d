package dev.ibintents.home;

import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.ConfigurationException;
import dev.ibintents.environment.SettingFields;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.NearNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Changes documents for a person. It refuses fields that the product would refuse to read, and
 * documents that the product does not read; with force, it writes both. Old faults may stay, so
 * that fields can be corrected one by one.
 *
 * <p>A name such as {@code exposure.overall} is a field of a map; its neighbours stay.
 */
final class DocumentEditor {
  private final DocumentStore store;
  private final boolean force;

  /**
   * @param store the documents
   * @param force whether to write even if a change would be refused
   */
  DocumentEditor(DocumentStore store, boolean force) {
    this.store = store;
    this.force = force;
  }

  /**
   * The document at a path.
   *
   * @throws IllegalArgumentException if there is none
   */
  Document existing(String path) {
    return store.get(path).orElseThrow(() -> missing(path));
  }

  private static IllegalArgumentException missing(String path) {
    return new IllegalArgumentException(
        "there is no document "
            + path
            + (DocumentKind.at(path).isPresent() || DocumentKind.isOwn(path)
                ? ""
                : ". " + DocumentKind.unknown(path)));
  }

  /**
   * Sets fields, and keeps the others. It makes the document if there is none.
   *
   * @param path the document's path
   * @param values the values by name
   * @throws ConfigurationException if the product would refuse to read the document
   */
  DocumentChanges set(String path, Map<String, Object> values) {
    return change(
        path,
        true,
        fields -> {
          Map<String, Object> changed = fields;
          for (Map.Entry<String, Object> value : values.entrySet()) {
            changed = with(changed, value.getKey(), "", value.getValue());
          }
          return changed;
        },
        List.copyOf(values.keySet()));
  }

  /**
   * Writes a document, and replaces an existing one.
   *
   * @throws ConfigurationException if the product would refuse to read the document
   */
  DocumentChanges put(String path, Map<String, Object> fields) {
    return change(path, true, before -> fields, List.of());
  }

  /**
   * Removes fields from a document.
   *
   * @throws IllegalArgumentException if a field is not there
   * @throws ConfigurationException if the product would refuse to read the document
   */
  DocumentChanges unset(String path, List<String> names) {
    return change(
        path,
        false,
        fields -> {
          Map<String, Object> changed = fields;
          for (String name : names) {
            changed =
                without(changed, name).orElseThrow(() -> noField(path, name, names("", fields)));
          }
          return changed;
        },
        List.of());
  }

  /** Deletes a document; there must be one. */
  void delete(String path) {
    store.delete(existing(path).path());
  }

  private DocumentChanges change(
      String path, boolean mayBeNew, UnaryOperator<Map<String, Object>> edit, List<String> names) {
    Optional<DocumentKind> kind = DocumentKind.at(path);
    if (kind.isEmpty() && !force && mayBeNew && !DocumentKind.isOwn(path)) {
      throw new IllegalArgumentException(DocumentKind.unknown(path));
    }
    return store.<DocumentChanges, RuntimeException>runTransaction(
        transaction -> {
          Optional<Document> before = transaction.get(path);
          if (before.isEmpty() && !mayBeNew) {
            throw missing(path);
          }
          Document after =
              new Document(path, edit.apply(before.map(Document::fields).orElse(Map.of())));
          SettingFields.Faults faults = faults(kind, after);
          SettingFields.Faults earlier =
              before.map(document -> faults(kind, document)).orElse(SettingFields.Faults.NONE);
          SettingFields.Faults added = faults.without(earlier);
          if (!added.all().isEmpty() && !force) {
            throw new ConfigurationException(added.words() + ". Nothing was written");
          }
          if (!force && Configuration.isOfOneMode(path)) {
            refuseToCover(path, before, transaction.get(Configuration.COMMON), names);
          }
          transaction.set(path, after.fields());
          return DocumentChanges.between(before, after, faults.all());
        });
  }

  private static SettingFields.Faults faults(Optional<DocumentKind> kind, Document document) {
    return kind.map(known -> known.faults(document)).orElse(SettingFields.Faults.NONE);
  }

  /**
   * Refuses to add a map to the document of one mode if it would cover the whole map of the common
   * document. Other strategies would lose their exposure.
   */
  private static void refuseToCover(
      String path, Optional<Document> before, Optional<Document> common, List<String> names) {
    for (String name : names) {
      int dot = name.indexOf('.');
      String first = dot < 0 ? name : name.substring(0, dot);
      boolean begins =
          dot >= 0
              && Configuration.isCoveredAsAWhole(first)
              && before.map(document -> document.fields().get(first)).isEmpty();
      if (begins && common.map(document -> document.fields().get(first)).isPresent()) {
        throw new ConfigurationException(
            "%s has no %s, and with %s alone it would cover the whole %s of %s; set %s in %s, or"
                    .formatted(
                        path, first, name, first, Configuration.COMMON, name, Configuration.COMMON)
                + " set all of %s in %s. Nothing was written".formatted(first, path));
      }
    }
  }

  private static Map<String, Object> with(
      Map<?, ?> fields, String name, String above, Object value) {
    Map<String, Object> changed = copy(fields);
    int dot = name.indexOf('.');
    if (dot < 0) {
      changed.put(name, value);
      return changed;
    }
    String first = name.substring(0, dot);
    String rest = name.substring(dot + 1);
    if (first.isEmpty() || rest.isEmpty()) {
      throw new UsageException(
          "\"" + above + name + "\" names no field; say a name, or names with dots between them");
    }
    Object inner = changed.get(first);
    if (inner != null && !(inner instanceof Map)) {
      throw new IllegalArgumentException(
          above + first + " is " + inner + ", no map, so it has no field " + rest);
    }
    changed.put(
        first,
        with(inner instanceof Map<?, ?> map ? map : Map.of(), rest, above + first + ".", value));
    return changed;
  }

  /**
   * Removes a field. A field whose own name has a dot is removed first, because nothing reads it.
   */
  private static Optional<Map<String, Object>> without(Map<?, ?> fields, String name) {
    Map<String, Object> changed = copy(fields);
    if (changed.containsKey(name)) {
      changed.remove(name);
      return Optional.of(changed);
    }
    int dot = name.indexOf('.');
    if (dot < 0 || !(changed.get(name.substring(0, dot)) instanceof Map<?, ?> map)) {
      return Optional.empty();
    }
    Optional<Map<String, Object>> inner = without(map, name.substring(dot + 1));
    inner.ifPresent(rest -> changed.put(name.substring(0, dot), rest));
    return inner.map(rest -> changed);
  }

  private static IllegalArgumentException noField(String path, String name, List<String> names) {
    return new IllegalArgumentException(
        path
            + " has no field "
            + name
            + NearNames.suggestion(name, names)
            + "; it has "
            + String.join(", ", names));
  }

  private static List<String> names(String above, Map<?, ?> fields) {
    List<String> names = new ArrayList<>();
    fields.forEach(
        (name, value) -> {
          names.add(above + name);
          if (value instanceof Map<?, ?> map) {
            names.addAll(names(above + name + ".", map));
          }
        });
    return names;
  }

  private static Map<String, Object> copy(Map<?, ?> fields) {
    Map<String, Object> copy = new LinkedHashMap<>();
    fields.forEach((name, value) -> copy.put((String) name, value));
    return copy;
  }
}
