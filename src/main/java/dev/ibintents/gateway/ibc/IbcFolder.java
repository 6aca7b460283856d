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
 * The files of the gateway that was started on this host: the settings of IBC, the log of IBC, and
 * the process id. Only this user may read them. To write or delete a file, the lock must be held.
 */
final class IbcFolder {
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** IBC's names of the user name and the password (in its {@code config.ini}). */
  private static final String USER = "IbLoginId";

  private static final String PASSWORD = "IbPassword";

  private static final Duration LOCK_PAUSE = Duration.ofMillis(50);

  private final Path folder;

  /** Makes the folder if it is missing; another process may make it at the same time. */
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

  /** The file with the settings of IBC. */
  Path settings() {
    return folder.resolve("config.ini");
  }

  /** The log of IBC. */
  Path log() {
    return folder.resolve("ibc.log");
  }

  private Path process() {
    return folder.resolve("process");
  }

  /**
   * Waits until no other invocation, of this process or another, starts the gateway.
   *
   * @return the lock, which the caller closes; empty if the deadline passed first
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
      return false; // another thread of this process holds the lock
    }
  }

  /** Writes the settings with the credentials, and begins a new log. */
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
   * Deletes the credentials from the settings. IBC has read them. It reads the other settings again
   * when IB Gateway restarts itself, which needs no login.
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

  /** Writes a file under another name first, so that nobody reads half of it. */
  private void write(Path file, byte[] content) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(aside);
    Files.createFile(aside, PRIVATE_FILE);
    Files.write(aside, content);
    Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Reads a file with settings of IBC. */
  static Properties read(Path file) throws IOException {
    Properties settings = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      settings.load(in);
    }
    return settings;
  }

  /** Writes down the started process. */
  void note(ProcessHandle started) throws IOException {
    String noted = started.pid() + " " + startOf(started);
    write(process(), noted.getBytes(StandardCharsets.UTF_8));
  }

  /** The started process if it still runs, even if it does not answer. */
  Optional<ProcessHandle> noted() throws IOException {
    String[] parts;
    try {
      parts = Files.readString(process()).trim().split(" ");
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    // The number of a process is used again after its end; the start time tells both apart.
    return parts.length == 2
        ? ProcessHandle.of(Long.parseLong(parts[0]))
            .filter(ProcessHandle::isAlive)
            .filter(process -> startOf(process).equals(parts[1]))
        : Optional.empty();
  }

  private static String startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("unknown");
  }

  /** Deletes the process id and the settings, including the credentials. */
  void clear() throws IOException {
    Files.deleteIfExists(settings());
    Files.deleteIfExists(process());
  }

  /** The last lines of IBC's log. */
  List<String> lastLines(int most) throws IOException {
    try (Stream<String> lines = Files.lines(log(), StandardCharsets.ISO_8859_1)) {
      List<String> all = lines.filter(line -> !line.isBlank()).collect(Collectors.toList());
      return all.subList(Math.max(0, all.size() - most), all.size());
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }
}
