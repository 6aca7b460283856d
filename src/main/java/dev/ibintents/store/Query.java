package dev.ibintents.store;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A query for documents of one collection, with conditions. It is immutable: each method returns a
 * new query. Field names are literal. They name fields of the document itself, not fields of maps
 * in it.
 *
 * <p>The rules are those of Firestore. A document without a field that the query filters by is not
 * found. Integers and doubles are compared by value. Documents are ordered by id, or the newest
 * first.
 *
 * @param collection slash path with an odd number of segments
 * @param filters the conditions, all of which a document must meet
 * @param newest the order and the number of documents; empty for all documents, ordered by id
 */
public record Query(String collection, List<Filter> filters, Optional<Newest> newest) {
  private static final int NANO_DIGITS = 9;

  /** A field and the value that it must equal; null equals null, and NaN equals NaN. */
  public record Filter(String field, Object value) {}

  /**
   * The documents with the largest values of a field, the largest first. Documents with the same
   * value are ordered by id, the last first.
   *
   * @param field a field that is a whole number in all documents, or a moment in all documents
   * @param most the largest number of documents, above 0
   */
  public record Newest(String field, int most) {}

  /**
   * Checks the query, and normalises its values.
   *
   * @throws InvalidDocumentException if the collection path or a field name is malformed, or a
   *     value has a type that cannot be compared
   * @throws IllegalArgumentException if the query has both conditions and an order: Firestore would
   *     need an index for it that nobody has made
   */
  public Query {
    DocumentPaths.collection(collection);
    filters = filters.stream().map(filter -> normalise(collection, filter)).toList();
    newest.ifPresent(order -> normalise(collection, new Filter(order.field(), null)));
    if (newest.isPresent() && !filters.isEmpty()) {
      throw new IllegalArgumentException(
          collection + ": a query has conditions or asks for the newest documents, and not both");
    }
  }

  /** Returns the query for all documents of a collection. */
  public static Query in(String collection) {
    return new Query(collection, List.of(), Optional.empty());
  }

  /** Adds the condition that the field equals the value, which is neither a list nor a map. */
  public Query whereEqualTo(String field, Object value) {
    List<Filter> more = new ArrayList<>(filters);
    more.add(new Filter(field, value));
    return new Query(collection, more, newest);
  }

  /** Asks for the newest documents only; see {@link Newest}. */
  public Query newestBy(String field, int most) {
    return new Query(collection, filters, Optional.of(new Newest(field, most)));
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
    if (newest.isPresent()) {
      return newest(documents, newest.get());
    }
    return documents.stream()
        .filter(document -> filters.stream().allMatch(filter -> matches(filter, document)))
        .sorted(Comparator.comparing(Document::id, FirestoreOrder::texts))
        .toList();
  }

  private static List<Document> newest(List<Document> documents, Newest order) {
    return documents.stream()
        .filter(document -> moment(document, order).isPresent())
        .sorted(
            Comparator.<Document, BigDecimal>comparing(document -> moment(document, order).get())
                .thenComparing(Document::id, FirestoreOrder::texts)
                .reversed())
        .limit(order.most())
        .toList();
  }

  /** The value that a document is ordered by: a whole number, or a moment in seconds. */
  private static Optional<BigDecimal> moment(Document document, Newest order) {
    Object value = document.fields().get(order.field());
    if (value instanceof Instant moment) {
      return Optional.of(
          BigDecimal.valueOf(moment.getEpochSecond())
              .add(BigDecimal.valueOf(moment.getNano(), NANO_DIGITS)));
    }
    return value instanceof Long number
        ? Optional.of(BigDecimal.valueOf(number))
        : Optional.empty();
  }

  private static boolean matches(Filter filter, Document document) {
    return document.fields().containsKey(filter.field())
        && FirestoreOrder.isEqual(document.fields().get(filter.field()), filter.value());
  }
}
