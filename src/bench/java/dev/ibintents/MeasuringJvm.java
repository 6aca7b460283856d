package dev.ibintents;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own that measures, and prints its figures on the standard output. */
final class MeasuringJvm {
  private MeasuringJvm() {}

  /**
   * Runs a class with the class path of this JVM, and returns the lines that it prints.
   *
   * @throws IllegalStateException if it fails, or does not end in time
   */
  static List<String> run(
      Class<?> main, Duration longest, List<String> options, List<String> arguments)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    Path output = Files.createTempFile("measured", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(output.toFile())
            .start();
    try {
      if (!process.waitFor(longest.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(
            main.getSimpleName() + " has failed with the arguments " + arguments);
      }
      return Files.readAllLines(output, StandardCharsets.UTF_8);
    } finally {
      process.destroyForcibly();
      Files.delete(output);
    }
  }
}
