package dev.ibintents.store.sqlite;

import dev.ibintents.store.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.jar.JarEntry;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Keeps SQLite's native library in the data folder. By default the driver unpacks and compares the
 * library in every process. This takes a fifth of the start of a small process.
 */
final class SqliteLibrary {
  /**
   * The system property for the folder in which the driver looks first. If the driver cannot load
   * the library there, it unpacks its own.
   */
  private static final String PROPERTY = "org.sqlite.lib.path";

  private static final Logger logger = LoggerFactory.getLogger(SqliteLibrary.class);

  private static boolean loaded;

  private SqliteLibrary() {}

  /**
   * Loads the library from the data folder. If the library is missing there or damaged, this
   * unpacks it there first. If it cannot be loaded from there, the driver unpacks it into the
   * folder of temporary files. A second call in a process does nothing.
   *
   * @param dataFolder an existing folder that only its owner can write to
   * @throws StoreUnavailableException if the library can be loaded from neither folder
   */
  static synchronized void load(Path dataFolder) {
    if (loaded) {
      return;
    }
    Path folder = dataFolder.resolve("sqlite-" + SQLiteJDBCLoader.getVersion() + "-" + platform());
    Path library = folder.resolve(LibraryLoaderUtil.getNativeLibName());
    if (System.getProperty(PROPERTY) == null) {
      keepIn(folder, library);
    }
    try {
      SQLiteJDBCLoader.initialize();
      loaded = true;
    } catch (Exception e) {
      throw StoreUnavailableException.permanent(describe(library), e);
    }
  }

  private static void keepIn(Path folder, Path library) {
    try {
      if (!isWhole(library)) {
        unpack(library);
      }
      System.setProperty(PROPERTY, folder.toString());
    } catch (IOException e) {
      logger.warn("SQLite's library cannot be kept in {}, so each start unpacks it: {}", folder, e);
    }
  }

  /** Whether a file has the size and the checksum of the driver's library. */
  private static boolean isWhole(Path library) throws IOException {
    if (!Files.exists(library)) {
      return false;
    }
    byte[] kept = Files.readAllBytes(library);
    CRC32 checksum = new CRC32();
    checksum.update(kept);
    boolean whole;
    if (resource(library).openConnection() instanceof JarURLConnection connection) {
      JarEntry packed = connection.getJarEntry();
      whole = packed.getSize() == kept.length && packed.getCrc() == checksum.getValue();
    } else {
      try (InputStream in = resource(library).openStream()) {
        whole = Arrays.equals(in.readAllBytes(), kept);
      }
    }
    if (!whole) {
      logger.warn("SQLite's library {} is damaged, so it is replaced", library);
    }
    return whole;
  }

  private static URL resource(Path library) throws IOException {
    String name = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + library.getFileName();
    URL resource = SQLiteJDBCLoader.class.getResource(name);
    if (resource == null) {
      throw new IOException("the driver has no " + name);
    }
    return resource;
  }

  /**
   * Describes why the library cannot be loaded. The driver does not report the reason, so this
   * loads the library once more to get the JVM's reason.
   */
  private static String describe(Path library) {
    String reason;
    try {
      System.load(library.toString());
      reason = "it can be loaded now, so start again";
    } catch (UnsatisfiedLinkError e) {
      reason = e.getMessage();
    }
    return "SQLite's native library, which reads and writes the store, can be loaded neither from "
        + library
        + " nor from the folder of temporary files "
        + System.getProperty("java.io.tmpdir")
        + " ("
        + reason
        + "). The store itself was not touched. If the file systems there forbid to execute files"
        + " (mount option noexec), name a folder on another file system: DATA_FOLDER, or"
        + " -Djava.io.tmpdir=FOLDER for java";
  }

  private static String platform() {
    return (System.getProperty("os.name") + "-" + System.getProperty("os.arch"))
        .replaceAll("[^A-Za-z0-9_-]", "");
  }

  /**
   * Unpacks the library to a temporary file, and moves that to its place in one step. So the
   * library is complete or missing, even if the process ends meanwhile, or another process does the
   * same.
   */
  private static void unpack(Path library) throws IOException {
    Files.createDirectories(library.getParent());
    Path whole = Files.createTempFile(library.getParent(), "unpacking", ".tmp");
    try {
      try (InputStream in = resource(library).openStream()) {
        Files.copy(in, whole, StandardCopyOption.REPLACE_EXISTING);
      }
      try (FileChannel channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(whole, library, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(whole);
    }
  }
}
