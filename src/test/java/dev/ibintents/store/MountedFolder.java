package dev.ibintents.store;

import static com.google.common.truth.Truth.assertWithMessage;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/**
 * A folder with its own file system, which only the commands that run in it can see. The test is
 * skipped if the operating system does not let the user mount a file system.
 */
public final class MountedFolder {
  private final Path folder;

  public MountedFolder(Path folder) throws Exception {
    this.folder = folder;
    Assumptions.assumeTrue(
        exitCode(run(mount("size=1m"))) == 0, "no user may mount file systems on this machine");
  }

  private String mount(String options) {
    return "mount -t tmpfs -o " + options + " tmpfs '" + folder + "'";
  }

  /**
   * Runs commands one after the other.
   *
   * @param options the options of the file system for mount
   * @param commands the commands for a shell
   * @return the output of the commands
   */
  public String run(String options, List<String> commands) throws Exception {
    Process process = run(mount(options) + " && " + String.join(" && ", commands));
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertWithMessage(said).that(exitCode(process)).isEqualTo(0);
    return said;
  }

  /** Returns a command in the quotes of a shell. */
  public static String quoted(List<String> command) {
    return command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
  }

  private static Process run(String script) throws IOException {
    return LimitedProcess.start(
        new ProcessBuilder("unshare", "-rm", "sh", "-c", script).redirectErrorStream(true));
  }

  private static int exitCode(Process process) throws InterruptedException {
    return process.waitFor(90, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }
}
