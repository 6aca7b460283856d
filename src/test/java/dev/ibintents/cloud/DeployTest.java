package dev.ibintents.cloud;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code deploy.sh} does to a project: everything once, nothing twice, and on from where it
 * stopped.
 */
@Timeout(600)
final class DeployTest {
  private static final String PAPER = "--with-gateway --mode paper";
  private static final String LIVE = "--with-gateway --mode live --account U1234567";

  /** More runs than there are commands that can fail. */
  private static final int MOST_RUNS = 100;

  @TempDir Path folder;
  private CloudProject project;

  @BeforeEach
  void begin() {
    project = new CloudProject(folder);
  }

  private CloudProject.Outcome succeed(String typed, String words) throws Exception {
    CloudProject.Outcome outcome = project.run(typed, words.split(" "));
    assertWithMessage(outcome.output()).that(outcome.exitCode()).isEqualTo(0);
    return outcome;
  }

  private String refused(String typed, String words) throws Exception {
    CloudProject.Outcome outcome = project.run(typed, words.split(" "));
    assertWithMessage(outcome.output()).that(outcome.exitCode()).isNotEqualTo(0);
    return outcome.output();
  }

  /** Revisions differ from run to run. */
  private Map<String, String> made() throws Exception {
    Map<String, String> made = new TreeMap<>(project.made());
    made.replaceAll((path, content) -> content.replaceAll("(ib-intents-(paper|live))-\\d+", "$1"));
    return made;
  }

  @ParameterizedTest
  @ValueSource(strings = {PAPER, LIVE, "--mode paper", "--mode live --account U1"})
  void aDryRunSaysExactlyWhatARunDoesAndASecondRunChangesNothing(String words) throws Exception {
    CloudProject.Outcome plan = succeed("", "--dry-run --project a-project " + words);

    assertThat(project.calls()).isEmpty();
    assertThat(project.made()).isEmpty();

    CloudProject.Outcome first = succeed("live\n", "--project a-project " + words);

    assertThat(first.changes()).isNotEmpty();
    assertThat(plan.changes().stream().map(DeployTest::withoutAnswers).toList())
        .isEqualTo(first.changes().stream().map(DeployTest::withoutAnswers).toList());
    Map<String, String> before = project.made();

    CloudProject.Outcome second = succeed("live\n", words);

    assertThat(second.changes()).isEmpty();
    assertThat(project.calls()).isNotEmpty();
    assertThat(project.calls().stream().filter(call -> !looks(call)).toList()).isEmpty();
    assertThat(project.made()).isEqualTo(before);
  }

  private static boolean looks(String call) {
    return call.startsWith("curl ")
        ? !call.contains("--request")
        : call.matches("gcloud .*(list|get-iam-policy|config get|print-access-token)( .*)?");
  }

  @ParameterizedTest
  @CsvSource({PAPER + ",even", "--mode live --account U1,odd"})
  void aFailureOfAnyChangeIsResumable(String words, String turn) throws Exception {
    CloudProject whole = new CloudProject(Files.createDirectory(folder.resolve("whole")));
    int changes = whole.run("live\n", words.split(" ")).changes().size();
    project = new CloudProject(Files.createDirectory(folder.resolve("broken")));
    project.failing("changes " + turn);

    int failures = 0;
    CloudProject.Outcome outcome = project.run("live\n", words.split(" "));
    while (outcome.exitCode() != 0 && failures < MOST_RUNS) {
      failures++;
      assertThat(outcome.output()).contains("What to do: ");
      outcome = project.run("live\n", words.split(" "));
    }

    assertWithMessage(outcome.output()).that(outcome.exitCode()).isEqualTo(0);
    assertThat(failures).isEqualTo(changes);
    Map<String, String> resumed = made();
    project = whole;
    assertThat(resumed).isEqualTo(made());
  }

  @Test
  void aResourceThatCannotBeReadIsNotTakenForMissing() throws Exception {
    succeed("", PAPER);
    succeed("", PAPER);
    int looks = project.calls().size();

    // All go through one function of the script, so some of them tell.
    for (int i = 1; i <= looks; i += 4) {
      project.failing("call " + i);
      String said = refused("", PAPER);

      assertThat(said).contains("the connection was reset");
      assertThat(project.calls()).hasSize(i);
    }
  }

