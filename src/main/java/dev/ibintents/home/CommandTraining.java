package dev.ibintents.home;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs each command of {@code ./ib-intents} once, so that the JVM can write a class-data archive of
 * the classes that they need. It works in {@code DATA_FOLDER}, which must be a new folder, and
 * prints nothing.
 */
public final class CommandTraining {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final PrintStream NOBODY = new PrintStream(OutputStream.nullOutputStream());

  private CommandTraining() {}

  /** Runs the commands, and exits with 0 if all have ended as expected. */
  public static void main(String[] arguments) throws Exception {
    Thread watch = new Thread(CommandTraining::endTooLong, "training-watch");
    watch.setDaemon(true);
    watch.start();
    System.setOut(NOBODY);
    System.setErr(NOBODY);
    String file = Path.of(System.getenv("DATA_FOLDER"), "backup.jsonl").toString();
    String report = Path.of(System.getenv("DATA_FOLDER"), "backtest").toString();
    int port = freePort();
    for (List<String> words :
        List.of(
            List.of("--help"),
            List.of("set", "--help"),
            List.of("set", "config/paper", "apiPort=" + freePort(), "limits={\"mostOrders\":5}"),
            List.of("unset", "config/paper", "limits"),
            List.of("get", "config/common"),
            List.of("list", "strategies"),
            List.of("off"),
            List.of("on"),
            List.of("backup", file),
            List.of("put", "x-notes/1"),
            List.of("delete", "x-notes/1"),
            List.of("restore", file))) {
      require(run(words), 0, words);
    }
    require(run(List.of("diff", file)), 0, List.of("diff"));
    require(run(List.of("off")), 0, List.of("off"));
    require(run(List.of("diff", file)), 1, List.of("diff"));
    require(run(List.of("restore", file, "--force")), 0, List.of("restore"));
    require(run(backtest(report)), 0, List.of("backtest"));
    require(run(List.of("set", "config/paper", "tradingEnable=no")), 1, List.of("set"));
    require(run(List.of("set")), 2, List.of("set"));
    serve(port);
    System.exit(0);
  }

  private static List<String> backtest(String report) {
    return List.of(
        "backtest",
        "--bars=simulator",
        "--from=2024-01-02",
        "--to=2024-01-12",
        "--schedule=daily",
        "--out=" + report);
  }

  private static int run(List<String> words) {
    InputStream in = new ByteArrayInputStream("{\"a\":[1,0.5]}".getBytes(StandardCharsets.UTF_8));
    return new HomeCommands(System.getenv(), in, NOBODY, NOBODY).run(words.toArray(new String[0]));
  }

  private static void require(int code, int expected, List<String> words) {
    if (code != expected) {
      throw new IllegalStateException(words + " exits with " + code);
    }
  }

  private static void serve(int port) throws Exception {
    CountDownLatch serving = new CountDownLatch(1);
    ServedPort.whenServing(served -> serving.countDown());
    Thread server = new Thread(() -> run(List.of("serve", "--port", "" + port)), "training");
    server.setDaemon(true);
    server.start();
    if (!serving.await(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("it does not serve");
    }
    for (String dialect : List.of("text", "protobuf")) {
      List<String> speak =
          List.of("set", "config/paper", "gateway={\"protocol\":\"" + dialect + "\"}");
      require(run(speak), 0, speak);
      for (String path : List.of("/ping", "/summary", "/allocation?dryRun=true")) {
        ask(URI.create("http://127.0.0.1:" + port + path).toURL());
      }
    }
  }

  private static void ask(URL url) throws IOException {
    try (InputStream answer = url.openConnection().getInputStream()) {
      answer.readAllBytes();
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void endTooLong() {
    try {
      Thread.sleep(LONGEST.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(1);
  }
}
