package dev.ibintents.cloud;

import static com.google.common.truth.Truth.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the gateway's machine does when it starts: the script out of {@code gateway.yaml}, among
 * programs that play the metadata server, Secret Manager and Docker.
 */
@Timeout(60)
final class GatewayMachineTest {
  private static final Path CLOUD_INIT = Path.of("src/main/cloud/gateway.yaml");
  private static final String INDENT = "      ";

  @TempDir Path folder;

  @BeforeEach
  void programs() throws IOException {
    program(
        "curl",
        """
        printf '%s\\n' "$*" >> $SEEN/curl
        case $* in
          *project/project-id) printf a-project ;;
          *attributes/trading-mode) printf %s "$MODE" ;;
          */token) printf '{"access_token":"ya29.the-token","expires_in":3599}' ;;
          *secrets/ib-userid-*) answer trader77 ;;
          *secrets/ib-password-*) answer "$PASSWORD" ;;
          *) exit 22 ;;
        esac
        """,
        """
        answer() {
          read -r header
          [ "$header" = 'Authorization: Bearer ya29.the-token' ] || exit 22
          printf '{\\n  "name": "projects/1/secrets/x/versions/1",\\n  "payload": {\\n'
          printf '    "data": "%s",\\n' "$(printf %s "$1" | base64 --wrap=0)"
          printf '    "dataCrc32c": "1234"\\n  }\\n}\\n'
        }
        """);
    program(
        "docker",
        """
        case $1-$2 in
          run-*)
            printf '%s\\n' "$@" >> $SEEN/docker
            cat "$SEEN/says" 2> /dev/null || exit 0
            for ((i = 0; i < 500; i++)); do
              [ ! -e "$SEEN/stopped" ] || exit 143
              command -p sleep 0.02
            done
            exit 1
            ;;
          stop-ib-gateway) : > "$SEEN/stopped" ;;
          image-ls) printf '%s\\n' ghcr.io/gnzsnz/ib-gateway:10.{30.1a,45.1j,45.1h} ;;
          image-*) printf '%s\\n' "$*" >> $SEEN/images ;;
        esac
        """,
        "");
    program(
        "sleep",
        """
        printf '%s\\n' "$1" >> $SEEN/sleeps
        """,
        "");
    program(
        "chown",
        """
        printf '%s\\n' "$*" >> $SEEN/chown
        """,
        "");
  }

