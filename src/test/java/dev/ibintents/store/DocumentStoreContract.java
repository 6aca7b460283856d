package dev.ibintents.store;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of every store: the layers above see no difference between the stores. */
public abstract class DocumentStoreContract {
  private static final int THREADS = 50;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private DocumentStore store;

  /** Returns a store without documents. */
  protected abstract DocumentStore open(Duration timeout);

  @BeforeEach
  void openStore() {
    store = open(TIMEOUT);
  }

  @AfterEach
  void closeStore() {
    if (store != null) {
      store.close();
    }
  }

  @Test
  void missingDocumentIsNotFound() {
    assertThat(store.get("config/paper")).isEmpty();
    assertThat(store.list("config")).isEmpty();
  }

  @Test
  void setReplacesTheWholeDocument() {
    store.set("config/paper", Map.of("a", 1, "b", 2));
    store.set("config/paper", Map.of("b", 3));
    assertThat(store.get("config/paper")).hasValue(new Document("config/paper", Map.of("b", 3L)));
  }

  @Test
  void allDocumentsOfAllCollectionsAreRead() {
    Map<String, Document> written = new TreeMap<>();
    for (String path :
        List.of(
            "config/paper",
            "positions/paper/holdings/weights",
            "marketData/1-1 day/bars/2026",
            "x-a/b/c/d/e/f",
            "x-a/\u00e4 \u20ac")) {
      Document document = new Document(path, Map.of("path", path, "at", Instant.EPOCH));
      store.set(path, document.fields());
      written.put(path, document);
    }
    for (int i = 0; i < 250; i++) { // more than one page
      Document document = new Document("activity/" + i, Map.of("number", i));
      store.set(document.path(), document.fields());
      written.put(document.path(), document);
    }

    Map<String, Document> read = new TreeMap<>();
    store.readAll(document -> assertThat(read.put(document.path(), document)).isNull());

    assertThat(read).isEqualTo(written);
  }

  @Test
  void readingAllOfAnEmptyStoreGivesNothing() {
    store.readAll(
        document -> {
          throw new AssertionError(document);
        });
  }

  @Test
  void readingAllShowsASingleMoment() {
    for (int i = 100; i < 350; i++) {
      store.set("x-a/" + i, Map.of("round", 1));
    }
    List<Long> rounds = new ArrayList<>();
    store.readAll(
        document -> {
          if (rounds.isEmpty()) {
            store.set("x-a/349", Map.of("round", 2));
            store.set("x-a/350", Map.of("round", 2));
          }
          rounds.add(document.integer("round"));
        });

    assertThat(rounds).hasSize(250);
    assertThat(rounds).doesNotContain(2L);
  }

  @Test
  void emptyDocumentExists() {
    store.set("config/paper", Map.of());
    assertThat(store.get("config/paper")).hasValue(new Document("config/paper", Map.of()));
  }

  @Test
  void everyTypeIsReadBackUnchanged() {
    Map<String, Object> nested = new HashMap<>();
    nested.put("null", null);
    nested.put("list", Arrays.asList(1L, 1.0, "1", null, true, Map.of("deep", List.of())));
    Map<String, Object> fields = new HashMap<>();
    fields.put("null", null);
    fields.put("true", true);
    fields.put("max", Long.MAX_VALUE);
    fields.put("min", Long.MIN_VALUE);
    fields.put("one", 1.0);
    fields.put("tenth", 0.1);
    fields.put("huge", Double.MAX_VALUE);
    fields.put("tiny", -Double.MIN_VALUE);
    fields.put("nan", Double.NaN);
    fields.put("infinite", Double.NEGATIVE_INFINITY);
    fields.put("text", doubleQuoted("Zürich \u0000 \uD83D\uDE80 ' \\ \n"));
    fields.put("empty", "");
    fields.put("looksLikeTime", "2026-11-23T15:45:00Z");
    fields.put("time", Instant.parse("2026-11-23T15:45:00.123456Z"));
    fields.put("before1970", Instant.parse("1901-02-03T04:05:06.000001Z"));
    fields.put("nested", nested);
    fields.put("noMap", Map.of());
    fields.put("$map", Map.of("$instant", "2026-11-23T15:45:00Z"));
    store.set("runs/one", fields);
    assertThat(store.get("runs/one").orElseThrow().fields()).isEqualTo(fields);
  }

