package dev.ibintents.home;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.bench.FrontDoor.answered;
import static dev.ibintents.bench.FrontDoor.json;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import dev.ibintents.bench.FreePort;
import dev.ibintents.bench.ServedProcess;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An empty folder, and what a newcomer tries in it. */
@Timeout(120)
final class FirstHourTest {
  @TempDir Path folder;

  private String run(String... words) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, UTF_8);
    int code =
        new HomeCommands(
                Map.of("DATA_FOLDER", folder.toString()), InputStream.nullInputStream(), out, out)
            .run(words);
    assertWithMessage(said.toString(UTF_8)).that(code).isEqualTo(0);
    return said.toString(UTF_8);
  }

  @Test
  void pointingAtAGatewayMakesTheFirstConfigurationAndChangesIt() {
    assertThat(run("set", "config/paper", "apiHost=127.0.0.1", "apiPort=4002"))
        .isEqualTo(
            """
            Seeded the configuration: config/common and config/paper
            config/paper apiHost: not set → "127.0.0.1"
            config/paper apiPort: not set → 4002
            """);

    try (DocumentStore seeded = new SqliteDocumentStore(folder.resolve("seeded"));
        DocumentStore store = new SqliteDocumentStore(folder)) {
      new Seed(seeded, java.time.Clock.systemUTC()).configuration();
      assertThat(store.get("config/common")).isEqualTo(seeded.get("config/common"));
      assertThat(store.list("strategies")).isEqualTo(seeded.list("strategies"));
      assertThat(store.get("config/paper").orElseThrow().fields())
          .containsExactly("apiHost", "127.0.0.1", "apiPort", 4002L);
    }
    assertThat(run("set", "config/paper", "apiPort=4003"))
        .isEqualTo("config/paper apiPort: 4002 → 4003\n");
  }

  /** The way of a build in the cloud, where there is no parser of command lines. */
  @Test
  void documentsWithoutTheCommandMakesTheFirstConfigurationToo() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            "--enable-native-access=ALL-UNNAMED",
            Documents.class.getName(),
            "set",
            "config/paper",
            "apiPort=4002");
    builder.environment().put("DATA_FOLDER", folder.toString());
    assertThat(builder.inheritIO().start().waitFor()).isEqualTo(0);

    try (DocumentStore store = new SqliteDocumentStore(folder)) {
      assertThat(store.get("config/common")).isPresent();
      assertThat(store.get("config/paper").orElseThrow().fields())
          .containsExactly("apiPort", 4002L);
    }
  }

  @Test
  void readingAnEmptyFolderMakesNoDocument() {
    run("list", "config");
    run("backup", folder.resolve("backup.jsonl").toString());

    try (DocumentStore store = new SqliteDocumentStore(folder)) {
      store.readAll(
          document -> {
            throw new AssertionError(document);
          });
    }
  }

  @Test
  void theFirstConfigurationShowsEachIntentAtWorkWithoutProblems() throws Exception {
    run("set", "config/paper", "apiPort=" + FreePort.take());
    try (ServedProcess process = new ServedProcess(folder, Map.of()).awaitServing()) {
      for (String intent : List.of("allocation", "cash-balancer", "orchestrate", "close-all")) {
        HttpResponse<String> answer = process.get("/" + intent + "?dryRun=true");
        answered(200, answer);
        assertWithMessage(answer.body()).that(json(answer).has("problems")).isFalse();
      }
      JsonObject allocation = json(process.get("/allocation?dryRun=true"));
      assertThat(allocation.getAsJsonObject("signals").keySet())
          .containsExactly("futures", "weights");
      assertThat(allocation.getAsJsonObject("skipped").keySet()).isEmpty();
      assertThat(allocation.getAsJsonArray("limits")).isEmpty();
      // Nothing is by chance: asked again, it plans the same future.
      assertThat(json(process.get("/allocation?dryRun=true")).getAsJsonObject("signals"))
          .isEqualTo(allocation.getAsJsonObject("signals"));
      JsonObject cash = json(process.get("/cash-balancer?dryRun=true"));
      assertWithMessage(cash.toString()).that(cash.getAsJsonArray("orders")).isNotEmpty();
      for (String intent : List.of("orchestrate", "cash-balancer", "close-all")) {
        HttpResponse<String> answer = process.get("/" + intent);
        answered(200, answer);
        assertWithMessage(answer.body()).that(json(answer).has("problems")).isFalse();
      }
    }
  }
}
