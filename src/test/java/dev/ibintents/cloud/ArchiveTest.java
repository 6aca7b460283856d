package dev.ibintents.cloud;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import dev.ibintents.bench.FreePort;
import dev.ibintents.bench.ServedProcess;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.firestore.FirestoreDocumentStore;
import dev.ibintents.store.firestore.FirestoreEmulator;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A class-data archive that was trained in one folder serves in a copy of it: an image's layers,
 * which give each file the same time.
 */
@Timeout(300)
final class ArchiveTest {
  private static final Path TRAINER = Path.of("src", "build", "TrainArchive.java");
  private static final String LIBRARIES = "target/dependency/*";
  private static final String SHARED = "source: shared objects file";

  /** Of the framework, of the product, and of a library of the product's. */
  private static final List<String> USED =
      List.of(
          "com.google.cloud.functions.invoker.runner.Invoker",
          "dev.ibintents.IntentFunction",
          "dev.ibintents.ibapi.message.OpenOrder",
          "dev.ibintents.intent.account.Summary",
          "com.google.gson.Gson");

  /** The codec of the dialect that the embedded store asks for; Firestore's project does not. */
  private static final List<String> USED_FOR_PROTOBUF =
      List.of("dev.ibintents.ibapi.wire.ProtobufReader");

  /** Of Firestore's client, of what it talks with, and of what it says. */
  private static final List<String> USED_FOR_FIRESTORE =
      List.of(
          "com.google.cloud.firestore.FirestoreImpl",
          "com.google.firestore.v1.BatchGetDocumentsResponse",
          "io.grpc.internal.ManagedChannelImpl",
          "io.grpc.netty.shaded.io.grpc.netty.NettyClientTransport",
          "dev.ibintents.store.firestore.FirestoreDocumentStore");

  private static final FileTime LAYERS_TIME = FileTime.from(Instant.parse("1980-01-01T00:00:01Z"));

  private static final String LIST_OF_CLASSES = "-Xlog:class+load:file=loaded.log";

  /** Where the archives are that were trained elsewhere. */
  private static Path deployed;

  /** The trainer, compiled once. */
  private static Path trainer;

  @TempDir Path folder;

  /** Trains each start once, and copies all as an image is made of it; the original is gone. */
  @BeforeAll
  @Timeout(700)
  static void deploy(@TempDir Path shared) throws Exception {
    trainer = shared.resolve("trainer");
    compile(TRAINER, trainer);
    Path built = shared.resolve("built");
    build(built);
    for (String start : List.of("cloud", "image")) {
      train(built, start).requireArchive();
    }
    trainAsPublished(built, "home").requireArchive();
    deployed = shared.resolve("copied");
    copy(built, deployed);
    Files.move(built, shared.resolve("elsewhere"));
  }