  @Test
  void instantsAreCutToMicroseconds() {
    store.set(
        "runs/one",
        Map.of(
            "now", Instant.parse("2026-11-23T15:45:00.123456789Z"),
            "then", Instant.parse("1901-02-03T04:05:06.999999999Z")));
    Document run = store.get("runs/one").orElseThrow();
    assertThat(run.instant("now")).isEqualTo(Instant.parse("2026-11-23T15:45:00.123456Z"));
    assertThat(run.instant("then")).isEqualTo(Instant.parse("1901-02-03T04:05:06.999999Z"));
  }

  @Test
  void decimalsSurviveExactly() {
    Map<String, BigDecimal> quantities =
        Map.of(
            "756733", new BigDecimal("-1.5"),
            "265598", new BigDecimal("100.00"),
            "12087792", new BigDecimal("0.12345678901234567890123456789"),
            "1", new BigDecimal("9223372036854775808"),
            "2", new BigDecimal("1E+3"));
    store.set("positions/paper/holdings/trend", quantities);
    Document holdings = store.get("positions/paper/holdings/trend").orElseThrow();
    assertThat(holdings.fields().get("265598")).isEqualTo(100L);
    assertThat(holdings.fields().get("756733")).isEqualTo("-1.5");
    assertThat(holdings.fields().get("2")).isEqualTo(1000L);
    quantities.forEach(
        (id, quantity) -> assertThat(holdings.decimal(id)).isEqualTo(stripped(quantity)));
    assertThat(holdings.decimals().keySet()).isEqualTo(quantities.keySet());
  }

  private static BigDecimal stripped(BigDecimal quantity) {
    return new BigDecimal(quantity.stripTrailingZeros().toPlainString());
  }

  @Test
  void shorterIntegersAreWidened() {
    store.set("runs/one", Map.of("int", 7, "short", (short) 8, "byte", (byte) 9));
    assertThat(store.get("runs/one").orElseThrow().fields())
        .isEqualTo(Map.of("int", 7L, "short", 8L, "byte", 9L));
  }

  @Test
  void readDocumentsAreImmutable() {
    store.set("runs/one", Map.of("map", Map.of("a", 1), "list", List.of(1)));
    Document run = store.get("runs/one").orElseThrow();
    assertThrows(UnsupportedOperationException.class, () -> run.fields().put("b", 2L));
    assertThrows(UnsupportedOperationException.class, () -> run.list("list").add(2L));
    assertThrows(UnsupportedOperationException.class, () -> run.map("map").fields().clear());
  }

  @Test
  void fieldNamesAreLiteral() {
    Map<String, Object> fields = Map.of("756733", 1L, "a.b", 2L, "`~*/[]\\", 3L, "ü", 4L, " ", 5L);
    store.set("config/paper", fields);
    assertThat(store.get("config/paper").orElseThrow().fields()).isEqualTo(fields);
    store.update("config/paper", Map.of("756733", 10L, "a.b", Map.of("c.d", 20L), "`~*/[]\\", 30L));
    assertThat(store.get("config/paper").orElseThrow().fields())
        .isEqualTo(
            Map.of("756733", 10L, "a.b", Map.of("c.d", 20L), "`~*/[]\\", 30L, "ü", 4L, " ", 5L));
    assertThat(store.query(Query.in("config").whereEqualTo("756733", 10))).hasSize(1);
    assertThat(store.query(Query.in("config").whereEqualTo("`~*/[]\\", 30))).hasSize(1);
  }

