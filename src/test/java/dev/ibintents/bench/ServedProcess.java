package dev.ibintents.bench;

import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ibintents.IntentFunction;
import dev.ibintents.ibapi.Deadline;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The function in a process of its own, started as {@code mvn function:run} starts it. */
public final class ServedProcess implements AutoCloseable {
  private static final long START_SECONDS = 60;

  private final Process process;
  private final int port;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> output = new ArrayList<>();
  private final Thread reader;

  /**
   * @param folder where the embedded store is
   * @param variables environment variables; what this process has of ib-intents' own is left out
   */
  public ServedProcess(Path folder, Map<String, String> variables) throws Exception {
    this(
        Path.of("."),
        List.of(
            "-XX:TieredStopAtLevel=1", // it does not live long enough for more
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED", // or newer JDKs warn of SQLite's library
            "-cp",
            System.getProperty("java.class.path"),
            "com.google.cloud.functions.invoker.runner.Invoker",
            "--classpath",
            System.getProperty("java.class.path")),
        folder,
        variables);
  }

  /**
   * @param directory where to start it
   * @param arguments of java, to start the functions framework
   */
  public ServedProcess(
      Path directory, List<String> arguments, Path folder, Map<String, String> variables)
      throws Exception {
    port = FreePort.take();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    for (String name :
        List.of(
            "PROJECT_ID",
            "GOOGLE_CLOUD_PROJECT",
            "FIRESTORE_EMULATOR_HOST",
            "K_SERVICE",
            "HOST",
            "HOSTS")) {
      builder.environment().remove(name);
    }
    builder.environment().put("FUNCTION_TARGET", IntentFunction.class.getName());
    builder.environment().put("DATA_FOLDER", folder.toString());
    builder.environment().put("PORT", Integer.toString(port));
    builder.environment().putAll(variables);
    process = builder.redirectErrorStream(true).start();
    reader = new Thread(this::read, "served-process-output");
    reader.start();
  }

  private void read() {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("reading the output failed: " + e);
    }
  }

  /** Waits until it serves, or fails with what it has said. */
  public ServedProcess awaitServing() throws InterruptedException {
    for (String line = next(); line != null; line = next()) {
      // In the cloud the framework says so in its server's words alone.
      if (line.contains("URL: http://localhost:" + port)
          || line.startsWith("{") && line.contains("0.0.0.0:" + port + "}")) {
        return this;
      }
    }
    close(); // nobody else would
    throw new AssertionError("it does not serve; it said:\n" + String.join("\n", output));
  }

  /** Waits until it listens, which in the cloud's own way it does without a word. */
  public ServedProcess awaitListening() throws InterruptedException {
    Deadline deadline = Deadline.in(Duration.ofSeconds(START_SECONDS));
    while (!listens()) {
      if (!process.isAlive() || deadline.hasPassed()) {
        throw new AssertionError("it does not listen; it said:\n" + String.join("\n", output()));
      }
      deadline.pause(Duration.ofMillis(2));
    }
    return this;
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false; // not yet
    }
  }

  private String next() throws InterruptedException {
    String line = lines.poll(START_SECONDS, TimeUnit.SECONDS);
    if (line != null) {
      output.add(line);
    }
    return line;
  }

  /** Waits until it has ended; gives its exit code. */
  public int awaitExit() throws InterruptedException {
    if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("it has not ended; it said:\n" + String.join("\n", output));
    }
    reader.join(TimeUnit.SECONDS.toMillis(START_SECONDS));
    lines.drainTo(output);
    return process.exitValue();
  }

  /** The lines that it has written so far, without those of the JVM. */
  public List<String> output() {
    lines.drainTo(output);
    return output.stream()
        .filter(line -> !line.startsWith("WARNING:") && !line.contains("Picked up "))
        .toList();
  }

  /** Waits until it has said this. */
  public void awaitOutput(String text) throws InterruptedException {
    for (String line = next(); line != null; line = next()) {
      if (line.contains(text)) {
        return;
      }
    }
    throw new AssertionError(
        doubleQuoted("it did not say '%s'; it said:\n%s")
            .formatted(text, String.join("\n", output)));
  }

  public HttpResponse<String> get(String path) throws Exception {
    return HttpClient.newHttpClient().send(request(path), HttpResponse.BodyHandlers.ofString());
  }

  public CompletableFuture<HttpResponse<String>> getAsync(String path) {
    return HttpClient.newHttpClient()
        .sendAsync(request(path), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(60))
        .build();
  }

  /** Where it serves. */
  public URI root() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The operating system's number for it. */
  public long pid() {
    return process.pid();
  }

  /** Tells it to end (SIGTERM), does not wait for that, and reads on what it says. */
  public void signalTermination() {
    process.toHandle().destroy();
  }

  /** Ends it as a terminal would. */
  public void terminate() throws InterruptedException {
    signalTermination();
    awaitExit();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
