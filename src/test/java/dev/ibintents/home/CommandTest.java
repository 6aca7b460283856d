package dev.ibintents.home;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ibintents.bench.FreePort;
import dev.ibintents.bench.RawHttp;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.firestore.FirestoreEmulator;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command {@code ./ib-intents}, in a folder that is built as Maven builds this one. */
@Timeout(300)
final class CommandTest {
  private static final Duration MOST_PROCESSOR_TIME = Duration.ofMillis(700);
  private static final Pattern TIMES = Pattern.compile("(\\d+)m([0-9.]+)s");
  private static final String OWN = "picocli|functions-framework-api|java-function-invoker";

  /** A folder with an archive. */
  private static Path shared;

  @TempDir Path folder;

  /** Of the command that is run last; Maven's own, if JAVA_HOME is not set. */
  private final Map<String, String> variables = new HashMap<>();

  /**
   * How a command ended.
   *
   * @param code its exit code
   * @param said what it printed
   */
  private record Ended(int code, String said) {
    String require(int expected) {
      assertWithMessage(said).that(code).isEqualTo(expected);
      return said;
    }

    String line(int expected) {
      require(expected);
      assertWithMessage(said).that(said.lines().count()).isEqualTo(1);
      return said.strip();
    }
  }

  @BeforeAll
  static void buildOnce(@TempDir Path parent) throws Exception {
    shared = Files.createDirectory(parent.resolve("a folder"));
    build(shared);
    Ended first = run(shared, shared.resolve("data"), Map.of(), "list", "config");
    assertThat(first.require(0)).isEmpty();
    assertThat(Files.size(archive(shared))).isGreaterThan(1_000_000L);
  }

  @BeforeEach
  void forget() {
    variables.clear();
  }