  @Test
  void updateReplacesOnlyTheNamedFields() {
    store.set("config/paper", Map.of("a", 1, "map", Map.of("x", 1, "y", 2)));
    Map<String, Object> change = new HashMap<>();
    change.put("map", Map.of("x", 9));
    change.put("null", null);
    store.update("config/paper", change);
    Map<String, Object> expected = new HashMap<>(change);
    expected.put("a", 1L);
    assertThat(store.get("config/paper")).hasValue(new Document("config/paper", expected));
  }

  @Test
  void updateOfAMissingDocumentIsRefused() {
    DocumentNotFoundException e =
        assertThrows(
            DocumentNotFoundException.class, () -> store.update("config/paper", Map.of("a", 1)));
    assertThat(e).hasMessageThat().contains("config/paper");
    assertThat(store.get("config/paper")).isEmpty();
  }

  @Test
  void updateOfNoFieldsIsRefused() {
    assertThrows(InvalidDocumentException.class, () -> store.update("config/paper", Map.of()));
  }

  @Test
  void deleteKeepsTheCollectionsBelowTheDocument() {
    store.set("positions/paper", Map.of("a", 1));
    store.set("positions/paper/fills/x", Map.of("a", 1));
    store.delete("positions/paper");
    store.delete("positions/paper");
    assertThat(store.get("positions/paper")).isEmpty();
    assertThat(store.get("positions/paper/fills/x")).isPresent();
  }

  @Test
  void addGivesAnIdOfTwentyLettersAndDigits() {
    String first = store.add("activity", Map.of("intent", "summary"));
    String second = store.add("activity", Map.of("intent", "summary"));
    assertThat(first).matches("activity/[A-Za-z0-9]{20}");
    assertThat(second).isNotEqualTo(first);
    assertThat(store.get(first).orElseThrow().string("intent")).isEqualTo("summary");
  }

  @Test
  void listIsOrderedByIdInUtf8Order() {
    for (String id : List.of("b", "a", "Z", "10", "9", "ü", "\uFB01", "\uD83D\uDE80")) {
      store.set("strategies/" + id, Map.of());
    }
    store.set("strategies/a/deeper/x", Map.of());
    store.set("strategies2/a", Map.of());
    store.set("gone/parent/strategies/a", Map.of());
    assertThat(ids(store.list("strategies")))
        .containsExactly("10", "9", "Z", "a", "b", "ü", "\uFB01", "\uD83D\uDE80")
        .inOrder();
    assertThat(store.list("gone")).isEmpty();
  }

  private static List<String> ids(List<Document> documents) {
    return documents.stream().map(Document::id).toList();
  }

  private void setAll(Object... values) {
    for (int i = 0; i < values.length; i++) {
      Map<String, Object> fields = new HashMap<>();
      fields.put("v", values[i]);
      store.set("values/" + (char) ('a' + i), fields);
    }
    store.set("values/without", Map.of("other", 1));
  }

  @Test
  void equalityComparesNumbersByValueAndKeepsTypesApart() {
    setAll(1L, 1.0, "1", true, null, Double.NaN, Instant.EPOCH, 2L, 0.0, -0.0);
    assertThat(ids(store.query(Query.in("values").whereEqualTo("v", 1)))).containsExactly("a", "b");
    assertThat(ids(store.query(Query.in("values").whereEqualTo("v", "1")))).containsExactly("c");
    assertThat(ids(store.query(Query.in("values").whereEqualTo("v", true)))).containsExactly("d");
    assertThat(ids(store.query(Query.in("values").whereEqualTo("v", null)))).containsExactly("e");
    assertThat(ids(store.query(Query.in("values").whereEqualTo("v", Double.NaN))))
        .containsExactly("f");
    assertThat(ids(store.query(Query.in("values").whereEqualTo("v", Instant.EPOCH))))
        .containsExactly("g");
    assertThat(ids(store.query(Query.in("values").whereEqualTo("v", 0)))).containsExactly("i", "j");
  }

