package dev.ibintents.cloud;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The differences that {@code deploy.sh --diff} prints. */
@Timeout(300)
final class DeployDifferencesTest {
  private static final String[] LIVE = {"--with-gateway", "--mode", "live", "--account", "U1"};

  @TempDir Path folder;
  private CloudProject project;

  @BeforeEach
  void begin() {
    project = new CloudProject(folder);
  }

  /** Prints the differences, and holds that nothing is asked, and nothing changed. */
  private CloudProject.Outcome differences(String... words) throws Exception {
    Map<String, String> before = project.made();
    String[] all = Stream.concat(Stream.of(words), Stream.of("--diff")).toArray(String[]::new);
    CloudProject.Outcome outcome = project.run("", all);
    assertWithMessage(outcome.output()).that(outcome.exitCode()).isEqualTo(0);
    assertThat(project.made()).isEqualTo(before);
    assertThat(outcome.output()).doesNotContain("\n? ");
    return outcome;
  }

  private List<String> deploy(String... words) throws Exception {
    CloudProject.Outcome outcome = project.run("live\n", words);
    assertWithMessage(outcome.output()).that(outcome.exitCode()).isEqualTo(0);
    return outcome.changes().stream().map(DeployDifferencesTest::withoutAnswers).toList();
  }

  /** The command without names that the project gives. */
  private static String withoutAnswers(String command) {
    return command
        .replaceAll("https://(ib-intents-\\w+\\.a\\.run\\.app|URL-OF-THE-FUNCTION)", "URL")
        .replaceAll("notificationChannels/\\w+", "CHANNEL")
        .replaceAll("[0-9]+-[0-9]+", "FINGERPRINT");
  }

  @Test
  void theDifferencesAreWhatADeploymentChanges() throws Exception {
    CloudProject.Outcome first = differences(LIVE);
    assertThat(first.output()).contains("   12.23  the gateway: a machine of type e2-small\n");
    assertThat(first.output()).contains("   19.38  in sum");
    assertThat(first.output()).contains(" commands would change project a-project. None was run.");
    assertThat(first.changes().stream().map(DeployDifferencesTest::withoutAnswers).toList())
        .isEqualTo(deploy(LIVE));

    CloudProject.Outcome none = differences(LIVE);
    assertThat(none.changes()).isEmpty();
    assertThat(none.output())
        .contains("No differences: deploy would change nothing in project a-project.");
    assertThat(none.output()).doesNotContain("# ");

    // The machine is one of an earlier version, with its disk and its start script.
    project.make("compute disks/ib-gateway-live", "10\n");
    project.make("compute instances/ib-gateway-live", "ib-gateway-live 1-2\n");
    Path schedule =
        Files.writeString(
            folder.resolve("schedule.txt"),
            "books | 0 18 * * 1-5 | America/New_York | trade-reconciliation | {}\n");
    String[] changed =
        Stream.concat(Stream.of(LIVE), Stream.of("--schedule", schedule.toString()))
            .toArray(String[]::new);
    CloudProject.Outcome some = differences(changed);
    assertThat(
            some.changes().stream()
                .map(line -> line.replaceAll(" --.*| auth print-access-token .*", ""))
                .toList())
        .containsExactly(
            "+ gcloud compute disks resize ib-gateway-live",
            "+ gcloud compute instances add-metadata ib-gateway-live",
            "+ gcloud compute instances reset ib-gateway-live",
            "+ gcloud compute instances update ib-gateway-live",
            "+ gcloud", // writes the schedule into the configuration
            "+ gcloud scheduler jobs update http ib-intents-live-books",
            "+ gcloud scheduler jobs delete ib-intents-live-digest",
            "+ gcloud scheduler jobs delete ib-intents-live-orchestrate",
            "+ gcloud scheduler jobs delete ib-intents-live-pulse",
            "+ gcloud scheduler jobs delete ib-intents-live-snapshot",
            "+ gcloud scheduler jobs delete ib-intents-live-watch");
    assertThat(some.output()).contains("    1.00  the disk of the gateway: 20 GiB rather than 10");
    assertThat(some.output()).contains("\n# Scheduler\n");
    assertThat(some.output()).doesNotContain("# Alerts");
    assertThat(some.changes().stream().map(DeployDifferencesTest::withoutAnswers).toList())
        .isEqualTo(deploy(changed));
  }

  @Test
  void theDifferencesOfDestroyAreWhatItDeletes() throws Exception {
    deploy("--mode", "paper");

    List<String> differences = differences("destroy").changes();

    CloudProject.Outcome destroyed = project.run("paper\n", "destroy");
    assertThat(differences).isEqualTo(destroyed.changes());
    assertThat(differences("destroy").changes()).isEmpty();
  }

  @Test
  void aLiveConfigurationWithoutAnAccountIsWarnedOf() throws Exception {
    assertThat(differences("--mode", "live").output())
        .contains("Warning: config/live names no account");
  }
}
