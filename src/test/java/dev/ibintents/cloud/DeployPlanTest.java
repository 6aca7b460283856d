package dev.ibintents.cloud;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.intent.Intents;
import dev.ibintents.schedule.ScheduledJob;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.firestore.FirestoreEmulator;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import dev.ibintents.trading.ledger.Leases;
import dev.ibintents.trading.ledger.Samples;
import dev.ibintents.trading.run.RecoveryDecision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code deploy.sh --dry-run} prints, held against what the real gcloud takes. */
@Timeout(300)
final class DeployPlanTest {
  private static final List<String> PLANS =
      List.of(
          "deploy --mode paper",
          "deploy --mode paper --with-gateway",
          "deploy --mode paper --image us-east1-docker.pkg.dev/a-project/ib-intents/ib-intents:1",
          "deploy --mode paper --source examples/momentum",
          "deploy --mode live --account U1234567",
          "deploy --mode live --with-gateway",
          "destroy --mode paper",
          "destroy --mode live");

  /** What is done only to what is there already, and so is in no plan. */
  private static final List<String> UPDATES =
      List.of(
          "gcloud scheduler jobs update http ib-intents-paper-a --location=us-east1"
              + " --schedule='0 9 * * *' --time-zone=Europe/Zurich --uri=https://a.run.app/summary"
              + " --http-method=post --message-body={} --oidc-service-account-email=a@b.c"
              + " --oidc-token-audience=https://a.run.app --attempt-deadline=360s"
              + " --max-retry-attempts=2 --min-backoff=60s --max-backoff=120s --max-doublings=1"
              + " --update-headers=Content-Type=application/json --description=1-2 --project=p",
          "gcloud compute disks list --filter=name=g --zones=us-east1-b '--format=value(sizeGb)'"
              + " --project=p",
          "gcloud compute disks resize g --zone=us-east1-b --size=20GB --project=p",
          "gcloud compute instances add-metadata g --zone=us-east1-b"
              + " --metadata-from-file=user-data=src/main/cloud/gateway.yaml --project=p",
          "gcloud compute instances reset g --zone=us-east1-b --project=p",
          "gcloud compute instances update g --zone=us-east1-b --update-labels=fingerprint=1-2"
              + " --project=p",
          "gcloud alpha monitoring policies update projects/p/alertPolicies/1 --policy={}"
              + " --project=p",
          "gcloud logging metrics update m --description=1-2 --log-filter=severity=INFO"
              + " --project=p");

  @TempDir static Path plans;
  @TempDir Path folder;

  private static Set<String> commands;

  /** The commands of all plans, without what marks them. */
  @BeforeAll
  static void plan() throws Exception {
    commands = new TreeSet<>(UPDATES);
    for (String plan : PLANS) {
      List<String> words = new ArrayList<>(List.of(plan.split(" ")));
      words.addAll(List.of("--dry-run", "--project", "a-project"));
      CloudProject.Outcome outcome = new CloudProject(plans).run("", words.toArray(String[]::new));
      assertWithMessage(outcome.output()).that(outcome.exitCode()).isEqualTo(0);
      outcome
          .output()
          .lines()
          .filter(line -> line.startsWith("+ ") || line.startsWith("? "))
          .forEach(line -> commands.add(line.substring(2)));
    }
  }

  @Test
  void gcloudTakesEveryCommand() throws Exception {
    Optional<Path> sdk = FirestoreEmulator.sdkRoot();
    assumeTrue(sdk.isPresent(), "no gcloud here");
    List<String> taken = commands.stream().filter(line -> line.contains("gcloud ")).toList();

    List<String> said = parse(sdk.get(), taken);

    assertWithMessage(String.join("\n", said))
        .that(said.stream().filter(line -> !line.equals("ok")).toList())
        .isEmpty();
    assertThat(said).hasSize(taken.size());
    assertThat(said.size()).isAtLeast(80);
  }

  @Test
  void gcloudRefusesACommandThatIsWrong() throws Exception {
    Optional<Path> sdk = FirestoreEmulator.sdkRoot();
    assumeTrue(sdk.isPresent(), "no gcloud here");

    assertThat(parse(sdk.get(), List.of("gcloud run deploy a --no-such-flag", "gcloud info")))
        .contains("refused: gcloud run deploy a --no-such-flag");
  }

