package dev.ibintents.cloud;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.schedule.ScheduledJob;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.firestore.FirestoreDocumentStore;
import dev.ibintents.store.firestore.FirestoreEmulator;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The documents that {@code deploy.sh} writes, with the real curl and Firestore's emulator. */
@Timeout(180)
final class DeployDocumentsTest {
  @TempDir Path folder;

  /** Sends to the emulator what is meant for Google, as the user whom the emulator trusts. */
  private static String curl(String host) {
    return """
    #!/usr/bin/env bash
    cat > /dev/null
    PATH=${PATH#*:*:}
    printf 'Authorization: Bearer owner\\n' \
    | exec curl "${@/https:\\/\\/firestore.googleapis.com/http://%s}"
    """
        .formatted(host);
  }

  private static void deploy(CloudProject project, String... words) throws Exception {
    CloudProject.Outcome outcome = project.run("", words);
    assertWithMessage(outcome.output()).that(outcome.exitCode()).isEqualTo(0);
  }

  @Test
  void theFunctionFindsAConfigurationAndKeepsItsOwn() throws Exception {
    String host = FirestoreEmulator.host();
    CloudProject project = new CloudProject(folder).program("curl", curl(host));
    try (DocumentStore store =
        FirestoreDocumentStore.onEmulator(host, "a-project", Duration.ofSeconds(30))) {
      deploy(project);
      Configuration first = Configuration.load(store, TradingMode.PAPER);
      assertThat(first.killSwitch().tradingEnabled()).isTrue();
      assertThat(first.exposure().overall()).isEqualTo(BigDecimal.ZERO);
      assertThat(first.limits().largestOrderValue()).hasValue(BigDecimal.valueOf(25_000));
      assertThat(first.limits().largestGrossExposure()).hasValue(new BigDecimal("1.5"));
      assertThat(first.connectTimeout()).isEqualTo(Duration.ofSeconds(150));
      assertThat(first.namesGateway()).isFalse();
      assertThat(first.watch().cushion()).hasValue(new BigDecimal("0.1"));
      assertThat(first.watch().jobs()).hasSize(6);
      assertThat(first.watch().jobs().get(0))
          .isEqualTo(
              new ScheduledJob(
                  "orchestrate", "46 12,15 * * 1-5", "America/New_York", "orchestrate"));

      store.update("config/common", Map.of("retryCheckMinutes", 7));
      store.update("config/paper", Map.of("clientId", 9));
      deploy(project, "--with-gateway", "--account", "DU7654321");

      Configuration second = Configuration.load(store, TradingMode.PAPER);
      assertThat(second.retryCheckMinutes()).isEqualTo(7);
      assertThat(second.clientId()).isEqualTo(9);
      assertThat(second.account()).hasValue("DU7654321");
      assertThat(second.apiHost()).isEqualTo("10.118.1.10");
      assertThat(second.apiPort()).isEqualTo(4002);

      deploy(project, "--with-gateway");
      assertThat(project.calls().stream().filter(call -> call.contains("--request"))).isEmpty();
      assertThat(Configuration.load(store, TradingMode.PAPER).documents())
          .isEqualTo(second.documents());
    }
  }
}
