package dev.ibintents.home;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests grids in processes of their own, as Cloud Run starts the tasks of a job. */
@Timeout(300)
final class GridTasksTest {
  private static final int TASKS = 4;
  private static final long MOST_SECONDS = 240;

  /** Many more points than cores, so that a signal finds a grid that is not over. */
  private static final String MANY = "macd.fast=4,8,12,16,18";

  @TempDir Path folder;

  private Process start(Map<String, String> variables, String out, String... more)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                HomeCommands.class.getName(),
                "backtest",
                "--out",
                folder.resolve(out).toString()));
    command.addAll(List.of(more));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeAll(
            List.of(
                "STORE",
                "PROJECT_ID",
                "GOOGLE_CLOUD_PROJECT",
                "FIRESTORE_EMULATOR_HOST",
                "TRADING_MODE",
                "K_SERVICE",
                "JDK_JAVA_OPTIONS"));
    builder.environment().put("DATA_FOLDER", folder.resolve("data").toString());
    builder.environment().putAll(variables);
    return builder.start();
  }

  private Process startGrid(Map<String, String> variables, String out, String... more)
      throws IOException {
    return start(
        variables,
        out,
        Stream.concat(
                Stream.of("--from", "2024-01-02", "--set", "macd.slow=21,26"), Stream.of(more))
            .toArray(String[]::new));
  }

  private static String require(int code, Process process)
      throws IOException, InterruptedException {
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertWithMessage(said).that(process.exitValue()).isEqualTo(code);
    return said;
  }

  private Map<String, String> files(String out) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder.resolve(out))) {
      for (Path file : all.toList()) {
        files.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return files;
  }

  @Test
  void mergedReportOfFourTasksIsThatOfOneProcess() throws Exception {
    List<Process> tasks = new ArrayList<>();
    try {
      for (int index = 0; index < TASKS; index++) {
        tasks.add(
            startGrid(
                Map.of(
                    "CLOUD_RUN_TASK_INDEX", Integer.toString(index),
                    "CLOUD_RUN_TASK_COUNT", Integer.toString(TASKS)),
                "task-" + index,
                "--to",
                "2024-02-29",
                "--set",
                "macd.fast=8,12,16",
                "--id",
                "grid"));
      }
      for (int index = 0; index < TASKS; index++) {
        assertThat(require(0, tasks.get(index)))
            .contains(
                "task %d of 4: backtests/grid has its %d of 6 points"
                    .formatted(index + 1, index < 2 ? 2 : 1));
        assertThat(Files.exists(folder.resolve("task-" + index))).isFalse();
      }
      tasks.add(start(Map.of(), "merged", "merge", "--id", "grid"));
      String merged = require(0, tasks.get(TASKS));
      tasks.add(startGrid(Map.of(), "alone", "--to", "2024-02-29", "--set", "macd.fast=8,12,16"));
      String alone = require(0, tasks.get(TASKS + 1));

      assertThat(files("merged").keySet())
          .containsExactly(
              "equity.csv",
              "fills.csv",
              "grid.csv",
              "grid.json",
              "orders.csv",
              "report.html",
              "statistics.json");
      assertThat(files("merged")).isEqualTo(files("alone"));
      assertThat(merged.replace("merged", "alone"))
          .isEqualTo(alone.replaceAll("(?m)^.* backtests, .* left\n", ""));
    } finally {
      tasks.forEach(Process::destroyForcibly);
    }
  }

  /** SIGINT is the signal of Ctrl-C, and SIGTERM that of Cloud Run. */
  @Test
  void signalsStopAGridThatThenGoesOn() throws Exception {
    int known = 0;
    for (String signal : List.of("INT", "TERM")) {
      Process process =
          startGrid(Map.of(), "out", "--to", "2024-06-28", "--id", "grid", "--set", MANY);
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
        awaitBacktest(lines);
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
        List<String> rest = lines.lines().toList();

        assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(signal.equals("INT") ? 130 : 143);
        assertThat(rest.get(rest.size() - 1))
            .containsMatch(
                "stopped after \\d+ of \\d+ backtests, because the process was told to end; no"
                    + " report is written. The results are kept, and the same command goes on");
        assertThat(Files.exists(folder.resolve("out"))).isFalse();
      } finally {
        process.destroyForcibly();
      }
      int now = points();
      assertThat(now).isGreaterThan(known);
      known = now;
    }
    Process last = startGrid(Map.of(), "out", "--to", "2024-06-28", "--id", "grid", "--set", MANY);
    try {
      assertThat(require(0, last)).contains("Best of 10 tries");
    } finally {
      last.destroyForcibly();
    }
  }

  private static void awaitBacktest(BufferedReader lines) throws IOException {
    List<String> said = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      said.add(line);
      if (line.contains(" backtests, ")) {
        return;
      }
    }
    throw new AssertionError("no backtest was over; it said " + said);
  }

  private int points() {
    try (DocumentStore store = new SqliteDocumentStore(folder.resolve("data"))) {
      return store.list("backtests/grid/points").size();
    }
  }
}
