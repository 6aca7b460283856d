package dev.ibintents;

import static com.google.common.truth.Truth.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.environment.ConfigurationException;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.SqliteDocumentStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DocumentsTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private DocumentStore store;

  @BeforeEach
  void open() {
    store = new SqliteDocumentStore(folder);
    store.set("config/common", Map.of("tradingEnabled", true, "apiPort", 4002));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private String run(String input, String... arguments) throws IOException {
    printed.reset();
    new Documents(
            store,
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            new PrintStream(printed, true, UTF_8))
        .run(List.of(arguments));
    return printed.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }

  @Test
  void printsADocument() throws IOException {
    assertThat(run("", "get", "config/common"))
        .isEqualTo("config/common {\"apiPort\":4002,\"tradingEnabled\":true}\n");
  }

  @Test
  void setsFieldsAndKeepsTheOthers() throws IOException {
    assertThat(
            run(
                "",
                "set",
                "config/common",
                "apiPort=4010",
                "account=DU1",
                "exposure={\"overall\":0.5}",
                "killSwitchExempt=[\"ping\"]"))
        .isEqualTo(
            "config/common {\"account\":\"DU1\",\"apiPort\":4010,"
                + "\"exposure\":{\"overall\":\"0.5\"},\"killSwitchExempt\":[\"ping\"],"
                + "\"tradingEnabled\":true}\n");
  }

  @Test
  void setMakesADocumentThatIsNotThere() throws IOException {
    assertThat(run("", "set", "config/live", "clientId=7"))
        .isEqualTo("config/live {\"clientId\":7}\n");
  }

  @Test
  void putReplacesADocument() throws IOException {
    assertThat(run("{\"a\":null,\"b\":[1,true]}", "put", "config/common"))
        .isEqualTo("config/common {\"a\":null,\"b\":[1,true]}\n");
  }

  @Test
  void listsAndDeletes() throws IOException {
    store.set("config/paper", Map.of());
    assertThat(run("", "list", "config"))
        .isEqualTo("config/common {\"apiPort\":4002,\"tradingEnabled\":true}\nconfig/paper {}\n");
    run("", "delete", "config/paper");
    assertThat(store.get("config/paper").isPresent()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "get",
        "read config/common",
        "get config/nope",
        "set config/common",
        "set config/common apiPort",
        "set config/common =1",
        "delete config/nope"
      })
  void refusesWhatItDoesNotUnderstand(String line) {
    assertThrows(
        IllegalArgumentException.class,
        () -> run("", line.isEmpty() ? new String[0] : line.split(" ")));
    assertThat(store.get("config/common").orElseThrow().fields())
        .containsExactly("apiPort", 4002L, "tradingEnabled", true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "5"})
  void putRefusesWhatIsNoObject(String input) {
    assertThrows(IllegalArgumentException.class, () -> run(input, "put", "config/common"));
    assertThat(store.get("config/common").orElseThrow().fields()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exposure={overall:1}", "killSwitchExempt=[ping", "notes={\"a\":}"})
  void refusesWhatBeginsLikeJsonAndIsNone(String assignment) {
    String refusal =
        assertThrows(
                IllegalArgumentException.class, () -> run("", "set", "config/common", assignment))
            .getMessage();

    assertThat(refusal).startsWith("\"" + assignment + "\" begins like JSON and is none. ");
    assertThat(refusal)
        .endsWith("as in -Dexec.args=\"set config/common 'exposure={\\\"overall\\\": 1}'\"");
    assertThat(store.get("config/common").orElseThrow().fields()).hasSize(2);
  }

  @Test
  void aTextThatBeginsLikeJsonIsWrittenAsJson() throws IOException {
    assertThat(run("", "set", "notes/1", "text=\"{so}\""))
        .isEqualTo("notes/1 {\"text\":\"{so}\"}\n");
  }

  @Test
  void configurationOfAWrongTypeIsNotWritten() {
    ConfigurationException refusal =
        assertThrows(
            ConfigurationException.class,
            () -> run("", "set", "config/paper", "exposure=1", "apiPort=high"));

    assertThat(refusal)
        .hasMessageThat()
        .isEqualTo(
            "config/paper apiPort is \"high\"; it must be a whole number from 1 to 65535;"
                + " config/paper exposure is 1; it must be a map with the field overall;"
                + " config/paper exposure is 1; it must be a map with the field strategies");
    assertThat(store.get("config/paper")).isEmpty();
    assertThrows(
        ConfigurationException.class,
        () -> run("{\"tradingEnabled\":\"no\"}", "put", "config/common"));
    assertThat(store.get("config/common").orElseThrow().fields()).hasSize(2);
  }

  @Test
  void oneWrongFieldOfSeveralCanBeMended() throws IOException {
    store.set("config/common", Map.of("exposure", "{overall:1}", "clientId", "one"));

    assertThat(run("", "set", "config/common", "exposure={\"overall\":1}"))
        .isEqualTo("config/common {\"clientId\":\"one\",\"exposure\":{\"overall\":1}}\n");
  }

  @Test
  void mainSaysWhatIsWrongAndFails() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "--enable-native-access=ALL-UNNAMED",
                Documents.class.getName(),
                "set",
                "config/common",
                "exposure={overall:1}")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .directory(folder.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readString(folder.resolve("said")))
        .contains("\"exposure={overall:1}\" begins like JSON and is none");
    assertThat(process.exitValue()).isEqualTo(1);
  }
}