  @Test
  void aNewServiceAccountThatIsNotKnownYetIsWaitedFor() throws Exception {
    project.failing("unknown");

    assertThat(succeed("", PAPER).output()).contains("not known everywhere yet");
  }

  @Test
  void realMoneyAsksForTheModeToBeTyped() throws Exception {
    assertThat(refused("", LIVE)).contains("REAL MONEY");
    assertThat(refused("yes\n", LIVE)).contains("Not typed, so nothing was done.");
    assertThat(project.made()).isEmpty();
  }

  @Test
  void realMoneyIsRefusedWithoutAnAccount() throws Exception {
    assertThat(refused("live\n", "--mode live")).contains("config/live names no account");
    assertThat(project.made().keySet()).containsNoneOf("run services/ib-intents-live", "channels");
    assertThat(project.made().keySet().stream().filter(path -> path.startsWith("scheduler")))
        .isEmpty();

    succeed("live\n", LIVE);
    succeed("live\n", "--mode live"); // it is in the document now
  }

  @Test
  void documentsThatAreThereAreNotOverwrittenAndOtherDatabasesDoNotMatter() throws Exception {
    project.make(
        "firestore databases/(default)", "projects/p/databases/(default) FIRESTORE_NATIVE\n");
    project.make("firestore databases/other", "projects/p/databases/other DATASTORE_MODE\n");
    project.make("documents/config/common", "mine");
    project.make("documents/config/paper", "also mine");

    succeed("", "--mode paper");

    assertThat(project.made()).containsEntry("documents/config/common", "mine");
    // The schedule is the deployment's own field.
    assertThat(project.made().get("documents/config/paper"))
        .startsWith(doubleQuoted("also mine{'fields': {'schedule': "));
  }

  @Test
  void aDatabaseInDatastoreModeIsRefused() throws Exception {
    project.make(
        "firestore databases/(default)", "projects/p/databases/(default) DATASTORE_MODE\n");

    assertThat(refused("", PAPER)).contains("needs it in Firestore's native mode");
  }

  @Test
  void theAddressOfTheGatewayIsConfiguredAndOnlyTheFunctionReachesItAndFirestoreHasALimit()
      throws Exception {
    String done = String.join("\n", succeed("", PAPER).changes());

    assertThat(project.made().get("documents/config/paper"))
        .contains(doubleQuoted("{'apiHost': {'stringValue': '10.118.1.10'}, 'apiPort':"));
    assertThat(project.made().get("documents/config/common"))
        .contains(doubleQuoted("'overall': {'integerValue': '0'}"));
    assertThat(done).containsMatch("instances create ib-gateway-paper .* --no-address ");
    assertThat(Pattern.compile("firewall-rules create").matcher(done).results().count())
        .isEqualTo(1);
    assertThat(done).contains("--rules=tcp:4001-4002 --source-ranges=10.118.0.0/26 ");
    assertThat(done).contains("subnets create ib-intents-function ");
    assertThat(done).containsMatch("ib-intents-function .*--range=10.118.0.0/26 ");
    List<String> calls = project.calls().stream().filter(call -> call.startsWith("curl ")).toList();
    assertThat(calls).isNotEmpty();
    for (String call : calls) {
      assertThat(call).contains(" --connect-timeout 10 --max-time 60 ");
    }
  }