  private static void compile(Path source, Path classes) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String libraries = System.getProperty("java.class.path");
    String[] options = {"-proc:none", "-cp", libraries, "-d", classes.toString()};
    String[] arguments =
        Stream.concat(Stream.of(options), Stream.of(source.toString())).toArray(String[]::new);
    assertThat(compiler.run(null, null, null, arguments)).isEqualTo(0);
  }

  /** Makes a folder as {@code mvn package} leaves it. */
  private static void build(Path built) throws IOException {
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

  /** Copies a folder; each file gets the time that an image's layers give it. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path place = to.resolve(from.relativize(file).toString());
        Files.copy(file, place);
        if (Files.isRegularFile(place)) {
          Files.setLastModifiedTime(place, LAYERS_TIME);
        }
      }
    }
  }

  @Test
  void theStartInTheCloudUsesTheArchive() throws Exception {
    Map<String, String> variables = cloudVariables();
    variables.put("STORE", "embedded");

    List<String> loaded = loaded(cloudStart(), variables);

    assertArchived(USED, loaded);
    assertArchived(USED_FOR_PROTOBUF, loaded);
  }

  /** As {@code deploy.sh} has it start. */
  private static Map<String, String> cloudVariables() throws IOException {
    Matcher options =
        Pattern.compile(doubleQuoted("JDK_JAVA_OPTIONS: '([^']+)'"))
            .matcher(Files.readString(Path.of("src/main/cloud/source.yaml")));
    assertThat(options.find()).isTrue();
    Map<String, String> variables = new HashMap<>();
    variables.put("K_SERVICE", "ib-intents");
    variables.put("GATEWAY", "simulated");
    variables.put(
        "JDK_JAVA_OPTIONS", options.group(1).replaceAll("\\s+", " ") + " " + LIST_OF_CLASSES);
    return variables;
  }

  /** As Google's buildpack starts a function. */
  private static List<String> cloudStart() throws IOException {
    String invoker =
        only(deployed.resolve("target/_javaInvokerDependency")).getFileName().toString();
    return List.of(
        "-jar",
        "target/_javaInvokerDependency/" + invoker,
        "--classpath",
        "target/ib-intents.jar:target/dependency/*");
  }

  @Test
  void theStartInTheCloudUsesTheArchiveForFirestoreToo() throws Exception {
    Map<String, String> variables = cloudVariables();
    variables.putAll(firestore());

    List<String> loaded = loaded(cloudStart(), variables);

    assertArchived(USED, loaded);
    assertArchived(USED_FOR_FIRESTORE, loaded);
  }

  @Test
  void theStartOfTheImageUsesTheArchiveForFirestoreAndForLambdas() throws Exception {
    Map<String, String> variables = new HashMap<>(firestore());
    variables.put("GATEWAY", "simulated");

    List<String> loaded =
        loaded(
            List.of("-XX:MaxRAMPercentage=70", LIST_OF_CLASSES, "@target/image.args"), variables);

    assertArchived(USED, loaded);
    assertArchived(USED_FOR_FIRESTORE, loaded);
    assertThatLambdasAreArchived(loaded);
    assertThat(Files.readString(Path.of("src/main/cloud/Dockerfile")))
        .contains(
            doubleQuoted("ENTRYPOINT ['java', '-XX:MaxRAMPercentage=70', '@target/image.args']\n"));
  }

  /** Configures the function in a project of its own on the emulator; gives where that is. */
  private static Map<String, String> firestore() throws Exception {
    String host = FirestoreEmulator.host();
    String project = "demo-" + UUID.randomUUID();
    try (DocumentStore store =
        FirestoreDocumentStore.onEmulator(host, project, Duration.ofSeconds(30))) {
      configure(store);
    }
    return Map.of("STORE", "firestore", "FIRESTORE_EMULATOR_HOST", host, "PROJECT_ID", project);
  }

  private static void configure(DocumentStore store) throws Exception {
    store.set("config/common", Map.of());
    store.set("config/paper", Map.of("apiPort", FreePort.take()));
  }

  @Test
  void theStartAtHomeUsesTheArchiveForLambdasToo() throws Exception {
    List<String> loaded = loaded(List.of(LIST_OF_CLASSES, "@target/home.args"), Map.of());

    assertArchived(USED, loaded);
    assertArchived(USED_FOR_PROTOBUF, loaded);
    assertThatLambdasAreArchived(loaded);
    assertWithMessage("classes with which the driver unpacks SQLite's library")
        .that(loaded.stream().filter(line -> line.contains(" org.sqlite.util.OSInfo ")).toList())
        .isEmpty();
    assertThatFirestoreIsMissed();
  }

  private static void assertThatLambdasAreArchived(List<String> loaded) {
    assertThat(
            loaded.stream()
                .filter(line -> line.contains("dev.ibintents.") && line.contains("Lambda"))
                .filter(line -> line.contains(SHARED))
                .count())
        .isAtLeast(50);
  }

  @ParameterizedTest
  @CsvSource({
    "dev/ibintents/intent/Ping$PingAnswer.class,/ping answers 500: ",
    "dev/ibintents/intent/Ping.class,it does not serve; it said:"
  })
  void aTrainingWithoutTheRightAnswersFailsAndLeavesNoArchive(String missing, String reason)
      throws Exception {
    Path built = folder.resolve("built");
    build(built);
    try (FileSystem jar = FileSystems.newFileSystem(built.resolve("target/ib-intents.jar"))) {
      Files.delete(jar.getPath(missing));
    }

    Training training = train(built, "cloud");

    assertWithMessage(training.said()).that(training.exitCode()).isEqualTo(1);
    assertThat(training.said()).contains("There is no class-data archive for cloud: " + reason);
    assertThat(Files.exists(built.resolve("target/cloud.jsa"))).isFalse();
  }

  /** The start at home is without Google's clients, and says so to whoever wants them. */
  private void assertThatFirestoreIsMissed() throws Exception {
    try (ServedProcess process =
        new ServedProcess(
            deployed, List.of("@target/home.args"), folder, Map.of("STORE", "firestore"))) {
      assertThat(process.awaitExit()).isEqualTo(1);
      assertThat(String.join("\n", process.output()))
          .contains("Firestore is asked for, and its client is not on the class path");
    }
  }

  private static void assertArchived(List<String> names, List<String> loaded) {
    for (String name : names) {
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

  /**
   * How a training ended.
   *
   * @param exitCode 0 if there is an archive now
   * @param said what it said
   */
  private record Training(int exitCode, String said) {
    void requireArchive() {
      assertWithMessage(said).that(exitCode).isEqualTo(0);
    }
  }

  /** Trains with the source file alone, as the build does. */
  private static Training trainAsPublished(Path built, String start) throws Exception {
    return train(built, LIBRARIES, TRAINER.toAbsolutePath().toString(), start);
  }

  /** Trains with the compiled trainer, which saves the compiler's time. */
  private static Training train(Path built, String start) throws Exception {
    return train(built, trainer + File.pathSeparator + LIBRARIES, "TrainArchive", start);
  }

  private static Training train(Path built, String classPath, String main, String start)
      throws Exception {
    Path said = built.resolve("training.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", // of the trainer; what it starts has options of its own
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                main,
                start)
            .directory(built.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      assertThat(process.waitFor(200, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Training(process.exitValue(), Files.readString(said));
  }

  /** Serves a summary there; gives the JVM's list of the classes that it has loaded for it. */
  private List<String> loaded(List<String> start, Map<String, String> variables) throws Exception {
    Path data = folder.resolve("data");
    try (DocumentStore store = new SqliteDocumentStore(data)) {
      configure(store);
      store.update("config/paper", Map.of("gateway", Map.of("protocol", "protobuf")));
    }
    Path list = deployed.resolve("loaded.log");
    Files.deleteIfExists(list);
    try (ServedProcess process = new ServedProcess(deployed, start, data, variables)) {
      process.awaitListening();
      assertThat(process.get("/summary").statusCode()).isEqualTo(200);
      process.terminate();
    }
    return Files.readAllLines(list);
  }

  private static Path only(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findFirst().orElseThrow();
    }
  }
}
