package dev.ibintents.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Which documents of one collection to read. Immutable: each method returns a new query. Fields are
 * named literally and are a document's own, not those of maps inside it.
 *
 * <p>As in Firestore: a document that lacks a field filtered by is not found; integers and doubles
 * are compared by worth; what is found is ordered by id.
 *
 * @param collection slash path with an odd number of segments
 * @param filters what a document must meet, all of it
 */
public record Query(String collection, List<Filter> filters) {

  /** A field and the value that it must equal; null and NaN equal themselves. */
  public record Filter(String field, Object value) {}

  /**
   * Checks the whole query, and normalises its values.
   *
   * @throws InvalidDocumentException for a malformed collection path or field name, or a value of a
   *     type that cannot be compared
   */
  public Query {
    DocumentPaths.collection(collection);
    filters = filters.stream().map(filter -> normalise(collection, filter)).toList();
  }

  /** All documents of a collection. */
  public static Query in(String collection) {
    return new Query(collection, List.of());
  }

  /** Only where the field equals the value; lists and maps cannot be asked for. */
  public Query whereEqualTo(String field, Object value) {
    List<Filter> more = new ArrayList<>(filters);
    more.add(new Filter(field, value));
    return new Query(collection, more);
  }

  private static Filter normalise(String collection, Filter filter) {
    Object value = FieldValues.normaliseValue(collection, filter.field(), filter.value());
    if (value instanceof List || value instanceof Map) {
      throw new InvalidDocumentException(
          collection + ": field " + filter.field() + " cannot be compared with " + value);
    }
    return new Filter(filter.field(), value);
  }

  /** Answers the query from all documents of its collection, as Firestore would. */
  public List<Document> answer(List<Document> documents) {
    return documents.stream()
        .filter(document -> filters.stream().allMatch(filter -> matches(filter, document)))
        .sorted(Comparator.comparing(Document::id, FirestoreOrder::texts))
        .toList();
  }

  private static boolean matches(Filter filter, Document document) {
    return document.fields().containsKey(filter.field())
        && FirestoreOrder.isEqual(document.fields().get(filter.field()), filter.value());
  }
}
