package dev.ibintents.home;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.environment.ConfigurationException;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import dev.ibintents.trading.books.Books;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo of {@code ./ib-intents demo}, without the JVM's start. */
@Timeout(300)
final class DemoTest {
  @TempDir Path folder;

  private record Ended(int code, String out, String err) {}

  private Ended demo(Map<String, String> more) {
    Map<String, String> variables = new HashMap<>(Map.of("DATA_FOLDER", folder.toString()));
    variables.putAll(more);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        new HomeCommands(
                variables,
                InputStream.nullInputStream(),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8))
            .run("demo");
    return new Ended(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  private DocumentStore store() {
    return new SqliteDocumentStore(folder);
  }

  private Map<String, Object> everything() {
    Map<String, Object> all = new TreeMap<>();
    try (DocumentStore store = store()) {
      store.readAll(document -> all.put(document.path(), document.fields()));
    }
    return all;
  }

  @Test
  void sixtyDaysArePlayedByTheRealIntents() {
    Ended ended = demo(Map.of());

    assertWithMessage(ended.err()).that(ended.code()).isEqualTo(0);
    assertThat(ended.out()).contains("a deposit of 50000 USD arrives");
    assertThat(ended.out()).contains("a trade by hand is noticed");
    assertThat(ended.out()).contains("a strategy names a contract that does not exist");
    assertThat(ended.out()).contains("60 trading days are played, from ");
    assertThat(ended.out()).contains("DATA_FOLDER=" + folder + " ./ib-intents serve");
    assertThat(ended.out()).contains("http://localhost:8080/dashboard");
    try (DocumentStore store = store()) {
      List<Document> days = store.list("positions/paper/days");
      assertThat(days).hasSize(60);
      assertThat(days.stream().allMatch(day -> day.bool("tied"))).isTrue();
      assertThat(days.get(59).fields().get("strategies").toString()).contains("futures");
      assertThat(store.list("positions/paper/flows")).hasSize(1);
      assertThat(store.list("positions/paper/openOrders")).isEmpty();
      assertThat(store.list("activity").stream().filter(DemoTest::failed).toList()).hasSize(1);
      assertThat(store.get("config/paper").orElseThrow().fields()).isEmpty();
      assertThat(booksOf(store)).isEqualTo(accountOf(store));
    }
    Map<String, Object> before = everything();
    try (DocumentStore store = store()) {
      store.add("activity", Map.of("timestamp", Instant.now()));
    }

    Ended used = demo(Map.of());

    assertThat(used.code()).isEqualTo(1);
    assertThat(used.err()).contains("has a demo that was used or changed since");
    assertThat(everything()).hasSize(before.size() + 1);
  }

  private static boolean failed(Document activity) {
    return activity.fields().get("exception") != null;
  }

  private static Map<Integer, BigDecimal> booksOf(DocumentStore store) {
    return new Books(store, TradingMode.PAPER, Clock.systemUTC()).holdings().total().byContract();
  }

  private static Map<Integer, BigDecimal> accountOf(DocumentStore store) {
    Map<Integer, BigDecimal> account = new TreeMap<>();
    store
        .list("simulator/DU1234567/holdings")
        .forEach(
            held -> {
              int conId = Integer.parseInt(held.id());
              if (held.decimal("quantity").signum() != 0) {
                account.put(conId, held.decimal("quantity"));
              }
            });
    return account;
  }

  @Test
  void aFolderWithDataOfAPersonIsNotTouched() {
    try (DocumentStore store = store()) {
      store.set("config/common", Map.of("tradingEnabled", true));
    }
    Map<String, Object> before = everything();

    Ended ended = demo(Map.of());

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err())
        .isEqualTo(
            folder
                + " has data of your own, which the demo does not touch; play it in another folder:"
                + " DATA_FOLDER=.ib-intents-demo ./ib-intents demo\n");
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void anUntouchedDemoIsDeletedForTheNextAndAChangedOneIsKept() {
    try (DocumentStore store = store()) {
      DemoFolder demo = new DemoFolder(store, folder);
      assertThat(demo.prepare()).isFalse();
      store.set("config/common", Map.of("tradingEnabled", true));
      store.set("runs/1", Map.of("begunToken", 1));
      assertThat(demo.prepare()).isTrue(); // it had broken off
      assertThat(store.get("runs/1")).isEmpty();
      store.set("config/common", Map.of("tradingEnabled", true));
      demo.ended(Instant.now());
      assertThat(demo.prepare()).isTrue();
      store.set("config/common", Map.of("tradingEnabled", true));
      demo.ended(Instant.now());
      store.set("strategies/own", Map.of());

      assertThrows(ConfigurationException.class, demo::prepare);
      assertThat(store.get("strategies/own")).isPresent();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TRADING_MODE | live       | the demo is played with play money; unset TRADING_MODE",
        "GATEWAY      | configured | the demo is played with the simulated gateway; unset GATEWAY",
        "PROJECT_ID   | my-project | the demo is played into a folder at home; unset PROJECT_ID"
      })
  void theDemoIsForHomeOnly(String variable, String value, String words) {
    Ended ended = demo(Map.of(variable, value));

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains(words);
    assertThat(everything()).isEmpty();
  }
}
