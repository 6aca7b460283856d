package dev.ibintents.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Google Cloud project as far as {@code deploy.sh} can tell: programs that play gcloud, curl and
 * mvn, keep what was made in a folder, and record each call (see {@code src/test/cloud}).
 */
final class CloudProject {
  private static final Path STAND_INS = Path.of("src/test/cloud").toAbsolutePath();
  private static final long SECONDS = 120;

  private final Path folder;
  private String fails = "";
  private Map<String, String> variables = Map.of("IB_USERID", "the-user", "IB_PASSWORD", "pass w");

  /** How a run of the script ended, and what it said. */
  record Outcome(int exitCode, String output) {
    /** The commands that it says it ran to change something. */
    List<String> changes() {
      return output.lines().filter(line -> line.startsWith("+ ")).toList();
    }
  }

  /**
   * @param folder where what is made is kept
   */
  CloudProject(Path folder) {
    this.folder = folder;
  }

  /** Which calls fail from now on; see {@code recorded.sh}. */
  CloudProject failing(String which) {
    fails = which;
    return this;
  }

  /** The script's own environment variables, instead of a user name and a password. */
  CloudProject variables(Map<String, String> instead) {
    variables = instead;
    return this;
  }

  /** Puts another program in the place of one. */
  CloudProject program(String name, String script) throws IOException {
    Path program = Files.createDirectories(folder.resolve("programs")).resolve(name);
    Files.writeString(program, script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return this;
  }

  /** Runs the script with these words on its command line, and this text for what it asks. */
  Outcome run(String typed, String... words) throws IOException, InterruptedException {
    return run(Path.of(""), "deploy.sh", typed, words);
  }

  /** Runs the script that is called by this path in this folder. */
  Outcome run(Path in, String script, String typed, String... words)
      throws IOException, InterruptedException {
    Files.deleteIfExists(folder.resolve("calls"));
    Files.deleteIfExists(folder.resolve("count"));
    Path output = Files.createTempFile(folder, "output", ".txt");
    Path input = Files.writeString(folder.resolve("input"), typed);
    List<String> command = new ArrayList<>(List.of("bash", script));
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(in.toAbsolutePath().toFile())
            .redirectInput(input.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    Path programs = folder.resolve("programs");
    builder
        .environment()
        .put("PATH", programs + ":" + STAND_INS.resolve("bin") + ":" + System.getenv("PATH"));
    if (Files.notExists(programs)) {
      builder.environment().put("BASH_ENV", STAND_INS.resolve("stand_ins.sh").toString());
    }
    builder.environment().put("STAND_IN", folder.toString());
    builder.environment().put("STAND_IN_FAILS", fails);
    builder.environment().put("IB_INTENTS_PAUSE", "0");
    builder.environment().putAll(variables);
    Process process = builder.start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("deploy.sh has not ended: " + Files.readString(output));
    }
    return new Outcome(process.exitValue(), Files.readString(output));
  }

  /** The calls of the last run, one a line, without quotes. */
  List<String> calls() throws IOException {
    Path calls = folder.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  /** What there is in the project, by kind and name. */
  Map<String, String> made() throws IOException {
    Map<String, String> made = new TreeMap<>();
    Path root = folder.resolve("made");
    if (Files.exists(root)) {
      try (Stream<Path> files = Files.walk(root)) {
        files
            .filter(Files::isRegularFile)
            .forEach(file -> made.put(root.relativize(file).toString(), read(file)));
      }
    }
    return made;
  }

  /** Puts something into the project, as if another had made it. */
  void make(String path, String content) throws IOException {
    Path file = folder.resolve("made").resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