  private List<String> parse(Path sdk, List<String> commands) throws Exception {
    Path bundled = sdk.resolve("platform/bundledpythonunix/bin/python3");
    Path output = folder.resolve("parsed.txt");
    ProcessBuilder builder =
        new ProcessBuilder(
                Files.isExecutable(bundled) ? bundled.toString() : "python3",
                "src/test/cloud/parse_gcloud.py")
            .redirectInput(Files.write(folder.resolve("commands.txt"), commands).toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("CLOUDSDK_ROOT_DIR", sdk.toString());
    // Nobody's account, and nobody's settings.
    builder.environment().put("CLOUDSDK_CONFIG", folder.resolve("gcloud").toString());
    builder.environment().put("CLOUDSDK_CORE_DISABLE_PROMPTS", "1");
    Process process = builder.start();
    if (!process.waitFor(240, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("gcloud's parser has not ended");
    }
    return Files.readAllLines(output);
  }

  @Test
  void nobodyButTheSchedulerIsAdmitted() throws Exception {
    assertThat(Files.readString(Path.of("function.yaml")))
        .contains("\n--no-allow-unauthenticated:\n");
    assertThat(commands.toString()).doesNotContain("allUsers");
    assertThat(commands.toString()).doesNotContain("allAuthenticatedUsers");
    assertThat(
            commands.stream()
                .filter(line -> line.contains("roles/run.invoker"))
                .filter(line -> line.contains("add-iam-policy-binding"))
                .toList())
        .hasSize(2); // one for each trading mode
  }

  /** gcloud's own rule: {@code surface/run/deploy.py}, {@code _BuildFromSource}. */
  @Test
  void nothingKeepsGcloudFromBuildingWithTheBuildpack() throws Exception {
    assertThat(Files.readString(Path.of("src/main/cloud/source.yaml"))).contains("\n--source: .\n");
    assertThat(Files.exists(Path.of("Dockerfile"))).isFalse();
  }

  @Test
  void theScheduleAsksForIntentsThatThereAre() throws Exception {
    List<String> scheduled =
        commands.stream()
            .filter(line -> line.contains("scheduler jobs create"))
            .map(line -> line.replaceAll(".* --uri=https://[^/]+/(\\S+) .*", "$1"))
            .distinct()
            .toList();

    assertThat(scheduled)
        .containsExactly("orchestrate", "trade-reconciliation", "reconcile", "digest", "watch");
    assertThat(Intents.all().names()).containsAtLeastElementsIn(scheduled);
  }

  /** By the numbers of the plan: when the retries begin, after an attempt that ended at once. */
  private static List<Integer> retries(String job, int attempt) {
    int backoff = number(job, "--min-backoff=(\\d+)s");
    int doublings = number(job, "--max-doublings=(\\d+)");
    List<Integer> begins = new ArrayList<>();
    int begin = 0;
    for (int retry = 0; retry < number(job, "--max-retry-attempts=(\\d+)"); retry++) {
      begin += attempt;
      begin +=
          Math.min(backoff << Math.min(retry, doublings), number(job, "--max-backoff=(\\d+)s"));
      begins.add(begin);
    }
    return begins;
  }

  private Configuration defaults() {
    try (DocumentStore store = new SqliteDocumentStore(folder.resolve("store"))) {
      store.set("config/common", Map.of());
      store.set("config/paper", Map.of());
      return Configuration.load(store, TradingMode.PAPER);
    }
  }

  private static List<String> jobs() {
    List<String> jobs =
        commands.stream().filter(line -> line.contains("scheduler jobs create")).toList();
    assertThat(jobs).isNotEmpty();
    return jobs;
  }

  @Test
  void theLastRetryBeginsWhileARunThatDiedIsStillTakenUp() throws Exception {
    int attempt = number(Files.readString(Path.of("function.yaml")), "--timeout: (\\d+)");
    int takenUpFor = defaults().retryCheckMinutes() * 60;

    for (String job : jobs()) {
      List<Integer> begins = retries(job, attempt);
      int last = begins.get(begins.size() - 1);
      // The last one takes a minute at most until it has settled what is left.
      assertThat(last).isAtMost(takenUpFor - 60);
      assertThat(number(job, "--attempt-deadline=(\\d+)s")).isGreaterThan(attempt);
    }
  }

  /**
   * The run's process dies as soon as it has taken its lease and sent its orders, and the scheduler
   * is told so at once: even then its first retry finds nothing any more that it has to wait for.
   */
  @Test
  void theFirstRetryBeginsWhenTheLeaseOfARunThatDiedHasLapsed() throws Exception {
    Duration longestWait =
        Leases.LENGTH.plus(Leases.MAX_CLOCK_SKEW).plus(RecoveryDecision.ON_ITS_WAY);

    for (String job : jobs()) {
      assertThat(Duration.ofSeconds(retries(job, 0).get(0))).isGreaterThan(longestWait);
    }
  }

  /** A repetition that comes earlier, such as a person's, waits long enough by itself. */
  @Test
  void aRepetitionWaitsLongerThanTheLeaseOfARunThatDiedLasts() throws Exception {
    int timeout =
        number(
            Files.readString(Path.of("function.yaml")), doubleQuoted("TIMEOUT_SECONDS: '(\\d+)'"));
    Duration lapse = Leases.LENGTH.plus(Leases.MAX_CLOCK_SKEW);

    assertThat(Samples.patience(Duration.ofSeconds(timeout))).isGreaterThan(lapse);
  }

  private static int number(String text, String regex) {
    Matcher matcher = Pattern.compile(regex).matcher(text);
    assertWithMessage(text).that(matcher.find()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  @Test
  void alertsWatchForWhatTheLogHas() throws Exception {
    List<JsonObject> policies =
        commands.stream()
            .filter(line -> line.contains("monitoring policies create"))
            .map(line -> line.replaceAll(".* '--policy=(.*)' --project=.*", "$1"))
            .map(json -> JsonParser.parseString(json).getAsJsonObject())
            .toList();

    assertThat(policies).hasSize(6);
    for (JsonObject policy : policies) {
      JsonObject condition = policy.getAsJsonArray("conditions").get(0).getAsJsonObject();
      boolean isOfLog = condition.has("conditionMatchedLog");
      assertThat(policy.getAsJsonArray("conditions")).hasSize(isOfLog ? 1 : 2);
      assertThat(policy.getAsJsonArray("notificationChannels")).hasSize(1);
      // Google takes a limit of the rate for conditions about log lines only.
      assertThat(policy.getAsJsonObject("alertStrategy").has("notificationRateLimit"))
          .isEqualTo(isOfLog);
    }
  }

  /**
   * Cloud Monitoring notices an absence of at most 23.5 hours. The jobs that watch come more often,
   * and each of them is missed when it alone does not come.
   */
  @Test
  void everyJobThatWatchesIsMissedWithinADay() throws Exception {
    Instant from = Instant.parse("2026-10-20T12:00:00Z"); // the clocks change within these weeks
    Instant to = from.plus(Duration.ofDays(30));
    List<List<Instant>> jobs = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("src/main/cloud/schedule.txt"))) {
      String[] fields = line.split(" *\\| *");
      if (fields.length == 5 && fields[3].equals("watch")) {
        jobs.add(new ScheduledJob(fields[0], fields[1], fields[2], fields[3]).between(from, to));
      }
    }
    Duration longest = Duration.ofMinutes(23 * 60 + 30);

    assertThat(jobs).hasSize(2);
    assertThat(longestGap(jobs)).isLessThan(longest);
    for (List<Instant> alone : jobs) {
      assertThat(longestGap(List.of(alone))).isGreaterThan(longest);
    }
    assertThat(Files.readString(Path.of("src/main/cloud/missing-watch.json")))
        .contains(doubleQuoted("'duration': '" + longest.toSeconds() + "s'"));
  }

  private static Duration longestGap(List<List<Instant>> jobs) {
    List<Instant> times = jobs.stream().flatMap(List::stream).sorted().toList();
    Duration longest = Duration.ZERO;
    for (int i = 1; i < times.size(); i++) {
      Duration gap = Duration.between(times.get(i - 1), times.get(i));
      longest = gap.compareTo(longest) > 0 ? gap : longest;
    }
    return longest;
  }
}
