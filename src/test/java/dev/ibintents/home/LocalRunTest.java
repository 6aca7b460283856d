package dev.ibintents.home;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.bench.FrontDoor.json;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.ibintents.bench.FreePort;
import dev.ibintents.bench.OtherAddress;
import dev.ibintents.bench.RawHttp;
import dev.ibintents.bench.ServedProcess;
import dev.ibintents.bench.SharedPrices;
import dev.ibintents.environment.FunctionInstance;
import dev.ibintents.environment.Variables;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.SimulatedGateway;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first run of a stranger: what starts, what stays, and what is said when it cannot. */
@Timeout(120)
final class LocalRunTest {
  @TempDir Path folder;

  /** Names a free port, so that the test does not depend on who has 4002. */
  private int configureFreePort() throws Exception {
    int port = FreePort.take();
    try (DocumentStore store = new SqliteDocumentStore(folder)) {
      store.set("config/common", Map.of());
      store.set("config/paper", Map.of("apiPort", port));
    }
    return port;
  }

  private static String line(ServedProcess process) {
    List<String> output = process.output();
    assertWithMessage(String.join("\n", output)).that(output).hasSize(1);
    return output.get(0);
  }

  @Test
  void servesTheSimulatedAccountToThisMachineAloneAndSaysWhatToTry() throws Exception {
    int apiPort = configureFreePort();
    try (ServedProcess process = new ServedProcess(folder, Map.of()).awaitServing()) {
      String said = String.join("\n", process.output());

      assertThat(said).contains("ib-intents at home, trading mode paper");
      assertThat(said).contains("simulated, on 127.0.0.1:" + apiPort);
      assertThat(said).contains("its market is open at any hour");
      assertThat(said).contains("curl http://localhost:" + process.root().getPort() + "/summary");
      assertThat(said).contains("  answers  this machine only");
      assertThat(process.get("/ping").statusCode()).isEqualTo(200);
      JsonObject summary = json(process.get("/summary"));
      assertThat(summary.getAsJsonObject("portfolio").keySet()).isNotEmpty();
      assertThat(summary.getAsJsonObject("openTrades").keySet()).isNotEmpty();
      assertThat(summary.getAsJsonObject("fills").keySet()).isNotEmpty();
      requireUnreachableForOtherMachines(process, apiPort);
    }
  }

  private static void requireUnreachableForOtherMachines(ServedProcess process, int apiPort)
      throws Exception {
    String address = OtherAddress.find();
    assertThrows(ConnectException.class, () -> new RawHttp(address, apiPort));
    try (RawHttp client = new RawHttp(address, process.root().getPort())) {
      client.send("GET /summary HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(403);
    }
  }

  /** Maven passes its own -Drun.port on in the same way. */
  @Test
  void theBannerNamesThePortOfTheCommandLine() throws Exception {
    configureFreePort();
    int port = FreePort.take();
    List<String> arguments =
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            "com.google.cloud.functions.invoker.runner.Invoker",
            "--classpath",
            System.getProperty("java.class.path"),
            "--port",
            Integer.toString(port));
    try (ServedProcess process = new ServedProcess(Path.of("."), arguments, folder, Map.of())) {
      process.awaitOutput("URL: http://localhost:" + port);

      String said = String.join("\n", process.output());
      assertThat(said).contains("curl http://localhost:" + port + "/ping");
      assertThat(said).doesNotContain(":" + process.root().getPort());
      assertThat(RawHttp.ask(URI.create("http://127.0.0.1:" + port), "GET / HTTP/1.0").status())
          .isEqualTo(200);
    }
  }