  @Test
  void credentialsAreOnNoCommandLineAndInNoOutput() throws Exception {
    project.variables(Map.of());

    String said = succeed("ib-user-77\ns3cret pass\\$'\n", PAPER).output();

    assertThat(project.made()).containsKey("versions of ib-userid-paper/1 ib-user-77");
    assertThat(project.made()).containsKey("versions of ib-password-paper/1 s3cret pass\\$'");
    for (String hidden : List.of("ib-user-77", "s3cret", "the-token")) {
      assertThat(String.join("\n", project.calls())).doesNotContain(hidden);
      assertThat(said).doesNotContain(hidden);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--mode",
        "--project",
        "--region",
        "--account",
        "--image",
        "--source",
        "--schedule",
        "--notify"
      })
  void anEmptyValueIsNotTakenForTheDefault(String option) throws Exception {
    CloudProject.Outcome outcome = project.run("", "--dry-run", option, "");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.output())
        .contains(option + " has an empty value; is a variable not set? Leave " + option + " out");
  }

  @Test
  void aPasswordThatIbcWouldCutIsRefused() throws Exception {
    project.variables(Map.of());

    assertThat(refused("user\n s3cret\n", PAPER)).contains("The password begins or ends with a");
    assertThat(project.made()).doesNotContainKey("versions of ib-password-paper/1 s3cret");
  }

  @Test
  void noPasswordIsRefused() throws Exception {
    project.variables(Map.of());

    assertThat(refused("user\n\n", PAPER))
        .contains("No password was given. Type it when asked, or set IB_PASSWORD.");
  }

  @Test
  void theScheduleIsFollowed() throws Exception {
    Path schedule = folder.resolve("schedule.txt");
    String words = "--schedule " + schedule;
    Files.writeString(
        schedule,
        doubleQuoted(
            "# mine\n\n"
                + "a | 0 9 * * * | Europe/Zurich | summary | {}\n"
                + "b|*/5 * * * *|UTC|allocation|{'strategies': ['x|y']}"));
    List<String> first = jobs(succeed("", words));
    assertThat(first).hasSize(2);
    assertThat(first.get(0)).contains(" create http ib-intents-paper-a ");
    assertThat(first.get(0)).contains("--uri=https://ib-intents-paper.a.run.app/summary ");
    assertThat(first.get(0)).contains("'--schedule=0 9 * * *' --time-zone=Europe/Zurich ");
    assertThat(first.get(0)).contains("--oidc-token-audience=https://ib-intents-paper.a.run.app ");
    assertThat(first.get(1))
        .contains(
            """
            '--message-body={"strategies": ["x|y"]}'\s\
            """);

    Files.writeString(schedule, "a | 0 10 * * * | Europe/Zurich | summary | {}\n");
    List<String> second = jobs(succeed("", words));
    assertThat(second).hasSize(2);
    assertThat(second.get(0)).contains(" update http ib-intents-paper-a ");
    assertThat(second.get(0)).contains("'--schedule=0 10 * * *'");
    assertThat(project.made().get("documents/config/paper"))
        .contains(
            doubleQuoted(
                "{'name': {'stringValue': 'a'}, 'when': {'stringValue': '0 10 * * *'}, 'zone':"
                    + " {'stringValue': 'Europe/Zurich'}, 'intent': {'stringValue':"
                    + " 'summary'}}"));
    assertThat(second.get(1)).contains(" delete ib-intents-paper-b ");
  }

  private static List<String> jobs(CloudProject.Outcome outcome) {
    return outcome.changes().stream()
        .filter(line -> line.startsWith("+ gcloud scheduler jobs "))
        .toList();
  }

  @Test
  void anImageTakesThePlaceOfTheSource() throws Exception {
    String words = "--image us-east1-docker.pkg.dev/a-project/ib-intents/ib-intents:";
    String deployed = deployment(succeed("", words + 1));
    assertThat(deployed).contains("--flags-file=function.yaml --image=us-east1-docker.pkg.dev/");
    assertThat(deployed).doesNotContain("source.yaml");
    assertThat(project.calls().toString()).doesNotContain("mvn ");
    assertThat(succeed("", words + 1).changes()).isEmpty();

    assertThat(deployment(succeed("", words + 2))).contains("/ib-intents:2 ");

    String built = deployment(succeed("", "--mode paper"));
    assertThat(built).contains("--flags-file=src/main/cloud/source.yaml ");
    assertThat(built).doesNotContain("--image=");
  }

  private static String deployment(CloudProject.Outcome outcome) {
    List<String> deployments =
        outcome.changes().stream().filter(line -> line.contains(" run deploy ")).toList();
    assertThat(deployments).hasSize(1);
    return deployments.get(0);
  }

  @Test
  void theArchiveThatTheBuildMakesIsUsed() throws Exception {
    String source = Files.readString(Path.of("src/main/cloud/source.yaml"));

    assertThat(source).contains("  GOOGLE_BUILD_ARGS: -Pcloud\n");
    assertThat(source).contains(doubleQuoted(" -XX:SharedArchiveFile=target/cloud.jsa'\n"));
  }

  @Test
  void alertsGoToWhoeverIsNamed() throws Exception {
    String first = String.join("\n", succeed("", PAPER).changes());
    assertThat(first).contains("--channel-labels=email_address=me@example.com ");

    String other = String.join("\n", succeed("", PAPER + " --notify e@example.com").changes());
    assertThat(other).contains("--channel-labels=email_address=e@example.com ");
    assertThat(Pattern.compile("policies update").matcher(other).results().count()).isEqualTo(3);
    assertThat(succeed("", PAPER + " --notify e@example.com").changes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "A | 0 9 * * * | UTC | summary | {};a name has small letters, digits and dashes",
        "a | 0 9 * * | UTC | summary | {};is not minute hour day month weekday",
        "a | 99 99 * * * | UTC | summary | {};line 1: '99' is no minute: it is *, or numbers from"
            + " 0",
        "a | 0 9 30 2 * | UTC | summary | {};names a day that never comes",
        "a | 0 9 * * * | Zurich | summary | {};is no time zone such as America/New_York",
        "a | 0 9 * * * | Mars/Olympus | summary | {};there is no time zone 'Mars/Olympus'",
        "a | 0 9 * * * | UTC | sum mary | {};is no intent",
        "a | 0 9 * * * | UTC | sumary | {};'sumary' is no intent; there are ping summary ",
        "a | 0 9 * * * | UTC | summary | {'a': };line 1: the body must be a JSON object",
        "a | 0 9 * * * | UTC | summary | {'a': 1,};  a | 0 9 * * * | UTC | summary | {'a': 1,}",
        "a | 0 9 * * * | UTC | summary;the body must be a JSON object",
        "# nothing;names no job"
      })
  void aScheduleThatIsWrongIsRefusedBeforeAnythingIsDone(String line, String reason)
      throws Exception {
    Path schedule = Files.writeString(folder.resolve("schedule.txt"), doubleQuoted(line) + "\r\n");

    assertThat(refused("", "--schedule " + schedule)).contains(doubleQuoted(reason));
    assertThat(project.calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--mode",
        "--mode demo",
        "--region Mars!",
        "--image a;b",
        "--account 1;2",
        "--schedule nowhere.txt",
        "--source nowhere",
        "--schedule src",
        "--region us-east1-b",
        "--region useast1",
        "--project my/project",
        "--notify nobody",
        "--project --mode paper",
        "--diff --dry-run",
        "--force",
        "remove"
      })
  void anArgumentThatIsWrongIsRefusedBeforeAnythingIsDone(String words) throws Exception {
    CloudProject.Outcome outcome = project.run("", words.split(" "));

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.output()).contains("usage: deploy.sh");
    assertThat(project.calls()).isEmpty();
  }

  @Test
  void destroyTakesAllDownButTheData() throws Exception {
    succeed("", PAPER);
    succeed("live\n", LIVE);
    assertThat(refused("yes\n", "destroy")).contains("Not typed, so nothing was done.");

    succeed("paper\n", "destroy");
    assertThat(project.made()).containsKey("run services/ib-intents-live");
    assertThat(project.made()).containsKey("compute networks/ib-intents");
    assertThat(project.made()).doesNotContainKey("run services/ib-intents-paper");
    assertThat(project.made()).doesNotContainKey("compute instances/ib-gateway-paper");

    succeed("live\n", "destroy --mode live");
    assertThat(
            project.made().keySet().stream().filter(path -> !path.startsWith("services/")).toList())
        .containsExactly(
            "documents/config/common",
            "documents/config/live",
            "documents/config/paper",
            "firestore databases/(default)");
    assertThat(succeed("live\n", "destroy --mode live").changes()).isEmpty();
  }

  /** What the plan cannot know, and what depends on that. */
  private static String withoutAnswers(String command) {
    return command
        .replaceAll("https://(ib-intents-\\w+\\.a\\.run\\.app|URL-OF-THE-FUNCTION)", "URL")
        .replaceAll("notificationChannels/\\w+", "CHANNEL")
        .replaceAll("YOU@EXAMPLE.COM", "me@example.com")
        .replaceAll(doubleQuoted("(--description=|'fingerprint': ')\\d+-\\d+"), "$1");
  }
}
