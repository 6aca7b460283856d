import com.google.firestore.v1.BatchGetDocumentsRequest;
import com.google.firestore.v1.BatchGetDocumentsResponse;
import com.google.firestore.v1.BeginTransactionRequest;
import com.google.firestore.v1.BeginTransactionResponse;
import com.google.firestore.v1.CommitRequest;
import com.google.firestore.v1.CommitResponse;
import com.google.firestore.v1.Document;
import com.google.firestore.v1.MapValue;
import com.google.firestore.v1.RunQueryRequest;
import com.google.firestore.v1.RunQueryResponse;
import com.google.firestore.v1.Value;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sqlite.util.OSInfo;

/**
 * Makes a class-data archive, or from JDK 25 on an AOT cache (JEP 483, 514 and 515), which also
 * keeps linked classes and profiles. It starts the function with the options of the later starts,
 * with the simulated gateway, and sends it typical requests. At the end the JVM writes the archive
 * of the loaded classes.
 *
 * <p>It is a single source file, because it also runs where there is no build, and it uses only the
 * function's libraries. Run it in a folder with {@code target/*.jar}, {@code target/dependency} and
 * {@code target/_javaInvokerDependency}:
 *
 * <pre>java -cp "target/dependency/*" src/build/TrainArchive.java START</pre>
 *
 * <p>START is one of these:
 *
 * <ul>
 *   <li>{@code home}, for {@code java @target/home.args}, which this class writes, with the archive
 *       {@code target/home.jsa} and the embedded store;
 *   <li>{@code image}, for {@code java @target/image.args} in an image of your own, with the
 *       archive {@code target/image.jsa} and Firestore;
 *   <li>{@code cloud}, for the command with which Google's buildpack starts a function, with the
 *       archive {@code target/cloud.jsa} and Firestore. This start never has a cache, which would
 *       lack the function's classes: the framework loads them with a class loader of its own, and a
 *       cache has none of those (JEP 483).
 * </ul>
 *
 * <p>A cache has the name {@code .aot} instead of {@code .jsa}.
 *
 * <p>Every request must be answered with 200. Otherwise the training fails without an archive. It
 * is tried again if the function missed a deadline.
 *
 * <p>The JVM uses an archive only if the same build of the JVM has made it, with the same jars at
 * the same relative paths and with the same modification times. So this class sets the modification
 * times to that of the files in an image's layers (github.com/buildpacks/spec, platform.md, "Build
 * Reproducibility").
 */
public final class TrainArchive {
  private static final Path TARGET = Path.of("target");
  private static final Path DEPENDENCIES = TARGET.resolve("dependency");
  private static final Path INVOKER = TARGET.resolve("_javaInvokerDependency");
  private static final String FUNCTION = "dev.ibintents.IntentFunction";
  private static final FileTime TIME = FileTime.from(Instant.parse("1980-01-01T00:00:01Z"));
  private static final Duration LONGEST_START = Duration.ofSeconds(120);
  private static final int ATTEMPTS = 3;
  private static final int FIRST_WITH_CACHE = 25;

  /** The statuses of an answer after a deadline: no session in time, or no reply in time. */
  private static final Set<Integer> LATE = Set.of(503, 504);

  /**
   * The words of a function that has ended at its start, because Firestore's substitute was late.
   */
  private static final String LATE_STORE = " did not answer within ";