  @Test
  void whoOpensItIsWarned() throws Exception {
    String address = OtherAddress.find();
    int apiPort = configureFreePort();
    Map<String, String> open = Map.of("HOST", "0.0.0.0", "HOSTS", address);
    try (ServedProcess process = new ServedProcess(folder, open).awaitServing()) {
      assertThat(String.join("\n", process.output()))
          .contains("answers  EVERY MACHINE that can reach this one (HOST=0.0.0.0): each of them");
      new RawHttp(address, apiPort).close();
      try (RawHttp client = new RawHttp(address, process.root().getPort())) {
        client.send("GET /ping HTTP/1.1\r\nHost: " + address + "\r\n\r\n");
        assertThat(client.answer().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void theSimulatorListensOnNoOtherAddressUnasked() throws Exception {
    try (DocumentStore store = new SqliteDocumentStore(folder)) {
      store.set("config/common", Map.of());
      store.set("config/paper", Map.of("apiHost", "0.0.0.0", "apiPort", FreePort.take()));
    }
    try (ServedProcess process = new ServedProcess(folder, Map.of("GATEWAY", "simulated"))) {
      assertThat(process.awaitExit()).isEqualTo(1);
      assertThat(line(process))
          .endsWith(
              "the simulated gateway listens on loopback addresses only, and apiHost is"
                  + " 0.0.0.0; name 127.0.0.1 in config/paper, or set HOST=0.0.0.0 if other"
                  + " machines may trade on it");
    }
  }

  /** The framework's class loader shows the function less of the JDK than tests see. */
  @Test
  void everyKindOfStrategyWorksThere() throws Exception {
    configureFreePort();
    try (DocumentStore store = new SqliteDocumentStore(folder)) {
      store.update(
          "config/common",
          Map.of(
              "exposure",
              Map.of("overall", 1, "strategies", Map.of("dummy", "0.5", "macd", "0.5"))));
    }
    try (ServedProcess process = new ServedProcess(folder, Map.of()).awaitServing()) {
      JsonObject answer = json(process.get("/allocation?dryRun=true"));
      assertThat(answer.getAsJsonObject("skipped").keySet()).containsNoneOf("dummy", "macd");
      assertThat(answer.getAsJsonObject("signals").keySet()).containsExactly("dummy", "macd");
    }
  }

  @Test
  void aRestartKeepsTheState() throws Exception {
    configureFreePort();
    JsonObject before;
    try (ServedProcess process = new ServedProcess(folder, Map.of()).awaitServing()) {
      before = json(process.get("/summary"));
      process.terminate();
    }
    try (ServedProcess process = new ServedProcess(folder, Map.of()).awaitServing()) {
      JsonObject after = json(process.get("/summary"));

      assertThat(after.get("fills")).isEqualTo(before.get("fills"));
      assertThat(after.get("openTrades")).isEqualTo(before.get("openTrades"));
      assertThat(positions(after)).isEqualTo(positions(before));
    }
  }

  /** Values move with the market from one call to the next; quantities do not. */
  private static Map<String, String> positions(JsonObject summary) {
    return summary.getAsJsonObject("portfolio").entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> entry.getValue().getAsJsonObject().get("position").getAsString()));
  }

  @Test
  void inLiveModeTheSimulatorLogsInToALiveAccount() throws Exception {
    int port = FreePort.take();
    try (DocumentStore store = new SqliteDocumentStore(folder)) {
      store.set("config/common", Map.of());
      store.set("config/live", Map.of("apiPort", port));
    }
    Map<String, String> live = Map.of("TRADING_MODE", "live", "GATEWAY", "simulated");
    try (ServedProcess process = new ServedProcess(folder, live).awaitServing()) {
      HttpResponse<String> ping = process.get("/ping");
      assertThat(json(ping).get("managedAccounts").toString())
          .isEqualTo(doubleQuoted("['U1234567']"));
      assertThat(json(ping).has("problems")).isFalse();
      assertThat(process.get("/trade-reconciliation").statusCode()).isEqualTo(200);
      assertThat(process.get("/reconcile").statusCode()).isEqualTo(200);
    }
    try (DocumentStore store = new SqliteDocumentStore(folder)) {
      assertThat(store.get("positions/live").orElseThrow().string("account")).isEqualTo("U1234567");
      assertThat(store.list("positions/live/holdings")).hasSize(2);
    }
  }

  @Test
  void anotherTwsServerAtTheConfiguredPortIsUsedAsItIs() throws Exception {
    try (SimulatedGateway other =
        new SimulatedGateway(
            new GatewayOptions().account("DU7654321").prices(SharedPrices.of(7)))) {
      try (DocumentStore store = new SqliteDocumentStore(folder)) {
        store.set("config/common", Map.of());
        store.set("config/paper", Map.of("apiPort", other.port()));
      }
      try (ServedProcess process = new ServedProcess(folder, Map.of()).awaitServing()) {
        assertThat(String.join("\n", process.output()))
            .contains("whatever listens at 127.0.0.1:" + other.port());
        assertThat(json(process.get("/ping")).get("managedAccounts").toString())
            .isEqualTo(doubleQuoted("['DU7654321']"));
        assertThat(process.get("/summary").statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void theDefaultPortInUseIsSaidInOneLine() throws Exception {
    try (AutoCloseable taken = take(4002);
        ServedProcess process = new ServedProcess(folder, Map.of())) {
      assertThat(process.awaitExit()).isEqualTo(1);
      assertThat(process.output()).hasSize(2); // the first one tells of the seeded configuration
      assertThat(process.output().get(1))
          .endsWith(
              "ERROR ib-intents cannot start: 127.0.0.1:4002 is in use, so the simulated gateway"
                  + " cannot listen there. Stop the program that does (ib-intents itself, running"
                  + " twice?), or"
                  + " name another apiPort in config/paper; if it is your IB Gateway and you want"
                  + " to trade on it, set GATEWAY=configured");
      assertThat(taken).isNotNull();
    }
  }

  /** Whoever has the port already serves as well. */
  private static AutoCloseable take(int port) {
    try {
      return new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      return () -> {};
    }
  }

  @Test
  void theSimulatorByNameNeverGivesWay() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      try (DocumentStore store = new SqliteDocumentStore(folder)) {
        store.set("config/common", Map.of());
        store.set("config/paper", Map.of("apiPort", taken.getLocalPort()));
      }
      try (ServedProcess process = new ServedProcess(folder, Map.of("GATEWAY", "simulated"))) {
        assertThat(process.awaitExit()).isEqualTo(1);
        assertThat(line(process)).contains("127.0.0.1:" + taken.getLocalPort() + " is in use");
      }
    }
  }

  @Test
  void aDataFolderThatIsNoneIsSaidInOneLine() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    try (ServedProcess process = new ServedProcess(file, Map.of())) {
      assertThat(process.awaitExit()).isEqualTo(1);
      assertThat(line(process)).contains("ERROR ib-intents cannot start: ");
      assertThat(line(process)).contains(file.toString());
    }
  }

  @Test
  void aBrokenStoreIsSaidInOneLine() throws Exception {
    Files.writeString(folder.resolve(SqliteDocumentStore.FILE_NAME), "no database ".repeat(1000));
    try (ServedProcess process = new ServedProcess(folder, Map.of())) {
      assertThat(process.awaitExit()).isEqualTo(1);
      assertThat(line(process)).contains("ERROR ib-intents cannot start: ");
      assertThat(line(process)).contains(SqliteDocumentStore.FILE_NAME);
    }
  }

  @Test
  void aMissingConfigurationDocumentIsSaidInOneLine() throws Exception {
    try (DocumentStore store = new SqliteDocumentStore(folder)) {
      store.set("config/common", Map.of());
    }
    try (ServedProcess process = new ServedProcess(folder, Map.of())) {
      assertThat(process.awaitExit()).isEqualTo(1);
      assertThat(line(process))
          .endsWith(
              "ERROR ib-intents cannot start: Critical configuration documents not found:"
                  + " config/paper; both config/common and config/paper must exist, empty if need"
                  + " be");
    }
  }

  @Test
  void aTradingModeThatIsNoneIsSaidInOneLine() throws Exception {
    try (ServedProcess process = new ServedProcess(folder, Map.of("TRADING_MODE", "demo"))) {
      assertThat(process.awaitExit()).isEqualTo(1);
      assertThat(line(process))
          .endsWith(
              doubleQuoted(
                  "ERROR ib-intents cannot start: TRADING_MODE is 'demo'; it must be paper or"
                      + " live"));
    }
  }

  @Test
  void inTheCloudNothingIsEmbeddedUnasked() throws Exception {
    try (ServedProcess process = new ServedProcess(folder, Map.of("K_SERVICE", "ib-intents"))) {
      assertThat(process.awaitExit()).isEqualTo(1);
      JsonObject entry = JsonParser.parseString(line(process)).getAsJsonObject();
      assertThat(entry.get("severity").getAsString()).isEqualTo("ERROR");
      assertThat(entry.get("message").getAsString()).contains("PROJECT_ID is not set");
    }
  }

  @Test
  void theSeededBooksAgreeWithThePortfolio() throws Exception {
    configureFreePort();
    Variables variables =
        Variables.from(Map.of("STORE", "embedded", "DATA_FOLDER", folder.toString()));
    try (DocumentStore store = new SqliteDocumentStore(folder);
        FunctionInstance instance =
            new FunctionInstance(variables, store, Clock.systemUTC(), Optional.empty());
        SimulatedGateway gateway = LocalRun.start(instance).orElseThrow()) {
      Map<String, BigDecimal> booked = new HashMap<>();
      for (Document holdings : store.list("positions/paper/holdings")) {
        holdings.decimals().forEach((conId, held) -> booked.merge(conId, held, BigDecimal::add));
      }
      Map<String, BigDecimal> held =
          gateway.account().positions().entrySet().stream()
              .collect(
                  Collectors.toMap(
                      entry -> Integer.toString(entry.getKey().conId()), Map.Entry::getValue));

      assertThat(booked.keySet()).isEqualTo(held.keySet());
      booked.forEach(
          (conId, quantity) ->
              assertThat(quantity).isEquivalentAccordingToCompareTo(held.get(conId)));
      assertThat(store.list("positions/paper/fills").stream().map(Document::id).toList())
          .containsExactlyElementsIn(
              gateway.account().fills().stream().map(fill -> fill.execId()).toList());
    }
  }

  @Test
  void seedingTouchesNothingThatIsThere() throws Exception {
    int port = configureFreePort();
    Variables variables =
        Variables.from(Map.of("STORE", "embedded", "DATA_FOLDER", folder.toString()));
    for (int start = 0; start < 2; start++) {
      try (DocumentStore store = new SqliteDocumentStore(folder);
          FunctionInstance instance =
              new FunctionInstance(variables, store, Clock.systemUTC(), Optional.empty());
          SimulatedGateway gateway = LocalRun.start(instance).orElseThrow()) {
        assertThat(gateway.port()).isEqualTo(port);
        assertThat(store.get("config/common").orElseThrow().fields()).isEmpty();
        if (start == 0) {
          store.set("positions/paper/holdings/weights", Map.of("1", 5));
        } else {
          assertThat(store.get("positions/paper/holdings/weights").orElseThrow().fields())
              .containsExactly("1", 5L);
        }
      }
    }
  }

  @Test
  void firestoreStaysFreeOfSimulatedBooks() throws Exception {
    configureFreePort();
    Variables variables =
        Variables.from(Map.of("STORE", "firestore", "PROJECT_ID", "p", "GATEWAY", "simulated"));
    try (DocumentStore store = new SqliteDocumentStore(folder);
        FunctionInstance instance =
            new FunctionInstance(variables, store, Clock.systemUTC(), Optional.empty());
        SimulatedGateway gateway = LocalRun.start(instance).orElseThrow()) {
      assertThat(gateway.account().positions()).isNotEmpty();
      assertThat(store.list("simulator")).isEmpty();
      assertThat(store.list("local")).isEmpty();
      assertThat(store.list("positions/paper/holdings")).isEmpty();
      assertThat(store.list("positions/paper/fills")).isEmpty();
    }
  }
}
