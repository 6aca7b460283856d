package dev.ibintents.environment;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.environment.Variables.GatewayKind;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class IbcVariablesTest {
  private static final Map<String, String> COMPLETE =
      Map.of(
          "TWS_VERSION", "1045",
          "IBC_PATH", "/opt/ibc",
          "TWS_USERID", "trader77",
          "TWS_PASSWORD", "s3cret");

  private static boolean starts(Map<String, String> variables) {
    return IbcVariables.gatewayProcess(variables, Variables.from(variables)).isPresent();
  }

  private static String refusal(Map<String, String> variables) {
    return assertThrows(ConfigurationException.class, () -> starts(variables)).getMessage();
  }

  private static Map<String, String> without(String... names) {
    Map<String, String> variables = new HashMap<>(COMPLETE);
    for (String name : names) {
      variables.remove(name);
    }
    return variables;
  }

  @Test
  void nothingSetStartsNothing() {
    assertThat(starts(Map.of())).isFalse();
    assertThat(starts(without("TWS_VERSION", "IBC_PATH"))).isFalse();
  }

  @Test
  void aVersionAndAPathStartAGateway() {
    assertThat(starts(COMPLETE)).isTrue();
    assertThat(Variables.from(COMPLETE).gatewayKind()).isEqualTo(GatewayKind.CONFIGURED);
  }

  @Test
  void credentialsMayBeInSecretManager() {
    Map<String, String> variables = without("TWS_USERID", "TWS_PASSWORD");
    variables.put("TWS_USERID_SECRET", "ib-userid");
    assertThat(refusal(variables)).contains("set TWS_USERID and TWS_PASSWORD, or");
    variables.put("TWS_PASSWORD_SECRET", "ib-password");

    assertThat(starts(variables)).isTrue(); // and asks for them only when a gateway is started
  }

  @Test
  void oneOfTwoIsRefused() {
    assertThat(refusal(without("TWS_VERSION"))).startsWith("TWS_VERSION is not set; ");
    assertThat(refusal(without("IBC_PATH"))).startsWith("IBC_PATH is not set; ");
    assertThat(refusal(without("TWS_PASSWORD"))).startsWith("IB Gateway cannot log in: ");
  }

  @Test
  void stoppingIsYesOrNo() {
    Map<String, String> variables = new HashMap<>(COMPLETE);
    variables.put("STOP_GATEWAY", "yes");
    assertThat(starts(variables)).isTrue();
    variables.put("STOP_GATEWAY", "maybe");
    assertThat(refusal(variables))
        .isEqualTo(doubleQuoted("STOP_GATEWAY is 'maybe'; it must be yes or no"));
  }
}