  /** Makes a folder as {@code mvn compile} leaves it. */
  private static void build(Path root) throws IOException {
    Path target = Files.createDirectories(root.resolve("target"));
    Files.copy(Path.of("ib-intents"), root.resolve("ib-intents"));
    assertThat(root.resolve("ib-intents").toFile().setExecutable(true)).isTrue();
    Files.copy(Path.of("pom.xml"), root.resolve("pom.xml"));
    setTime(root.resolve("pom.xml"), Instant.now().minusSeconds(60));
    List<String> own = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry).toAbsolutePath();
      if (Files.exists(path.resolve("dev/ibintents/IntentFunction.class"))) {
        copy(path, target.resolve("classes"));
      } else if (entry.endsWith(".jar")) {
        boolean isOwn = path.getFileName().toString().matches("(" + OWN + ")-.*");
        (isOwn ? own : others).add(path.toString());
      }
    }
    Files.writeString(target.resolve("command.classpath"), String.join(":", own));
    Files.writeString(target.resolve("function.classpath"), String.join(":", others));
    Files.copy(Path.of("target/mcp.classpath"), target.resolve("mcp.classpath"));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private static void setTime(Path file, Instant time) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(time));
  }

  private static Path archive(Path root) throws IOException {
    String current = Files.readAllLines(root.resolve("target/command.current")).get(0);
    return Path.of(current, "classes.jsa");
  }

  private Ended run(String... words) throws Exception {
    return run(shared, folder, variables, words);
  }

  private static Ended run(Path root, Path data, Map<String, String> variables, String... words)
      throws Exception {
    Path said = Files.createTempFile("command", ".txt");
    Process process = start(root, data, variables, said, words);
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      return new Ended(process.exitValue(), Files.readString(said));
    } finally {
      process.destroyForcibly();
      Files.delete(said);
    }
  }

  private static Process start(
      Path root, Path data, Map<String, String> variables, Path said, String... words)
      throws IOException {
    return command(root, data, variables, words)
        .redirectErrorStream(true)
        .redirectOutput(said.toFile())
        .start();
  }

  private static ProcessBuilder command(
      Path root, Path data, Map<String, String> variables, String... words) {
    List<String> command = new ArrayList<>(List.of(root.resolve("ib-intents").toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .keySet()
        .removeAll(
            List.of(
                "STORE",
                "PROJECT_ID",
                "GOOGLE_CLOUD_PROJECT",
                "FIRESTORE_EMULATOR_HOST",
                "TRADING_MODE",
                "JDK_JAVA_OPTIONS"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("DATA_FOLDER", data.toString());
    builder.environment().putAll(variables);
    return builder;
  }

  @Test
  void theCommandPointsAFreshCloneAtAGateway() throws Exception {
    assertThat(run("set", "config/paper", "apiHost=127.0.0.1", "apiPort=4002").require(0))
        .isEqualTo(
            """
            Seeded the configuration: config/common and config/paper
            config/paper apiHost: not set → "127.0.0.1"
            config/paper apiPort: not set → 4002
            """);
    assertThat(run("get", "config/paper").require(0))
        .isEqualTo(doubleQuoted("config/paper {'apiHost':'127.0.0.1','apiPort':4002}\n"));
    assertThat(run("list", "strategies").require(0).lines().count()).isEqualTo(2);
  }

  @Test
  void exitCodesAndOutputReachTheShell() throws Exception {
    assertThat(run("get").line(2))
        .isEqualTo("Missing required parameter: 'PATH'; see ib-intents get --help");
    assertThat(run("get", "config/nope").line(1)).startsWith("there is no document config/nope");
    assertThat(run("--help").require(0)).contains("Usage: ib-intents");
    assertThat(run("backup", "--help").require(0)).contains("Usage: ib-intents backup");
  }

  @Test
  void theKindsOfAUsersProjectAreKnownBesideItsData() throws Exception {
    Path project = Files.createDirectories(folder.resolve("my project"));
    assertThat(run("--source", project.toString(), "list", "config").line(1))
        .startsWith("ib-intents: there is no pom.xml in ");
    Files.copy(Path.of("examples/momentum/pom.xml"), project.resolve("pom.xml"));
    setTime(project.resolve("pom.xml"), Instant.now().minusSeconds(60));
    assertThat(run("--source", project.toString(), "list", "config").line(1))
        .isEqualTo("ib-intents: it is not built yet; run mvn -q compile in " + project);
    Path classes = project.resolve("target/classes");
    UserKind.compiledInto(classes);
    Files.writeString(project.resolve("target/ib-intents.classpath"), "");

    String[] set = {"set", "strategies/shares", "kind=" + UserKind.NAME};
    assertThat(run(set).require(1)).contains("which does not exist");
    run("--source", project.toString(), set[0], set[1], set[2]).require(0);
  }

  /** A path of the user's is one of the folder that the user is in; the store is the command's. */
  @Test
  void aBackupHasWhatIsInTheLogOfSqlite() throws Exception {
    run("set", "x-notes/1", "text=mine").require(0);
    String file = folder.resolve("backup.jsonl").toString();
    try (DocumentStore open = new SqliteDocumentStore(folder)) {
      open.set("x-notes/2", Map.of("text", "in the log"));
      run("backup", file).require(0);
    }
    assertThat(Files.readString(Path.of(file)))
        .contains(doubleQuoted("{'path':'x-notes/2','fields':{'text':'in the log'}}\n"));
    assertThat(run("diff", file).require(0)).isEmpty();
    assertThat(run("restore", file).require(0)).startsWith("0 documents are written");
  }

  @Test
  void documentsCanBeEditedOnFirestoreToo() throws Exception {
    variables.put("FIRESTORE_EMULATOR_HOST", FirestoreEmulator.host());
    variables.put("PROJECT_ID", "demo-" + UUID.randomUUID());
    String file = folder.resolve("backup.jsonl").toString();

    run("set", "config/paper", "apiPort=4010").require(0);
    run("off").require(1); // config/common is not there, so that nothing trades anyway
    run("backup", file).require(0);

    assertThat(Files.readString(Path.of(file)).replaceAll("20[-0-9T:.]+Z", "NOW"))
        .isEqualTo(
            doubleQuoted(
                """
                {'path':'config/paper','fields':{'apiPort':4010,'switched':{'at':{'$instant':'NOW'},'by':'ib-intents off'},'tradingEnabled':false}}
                {'documents':1}
                """));
    assertThat(run("diff", file).require(0)).isEmpty();
  }

  @Test
  void theCommandServesUntilItIsEnded() throws Exception {
    run("set", "config/paper", "apiPort=" + FreePort.take()).require(0);
    int port = FreePort.take();
    Path said = folder.resolve("said.txt");
    Process process = start(shared, folder, Map.of(), said, "serve", "--port", "" + port);
    try {
      await(said, "URL: http://localhost:" + port);
      assertThat(Files.readString(said)).contains("curl http://localhost:" + port + "/ping");
      URI root = URI.create("http://127.0.0.1:" + port);
      assertThat(RawHttp.ask(root, "GET /ping HTTP/1.0").status()).isEqualTo(200);
      process.destroy();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aPortInUseIsReportedInOneLine() throws Exception {
    run("set", "config/paper", "apiPort=" + FreePort.take()).require(0);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      String served = run("serve", "--port", port).require(1);
      assertThat(served.lines().reduce((one, last) -> last).orElseThrow())
          .isEqualTo("the port for HTTP is in use; name another with --port");
      assertThat(run("simulator", "--port", port).line(1))
          .isEqualTo("127.0.0.1:" + port + " is in use; name another with --port");
    }
  }

  @Test
  void theCommandSimulatesUntilItIsEnded() throws Exception {
    Path said = folder.resolve("said.txt");
    Process process = start(shared, folder, Map.of(), said, "simulator", "--port", "0");
    try {
      await(said, "Simulated gateway listening on 127.0.0.1:");
    } finally {
      process.destroy();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void await(Path said, String text) throws Exception {
    Deadline deadline = Deadline.in(Duration.ofSeconds(60));
    while (!Files.readString(said).contains(text)) {
      assertWithMessage(Files.readString(said)).that(deadline.hasPassed()).isFalse();
      deadline.pause(Duration.ofMillis(10));
    }
  }

  @Test
  void eachCommandTakesLittleProcessorTime() throws Exception {
    String file = folder.resolve("backup.jsonl").toString();
    run("set", "config/paper", "apiPort=4010").require(0);
    run("backup", file).require(0);
    for (String words :
        List.of(
            "--help",
            "get config/common",
            "list strategies",
            "set config/paper apiPort=4010",
            "off",
            "on",
            "backup " + file + " --force",
            "diff " + file,
            "restore " + file + " --force",
            "set x-notes/1 a=1",
            "unset x-notes/1 a",
            "delete x-notes/1")) {
      Duration least = Duration.ofSeconds(60);
      for (int i = 0; i < 5 && least.compareTo(MOST_PROCESSOR_TIME) > 0; i++) {
        Duration taken = processorTime(words);
        least = taken.compareTo(least) < 0 ? taken : least;
        if (words.startsWith("delete") || words.startsWith("unset")) {
          run("set", "x-notes/1", "a=1").require(0); // for another attempt
        }
      }
      assertWithMessage(words).that(least).isAtMost(MOST_PROCESSOR_TIME);
    }
  }

  /**
   * User and system time, by the shell's own count of its children; others have the machine too.
   */
  private Duration processorTime(String words) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            "sh",
            "-c",
            "'%s' %s < /dev/null > /dev/null; times"
                .formatted(shared.resolve("ib-intents"), words));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("DATA_FOLDER", folder.toString());
    Process process = builder.start();
    String times = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    Matcher matcher = TIMES.matcher(times.lines().skip(1).findFirst().orElseThrow());
    double seconds = 0;
    while (matcher.find()) {
      seconds += 60 * Integer.parseInt(matcher.group(1)) + Double.parseDouble(matcher.group(2));
    }
    assertThat(seconds).isGreaterThan(0.01);
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  @Test
  void aCheckoutThatIsNotBuiltIsReportedInOneLine() throws Exception {
    Path root = folder.resolve("fresh");
    Files.createDirectories(root);
    Files.copy(Path.of("ib-intents"), root.resolve("ib-intents"));
    assertThat(root.resolve("ib-intents").toFile().setExecutable(true)).isTrue();

    assertThat(run(root, folder, Map.of(), "list", "config").line(1))
        .isEqualTo("ib-intents: it is not built yet; run mvn -q compile in " + root.toRealPath());
  }

  @Test
  void sourcesThatAreNewerThanTheBuildAreReportedInOneLine() throws Exception {
    Path root = folder.resolve("old");
    build(root);
    Path source = root.resolve("src/main/java/A.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, "");
    setTime(source, Instant.now().plusSeconds(60));

    assertThat(run(root, folder, Map.of(), "list", "config").line(1))
        .startsWith("ib-intents: its sources are newer than what is built; run mvn -q compile in ");
    setTime(source, Instant.now().minusSeconds(60));
    setTime(root.resolve("pom.xml"), Instant.now().plusSeconds(60));
    run(root, folder, Map.of(), "list", "config").line(1);
  }

  /** The archive is damaged, and made again, also after a build. */
  @Test
  void theCommandWorksWithABrokenArchive() throws Exception {
    Path data = folder.resolve("data");
    run(shared, data, Map.of(), "set", "x-notes/1", "a=1").require(0);
    byte[] whole = Files.readAllBytes(archive(shared));

    // The same size, so that the JVM itself sees the damage.
    damage(new byte[whole.length]);
    assertThatTheNoteIsRead(data, Map.of());

    Map<String, String> quick = Map.of("JAVA_HOME", quicklyTrained(whole).toString());
    Files.delete(archive(shared));
    assertThatTheNoteIsRead(data, quick);
    Path archive = archive(shared);
    assertThat(Files.size(archive)).isGreaterThan(1_000_000L);

    // Another build: what it has made is used, and there is an archive again.
    setTime(shared.resolve("target/command.classpath"), Instant.now().plusSeconds(1));
    TimeUnit.MILLISECONDS.sleep(1100); // what is made then is newer
    assertThatTheNoteIsRead(data, quick);
    assertThat(archive(shared)).isNotEqualTo(archive);
    assertThat(Files.size(archive(shared))).isGreaterThan(1_000_000L);

    // The last one is trained, for the tests that follow.
    damage(Arrays.copyOf(whole, whole.length / 2));
    assertThatTheNoteIsRead(data, Map.of());
    assertThat(Files.size(archive(shared))).isGreaterThan(1_000_000L);
  }

  /** A shorter archive crashes the JVM that gets it. */
  @ParameterizedTest
  @ValueSource(ints = {0, 5000})
  void aShortArchiveIsNotUsedEvenIfNoOtherCanBeMade(int length) throws Exception {
    Path data = folder.resolve("data");
    run(shared, data, Map.of(), "set", "x-notes/1", "a=1").require(0);
    Path current = shared.resolve("target/command.current");
    String before = Files.readString(current);
    Path archive = archive(shared);
    byte[] whole = Files.readAllBytes(archive);
    damage(Arrays.copyOf(whole, length));

    assertThatTheNoteIsRead(data, Map.of("JAVA_HOME", untrainable().toString()));

    assertThat(Files.readString(current)).isNotEqualTo(before);
    assertThat(Files.exists(archive(shared))).isFalse();
    Files.write(archive, whole);
    Files.writeString(current, before);
  }

  private static void damage(byte[] content) throws IOException {
    Path archive = archive(shared);
    assertThat(archive.toFile().setWritable(true)).isTrue();
    Files.write(archive, content);
  }

  private static void assertThatTheNoteIsRead(Path data, Map<String, String> variables)
      throws Exception {
    assertThat(run(shared, data, variables, "get", "x-notes/1").require(0))
        .isEqualTo(doubleQuoted("x-notes/1 {'a':1}\n"));
  }

  /** Makes a JDK that fails to make an archive, and otherwise is this one. */
  private Path untrainable() throws IOException {
    return jdk("case $* in *-XX:ArchiveClassesAtExit=*) exit 1 ;; esac\n");
  }

  /** Makes a JDK that makes an archive by copying this one, and otherwise is this JDK. */
  private Path quicklyTrained(byte[] archive) throws IOException {
    Path ready = Files.write(folder.resolve("ready.jsa"), archive);
    return jdk(
        """
        for word; do
          case $word in -XX:ArchiveClassesAtExit=*) exec cp '%s' "${word#*=}" ;; esac
        done
        """
            .formatted(ready));
  }

  /** Makes a folder of a JDK whose command java first does something else. */
  private Path jdk(String first) throws IOException {
    Path home = jre(first);
    Files.createSymbolicLink(
        home.resolve("bin/jar"), Path.of(System.getProperty("java.home"), "bin", "jar"));
    setTime(home.resolve("bin/java"), Instant.EPOCH);
    return home;
  }

  /** Makes a folder with a command java, which first does something else, and no other command. */
  private Path jre(String first) throws IOException {
    Path home = folder.resolve("jre");
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        %sexec '%s/bin/java' "$@"
        """
            .formatted(first, System.getProperty("java.home")));
    assertThat(java.toFile().setExecutable(true)).isTrue();
    return home;
  }

  /** Whoever has no tool that makes jars, or may not write there, does without. */
  @Test
  void theCommandWorksWhereNoArchiveCanBeMade() throws Exception {
    Path root = folder.resolve("bare");
    build(root);
    Map<String, String> jre = Map.of("JAVA_HOME", jre("").toString());

    run(root, folder, jre, "set", "x-notes/1", "a=1").require(0);

    assertThat(run(root, folder, jre, "get", "x-notes/1").require(0))
        .isEqualTo(doubleQuoted("x-notes/1 {'a':1}\n"));
    try (Stream<Path> files = Files.list(root.resolve("target"))) {
      assertThat(files.map(file -> file.getFileName().toString()).toList())
          .containsExactly("classes", "command.classpath", "function.classpath", "mcp.classpath");
    }
  }

  @Test
  void theCommandWorksOnAnotherJdkThanTheOneThatMadeTheArchive() throws Exception {
    Path other = otherJdk();
    assumeTrue(other != null, "there is one JDK on this machine");
    Path data = folder.resolve("data");
    run(shared, data, Map.of(), "set", "x-notes/1", "a=1").require(0);
    Path archive = archive(shared);

    assertThatTheNoteIsRead(data, Map.of("JAVA_HOME", other.toString()));

    assertThat(archive(shared)).isEqualTo(archive);
  }

  private static Path otherJdk() throws IOException {
    Path jdks = Path.of("/usr/lib/jvm");
    if (!Files.isDirectory(jdks)) {
      return null;
    }
    Path own = Path.of(System.getProperty("java.home")).toRealPath();
    try (Stream<Path> homes = Files.list(jdks)) {
      for (Path home : homes.toList()) {
        if (Files.isExecutable(home.resolve("bin/javac")) && !home.toRealPath().equals(own)) {
          return home;
        }
      }
    }
    return null;
  }

  @Test
  void theCommandIsFoundThroughALink() throws Exception {
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, shared.resolve("ib-intents"));
    Process process =
        new ProcessBuilder(link.toString(), "--help").redirectErrorStream(true).start();
    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).contains("Usage:");
    assertThat(process.waitFor()).isEqualTo(0);
  }

  /** The functions framework has old copies of classes that MCP's library needs. */
  @Test
  void mcpAnswersItsClientAndEndsWithItsInput() throws Exception {
    Process process =
        command(shared, folder, variables, "mcp")
            .redirectError(folder.resolve("log.txt").toFile())
            .start();
    OutputStream in = process.getOutputStream();
    try (BufferedReader out = process.inputReader(UTF_8)) {
      in.write(
          doubleQuoted(
                  "{'jsonrpc':'2.0','id':1,'method':'initialize','params':{'protocolVersion':'2025-06-18','capabilities':{},'clientInfo':{'name':'t','version':'1'}}}\n")
              .getBytes(UTF_8));
      in.flush();
      String answer = out.readLine();
      in.close();

      assertWithMessage(Files.readString(folder.resolve("log.txt"))).that(answer).isNotNull();
      assertThat(answer).contains("serverInfo");
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(0);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Written by the build: what function:run and a deployment have on the class path. */
  @Test
  void theFunctionsClassPathIsWithoutTheParser() throws Exception {
    String function = Files.readString(Path.of("target/function.classpath"));
    String command = Files.readString(Path.of("target/command.classpath"));

    assertThat(function).doesNotContain("picocli");
    assertThat(function).contains("google-cloud-firestore-");
    assertThat(command).contains("picocli-");
    assertThat(Files.readString(Path.of("target/mcp.classpath"))).contains("mcp-core-");
    for (String library :
        List.of("modelcontextprotocol", "tools/jackson", "reactor", "networknt")) {
      assertThat(function).doesNotContain(library);
      assertThat(command).doesNotContain(library);
    }
    String pom = Files.readString(Path.of("pom.xml"));
    Matcher scope =
        Pattern.compile(
                "<artifactId>picocli</artifactId>\\s*<version>[^<]*</version>\\s*<scope>(\\w+)<")
            .matcher(pom);
    assertThat(scope.find()).isTrue();
    assertThat(scope.group(1)).isEqualTo("provided");
  }
}