  @Test
  void equalValuesOfEveryTypeAreFound() throws Exception {
    List<Object> values =
        List.of(
            "",
            "1",
            "1.0",
            "true",
            "null",
            doubleQuoted("'"),
            "\\",
            "'",
            "<&>",
            "\0",
            "a\0b",
            "a",
            "é",
            "e\u0301",
            "🂡",
            "\u2028",
            " a",
            "{}",
            "[1]",
            1,
            -1,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            9007199254740993L,
            9007199254740992.0,
            0.1,
            -2.5,
            1e300,
            true,
            false,
            Instant.EPOCH);
    for (int i = 0; i < values.size(); i++) {
      store.set("values/" + (100 + i), Map.of("v", values.get(i), "even", i % 2 == 0));
    }
    for (int i = 0; i < values.size(); i++) {
      Query equal = Query.in("values").whereEqualTo("v", values.get(i));
      assertWithMessage("%s", values.get(i))
          .that(ids(store.query(equal)))
          .containsExactly("" + (100 + i));
      assertWithMessage("%s", values.get(i))
          .that(store.query(equal.whereEqualTo("even", i % 2 != 0)))
          .isEmpty();
    }
  }

  @Test
  void newestDocumentsComeFirstAndOnlySoMany() {
    setAll(9L, 100L, 20L, 100L);
    Query newest = Query.in("values").newestBy("v", 3);

    assertThat(ids(store.query(newest))).containsExactly("d", "b", "c").inOrder();
    assertThat(ids(store.query(Query.in("values").newestBy("v", 9))))
        .containsExactly("d", "b", "c", "a")
        .inOrder();
    assertThat(store.query(Query.in("values").newestBy("nothing", 9))).isEmpty();
    assertThrows(IllegalArgumentException.class, () -> newest.whereEqualTo("v", 1));
  }

