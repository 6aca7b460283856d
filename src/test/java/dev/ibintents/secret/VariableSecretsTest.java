package dev.ibintents.secret;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class VariableSecretsTest {
  private static final Map<String, String> VARIABLES =
      Map.of("NOTIFY_SLACK_URL", " https://example.com/x\n", "TWS_PASSWORD", "the password");

  @Test
  void aSecretIsTheVariableOfItsName() {
    SecretSource secrets = new VariableSecrets(VARIABLES::get, Optional.empty());

    assertThat(secrets.read("slack-url")).isEqualTo("https://example.com/x");
  }

  @Test
  void noOtherVariableCanBeRead() {
    SecretSource secrets = new VariableSecrets(VARIABLES::get, Optional.empty());

    for (String name : new String[] {"TWS_PASSWORD", "tws-password", "../TWS_PASSWORD"}) {
      assertThat(assertThrows(SecretUnreadableException.class, () -> secrets.read(name)))
          .hasMessageThat()
          .contains(" is not there: set the variable NOTIFY_");
    }
  }

  @Test
  void aSecretThatNoVariableHasComesFromTheOtherSource() {
    SecretSource secrets = new VariableSecrets(VARIABLES::get, Optional.of(name -> "of " + name));

    assertThat(secrets.read("bot")).isEqualTo("of bot");
  }
}
