package dev.ibintents.store.firestore;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOptions;
import com.google.firestore.v1.RunQueryRequest;
import com.google.firestore.v1.StructuredQuery;
import com.google.firestore.v1.StructuredQuery.CollectionSelector;
import dev.ibintents.store.Document;
import dev.ibintents.store.InvalidDocumentException;
import dev.ibintents.store.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Converts normalised values and queries to and from the forms of Google's client. */
final class FirestoreValues {

  private FirestoreValues() {}

  static Map<String, Object> toClient(Map<String, Object> fields) {
    Map<String, Object> map = new HashMap<>();
    fields.forEach((name, value) -> map.put(name, toClient(value)));
    return map;
  }

  static Object toClient(Object value) {
    if (value instanceof Instant instant) {
      return Timestamp.ofTimeSecondsAndNanos(instant.getEpochSecond(), instant.getNano());
    } else if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>(list.size());
      list.forEach(element -> copy.add(toClient(element)));
      return copy;
    } else if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new HashMap<>();
      map.forEach((name, element) -> copy.put((String) name, toClient(element)));
      return copy;
    }
    return value;
  }

  /**
   * Converts a document that exists.
   *
   * @throws InvalidDocumentException if another program has written a value of a type that is not
   *     stored
   */
  static Document fromClient(String path, DocumentSnapshot snapshot) {
    Map<String, Object> fields = new HashMap<>();
    Map<String, Object> data = snapshot.getData();
    if (data != null) {
      data.forEach((name, value) -> fields.put(name, fromClient(value)));
    }
    return new Document(path, fields);
  }

  private static Object fromClient(Object value) {
    if (value instanceof Timestamp timestamp) {
      return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    } else if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>(list.size());
      list.forEach(element -> copy.add(fromClient(element)));
      return copy;
    } else if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new HashMap<>();
      map.forEach((name, element) -> copy.put((String) name, fromClient(element)));
      return copy;
    }
    return value;
  }

  /**
   * Fields by their literal names, as the client's update takes them. In {@code others} names and
   * values alternate.
   */
  record Update(FieldPath first, Object value, Object[] others) {}

  static Update toClientUpdate(Map<String, Object> fields) {
    List<Object> flat = new ArrayList<>();
    fields.forEach(
        (name, value) -> {
          flat.add(FieldPath.of(name));
          flat.add(toClient(value));
        });
    Object[] others = flat.subList(2, flat.size()).toArray();
    return new Update((FieldPath) flat.get(0), flat.get(1), others);
  }

  /** Returns the query for all documents of all collections, for which the client has no method. */
  static com.google.cloud.firestore.Query everything(Firestore client) {
    FirestoreOptions options = client.getOptions();
    String database =
        "projects/" + options.getProjectId() + "/databases/" + options.getDatabaseId();
    CollectionSelector everywhere = CollectionSelector.newBuilder().setAllDescendants(true).build();
    return com.google.cloud.firestore.Query.fromProto(
            client,
            RunQueryRequest.newBuilder()
                .setParent(database + "/documents")
                .setStructuredQuery(StructuredQuery.newBuilder().addFrom(everywhere))
                .build())
        .orderBy(FieldPath.documentId());
  }

  static com.google.cloud.firestore.Query toClient(
      Query query, com.google.cloud.firestore.Query collection) {
    com.google.cloud.firestore.Query asked = collection;
    for (Query.Filter filter : query.filters()) {
      asked = asked.whereEqualTo(FieldPath.of(filter.field()), toClient(filter.value()));
    }
    if (query.newest().isPresent()) {
      Query.Newest order = query.newest().get();
      asked =
          asked
              .orderBy(
                  FieldPath.of(order.field()),
                  com.google.cloud.firestore.Query.Direction.DESCENDING)
              .limit(order.most());
    }
    return asked;
  }
}
