package dev.ibintents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Reads figures of a process from Linux; on other systems there are none. */
final class LinuxProcess {
  private final Path folder;

  LinuxProcess(long pid) {
    folder = Path.of("/proc", Long.toString(pid));
  }

  /** Returns the process's resident memory now, in MB. */
  OptionalLong residentMegabytes() throws IOException {
    Path status = folder.resolve("status");
    if (!Files.exists(status)) {
      return OptionalLong.empty();
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst();
  }

  /**
   * Returns the processor time that the process has used, in seconds; the kernel counts in
   * hundredths.
   */
  OptionalDouble processorSeconds() throws IOException {
    Path stat = folder.resolve("stat");
    if (!Files.exists(stat)) {
      return OptionalDouble.empty();
    }
    String text = Files.readString(stat);
    String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
    return OptionalDouble.of((Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0);
  }
}
