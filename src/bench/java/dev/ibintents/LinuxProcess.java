package dev.ibintents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What Linux tells about a process; nothing elsewhere. */
final class LinuxProcess {
  private final Path folder;

  LinuxProcess(long pid) {
    folder = Path.of("/proc", Long.toString(pid));
  }

  /** Its resident memory now, in MB. */
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

  /** The processor time that it has used, in seconds; the kernel counts in hundredths. */
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
