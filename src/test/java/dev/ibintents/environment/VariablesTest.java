package dev.ibintents.environment;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.environment.Variables.GatewayKind;
import dev.ibintents.environment.Variables.StoreKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VariablesTest {
  private static String refusal(Map<String, String> variables) {
    return assertThrows(ConfigurationException.class, () -> Variables.from(variables)).getMessage();
  }

  @Test
  void nothingSetIsARunAtHome() {
    Variables variables = Variables.from(Map.of());

    assertThat(variables.revision()).isEqualTo("localhost");
    assertThat(variables.inCloud()).isFalse();
    assertThat(variables.projectId()).isEmpty();
    assertThat(variables.tradingMode()).isEqualTo(TradingMode.PAPER);
    assertThat(variables.timeout()).isEqualTo(Duration.ofSeconds(300));
    assertThat(variables.storeKind()).isEqualTo(StoreKind.EMBEDDED);
    assertThat(variables.gatewayKind()).isEqualTo(GatewayKind.SIMULATED_UNLESS_CONFIGURED);
    assertThat(variables.dataFolder()).isEqualTo(Path.of(".ib-intents"));
    assertThat(variables.access()).isEqualTo(new Access(false, Set.of()));
  }

  @Test
  void readsWhatIsSet() {
    Variables variables =
        Variables.from(
            Map.of(
                "K_REVISION", "ib-intents-00007-abc",
                "K_SERVICE", "ib-intents",
                "PROJECT_ID", "my-project",
                "GOOGLE_CLOUD_PROJECT", "not-this-one",
                "TRADING_MODE", "live",
                "TIMEOUT_SECONDS", "120",
                "HOST", "0.0.0.0",
                "HOSTS", "Box.lan, 192.168.1.5"));

    assertThat(variables.revision()).isEqualTo("ib-intents-00007-abc");
    assertThat(variables.inCloud()).isTrue();
    assertThat(variables.projectId()).hasValue("my-project");
    assertThat(variables.tradingMode()).isEqualTo(TradingMode.LIVE);
    assertThat(variables.timeout()).isEqualTo(Duration.ofSeconds(120));
    assertThat(variables.storeKind()).isEqualTo(StoreKind.FIRESTORE);
    assertThat(variables.gatewayKind()).isEqualTo(GatewayKind.CONFIGURED);
    assertThat(variables.access()).isEqualTo(new Access(true, Set.of("box.lan", "192.168.1.5")));
  }

  @ParameterizedTest
  @CsvSource({
    "PROJECT_ID,FIRESTORE",
    "GOOGLE_CLOUD_PROJECT,FIRESTORE",
    "FIRESTORE_EMULATOR_HOST,FIRESTORE",
    "K_REVISION,EMBEDDED"
  })
  void aProjectOrAnEmulatorMeansFirestore(String variable, StoreKind kind) {
    assertThat(Variables.from(Map.of(variable, "x")).storeKind()).isEqualTo(kind);
  }

  @Test
  void anEmptyVariableIsNotSet() {
    Variables variables = Variables.from(Map.of("PROJECT_ID", "", "K_REVISION", ""));

    assertThat(variables.storeKind()).isEqualTo(StoreKind.EMBEDDED);
    assertThat(variables.revision()).isEqualTo("localhost");
  }

  @Test
  void theCloudDoesNotGetTheEmbeddedStoreUnasked() {
    assertThat(refusal(Map.of("K_SERVICE", "ib-intents")))
        .isEqualTo(
            "PROJECT_ID is not set, so there is no Firestore to use, and in the cloud the embedded"
                + " store would forget everything with the instance. Set PROJECT_ID to the Google"
                + " Cloud project, or ask for the embedded store by name with STORE=embedded");
    assertThat(Variables.from(Map.of("K_SERVICE", "ib-intents", "STORE", "embedded")).storeKind())
        .isEqualTo(StoreKind.EMBEDDED);
  }

  @Test
  void theCloudDoesNotGetTheSimulatorUnasked() {
    Map<String, String> cloud = Map.of("K_SERVICE", "ib-intents", "STORE", "embedded");

    assertThat(Variables.from(cloud).gatewayKind()).isEqualTo(GatewayKind.CONFIGURED);
    assertThat(
            Variables.from(Map.of("K_SERVICE", "s", "PROJECT_ID", "p", "GATEWAY", "simulated"))
                .gatewayKind())
        .isEqualTo(GatewayKind.SIMULATED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TRADING_MODE    | demo     | TRADING_MODE is "demo"; it must be paper or live
          TRADING_MODE    | LIVE     | TRADING_MODE is "LIVE"; it must be paper or live
          STORE           | sqlite   | STORE is "sqlite"; it must be firestore or embedded
          GATEWAY         | real     | GATEWAY is "real"; it must be configured or simulated
          TIMEOUT_SECONDS | 0        | TIMEOUT_SECONDS is "0"; it must be a whole number from 1 \
          to 3600
          TIMEOUT_SECONDS | 5m       | TIMEOUT_SECONDS is "5m"; it must be a whole number from 1 \
          to 3600
          HOST            | 10.0.0.7 | HOST is "10.0.0.7"; it must be 0.0.0.0, which answers \
          other machines too, or be left out: the server cannot listen on one address of several
          HOSTS           | a:80     | HOSTS is "a:80"; it must be names or addresses of this \
          machine, separated by commas, without scheme and port, as in box.lan,192.168.1.5
          """)
  void refusesWhatCannotBe(String variable, String value, String message) {
    assertThat(refusal(Map.of(variable, value))).isEqualTo(message);
  }
}
