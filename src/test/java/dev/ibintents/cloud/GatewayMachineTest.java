package dev.ibintents.cloud;

import static com.google.common.truth.Truth.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
          printf '    "data": "%s",\\n' "$(printf %s "$1" | base64)"
          printf '    "dataCrc32c": "1234"\\n  }\\n}\\n'
        }
        """);
    program(
        "docker",
        """
        printf '%s\\n' "$@" >> $SEEN/docker
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
    assertThat(Files.readString(password)).isEqualTo("s3cret$ p\\w'");
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
