package dev.ibintents.store;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A query for documents of one collection, with conditions and an order. It is immutable: each
 * method returns a new query. Field names are literal. They name fields of the document itself, not
 * fields of maps in it.
 *
 * <p>The rules are those of Firestore. A document without a field that the query filters or orders
 * by is not found. A range finds only values of its operand's type. Integers and doubles are
 * compared by value. Without an order, a range orders by its field. Documents that compare as equal
 * are ordered by id, in the direction of the last order. Ranges may use a single field only, and
 * the first order must be by this field.
 *
 * <p>A query that filters by one field, and orders by or ranges over another, needs a composite
 * index in Firestore.
 *
 * @param collection slash path with an odd number of segments
 * @param filters the conditions, all of which a document must meet
 * @param orders the orders, the most significant first
 * @param limit the largest number of documents to return, 0 for all
 */
public record Query(String collection, List<Filter> filters, List<Order> orders, int limit) {

  /** The direction of an order. */
  public enum Direction {
    /** Smallest first. */
    ASCENDING,
    /** Largest first. */
    DESCENDING
  }

  /** The comparison of a field's value with the operand. */
  public enum Operator {
    /** Equal; null equals null, and NaN equals NaN. */
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

  /** A condition on a field; the value is normalised. */
  public record Filter(String field, Operator operator, Object value) {
    boolean isRange() {
      return operator != Operator.EQUAL;
    }
  }

  /** An order by a field. */
  public record Order(String field, Direction direction) {}

  /**
   * Checks the query.
   *
   * @throws InvalidDocumentException if the collection path or a field name is malformed, or an
   *     operand cannot be compared; also if ranges use two fields, or the first order is not by the
   *     range's field
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

  /** Returns the query for all documents of a collection. */
  public static Query in(String collection) {
    return new Query(collection, List.of(), List.of(), 0);
  }

  /** Adds the condition that the field equals the value, which is neither a list nor a map. */
  public Query whereEqualTo(String field, Object value) {
    return where(field, Operator.EQUAL, value);
  }

  /** Adds the condition that the field is less than the value, which is neither null nor NaN. */
  public Query whereLessThan(String field, Object value) {
    return where(field, Operator.LESS_THAN, value);
  }

  /** Adds the condition that the field is at most the value, which is neither null nor NaN. */
  public Query whereLessThanOrEqualTo(String field, Object value) {
    return where(field, Operator.LESS_THAN_OR_EQUAL, value);
  }

  /** Adds the condition that the field is greater than the value, which is neither null nor NaN. */
  public Query whereGreaterThan(String field, Object value) {
    return where(field, Operator.GREATER_THAN, value);
  }

  /** Adds the condition that the field is at least the value, which is neither null nor NaN. */
  public Query whereGreaterThanOrEqualTo(String field, Object value) {
    return where(field, Operator.GREATER_THAN_OR_EQUAL, value);
  }

  /** Adds an order by a field, smallest value first, after the earlier orders. */
  public Query orderBy(String field) {
    return orderBy(field, Direction.ASCENDING);
  }

  /** Adds an order by a field, after the earlier orders. */
  public Query orderBy(String field, Direction direction) {
    return new Query(collection, filters, and(orders, new Order(field, direction)), limit);
  }

  /** Limits the number of documents, to 1 or more. */
  public Query limit(int limit) {
    if (limit < 1) {
      throw new InvalidDocumentException(
          collection + ": a query's limit is " + limit + ", it must be 1 or more");
    }
    return new Query(collection, filters, orders, limit);
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

  /** Returns the matching documents out of all documents of the collection, as Firestore would. */
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
