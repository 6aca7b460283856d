package dev.ibintents.store.firestore;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * A server in a process of its own that several JVMs share. The first one starts it, and the last
 * one ends it. Locks on files tell which JVMs use it, so that a killed JVM uses it no more.
 */
final class SharedServer {
  private final Path folder;
  private final FileChannel users;
  private FileLock use;
  private final Started server;

  /** Starts a server, and returns when it serves. */
  @FunctionalInterface
  interface Starter {
    Started start() throws IOException;
  }

  /** A server that runs. */
  record Started(ProcessHandle process, int port) {}

  private SharedServer(Path folder, Starter starter) throws IOException {
    this.folder = Files.createDirectories(folder);
    users = FileChannel.open(folder.resolve("users"), CREATE, READ, WRITE);
    try {
      server = alone(() -> used(starter));
    } catch (IOException e) {
      users.close(); // so that this JVM may try again
      throw e;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::leave, "leave-shared-server"));
  }

  private Started used(Starter starter) throws IOException {
    use = users.lock(0, Long.MAX_VALUE, true);
    Optional<Started> running = running();
    return running.isPresent() ? running.get() : started(starter);
  }

  /** The server of all JVMs that name this folder. */
  static SharedServer in(Path folder, Starter starter) throws IOException {
    return new SharedServer(folder, starter);
  }

  int port() {
    return server.port();
  }

  /** Does something while no other JVM begins or ends its use of the server. */
  private <T> T alone(Callable<T> work) throws IOException {
    try (FileChannel turn = FileChannel.open(folder.resolve("turn"), CREATE, WRITE)) {
      turn.lock(); // the end of the channel releases it
      return work.call();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private Path address() {
    return folder.resolve("address");
  }

  /** The server that another JVM has started, if it still runs. */
  private Optional<Started> running() throws IOException {
    if (Files.notExists(address())) {
      return Optional.empty();
    }
    String[] address = Files.readString(address()).split(" ");
    return ProcessHandle.of(Long.parseLong(address[0]))
        .filter(process -> began(process).equals(address[2]))
        .map(process -> new Started(process, Integer.parseInt(address[1])));
  }

  private Started started(Starter starter) throws IOException {
    Started started = starter.start();
    ProcessHandle process = started.process();
    Files.writeString(address(), process.pid() + " " + started.port() + " " + began(process) + " ");
    return started;
  }

  /** The time at which a process began, which tells it from a later one of the same number. */
  private static String began(ProcessHandle process) {
    return process.info().startInstant().map(Object::toString).orElse("unknown");
  }

  private void leave() {
    try {
      alone(
          () -> {
            use.release();
            if (users.tryLock() != null) {
              kill(server.process());
              Files.deleteIfExists(address());
            }
            return null;
          });
    } catch (IOException e) {
      System.err.println(
          "whether others use process " + server.process().pid() + " is unknown: " + e);
    }
  }

  /** Ends a process and those that it has started. */
  static void kill(ProcessHandle process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
