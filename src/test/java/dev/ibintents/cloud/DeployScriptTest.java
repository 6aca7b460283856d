package dev.ibintents.cloud;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.intent.Intents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code deploy.sh} and its parts by themselves, without a project. */
@Timeout(120)
final class DeployScriptTest {
  private static final int MOST_LINES = 200;

  @TempDir Path folder;

  /** Runs some lines of bash after these parts of the script. */
  private String bash(String parts, String lines) throws Exception {
    String script =
        """
        set -euo pipefail
        caller=$PWD schedule=s.txt line_number=3 line=the-line project=p purpose=run
        for part in %s; do source "src/main/cloud/$part.sh"; done
        %s
        """
            .formatted(parts, lines);
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder("bash", Files.writeString(folder.resolve("lines"), script).toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return Files.readString(output);
  }

  /**
   * The script is called through two symbolic links in another folder, with a schedule of that
   * folder, for a project of a domain.
   */
  @Test
  void itWorksFromAnyFolderForAnyProjectAndPrintsCommandsThatCanBePasted() throws Exception {
    Files.createSymbolicLink(folder.resolve("first"), Path.of("deploy.sh").toAbsolutePath());
    Files.createSymbolicLink(folder.resolve("second"), Path.of("first"));
    String body =
        """
        {"note": "it's $HOME `date` \\\\ & 'x'"}\
        """;
    Files.writeString(
        folder.resolve("mine.txt"), "mine | 0 9 * * * | Asia/Tokyo | summary | " + body + "\n");

    CloudProject.Outcome plan =
        new CloudProject(folder)
            .run(
                folder,
                "second",
                "",
                "--dry-run",
                "--with-gateway",
                "--project",
                "example.com:proj",
                "--schedule",
                "mine.txt");

    assertWithMessage(plan.output()).that(plan.exitCode()).isEqualTo(0);
    String job =
        plan.changes().stream().filter(line -> line.contains("jobs create")).findFirst().get();
    assertThat(job).contains(" http ib-intents-paper-mine ");
    String gcloud =
        """
        gcloud() { printf '<%s>\\n' "$@"; }
        """;
    assertThat(bash("commands", gcloud + job.substring(2)))
        .contains("\n<--message-body=" + body + ">\n");
    assertThat(plan.output())
        .contains("@proj.example.com.iam.gserviceaccount.com --role=roles/datastore.user ");
    assertThat(plan.output()).doesNotContain("@example.com:proj");
    assertThat(plan.output()).contains("   19.08  in sum");
  }

  @Test
  void theScheduleKnowsEveryIntent() throws Exception {
    assertThat(bash("schedule", "echo $intents").strip().split(" "))
        .asList()
        .containsExactlyElementsIn(Intents.all().names());
  }

  @Test
  void timesOfCronAreTakenAsCloudSchedulerTakesThem() throws Exception {
    List<String> right =
        List.of("*/5 * * * MON-fri", "0-30/10 8,9 1 JAN,jul *", "08 09 * * 7", "0 9 31 2 1");
    List<String> wrong =
        List.of(
            "0 24 * * *",
            "0 9 0 * *",
            "0 9 * 13 *",
            "0 9 * * 8",
            "60 9 * * *",
            "5-1 9 * * *",
            "*/0 * * * *",
            "1,,2 * * * *",
            "5/10 * * * *",
            "0 9 31 4,6 *",
            "0 9 * * * *",
            "0 9 * * funday");
    StringBuilder lines = new StringBuilder();
    Stream.concat(right.stream(), wrong.stream())
        .forEach(time -> lines.append("check_cron '" + time + "' && echo right || echo wrong\n"));

    List<String> said = bash("cron", lines.toString()).lines().toList();

    assertThat(said.subList(0, right.size())).containsExactly("right", "right", "right", "right");
    assertThat(said.subList(right.size(), said.size()).stream().distinct().toList())
        .containsExactly("wrong");
    assertThat(said).hasSize(right.size() + wrong.size());
  }

  @Test
  void aBodyIsAJsonObject() throws Exception {
    List<String> right =
        List.of(
            "{}",
            """
            {"a": [1, -2.5e3, true, null, {"b": "x|y\\"\\u00e9,{"}]}\
            """,
            """
            {"a" : [[[ ]] , {}] , "b": {"c": ""}}\
            """);
    List<String> wrong =
        List.of(
            "[1]",
            """
            {"a": }\
            """,
            """
            {"a" 1}\
            """,
            """
            {"a": 01}\
            """,
            """
            {"a": "}\
            """,
            """
            {"a": 1,}\
            """,
            """
            {"a": "b" "c"}\
            """,
            """
            {"a": truefalse}\
            """,
            """
            {"a": [}}\
            """,
            """
            {"a": "\\x"}\
            """,
            "{a: 1}");
    StringBuilder lines = new StringBuilder();
    Stream.concat(right.stream(), wrong.stream())
        .forEach(body -> lines.append("is_json_object '" + body + "' && echo r || echo w\n"));

    assertThat(bash("schedule", lines.toString()).replace("\n", ""))
        .isEqualTo("r".repeat(right.size()) + "w".repeat(wrong.size()));
  }

  private String warnings(String when, String zone) throws Exception {
    return bash("commands cron", "check_cron '" + when + "'\nwarn_of_clock_changes " + zone + "\n");
  }

  @Test
  void aTimeThatTheClocksSkipOrDoubleIsWarnedOf() throws Exception {
    assertThat(warnings("30 2 * * *", "America/New_York"))
        .containsMatch(
            "^Warning: s.txt, line 3: on 20\\d\\d-03-\\d\\d the clocks of America/New_York skip"
                + " 02:30, so the job may not run\n$");
    assertThat(warnings("30 1 * * SUN", "America/New_York"))
        .containsMatch(
            "on 20\\d\\d-11-0\\d the clocks .* show 01:30 twice, so the job may run twice\n$");
    assertThat(warnings("10 2 * * *", "Australia/Lord_Howe")).contains(" skip 02:10, ");
  }

  @Test
  void aTimeThatTheClocksDoNotChangeIsNotWarnedOf() throws Exception {
    assertThat(warnings("45 15 * * 1-5", "America/New_York")).isEmpty();
    assertThat(warnings("30 2 * * 1-5", "America/New_York")).isEmpty();
    assertThat(warnings("30 * * * *", "America/New_York")).isEmpty();
    assertThat(warnings("30 2 * * *", "UTC")).isEmpty();
    assertThat(warnings("30 2 * 6 *", "Europe/Zurich")).isEmpty();
  }

  @Test
  void everyPartIsShort() throws Exception {
    try (Stream<Path> parts = Files.list(Path.of("src/main/cloud"))) {
      for (Path part : parts.filter(path -> path.toString().endsWith(".sh")).toList()) {
        assertWithMessage(part.toString())
            .that(Files.readAllLines(part).size())
            .isAtMost(MOST_LINES);
      }
    }
  }
}