  private void program(String name, String script, String functions) throws IOException {
    Path program = Files.createDirectories(folder.resolve("programs")).resolve(name);
    Files.writeString(program, "#!/usr/bin/env bash\n" + functions + script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** The script, as cloud-init would write it. */
  private static String script() throws IOException {
    return Files.readAllLines(CLOUD_INIT).stream()
        .dropWhile(line -> !line.contains("path: /etc/ib-gateway/start.sh"))
        .dropWhile(line -> !line.contains("content: |"))
        .skip(1)
        .takeWhile(line -> line.isBlank() || line.startsWith(INDENT))
        .map(line -> line.isBlank() ? "" : line.substring(INDENT.length()))
        .collect(Collectors.joining("\n"));
  }

  private int start(String mode, String password) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                "bash", Files.writeString(folder.resolve("start.sh"), script()).toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH",
                folder.resolve("programs") + ":" + System.getenv("PATH"),
                "SEEN",
                folder.toString(),
                "MODE",
                mode,
                "PASSWORD",
                password,
                "IB_GATEWAY_FOLDER",
                folder.resolve("run").toString(),
                "IB_GATEWAY_SETTINGS",
                folder.resolve("settings").toString()));
    Process process = builder.start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private List<String> seen(String name) throws IOException {
    Path file = folder.resolve(name);
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  @ParameterizedTest
  @CsvSource({"paper,4002:4004", "live,4001:4003"})
  void startsTheContainerOfTheTradingMode(String mode, String ports) throws Exception {
    assertThat(start(mode, "s3cret$ p\\w'")).isEqualTo(0);

    List<String> docker = seen("docker");
    assertThat(docker).contains("--publish=" + ports);
    assertThat(docker).contains("--env=TRADING_MODE=" + mode);
    assertThat(docker).contains("--env=READ_ONLY_API=no");
    assertThat(docker.get(docker.size() - 1)).matches("ghcr\\.io/gnzsnz/ib-gateway:[0-9.]+[a-z]?");
    assertThat(seen("curl").toString()).contains("projects/a-project/secrets/ib-userid-" + mode);
  }

  @Test
  void credentialsAreInPrivateFilesAlone() throws Exception {
    assertThat(start("paper", "s3cret$ p\\w'")).isEqualTo(0);

    Path password = folder.resolve("run/password");
    assertThat(readByIbc(password)).isEqualTo("s3cret$ p\\w'");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
        .isEqualTo("rw-------");
    assertThat(seen("run/environment")).containsExactly("TWS_USERID=trader77");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("run/environment"))))
        .isEqualTo("rw-------");
    assertThat(seen("chown").toString()).contains("1000:1000 " + password);
    for (String hidden : List.of("s3cret", "trader77", "the-token")) {
      assertThat(seen("docker").toString()).doesNotContain(hidden);
      assertThat(seen("curl").toString()).doesNotContain(hidden);
      assertThat(seen("output").toString()).doesNotContain(hidden);
    }
  }

  /** The password as IBC reads it, out of the settings file into which the container puts it. */
  private static String readByIbc(Path password) throws IOException {
    Properties settings = new Properties();
    settings.load(
        new ByteArrayInputStream(("IbPassword=" + Files.readString(password)).getBytes(UTF_8)));
    return settings.getProperty("IbPassword");
  }

  static List<String> passwords() {
    String printable =
        IntStream.rangeClosed('!', '~').mapToObj(Character::toString).collect(Collectors.joining());
    return List.of("a\\b$c", "pässword", "a b\u3000c", "€ 5 \uD83D\uDD11", "#!=:", printable);
  }

  @ParameterizedTest
  @MethodSource("passwords")
  void ibcReadsThePasswordThatWasTyped(String password) throws Exception {
    assertThat(start("paper", password)).isEqualTo(0);

    assertThat(readByIbc(folder.resolve("run/password"))).isEqualTo(password);
  }

  @Test
  void aLineBreakAtTheEndOfASecretIsNoPartOfThePassword() throws Exception {
    assertThat(start("paper", "pass\r\n\n")).isEqualTo(0);

    assertThat(readByIbc(folder.resolve("run/password"))).isEqualTo("pass");
  }

  /** IBC trims its settings, whatever their form is. */
  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        " pass,begins or ends with a blank",
        "pass ,begins or ends with a blank",
        "a\tb,has a control character",
        "a\177b,has a control character"
      })
  void aPasswordThatIbcCannotReadIsNotTriedAtTheBroker(String password, String reason)
      throws Exception {
    assertThat(start("paper", password)).isNotEqualTo(0);

    assertThat(seen("output").toString()).contains("the secret ib-password-paper " + reason);
    assertThat(seen("docker")).isEmpty();
  }

  @Test
  void aPersonWhoLogsInKeepsTheSession() throws Exception {
    assertThat(start("paper", "x")).isEqualTo(0);

    assertThat(seen("docker")).contains("--env=EXISTING_SESSION_DETECTED_ACTION=secondary");
  }

  @Test
  void oldImagesAreRemovedAndTheUsedOneStays() throws Exception {
    assertThat(start("paper", "x")).isEqualTo(0);

    assertThat(seen("images"))
        .containsExactly(
            "image rm --force ghcr.io/gnzsnz/ib-gateway:10.30.1a",
            "image rm --force ghcr.io/gnzsnz/ib-gateway:10.45.1h",
            "image prune --force");
  }

  @Test
  void aGatewayThatEndsIsStartedAgainEverMoreSlowlyAndForEver() throws Exception {
    for (int i = 0; i < 9; i++) {
      assertThat(start("paper", "x")).isEqualTo(0);
    }

    assertThat(seen("sleeps"))
        .containsExactly("60", "120", "240", "480", "960", "1920", "3600", "3600")
        .inOrder();
    assertThat(Files.readString(CLOUD_INIT)).contains("\n      StartLimitIntervalSec=0\n");
    assertThat(Files.readString(CLOUD_INIT)).doesNotContain("StartLimitBurst");
  }

  @Test
  void oldStartsDoNotDelayANewOne() throws Exception {
    Files.createDirectories(folder.resolve("run"));
    long now = Instant.now().getEpochSecond();
    Files.writeString(folder.resolve("run/starts"), (now - 50_000) + "\n" + (now - 7) + "\n");

    assertThat(start("paper", "x")).isEqualTo(0);

    assertThat(seen("sleeps")).containsExactly("60");
    assertThat(seen("run/starts")).hasSize(2);
  }

  private void containerSays(int times, String lines) throws IOException {
    Files.writeString(folder.resolve("says"), lines.repeat(times));
    Files.deleteIfExists(folder.resolve("stopped"));
  }

  @Test
  void aRestartLoopInTheContainerEndsAndItsSavedLoginIsForgotten() throws Exception {
    Path saved = Files.createDirectories(folder.resolve("settings/abc")).resolve("autorestart");
    Files.writeString(saved, "a saved login");
    Path kept = Files.writeString(folder.resolve("settings/jts.ini"), "settings");
    containerSays(6, "autorestart file found\nIBC returned exit status 0\n");

    assertThat(start("paper", "x")).isNotEqualTo(0);

    assertThat(seen("output").toString()).contains("restarted the gateway six times");
    assertThat(Files.exists(saved)).isFalse();
    assertThat(Files.exists(kept)).isTrue();
  }

  @Test
  void aRefusedLoginIsNotRepeatedUntilThePasswordChanges() throws Exception {
    String refusal = "2026-06-01 10:00:00:123 IBC: Login failed\nIBC returned exit status 0\n";
    containerSays(3, "IBC: detected dialog entitled: Login failed; event=Opened\n" + refusal);
    assertThat(start("paper", "wrong")).isNotEqualTo(0);
    assertThat(seen("output").toString()).contains("refused the login three times");
    int starts = seen("docker").size();

    assertThat(start("paper", "wrong")).isNotEqualTo(0);
    assertThat(seen("output").toString()).contains("add a new version of the secret ib-password-");
    assertThat(seen("docker")).hasSize(starts);

    Files.delete(folder.resolve("says"));
    assertThat(start("paper", "right")).isEqualTo(0);
    assertThat(seen("docker")).hasSize(2 * starts);
  }

  @Test
  void aSecondFactorThatIsMissedIsAskedForAgainAndAgain() throws Exception {
    containerSays(9, "IBC returned exit status 87\n");
    Files.createFile(folder.resolve("stopped"));

    start("live", "x");

    assertThat(seen("output")).contains("IBC returned exit status 87");
    assertThat(seen("output").toString()).doesNotContain("six times");
  }

  @Test
  void aRefusalBeforeASuccessDoesNotCount() throws Exception {
    String refusal = "2026-06-01 10:00:00:123 IBC: Login failed\n";
    String success = "2026-06-01 10:00:00:123 IBC: Login has completed\n";
    containerSays(1, refusal.repeat(2) + success + refusal.repeat(2));
    Files.createFile(folder.resolve("stopped"));

    start("paper", "x");

    assertThat(Files.exists(folder.resolve("run/refused"))).isFalse();
  }

  @Test
  void everyAnswerIsWaitedForWithALimit() throws Exception {
    assertThat(start("paper", "x")).isEqualTo(0);

    assertThat(seen("curl")).isNotEmpty();
    for (String call : seen("curl")) {
      assertThat(call).containsMatch("--connect-timeout \\d+ .*--max-time \\d+ ");
      assertThat(call).contains("--retry-max-time ");
    }
  }

  @Test
  void nothingIsStartedWithoutAPassword() throws Exception {
    assertThat(start("paper", "")).isNotEqualTo(0);
    assertThat(seen("docker")).isEmpty();
  }

  @Test
  void nothingIsStartedInAnUnknownMode() throws Exception {
    assertThat(start("demo", "x")).isNotEqualTo(0);
    assertThat(seen("output").toString()).contains("trading-mode is paper or live");
    assertThat(seen("docker")).isEmpty();
  }
}
