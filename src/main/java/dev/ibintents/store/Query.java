package dev.ibintents.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A query for documents of one collection, with conditions. It is immutable: each method returns a
 * new query. Field names are literal. They name fields of the document itself, not fields of maps
 * in it.
 *
 * <p>The rules are those of Firestore. A document without a field that the query filters by is not
 * found. Integers and doubles are compared by value. Documents are ordered by id.
 *
 * @param collection slash path with an odd number of segments
 * @param filters the conditions, all of which a document must meet
 */
public record Query(String collection, List<Filter> filters) {

  /** A field and the value that it must equal; null equals null, and NaN equals NaN. */
  public record Filter(String field, Object value) {}

  /**
   * Checks the query, and normalises its values.
   *
   * @throws InvalidDocumentException if the collection path or a field name is malformed, or a
   *     value has a type that cannot be compared
   */
  public Query {
    DocumentPaths.collection(collection);
    filters = filters.stream().map(filter -> normalise(collection, filter)).toList();
  }

  /** Returns the query for all documents of a collection. */
  public static Query in(String collection) {
    return new Query(collection, List.of());
  }

  /** Adds the condition that the field equals the value, which is neither a list nor a map. */
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

  /** Returns the matching documents out of all documents of the collection, as Firestore would. */
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
