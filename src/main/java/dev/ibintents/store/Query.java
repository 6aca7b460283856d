package dev.ibintents.store;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which documents of one collection to read, and in which order. Immutable: each method returns a
 * new query. Fields are named literally and are a document's own, not those of maps inside it.
 *
 * <p>As in Firestore: a document that lacks a field filtered or ordered by is not found; a range
 * finds values of its operand's type only; integers and doubles are compared by worth; without an
 * order, a range orders by its field; ties, and all else, are ordered by id, in the direction of
 * the last order. Ranges may concern one field only, and that is the first to order by.
 *
 * <p>Firestore answers a query that filters one field and orders by or ranges over another only if
 * there is a composite index for it.
 *
 * @param collection slash path with an odd number of segments
 * @param filters what a document must meet, all of it
 * @param orders most significant first
 * @param limit the most documents to return, 0 for all
 */
public record Query(String collection, List<Filter> filters, List<Order> orders, int limit) {

  /** Whether to go up or down. */
  public enum Direction {
    /** Smallest first. */
    ASCENDING,
    /** Largest first. */
    DESCENDING
  }

  /** How a field's value must compare with the operand. */
  public enum Operator {
    /** Equal; null and NaN equal themselves. */
    EQUAL,
    /** Less than. */
    LESS_THAN,
    /** Less than or equal. */
    LESS_THAN_OR_EQUAL,
    /** Greater than. */
    GREATER_THAN,
    /** Greater than or equal. */
    GREATER_THAN_OR_EQUAL
  }

  /** One condition; the value is normalised. */
  public record Filter(String field, Operator operator, Object value) {
    boolean isRange() {
      return operator != Operator.EQUAL;
    }
  }

  /** One level of the order. */
  public record Order(String field, Direction direction) {}

  /**
   * Checks the whole query.
   *
   * @throws InvalidDocumentException for a malformed collection path or field name, an operand of a
   *     type that cannot be compared, ranges over two fields, or an order that does not begin with
   *     the field of the range
   */
  public Query {
    DocumentPaths.collection(collection);
    filters = filters.stream().map(filter -> normalise(collection, filter)).toList();
    orders = List.copyOf(orders);
    orders.forEach(order -> FieldValues.normaliseValue(collection, order.field(), null));
    checkRanges(collection, filters, orders);
    if (limit < 0) {
      throw new InvalidDocumentException(collection + ": a query's limit is " + limit);
    }
  }

  /** All documents of a collection. */
  public static Query in(String collection) {
    return new Query(collection, List.of(), List.of(), 0);
  }

  /** Only where the field equals the value; lists and maps cannot be asked for. */
  public Query whereEqualTo(String field, Object value) {
    return where(field, Operator.EQUAL, value);
  }

  /** Only where the field is less than the value, which is neither null nor NaN. */
  public Query whereLessThan(String field, Object value) {
    return where(field, Operator.LESS_THAN, value);
  }

  /** Only where the field is at most the value, which is neither null nor NaN. */
  public Query whereLessThanOrEqualTo(String field, Object value) {
    return where(field, Operator.LESS_THAN_OR_EQUAL, value);
  }

  /** Only where the field is greater than the value, which is neither null nor NaN. */
  public Query whereGreaterThan(String field, Object value) {
    return where(field, Operator.GREATER_THAN, value);
  }

  /** Only where the field is at least the value, which is neither null nor NaN. */
  public Query whereGreaterThanOrEqualTo(String field, Object value) {
    return where(field, Operator.GREATER_THAN_OR_EQUAL, value);
  }

  /** Orders by a field, smallest first, after the orders given so far. */
  public Query orderBy(String field) {
    return orderBy(field, Direction.ASCENDING);
  }

  /** Orders by a field after the orders given so far. */
  public Query orderBy(String field, Direction direction) {
    return new Query(collection, filters, and(orders, new Order(field, direction)), limit);
  }

  /** Returns at most so many documents, at least 1. */
  public Query limit(int most) {
    if (most < 1) {
      throw new InvalidDocumentException(collection + ": a query's limit is " + most);
    }
    return new Query(collection, filters, orders, most);
  }

  private Query where(String field, Operator operator, Object value) {
    return new Query(collection, and(filters, new Filter(field, operator, value)), orders, limit);
  }

  private static <T> List<T> and(List<T> list, T last) {
    List<T> longer = new ArrayList<>(list);
    longer.add(last);
    return longer;
  }

  private static Filter normalise(String collection, Filter filter) {
    Object value = FieldValues.normaliseValue(collection, filter.field(), filter.value());
    boolean comparable = value != null && !value.equals(Double.NaN);
    if (value instanceof List || value instanceof Map || (filter.isRange() && !comparable)) {
      throw new InvalidDocumentException(
          collection + ": field " + filter.field() + " cannot be compared with " + value);
    }
    return new Filter(filter.field(), filter.operator(), value);
  }

  private static void checkRanges(String collection, List<Filter> filters, List<Order> orders) {
    Set<String> ranged = new LinkedHashSet<>();
    filters.stream().filter(Filter::isRange).map(Filter::field).forEach(ranged::add);
    if (ranged.size() > 1) {
      throw new InvalidDocumentException(collection + ": ranges over several fields: " + ranged);
    }
    if (!ranged.isEmpty() && !orders.isEmpty() && !ranged.contains(orders.get(0).field())) {
      throw new InvalidDocumentException(
          collection + ": a query with a range over " + ranged + " must order by that field first");
    }
  }

  /** Answers the query from all documents of its collection, as Firestore would. */
  public List<Document> answer(List<Document> documents) {
    List<Order> levels = levels();
    TreeMap<Document, Document> found = new TreeMap<>((a, b) -> compare(levels, a, b));
    for (Document document : documents) {
      boolean ordered = levels.stream().allMatch(o -> document.fields().containsKey(o.field()));
      if (ordered && filters.stream().allMatch(filter -> matches(filter, document))) {
        found.put(document, document);
      }
    }
    return found.keySet().stream().limit(limit == 0 ? Long.MAX_VALUE : limit).toList();
  }

  private List<Order> levels() {
    if (!orders.isEmpty()) {
      return orders;
    }
    return filters.stream()
        .filter(Filter::isRange)
        .limit(1)
        .map(filter -> new Order(filter.field(), Direction.ASCENDING))
        .toList();
  }

  private static int compare(List<Order> levels, Document a, Document b) {
    Direction direction = Direction.ASCENDING;
    int order = 0;
    for (int i = 0; i < levels.size() && order == 0; i++) {
      String field = levels.get(i).field();
      direction = levels.get(i).direction();
      order = ValueOrder.INSTANCE.compare(a.fields().get(field), b.fields().get(field));
    }
    order = order != 0 ? order : ValueOrder.texts(a.id(), b.id());
    return direction == Direction.ASCENDING ? order : -order;
  }

  private static boolean matches(Filter filter, Document document) {
    if (!document.fields().containsKey(filter.field())) {
      return false;
    }
    Object value = document.fields().get(filter.field());
    if (!ValueOrder.comparable(value, filter.value())) {
      return false;
    }
    int order = ValueOrder.INSTANCE.compare(value, filter.value());
    return switch (filter.operator()) {
      case EQUAL -> order == 0;
      case LESS_THAN -> order < 0;
      case LESS_THAN_OR_EQUAL -> order <= 0;
      case GREATER_THAN -> order > 0;
      case GREATER_THAN_OR_EQUAL -> order >= 0;
    };
  }
}
