package dev.ibintents.gateway.ibc;

import dev.ibintents.ibapi.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of the gateway that was started on this host, for nobody but this user: the settings
 * with which IBC starts, what IBC says, and which process it is. Whoever writes or deletes one
 * holds the lock.
 */
final class IbcFolder {
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** IBC's names of what it types (its {@code config.ini}). */
  private static final String USER = "IbLoginId";

  private static final String PASSWORD = "IbPassword";

  private static final Duration LOCK_PAUSE = Duration.ofMillis(50);

  private final Path folder;

  /** Makes the folder if it is not there; others may make it at the same time. */
  IbcFolder(Path folder) throws IOException {
    this.folder = folder.toAbsolutePath();
    Files.createDirectories(this.folder.getParent());
    try {
      Files.createDirectory(this.folder, PRIVATE_FOLDER);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(this.folder)) {
        throw e;
      }
    }
  }

  /** The settings with which IBC starts. */
  Path settings() {
    return folder.resolve("config.ini");
  }

  /** What IBC says. */
  Path log() {
    return folder.resolve("ibc.log");
  }

  private Path process() {
    return folder.resolve("process");
  }

  /**
   * Waits until no one else starts the gateway, in this process or another one.
   *
   * @return closed by whoever has it; empty if the deadline passed first
   */
  Optional<FileChannel> lock(Deadline deadline) throws IOException, InterruptedException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            PRIVATE_FILE);
    while (!isLocked(channel)) {
      if (deadline.hasPassed()) {
        channel.close();
        return Optional.empty();
      }
      deadline.pause(LOCK_PAUSE);
    }
    return Optional.of(channel);
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // another thread of this process has it
    }
  }

  /** Writes the settings, the credentials among them, and begins a new log. */
  void write(Properties settings, GatewayCredentials credentials) throws IOException {
    Properties all = new Properties();
    all.putAll(settings);
    all.setProperty(USER, credentials.user());
    all.setProperty(PASSWORD, credentials.password());
    write(all);
    Files.deleteIfExists(log());
    Files.createFile(log(), PRIVATE_FILE);
  }

  /**
   * Takes the credentials out of the settings. IBC has read them, and needs the rest again when IB
   * Gateway restarts itself, which takes no login.
   */
  void forgetCredentials() throws IOException {
    Properties settings;
    try {
      settings = read(settings());
    } catch (NoSuchFileException e) {
      return;
    }
    settings.setProperty(USER, "");
    settings.setProperty(PASSWORD, "");
    write(settings);
  }

  private void write(Properties settings) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    settings.store(content, null);
    write(settings(), content.toByteArray());
  }

  /** Writes a file aside first, so that nobody ever reads a half. */
  private void write(Path file, byte[] content) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(aside);
    Files.createFile(aside, PRIVATE_FILE);
    Files.write(aside, content);
    Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Reads settings in IBC's form. */
  static Properties read(Path file) throws IOException {
    Properties settings = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      settings.load(in);
    }
    return settings;
  }

  /** Notes which process has been started. */
  void note(ProcessHandle started) throws IOException {
    String noted = started.pid() + " " + startOf(started);
    write(process(), noted.getBytes(StandardCharsets.UTF_8));
  }

  /** The process that has been started, if it is still running; it may not answer yet, or again. */
  Optional<ProcessHandle> noted() throws IOException {
    String[] parts;
    try {
      parts = Files.readString(process()).trim().split(" ");
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    // A number is given out again when a process has ended; when it began tells them apart.
    return parts.length == 2
        ? ProcessHandle.of(Long.parseLong(parts[0]))
            .filter(ProcessHandle::isAlive)
            .filter(process -> startOf(process).equals(parts[1]))
        : Optional.empty();
  }

  private static String startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("unknown");
  }

  /** Forgets the process and deletes the settings, with the credentials if they are there. */
  void clear() throws IOException {
    Files.deleteIfExists(settings());
    Files.deleteIfExists(process());
  }

  /** The last lines that IBC said. */
  List<String> lastLines(int most) throws IOException {
    try (Stream<String> lines = Files.lines(log(), StandardCharsets.ISO_8859_1)) {
      List<String> all = lines.filter(line -> !line.isBlank()).collect(Collectors.toList());
      return all.subList(Math.max(0, all.size() - most), all.size());
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }
}
