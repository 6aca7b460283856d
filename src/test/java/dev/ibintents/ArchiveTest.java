package dev.ibintents;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.SqliteDocumentStore;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A class-data archive that was trained in one folder serves in another. */
@Timeout(300)
final class ArchiveTest {
  private static final String SHARED = "source: shared objects file (top)";

  /** Of the framework, of the product, and of a library of the product's. */
  private static final List<String> USED =
      List.of(
          "com.google.cloud.functions.invoker.runner.Invoker",
          "dev.ibintents.IntentFunction",
          "dev.ibintents.ibapi.message.OpenOrder",
          "dev.ibintents.intent.Summary",
          "com.google.gson.Gson");

  @TempDir Path folder;
  private Path built;

  /** A folder as {@code mvn package} leaves it. */
  @BeforeEach
  void build() throws IOException {
    built = folder.resolve("built");
    Path dependencies = Files.createDirectories(built.resolve("target/dependency"));
    Path invoker = Files.createDirectories(built.resolve("target/_javaInvokerDependency"));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path file = Path.of(entry);
      String name = file.getFileName().toString();
      if (name.startsWith("java-function-invoker")) {
        Files.copy(file, invoker.resolve(name));
      } else if (name.endsWith(".jar")) {
        Files.copy(file, dependencies.resolve(name));
      } else if (Files.exists(file.resolve("dev/ibintents/IntentFunction.class"))) {
        jar(file, built.resolve("target/ib-intents.jar"));
      }
    }
  }

  private static void jar(Path classes, Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, out);
      }
    }
  }

  @Test
  void theCloudsOwnStartUsesIt() throws Exception {
    train("cloud");
    Path deployed = Files.move(built, folder.resolve("deployed"));
    String invoker =
        only(deployed.resolve("target/_javaInvokerDependency")).getFileName().toString();

    List<String> loaded =
        loaded(
            deployed,
            List.of(
                "-jar",
                "target/_javaInvokerDependency/" + invoker,
                "--classpath",
                "target/ib-intents.jar:target/dependency/*"),
            Map.of(
                "K_SERVICE",
                "ib-intents",
                "STORE",
                "embedded",
                "GATEWAY",
                "simulated",
                "JDK_JAVA_OPTIONS",
                "-XX:SharedArchiveFile=target/cloud.jsa -Xlog:class+load:file=loaded.log"));

    assertArchived(loaded);
  }

  @Test
  void theStartAtHomeUsesItForLambdasToo() throws Exception {
    train("home");
    Path moved = Files.move(built, folder.resolve("moved"));

    List<String> loaded =
        loaded(moved, List.of("-Xlog:class+load:file=loaded.log", "@target/home.args"), Map.of());

    assertArchived(loaded);
    assertThat(
            loaded.stream()
                .filter(line -> line.contains("dev.ibintents.") && line.contains("Lambda"))
                .filter(line -> line.contains(SHARED))
                .count())
        .isAtLeast(50);
    assertThatFirestoreIsMissed(moved);
  }

  /** The start at home is without Google's clients, and says so to whoever wants them. */
  private void assertThatFirestoreIsMissed(Path place) throws Exception {
    try (ServedProcess process =
        new ServedProcess(
            place, List.of("@target/home.args"), folder, Map.of("STORE", "firestore"))) {
      assertThat(process.awaitExit()).isEqualTo(1);
      assertThat(String.join("\n", process.output()))
          .contains("Firestore is asked for, and its client is not on the class path");
    }
  }

  private static void assertArchived(List<String> loaded) {
    for (String name : USED) {
      assertWithMessage(name)
          .that(loaded.stream().filter(line -> line.contains(" " + name + " ")).toList())
          .isNotEmpty();
      assertWithMessage(name)
          .that(
              loaded.stream()
                  .filter(line -> line.contains(" " + name + " "))
                  .allMatch(line -> line.contains(SHARED)))
          .isTrue();
    }
  }

  private void train(String start) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                "target/dependency/*",
                Path.of("src/build/TrainArchive.java").toAbsolutePath().toString(),
                start)
            .directory(built.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(200, TimeUnit.SECONDS)).isTrue();
    assertWithMessage(said).that(process.exitValue()).isEqualTo(0);
    assertWithMessage(said).that(said).doesNotContain("Not in the archive");
  }

  /** Serves a summary there; gives the JVM's list of the classes that it has loaded for it. */
  private List<String> loaded(Path place, List<String> start, Map<String, String> variables)
      throws Exception {
    Path data = folder.resolve("data");
    try (DocumentStore store = new SqliteDocumentStore(data)) {
      store.set("config/common", Map.of());
      store.set("config/paper", Map.of("apiPort", FrontDoor.freePort()));
    }
    List<String> arguments = new ArrayList<>(start);
    try (ServedProcess process = new ServedProcess(place, arguments, data, variables)) {
      process.awaitListening();
      assertThat(process.get("/summary").statusCode()).isEqualTo(200);
      process.terminate();
    }
    return Files.readAllLines(place.resolve("loaded.log"));
  }

  private static Path only(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findFirst().orElseThrow();
    }
  }
}