  /** The options of every start of this function; see docs/performance.md. */
  private static final List<String> JVM =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:CICompilerCount=1", // a second compiler thread makes the start slower
          "-XX:-UsePerfData",
          "-Xms48m",
          "-Xmn32m", // enough for a start and a request without a collection
          // Reflection does not generate classes, which no archive can hold: on JDK 18 and newer,
          // and on 17.
          "-Djdk.reflect.useNativeAccessorOnly=true",
          "-Dsun.reflect.inflationThreshold=2147483647",
          "--enable-native-access=ALL-UNNAMED");

  /**
   * The heap size if no memory limit is set: several times the need, independent of the machine.
   */
  private static final String HOME_HEAP = "-Xmx256m";

  /** The names of the jars that are needed without Firestore and Secret Manager. */
  private static final Pattern HOME_LIBRARY =
      Pattern.compile(
          "(.*\\.)?(gson|natty|antlr-runtime|slf4j-api|slf4j-jdk14|sqlite-jdbc|uplot)-\\d.*\\.jar");

  /** The requests of the training, in each dialect. None of them changes anything. */
  private static final List<String> REQUESTS =
      List.of("/ping", "/summary", "/allocation?dryRun=true", "/summary");

  /** The dialects of the TWS API that the product speaks: the values of gateway.protocol. */
  private static final List<String> DIALECTS = List.of("text", "protobuf");

  private final String start;
  private final boolean cloud;
  private final boolean firestore;
  private final boolean isCache;
  private final Path archive;

  private TrainArchive(String start) {
    this.start = start;
    this.cloud = start.equals("cloud");
    this.firestore = !start.equals("home");
    this.isCache = !cloud && Runtime.version().feature() >= FIRST_WITH_CACHE;
    this.archive = TARGET.resolve(start + (isCache ? ".aot" : ".jsa"));
  }

  /** Makes the archive that the argument names. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 1 || !List.of("home", "image", "cloud").contains(arguments[0])) {
      throw new IllegalArgumentException("say home, image or cloud");
    }
    try {
      new TrainArchive(arguments[0]).run();
    } catch (IllegalStateException e) {
      System.err.println(
          "There is no class-data archive for " + arguments[0] + ": " + e.getMessage());
      System.exit(1);
    }
  }

  private void run() throws Exception {
    for (Path jar : jars()) {
      // An unnecessary change would copy the jar into another layer of the image.
      if (!Files.getLastModifiedTime(jar).equals(TIME)) {
        Files.setLastModifiedTime(jar, TIME);
      }
    }
    Files.deleteIfExists(archive);
    if (!cloud) {
      List<String> arguments = new ArrayList<>();
      arguments.add((isCache ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive);
      if (isCache && !firestore) {
        arguments.add("-XX:+IgnoreUnrecognizedVMOptions"); // an older JVM starts without the cache
      }
      arguments.addAll(jvm());
      if (!firestore) {
        arguments.add(HOME_HEAP);
      }
      arguments.addAll(flat());
      Files.write(TARGET.resolve(start + ".args"), arguments);
    }
    List<String> training = new ArrayList<>();
    training.add((isCache ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive);
    // Without this the JVM lists all classes that cannot be archived.
    training.add(isCache ? "-Xlog:aot=error,cds=error" : "-Xlog:cds=error");
    training.addAll(function());
    for (int left = ATTEMPTS - 1; !isTrained(training, left); left--) {
      System.err.println("Trying again");
    }
    if (!Files.exists(archive)) {
      throw new IllegalStateException("the JVM wrote no " + archive);
    }
    System.out.printf("%s: %d KiB%n", archive, Files.size(archive) / 1024);
  }

  /**
   * Trains, and repeats it if the function was late: on a busy machine it may miss its deadlines,
   * or lose a connection, at first. Another failure would only repeat itself.
   */
  private boolean isTrained(List<String> command, int attemptsLeft) throws Exception {
    Path folder = Files.createTempDirectory("ib-intents-training");
    try {
      train(command, folder);
      return true;
    } catch (LateException e) {
      if (attemptsLeft == 0) {
        throw e;
      }
      System.err.println(e.getMessage());
      return false;
    } finally {
      delete(folder);
    }
  }

  /**
   * Unpacks SQLite's library, and returns the options to use it there. Otherwise the driver unpacks
   * and compares it at each start, and asks another process for the system's name. The driver still
   * does so if the library is gone.
   */
  private static List<String> sqlite() throws IOException {
    String name = System.mapLibraryName("sqlitejdbc");
    String packed =
        "/org/sqlite/native/" + OSInfo.getNativeLibFolderPathForCurrentOS() + "/" + name;
    Path folder = Files.createDirectories(TARGET.resolve("sqlite"));
    try (InputStream library = OSInfo.class.getResourceAsStream(packed)) {
      if (library == null) {
        return List.of();
      }
      Files.copy(library, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    return List.of("-Dorg.sqlite.lib.path=" + folder, "-Dorg.sqlite.lib.name=" + name);
  }

  /** Returns the JVM's options of every start. */
  private List<String> jvm() throws IOException {
    List<String> options = new ArrayList<>(JVM);
    if (!firestore) {
      options.addAll(sqlite());
    } else if (isCache) {
      // Without it Netty calls malloc by the foreign function interface, whose code is generated at
      // each start, and the JVM warns.
      options.add("--sun-misc-unsafe-memory-access=allow");
    }
    return options;
  }

  /** Returns the arguments of the JVM that starts the function, without those for the archive. */
  private List<String> function() throws IOException {
    List<String> arguments = jvm();
    arguments.addAll(cloud ? buildpack() : flat());
    return arguments;
  }

  /**
   * Returns the start command of Google's buildpack, as in cmd/java/functions_framework/lib/lib.go
   * of github.com/GoogleCloudPlatform/buildpacks.
   */
  private static List<String> buildpack() throws IOException {
    return List.of(
        "-jar", only(INVOKER).toString(), "--classpath", only(TARGET) + ":" + DEPENDENCIES + "/*");
  }

  /**
   * Returns a start with everything on one class path in a fixed order, so that the archive also
   * contains lambdas.
   */
  private List<String> flat() throws IOException {
    String classPath =
        jars().stream()
            .filter(jar -> firestore || isNeededAtHome(jar))
            .map(Path::toString)
            .collect(Collectors.joining(System.getProperty("path.separator")));
    return List.of(
        "-cp",
        classPath,
        "com.google.cloud.functions.invoker.runner.Invoker",
        "--target",
        FUNCTION);
  }

  /** Whether a jar is needed without Google's clients, which are many and large. */
  private static boolean isNeededAtHome(Path jar) {
    return !jar.startsWith(DEPENDENCIES)
        || HOME_LIBRARY.matcher(jar.getFileName().toString()).matches();
  }

  private static List<Path> jars() throws IOException {
    List<Path> jars = new ArrayList<>();
    jars.add(only(TARGET));
    jars.addAll(in(DEPENDENCIES));
    jars.add(only(INVOKER));
    return jars;
  }

  private static Path only(Path folder) throws IOException {
    List<Path> jars = in(folder);
    if (jars.size() != 1) {
      throw new IllegalStateException("there must be one jar in " + folder + ", not " + jars);
    }
    return jars.get(0);
  }

  private static List<Path> in(Path folder) throws IOException {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
      found.forEach(jars::add);
    }
    jars.sort(Comparator.naturalOrder());
    return jars;
  }

  private void train(List<String> arguments, Path folder) throws Exception {
    int gatewayPort = freePort();
    if (firestore) {
      FakeFirestore documents = new FakeFirestore(gatewayPort);
      Server server = documents.start();
      try {
        serve(
            arguments,
            folder,
            Map.of("FIRESTORE_EMULATOR_HOST", "127.0.0.1:" + server.getPort()),
            documents::speak);
      } finally {
        server.shutdownNow();
      }
      return;
    }
    set(folder, "config/common", "exposure={\"overall\":1,\"strategies\":{\"macd\":\"0.5\"}}");
    set(folder, "config/paper", "apiPort=" + gatewayPort);
    Configuring speak =
        dialect -> set(folder, "config/paper", "gateway={\"protocol\":\"" + dialect + "\"}");
    serve(function(), folder, Map.of(), speak); // writes the documents that later starts find
    serve(arguments, folder, Map.of(), speak);
  }

  /** Changes the configuration of the function while it serves. */
  @FunctionalInterface
  private interface Configuring {
    /** Lets the following requests speak a dialect with the gateway. */
    void speak(String dialect) throws Exception;
  }

  private void serve(
      List<String> arguments, Path folder, Map<String, String> variables, Configuring configuring)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    int port = freePort();
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment
        .keySet()
        .removeAll(List.of("PROJECT_ID", "GOOGLE_CLOUD_PROJECT", "K_REVISION", "K_SERVICE"));
    environment.remove("JDK_JAVA_OPTIONS"); // it may name the archive that this training makes
    environment.put("PORT", Integer.toString(port));
    environment.put("FUNCTION_TARGET", FUNCTION);
    environment.put("GATEWAY", "simulated");
    environment.put("STORE", firestore ? "firestore" : "embedded");
    environment.put("DATA_FOLDER", folder.toString());
    if (cloud) {
      environment.put("K_SERVICE", "training"); // logs as in the cloud
    }
    environment.putAll(variables);
    Path log = folder.resolve("training.log");
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      for (String dialect : DIALECTS) {
        configuring.speak(dialect);
        for (String request : REQUESTS) {
          String answer = ask(process, URI.create("http://127.0.0.1:" + port + request));
          if (request.equals("/ping") && !answer.contains("\"protocol\":\"" + dialect + "\"")) {
            throw new IllegalStateException("it does not speak " + dialect + ": " + answer);
          }
        }
      }
      process.destroy();
      if (!process.waitFor(LONGEST_START.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("the JVM did not end");
      }
    } catch (IOException | IllegalStateException e) {
      // Neither it nor the JVM that makes the cache for it may write an archive any more.
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      Files.deleteIfExists(archive);
      String said = Files.readString(log);
      String message = e.getMessage() + "; it said:\n" + said;
      throw e instanceof IOException || e instanceof LateException || said.contains(LATE_STORE)
          ? new LateException(message, e)
          : new IllegalStateException(message, e);
    } finally {
      process.destroyForcibly();
    }
  }

  /** The function said that it had missed a deadline, or it broke a connection off. */
  private static final class LateException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    LateException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Sets a field of a document in the embedded store with the product's own command. */
  private static void set(Path folder, String document, String field) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                only(TARGET) + System.getProperty("path.separator") + DEPENDENCIES + "/*",
                "dev.ibintents.home.Documents",
                "set",
                document,
                field)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("documents.log").toFile());
    builder.environment().remove("JDK_JAVA_OPTIONS");
    builder.environment().put("STORE", "embedded");
    builder.environment().put("DATA_FOLDER", folder.toString());
    Process process = builder.start();
    try {
      if (!process.waitFor(LONGEST_START.toSeconds(), TimeUnit.SECONDS)
          || process.exitValue() != 0) {
        throw new IllegalStateException(
            "the store could not be set up: " + Files.readString(folder.resolve("documents.log")));
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private static String ask(Process process, URI uri) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(LONGEST_START).build();
    long end = System.nanoTime() + LONGEST_START.toNanos();
    while (true) {
      try {
        HttpResponse<String> answer =
            HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
          String message = uri.getPath() + " answers " + answer.statusCode() + ": " + answer.body();
          throw LATE.contains(answer.statusCode())
              ? new LateException(message, null)
              : new IllegalStateException(message);
        }
        return answer.body();
      } catch (ConnectException e) {
        if (!process.isAlive() || System.nanoTime() - end > 0) {
          throw new IllegalStateException("it does not serve", e);
        }
        process.waitFor(20, TimeUnit.MILLISECONDS); // waits until the function listens
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress("127.0.0.1", 0));
      return socket.getLocalPort();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /**
   * A substitute for Firestore that answers reads: two documents of configuration, and books that
   * agree with the simulated account.
   */
  private static final class FakeFirestore {
    private static final String SERVICE = "google.firestore.v1.Firestore";

    /** The contract id of SPY, which the simulated account holds from the start. */
    private static final String HELD = "756733";

    private static final long QUANTITY = 300;

    private final Map<String, Value> common;
    private final int gatewayPort;
    private volatile String dialect = "auto";

    private FakeFirestore(int gatewayPort) {
      Value half = map(Map.of("macd", text("0.5")));
      common = Map.of("exposure", map(Map.of("overall", number(1), "strategies", half)));
      this.gatewayPort = gatewayPort;
    }

    void speak(String other) {
      dialect = other;
    }

    Server start() throws IOException {
      return NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
          .addService(
              ServerServiceDefinition.builder(SERVICE)
                  .addMethod(
                      method(
                          MethodDescriptor.MethodType.SERVER_STREAMING,
                          "BatchGetDocuments",
                          BatchGetDocumentsRequest.getDefaultInstance(),
                          BatchGetDocumentsResponse.getDefaultInstance()),
                      ServerCalls.asyncServerStreamingCall(this::get))
                  .addMethod(
                      method(
                          MethodDescriptor.MethodType.SERVER_STREAMING,
                          "RunQuery",
                          RunQueryRequest.getDefaultInstance(),
                          RunQueryResponse.getDefaultInstance()),
                      ServerCalls.asyncServerStreamingCall(this::query))
                  .addMethod(
                      method(
                          MethodDescriptor.MethodType.UNARY,
                          "BeginTransaction",
                          BeginTransactionRequest.getDefaultInstance(),
                          BeginTransactionResponse.getDefaultInstance()),
                      ServerCalls.asyncUnaryCall(this::begin))
                  .addMethod(
                      method(
                          MethodDescriptor.MethodType.UNARY,
                          "Commit",
                          CommitRequest.getDefaultInstance(),
                          CommitResponse.getDefaultInstance()),
                      ServerCalls.asyncUnaryCall(this::commit))
                  .build())
          .build()
          .start();
    }

    private static <Q extends Message, A extends Message> MethodDescriptor<Q, A> method(
        MethodDescriptor.MethodType type, String name, Q request, A answer) {
      return MethodDescriptor.<Q, A>newBuilder()
          .setType(type)
          .setFullMethodName(SERVICE + "/" + name)
          .setRequestMarshaller(ProtoUtils.marshaller(request))
          .setResponseMarshaller(ProtoUtils.marshaller(answer))
          .build();
    }

    private void begin(
        BeginTransactionRequest request, StreamObserver<BeginTransactionResponse> answer) {
      answer.onNext(
          BeginTransactionResponse.newBuilder()
              .setTransaction(ByteString.copyFromUtf8("transaction"))
              .build());
      answer.onCompleted();
    }

    private void commit(CommitRequest request, StreamObserver<CommitResponse> answer) {
      answer.onNext(CommitResponse.newBuilder().setCommitTime(now()).build());
      answer.onCompleted();
    }

    private void get(
        BatchGetDocumentsRequest request, StreamObserver<BatchGetDocumentsResponse> answers) {
      for (String name : request.getDocumentsList()) {
        answers.onNext(
            BatchGetDocumentsResponse.newBuilder().setMissing(name).setReadTime(now()).build());
      }
      answers.onCompleted();
    }

    private void query(RunQueryRequest request, StreamObserver<RunQueryResponse> answers) {
      String collection = request.getStructuredQuery().getFrom(0).getCollectionId();
      String folder = request.getParent() + "/" + collection + "/";
      switch (collection) {
        case "config" -> {
          answers.onNext(found(document(folder + "common", common)));
          answers.onNext(found(document(folder + "paper", paper())));
        }
        case "holdings" ->
            answers.onNext(found(document(folder + "macd", Map.of(HELD, number(QUANTITY)))));
        default -> answers.onNext(RunQueryResponse.newBuilder().setReadTime(now()).build());
      }
      answers.onCompleted();
    }

    private Map<String, Value> paper() {
      Value gateway = map(Map.of("protocol", text(dialect)));
      return Map.of("apiPort", number(gatewayPort), "gateway", gateway);
    }

    private static RunQueryResponse found(Document document) {
      return RunQueryResponse.newBuilder().setDocument(document).setReadTime(now()).build();
    }

    private static Document document(String name, Map<String, Value> fields) {
      return Document.newBuilder()
          .setName(name)
          .putAllFields(fields)
          .setCreateTime(now())
          .setUpdateTime(now())
          .build();
    }

    private static Value number(long value) {
      return Value.newBuilder().setIntegerValue(value).build();
    }

    private static Value text(String value) {
      return Value.newBuilder().setStringValue(value).build();
    }

    private static Value map(Map<String, Value> fields) {
      return Value.newBuilder().setMapValue(MapValue.newBuilder().putAllFields(fields)).build();
    }

    private static Timestamp now() {
      return Timestamp.newBuilder().setSeconds(Instant.now().getEpochSecond()).build();
    }
  }
}
