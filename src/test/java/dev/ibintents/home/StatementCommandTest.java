package dev.ibintents.home;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.ibintents.bench.Bench;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.intent.performance.StatementXml;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import dev.ibintents.trading.performance.CashFlow;
import dev.ibintents.trading.performance.Flows;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command that imports a file with the broker's statement. */
@Timeout(60)
final class StatementCommandTest {
  private static final String ACCOUNT = "DU1234567";

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void books() {
    try (DocumentStore store = new SqliteDocumentStore(folder)) {
      store.set("config/common", Map.of("tradingEnabled", true));
      store.set("config/paper", Map.of());
      store.set(
          "positions/paper",
          Map.of("account", ACCOUNT, "since", Instant.parse("2026-11-02T15:00:00Z")));
    }
  }

  private int run(String... words) {
    out.reset();
    err.reset();
    return new HomeCommands(
            Map.of("DATA_FOLDER", folder.toString()),
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8))
        .run(words);
  }

  private String file(String account) throws Exception {
    StatementXml statement =
        new StatementXml(account, "20261102", "20261102")
            .cash("9101", "Deposits/Withdrawals", "1000", 0, "20261102", "")
            .cash("9102", "Broker Interest Paid", "-3.21", 0, "20261102", "");
    return Files.writeString(folder.resolve("statement.xml"), statement.toString()).toString();
  }

  private List<String> flows() {
    try (DocumentStore store = new SqliteDocumentStore(folder)) {
      return new Flows(store, TradingMode.PAPER).all().stream().map(CashFlow::toString).toList();
    }
  }

  private JsonObject printed(int code) {
    assertWithMessage(err.toString(UTF_8)).that(code).isEqualTo(0);
    return JsonParser.parseString(out.toString(UTF_8)).getAsJsonObject();
  }

  private int recorded(JsonObject answer) {
    return Bench.list(answer, "statements")
        .get(0)
        .getAsJsonObject("flows")
        .getAsJsonArray("recorded")
        .size();
  }

  @Test
  void fileIsImportedOnce() throws Exception {
    String file = file(ACCOUNT);

    JsonObject shown = printed(run("import-statement", file, "--dry-run"));
    assertThat(shown.get("status").getAsString()).isEqualTo("dry-run");
    assertThat(recorded(shown)).isEqualTo(2);
    assertThat(flows()).isEmpty();

    assertThat(recorded(printed(run("import-statement", file)))).isEqualTo(2);
    assertThat(recorded(printed(run("import-statement", file)))).isEqualTo(0);
    assertThat(flows())
        .containsExactly(
            "deposit of 1000 USD on 2026-11-02", "interest of -3.21 USD on 2026-11-02");
  }

  @Test
  void wrongFilesAreRefusedInOneLine() throws Exception {
    String foreign = file("U7654321");
    Path latin = Files.write(folder.resolve("latin.xml"), new byte[] {'<', (byte) 0xe4, '>'});

    assertThat(run("import-statement", foreign)).isEqualTo(1);
    assertThat(err.toString(UTF_8)).startsWith("the statement is of U7654321");
    assertThat(run("import-statement", latin.toString())).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("is not UTF-8");
    assertThat(run("import-statement", folder.resolve("none.xml").toString())).isEqualTo(1);
    assertThat(err.toString(UTF_8)).startsWith("there is no file or folder ");
    assertThat(run("import-statement")).isEqualTo(2);
  }
}
