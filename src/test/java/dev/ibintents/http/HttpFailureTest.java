package dev.ibintents.http;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.bench.FrontDoor.error;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import dev.ibintents.bench.FreePort;
import dev.ibintents.simulator.fault.Faults;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The status and the words of each kind of failure. */
final class HttpFailureTest extends HttpContractBench {
  @Test
  void anIntentThatFailsIs500() throws Exception {
    HttpResponse<String> response = door.post("/echo", doubleQuoted("{'fail':true}"));

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(error(response))
        .isEqualTo(doubleQuoted("IllegalStateException: as asked 'quoted'\n"));
  }

  @Test
  void aRequestThatTheGatewayRefusesIs500() throws Exception {
    HttpResponse<String> response = door.get("/echo?refuse=true");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(error(response))
        .startsWith(
            "RequestRefusedException: the gateway refused the details of contract NONSUCH STK: 200"
                + " No security definition has been found");
  }

  @Test
  void theKillSwitchIs503() throws Exception {
    door.store().update("config/common", Map.of("tradingEnabled", false));

    HttpResponse<String> response = door.get("/ping");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(error(response)).isEqualTo("KillSwitchException: Trading disabled by kill switch.");
  }

  @Test
  void aGatewayOutOfReachIs503() throws Exception {
    int port = FreePort.take();
    door.store().set("config/paper", Map.of("apiPort", port, "connectTimeoutSeconds", 1));

    HttpResponse<String> response = door.get("/ping");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(error(response))
        .isEqualTo(
            "GatewayUnreachableException: no gateway at 127.0.0.1:"
                + port
                + " within 1 s: the connection was refused. Is IB Gateway running and logged in"
                + " there, and its API port open to this host?");
  }

  @Test
  void aGatewayThatAcceptsAndSaysNothingIs503() throws Exception {
    door.gateway().faults().silence(Faults.Silence.BEFORE_HANDSHAKE);
    door.store().update("config/paper", Map.of("connectTimeoutSeconds", 1));

    HttpResponse<String> response = door.get("/ping");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(error(response)).contains("it did not answer");
  }

  @Test
  void aWrongConfigurationIs500AndNamesTheField() throws Exception {
    door.store().update("config/paper", Map.of("apiPort", "4002"));

    HttpResponse<String> response = door.get("/ping");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(error(response))
        .isEqualTo(
            doubleQuoted(
                "ConfigurationException: config/paper apiPort is '4002'; it must be a whole number"
                    + " from 1 to 65535"));
  }

  @Test
  void aMissingConfigurationDocumentIs500AndNamed() throws Exception {
    door.store().delete("config/paper");

    HttpResponse<String> response = door.get("/summary");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(error(response))
        .startsWith(
            "ConfigurationException: Critical configuration documents not found: config/paper");
  }
}
