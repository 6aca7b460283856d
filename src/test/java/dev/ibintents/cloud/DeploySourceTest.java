package dev.ibintents.cloud;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code deploy.sh --source} stages, tests and deploys a project of a user. */
@Timeout(300)
final class DeploySourceTest {
  private static final Path EXAMPLE = Path.of("examples/momentum");

  @TempDir Path folder;
  private CloudProject project;
  private Path mine;

  @BeforeEach
  void copy() throws IOException {
    project = new CloudProject(folder);
    mine = Files.createDirectory(folder.resolve("my project")).toRealPath();
    Files.copy(EXAMPLE.resolve("pom.xml"), mine.resolve("pom.xml"));
    copy("src");
  }

  private void copy(String part) throws IOException {
    try (Stream<Path> files = Files.walk(EXAMPLE.resolve(part))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copied = mine.resolve(EXAMPLE.relativize(file));
        Files.createDirectories(copied.getParent());
        Files.copy(file, copied);
      }
    }
  }

  private CloudProject.Outcome deploy(String... words) throws Exception {
    return project.run(
        "",
        Stream.concat(Stream.of(words), Stream.of("--source", mine.toString()))
            .toArray(String[]::new));
  }

  private CloudProject.Outcome succeed(String... words) throws Exception {
    CloudProject.Outcome outcome = deploy(words);
    assertWithMessage(outcome.output()).that(outcome.exitCode()).isEqualTo(0);
    return outcome;
  }

  private static List<String> build(CloudProject.Outcome outcome) {
    return outcome.changes().stream()
        .filter(line -> line.contains("mvn ") || line.contains(".sh ") || line.contains("deploy "))
        .toList();
  }

  private List<String> staged() throws IOException {
    Path staged = mine.resolve("target/deployment");
    try (Stream<Path> files = Files.walk(staged)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> staged.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void itIsTestedAndDeployedWithTheLibraryThatGoogleDoesNotFindElsewhere() throws Exception {
    CloudProject.Outcome plan = succeed("--dry-run", "--project", "a-project");
    assertThat(project.calls()).isEmpty();
    assertThat(Files.exists(mine.resolve("target"))).isFalse();

    CloudProject.Outcome first = succeed();

    List<String> build = build(first);
    assertThat(build).isEqualTo(build(plan));
    assertThat(build).hasSize(4);
    assertThat(build.get(0)).isEqualTo("+ bash src/main/cloud/stage.sh '" + mine + "'");
    assertThat(build.get(1))
        .isEqualTo(
            "+ mvn -B -ntp -DskipTests '-DaltDeploymentRepository=ib-intents::file://"
                + mine
                + "/target/deployment/repository' deploy");
    assertThat(build.get(2)).isEqualTo("+ mvn -B -ntp -f '" + mine + "/pom.xml' verify");
    assertThat(build.get(3)).contains(" --flags-file=src/main/cloud/project.yaml ");
    assertThat(build.get(3)).contains(" '--source=" + mine + "/target/deployment' ");
    assertThat(succeed().changes()).isEmpty();
  }

  @Test
  void aChangeOfAStrategyIsDeployedAndAChangeOfATestIsNot() throws Exception {
    succeed();

    append("src/test/java/example/MomentumStrategyTest.java");
    assertThat(succeed().changes()).isEmpty();

    append("src/main/java/example/MomentumStrategy.java");
    assertThat(build(succeed())).hasSize(4);
  }

  private void append(String file) throws IOException {
    Path path = mine.resolve(file);
    Files.writeString(path, Files.readString(path) + "// changed\n");
  }

  @Test
  void onlyTheSourceIsSentAndMavenFindsTheLibraryThere() throws Exception {
    Files.createDirectories(mine.resolve(".ib-intents"));
    Files.writeString(mine.resolve(".ib-intents/store.db"), "secret");
    Files.writeString(mine.resolve("Dockerfile"), "FROM scratch");
    Files.createDirectories(mine.resolve(".mvn"));
    Files.writeString(mine.resolve(".mvn/jvm.config"), "-Xmx1g");

    succeed();

    assertThat(staged())
        .containsExactly(
            ".mvn/ib-intents.xml",
            ".mvn/jvm.config",
            ".mvn/maven.config",
            "pom.xml",
            "src/main/java/example/Momentum.java",
            "src/main/java/example/MomentumStrategy.java",
            "src/main/resources/META-INF/services/dev.ibintents.strategy.StrategyKind");
    assertThat(Files.readString(mine.resolve("target/deployment/.mvn/maven.config")))
        .isEqualTo("--settings=.mvn/ib-intents.xml\n");
    assertThat(Files.exists(mine.resolve(".mvn/maven.config"))).isFalse();
  }

  @Test
  void theProjectsOwnOptionsOfMavenAreKept() throws Exception {
    Path own = Files.createDirectories(mine.resolve(".mvn")).resolve("maven.config");
    Files.writeString(own, "--no-transfer-progress"); // the last line does not end

    succeed();

    assertThat(Files.readString(mine.resolve("target/deployment/.mvn/maven.config")))
        .isEqualTo("--no-transfer-progress\n--settings=.mvn/ib-intents.xml\n");
    assertThat(Files.readString(own)).isEqualTo("--no-transfer-progress");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "<ib-intents.version>0.1.0<;<ib-intents.version>0.0.9<;"
            + " depends on ib-intents 0.0.9, and this repository is ",
        "<artifactId>ib-intents</artifactId>;<artifactId>other</artifactId>;"
            + " has no dependency on dev.ibintents:ib-intents. examples/momentum/pom.xml shows it.",
        "<scope>test</scope>;<type>pom</type>;",
        "<groupId>com.google.cloud.functions.invoker</groupId>;<groupId>com.other</groupId>;"
            + " has no dependency on java-function-invoker (scope test).",
        "<dependencies>;<modules><module>a</module></modules><dependencies>; has modules.",
        "<dependencies>;<!--</dependencies>--><dependencies>;"
      })
  void aProjectThatCannotBeDeployedIsRefusedBeforeAnythingIsDone(
      String text, String replacement, String refusal) throws Exception {
    Path pom = mine.resolve("pom.xml");
    assertThat(Files.readString(pom)).contains(text);
    Files.writeString(pom, Files.readString(pom).replace(text, replacement));

    CloudProject.Outcome outcome = deploy("--dry-run");

    if (refusal == null) {
      assertWithMessage(outcome.output()).that(outcome.exitCode()).isEqualTo(0);
    } else {
      assertThat(outcome.exitCode()).isEqualTo(1);
      assertThat(outcome.output()).startsWith(pom + " " + refusal);
    }
    assertThat(project.calls()).isEmpty();
  }

  @Test
  void aFolderWithoutAProjectIsRefused() throws Exception {
    Files.delete(mine.resolve("pom.xml"));
    assertThat(deploy().output())
        .isEqualTo(
            "There is no pom.xml in " + mine + ". --source names the folder of a Maven project.\n");

    mine = mine.resolve("nothing");
    assertThat(deploy().output()).startsWith("--source names no folder: " + mine);
    assertThat(project.calls()).isEmpty();
  }

  @Test
  void anImageAndASourceAreTooMany() throws Exception {
    assertThat(deploy("--image", "a/b:1").output())
        .startsWith("--source is built, and --image is built already: give one of them");
  }

  @Test
  void thisRepositoryIsNoProjectOfAUser() throws Exception {
    mine = Path.of("").toAbsolutePath();

    assertThat(deploy("--dry-run").output())
        .contains(doubleQuoted("has no dependency on dev.ibintents:ib-intents"));
  }
}
