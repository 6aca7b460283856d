package dev.ibintents.simulator.tool;

import static com.google.common.truth.Truth.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.CurrentTime;
import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.ExecutionData;
import dev.ibintents.ibapi.message.Handshake;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.PlaceOrder;
import dev.ibintents.ibapi.message.Position;
import dev.ibintents.ibapi.message.PositionEnd;
import dev.ibintents.ibapi.message.ReqCurrentTime;
import dev.ibintents.ibapi.message.ReqPositions;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.SimulatedGateway;
import dev.ibintents.simulator.server.TestClient;
import dev.ibintents.store.LimitedProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The simulated gateway as a separate process. */
@Timeout(60)
class PaperExchangeTest {
  private static final Pattern LISTENING =
      Pattern.compile("Simulated gateway listening on 127\\.0\\.0\\.1:(\\d+), account DU1234567");

  private static final Pattern CONTROL =
      Pattern.compile("Control API listening on (http://127\\.0\\.0\\.1:\\d+)");

  @Test
  void processKeepsItsAccountBetweenRuns(@TempDir Path folder) throws Exception {
    for (int run = 0; run < 2; run++) {
      Process process =
          start(
              "--port", "0", "--clock", "2026-11-23T15:00:00Z", "--data-folder", folder.toString());
      try (BufferedReader out = reader(process);
          TestClient client = new TestClient(port(out.readLine()))) {
        client.greet(Handshake.text());
        client.start(1);
        client.send(new ReqCurrentTime());
        assertThat(client.first(CurrentTime.class).time())
            .isEqualTo(Instant.parse("2026-11-23T15:00:00Z"));
      } finally {
        process.destroy();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  @Test
  void tradesSurviveAKilledProcess(@TempDir Path folder) throws Exception {
    String[] options = {
      "--port", "0", "--clock", "2026-11-23T15:00:00Z", "--data-folder", folder.toString()
    };
    Order buy =
        Order.builder()
            .set(OrderField.ACTION, "BUY")
            .set(OrderField.TOTAL_QUANTITY, BigDecimal.TEN)
            .set(OrderField.ORDER_TYPE, "MKT")
            .set(OrderField.TIF, "DAY")
            .build();
    Contract spy = Contract.builder().conId(756733).exchange("SMART").build();
    Process process = start(options);
    try (BufferedReader out = reader(process);
        TestClient client = new TestClient(port(out.readLine()))) {
      client.greet(Handshake.text());
      client.start(1);
      client.send(new PlaceOrder(1, spy, buy));
      client.until(ExecutionData.class);
    } finally {
      assertThat(process.destroyForcibly().waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
    process = start(Stream.concat(Stream.of(options), Stream.of("--control-port", "0")));
    try (BufferedReader out = reader(process)) {
      int port = port(out.readLine());
      Matcher control = CONTROL.matcher(out.readLine());
      assertThat(control.matches()).isTrue();
      try (TestClient client = new TestClient(port)) {
        assertThat(spyHeldBy(client)).isEqualTo(new BigDecimal("310"));
        client.send(new PlaceOrder(1, spy, buy));
        assertThat(client.first(ErrorMessage.class).code()).isEqualTo(104);
      }
      HttpRequest reset =
          HttpRequest.newBuilder(URI.create(control.group(1) + "/reset"))
              .POST(BodyPublishers.noBody())
              .build();
      assertThat(HttpClient.newHttpClient().send(reset, BodyHandlers.ofString()).body())
          .contains("2026-11-23T15:00:00Z");
      try (TestClient client = new TestClient(port)) {
        assertThat(spyHeldBy(client)).isEqualTo(new BigDecimal("300"));
      }
    } finally {
      process.destroy();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** Starts a client, and asks for the units of SPY that its account holds. */
  private static BigDecimal spyHeldBy(TestClient client) throws IOException {
    client.greet(Handshake.text());
    client.start(1);
    client.send(new ReqPositions());
    return client.all(Position.class, PositionEnd.class).stream()
        .filter(position -> position.contract().conId() == 756733)
        .map(Position::position)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void failureIsReportedInOneLine() throws Exception {
    try (SimulatedGateway other = new SimulatedGateway(new GatewayOptions())) {
      String port = Integer.toString(other.port());
      assertThat(refusal(1, "--port", port))
          .isEqualTo(
              "Simulated gateway not started: 127.0.0.1:"
                  + port
                  + " is in use; name another with --port");
    }
    assertThat(refusal(2, "--sped", "9"))
        .isEqualTo(
            "Simulated gateway not started: there is no option --sped; did you mean --seed or"
                + " --speed?; see --help");
  }

  private static String refusal(int code, String... options) throws Exception {
    Process process = start(options);
    try (BufferedReader out = reader(process)) {
      List<String> lines = out.lines().toList();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(code);
      assertThat(lines).hasSize(1);
      return lines.get(0);
    }
  }

  private static int port(String line) {
    Matcher matcher = LISTENING.matcher(line);
    assertThat(matcher.matches()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  private static Process start(Stream<String> options) throws IOException {
    return start(options.toArray(String[]::new));
  }

  private static Process start(String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // It does not live long enough for the optimizing compiler and the parallel collector.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("--enable-native-access=ALL-UNNAMED"); // or newer JDKs warn of SQLite's library
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(PaperExchange.class.getName());
    command.addAll(List.of(options));
    return LimitedProcess.start(new ProcessBuilder(command).redirectErrorStream(true));
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }
}