  @Test
  void newestMomentsAreComparedToTheMicrosecond() {
    setAll(
        Instant.parse("2026-11-30T15:00:00Z"),
        Instant.parse("2026-11-30T15:00:00.500Z"),
        Instant.parse("2026-11-30T15:00:00.500001Z"),
        Instant.parse("2026-11-30T14:59:59.999999Z"),
        Instant.parse("1969-12-31T23:59:59Z"));

    assertThat(ids(store.query(Query.in("values").newestBy("v", 4))))
        .containsExactly("c", "b", "a", "d")
        .inOrder();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "a/b/c", "a//b", "/a/b", "a/b/", "a/..", "a/.", "a/__b__", "a/b\n"})
  void invalidDocumentPathIsRefused(String path) {
    assertThrows(InvalidDocumentException.class, () -> store.get(path));
    assertThrows(InvalidDocumentException.class, () -> store.set(path, Map.of()));
    assertThrows(InvalidDocumentException.class, () -> store.update(path, Map.of("a", 1)));
    assertThrows(InvalidDocumentException.class, () -> store.delete(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "a//c", "a/b/c/"})
  void invalidCollectionPathIsRefused(String path) {
    assertThrows(InvalidDocumentException.class, () -> store.list(path));
    assertThrows(InvalidDocumentException.class, () -> store.add(path, Map.of()));
    assertThrows(InvalidDocumentException.class, () -> Query.in(path));
  }

  @Test
  void documentOverOneMebibyteIsRefused() {
    Map<String, Object> fields = new HashMap<>(Map.of("half", "x".repeat(500_000), "text", ""));
    int room = DocumentSize.LIMIT - (int) DocumentSize.of("big/one", fields);
    fields.put("text", "x".repeat(room));
    store.set("big/one", fields);
    assertThat(store.get("big/one").orElseThrow().string("text")).hasLength(room);
    InvalidDocumentException e =
        assertThrows(
            InvalidDocumentException.class,
            () -> store.update("big/one", Map.of("half", "x".repeat(500_001))));
    assertThat(e).hasMessageThat().contains("big/one is too large");
    fields.put("text", "x".repeat(room + 1));
    e = assertThrows(InvalidDocumentException.class, () -> store.set("big/one", fields));
    assertThat(e).hasMessageThat().contains("big/one is too large: it has 1,048,577 bytes");
    assertThat(store.get("big/one").orElseThrow().string("text")).hasLength(room);
  }

  @Test
  void updateThatMakesADocumentTooLargeIsRefused() {
    String half = "x".repeat(600_000);
    store.set("big/one", Map.of("text", half));
    InvalidDocumentException e =
        assertThrows(
            InvalidDocumentException.class, () -> store.update("big/one", Map.of("more", half)));
    assertThat(e).hasMessageThat().contains("big/one is too large");
    assertThat(store.get("big/one").orElseThrow().fields().keySet()).containsExactly("text");
  }

  @Test
  void fieldThatIsTooLargeIsRefused() {
    InvalidDocumentException e =
        assertThrows(
            InvalidDocumentException.class,
            () -> store.set("big/one", Map.of("text", "x".repeat(1_048_488))));
    assertThat(e).hasMessageThat().contains("its field text is over 1,048,487 bytes");
  }

  @Test
  void transactionReadsAndWritesManyDocuments() {
    store.set("a/gone", Map.of("x", 1));
    store.set("a/changed", Map.of("x", 1, "y", 1));
    long sum =
        store.runTransaction(
            transaction -> {
              long x = transaction.get("a/gone").orElseThrow().integer("x");
              assertThat(transaction.get("a/new")).isEmpty();
              assertThat(transaction.query(Query.in("a").whereEqualTo("x", 1))).hasSize(2);
              transaction.delete("a/gone");
              transaction.update("a/changed", Map.of("x", x + 1));
              transaction.create("a/new", Map.of("z.z", BigDecimal.ONE));
              transaction.set("a/set", Map.of("w", "w"));
              return x + 41;
            });
    assertThat(sum).isEqualTo(42);
    assertThat(store.list("a"))
        .containsExactly(
            new Document("a/changed", Map.of("x", 2L, "y", 1L)),
            new Document("a/new", Map.of("z.z", 1L)),
            new Document("a/set", Map.of("w", "w")))
        .inOrder();
  }

  @Test
  void readAfterAWriteIsRefusedAndNothingIsWritten() {
    assertThrows(
        IllegalStateException.class,
        () ->
            store.runTransaction(
                transaction -> {
                  transaction.set("a/b", Map.of("x", 1));
                  return transaction.get("a/b");
                }));
    assertThrows(
        IllegalStateException.class,
        () ->
            store.runTransaction(
                transaction -> {
                  transaction.delete("a/c");
                  return transaction.query(Query.in("a"));
                }));
    assertThat(store.list("a")).isEmpty();
  }

  @Test
  void exceptionOfTheBodyIsUnchangedAndNothingIsWritten() {
    IOException checked = new IOException("of the body");
    AtomicInteger runs = new AtomicInteger();
    IOException thrown =
        assertThrows(
            IOException.class,
            () ->
                store.runTransaction(
                    transaction -> {
                      runs.incrementAndGet();
                      assertThat(transaction.get("a/b")).isEmpty();
                      transaction.set("a/b", Map.of("x", 1));
                      throw checked;
                    }));
    assertThat(thrown).isSameInstanceAs(checked);
    assertThat(runs.get()).isEqualTo(1);
    assertThat(store.get("a/b")).isEmpty();
    store.set("a/b", Map.of("x", 2)); // the transaction has left no lock
  }

  @Test
  void transactionThatCreatesAnExistingDocumentWritesNothing() {
    store.set("runs/key", Map.of("owner", "a"));
    AtomicInteger runs = new AtomicInteger();
    DocumentExistsException e =
        assertThrows(
            DocumentExistsException.class,
            () ->
                store.runTransaction(
                    transaction -> {
                      runs.incrementAndGet();
                      transaction.set("a/b", Map.of("x", 1));
                      transaction.create("runs/key", Map.of("owner", "b"));
                      return null;
                    }));
    assertThat(e).hasMessageThat().contains("runs/key");
    assertThat(runs.get()).isEqualTo(1);
    assertThat(store.get("a/b")).isEmpty();
    assertThat(store.get("runs/key").orElseThrow().string("owner")).isEqualTo("a");
  }

  @Test
  void transactionThatUpdatesAMissingDocumentWritesNothing() {
    DocumentNotFoundException e =
        assertThrows(
            DocumentNotFoundException.class,
            () ->
                store.runTransaction(
                    transaction -> {
                      transaction.set("a/b", Map.of("x", 1));
                      transaction.update("runs/key", Map.of("owner", "b"));
                      return null;
                    }));
    assertThat(e).hasMessageThat().contains("runs/key");
    assertThat(store.get("a/b")).isEmpty();
  }

  @Test
  void laterWritesOfATransactionFollowEarlierWrites() {
    store.runTransaction(
        transaction -> {
          transaction.create("a/b", Map.of("x", 1));
          transaction.update("a/b", Map.of("y", 2));
          transaction.set("a/c", Map.of("x", 1));
          transaction.delete("a/c");
          return null;
        });
    assertThat(store.list("a")).containsExactly(new Document("a/b", Map.of("x", 1L, "y", 2L)));
  }

  @Test
  void transactionEndsWithItsBody() {
    Transaction[] kept = new Transaction[1];
    store.runTransaction(
        transaction -> {
          kept[0] = transaction;
          return null;
        });
    assertThrows(IllegalStateException.class, () -> kept[0].get("a/b"));
    assertThrows(IllegalStateException.class, () -> kept[0].set("a/b", Map.of()));
  }

  @Test
  void directWritesInATransactionsBodyAreRefused() {
    store.runTransaction(
        transaction -> {
          assertThat(store.get("a/b")).isEmpty();
          assertThrows(IllegalStateException.class, () -> store.set("a/b", Map.of()));
          assertThrows(IllegalStateException.class, () -> store.runTransaction(inner -> null));
          return null;
        });
    store.set("a/b", Map.of());
  }

  @Test
  void incrementsByManyThreadsLoseNothing() throws Exception {
    store.set("counters/one", Map.of("count", 0));
    Threads.race(THREADS, thread -> () -> increment(store, "counters/one"));
    assertThat(store.get("counters/one").orElseThrow().integer("count")).isEqualTo(THREADS);
  }

  public static long increment(DocumentStore store, String path) {
    return store.runTransaction(
        transaction -> {
          long next = transaction.get(path).orElseThrow().integer("count") + 1;
          transaction.update(path, Map.of("count", next));
          return next;
        });
  }

  @Test
  void exactlyOneOfManyTransactionsTakesALease() throws Exception {
    List<Boolean> wins =
        Threads.race(
            10,
            thread ->
                () ->
                    store.runTransaction(
                        transaction -> {
                          if (transaction.get("leases/paper").isPresent()) {
                            return false;
                          }
                          transaction.create("leases/paper", Map.of("owner", thread));
                          return true;
                        }));
    assertThat(Collections.frequency(wins, true)).isEqualTo(1);
  }

  @Test
  void writeWaitsForATransactionThatHasReadTheDocument() throws Exception {
    store.set("a/b", Map.of("x", 0));
    CountDownLatch read = new CountDownLatch(1);
    Threads.race(
        2,
        thread ->
            () -> {
              if (thread == 0) {
                return copyAfterRead(read);
              }
              assertThat(read.await(10, TimeUnit.SECONDS)).isTrue();
              store.set("a/b", Map.of("x", 7));
              return null;
            });
    assertThat(store.get("a/b").orElseThrow().integer("x")).isEqualTo(7);
  }

  private Void copyAfterRead(CountDownLatch read) {
    return store.runTransaction(
        transaction -> {
          long x = transaction.get("a/b").orElseThrow().integer("x");
          read.countDown();
          transaction.update("a/b", Map.of("x", x));
          return null;
        });
  }

  @Test
  void closedStoreRefusesEveryCall() {
    store.set("a/b", Map.of());
    store.close();
    store.close();
    assertThrows(IllegalStateException.class, () -> store.get("a/b"));
    assertThrows(IllegalStateException.class, () -> store.set("a/b", Map.of()));
    assertThrows(IllegalStateException.class, () -> store.runTransaction(transaction -> null));
  }
}
