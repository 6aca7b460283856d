package dev.ibintents.gateway;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.bench.FrontDoor.json;

import dev.ibintents.bench.FreePort;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.ServedProcess;
import dev.ibintents.gateway.ibc.StandInIbc;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A function whose environment says how to start a gateway on the same host. */
@Timeout(240)
final class StartedGatewayTest {
  private static final String USER = "trader77";
  private static final String PASSWORD = "s3cret=p w";

  @TempDir Path folder;

  private Map<String, String> variables(StandInIbc ibc) {
    Map<String, String> variables = new HashMap<>();
    variables.put("TWS_VERSION", "1045");
    variables.put("IBC_PATH", ibc.path().toString());
    variables.put("TWS_USERID", USER);
    variables.put("TWS_PASSWORD", PASSWORD);
    return variables;
  }

  private Path configuredData() throws Exception {
    Path data = folder.resolve("data");
    try (DocumentStore store = new SqliteDocumentStore(data)) {
      store.set("config/common", Map.of("exposure", Map.of("overall", 1)));
      store.set("config/paper", Map.of("apiPort", FreePort.take()));
    }
    return data;
  }

  @Test
  void aRequestStartsTheGatewayAndTellsNobodyThePassword() throws Exception {
    Path data = configuredData();
    try (StandInIbc ibc = new StandInIbc(folder, StandInIbc.STARTS);
        ServedProcess process = new ServedProcess(data, variables(ibc)).awaitServing()) {
      HttpResponse<String> pinged = process.get("/ping");
      assertThat(pinged.statusCode()).isEqualTo(200);
      assertThat(json(pinged).getAsJsonArray("managedAccounts").toString()).contains("DU1234567");
      assertThat(process.get("/allocation?dryRun=true").statusCode()).isEqualTo(200);

      String said = String.join("\n", process.output());
      assertThat(said).contains("Started IB Gateway 1045 through IBC");
      assertThat(said).doesNotContain(PASSWORD);
      assertThat(said).doesNotContain(USER);
      assertThat(StandInIbc.isOnACommandLine(PASSWORD)).isFalse();
      assertThat(ibc.environment()).doesNotContain(PASSWORD);
      assertThat(String.join("\n", ibc.arguments())).doesNotContain(PASSWORD);
      process.terminate();
    }
    try (DocumentStore store = new SqliteDocumentStore(data)) {
      assertThat(store.list("activity")).hasSize(1);
      assertThat(store.list("activity").toString()).doesNotContain(PASSWORD);
    }
  }

  @Test
  void aGatewayThatDiesIsReportedToWhoeverAsked() throws Exception {
    Path data = configuredData();
    try (StandInIbc ibc = new StandInIbc(folder, "echo 'IBC: Login failed'\nexit 1\n");
        ServedProcess process = new ServedProcess(data, variables(ibc)).awaitServing()) {
      HttpResponse<String> pinged = process.get("/ping");

      assertThat(pinged.statusCode()).isEqualTo(503);
      assertThat(FrontDoor.error(pinged))
          .startsWith(
              "GatewayUnreachableException: IB Gateway was started through IBC, and has ended"
                  + " before it answered. Probably the broker refused the login");
      assertThat(String.join("\n", process.output())).doesNotContain(PASSWORD);
    }
  }

  @Test
  void aRequestWithoutTheGatewayDoesNotEndTheOneThatAnotherIsStarting() throws Exception {
    Path mayServe = folder.resolve("may-serve");
    String play = "until [ -e " + mayServe + " ]; do sleep 0.05; done\nserve\n";
    try (StandInIbc ibc = new StandInIbc(folder, play);
        ServedProcess process =
            new ServedProcess(configuredData(), endedAfterwards(ibc)).awaitServing()) {
      CompletableFuture<HttpResponse<String>> pinged = process.getAsync("/ping");
      process.awaitOutput("Started IB Gateway 1045 through IBC");

      assertThat(process.get("/market-data?contract=SPY").statusCode()).isEqualTo(400);
      Files.createFile(mayServe);

      assertThat(pinged.get(120, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      assertThat(StandInIbc.isOnACommandLine(ibc.path().toString())).isFalse();
    }
  }

  private Map<String, String> endedAfterwards(StandInIbc ibc) {
    Map<String, String> variables = variables(ibc);
    variables.put("STOP_GATEWAY", "yes");
    return variables;
  }

  @Test
  void halfOfTheSettingsIsRefusedWhenTheFunctionStarts() throws Exception {
    try (ServedProcess process =
        new ServedProcess(configuredData(), Map.of("TWS_VERSION", "1045"))) {
      assertThat(process.awaitExit()).isEqualTo(1);
      assertThat(String.join("\n", process.output()))
          .contains("IBC_PATH is not set; to start IB Gateway on this host, set both");
    }
  }

  @Test
  void settingsWithoutCredentialsAreRefusedWhenTheFunctionStarts() throws Exception {
    try (ServedProcess process =
        new ServedProcess(
            configuredData(), Map.of("TWS_VERSION", "1045", "IBC_PATH", "/opt/ibc"))) {
      assertThat(process.awaitExit()).isEqualTo(1);
      assertThat(String.join("\n", process.output()))
          .contains("IB Gateway cannot log in: set TWS_USERID and TWS_PASSWORD, or");
    }
  }
}
