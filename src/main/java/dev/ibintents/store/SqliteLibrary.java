package dev.ibintents.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Keeps SQLite's native library in the data folder. Left to itself, the driver unpacks and compares
 * it anew in every process, which is a fifth of a small process's start.
 */
final class SqliteLibrary {
  /** Where the driver looks first; if it cannot load what is there, it unpacks its own. */
  private static final String PROPERTY = "org.sqlite.lib.path";

  private static final Logger logger = LoggerFactory.getLogger(SqliteLibrary.class);

  private SqliteLibrary() {}

  /**
   * Lets the driver load the library from this folder, and puts it there if it is not. Does nothing
   * if the process has its library, or was told where it is. If that fails, the driver unpacks one.
   *
   * @param dataFolder an existing folder that only its owner writes to
   */
  static synchronized void keepIn(Path dataFolder) {
    if (System.getProperty(PROPERTY) != null) {
      return;
    }
    Path folder = dataFolder.resolve("sqlite-" + SQLiteJDBCLoader.getVersion() + "-" + platform());
    Path library = folder.resolve(LibraryLoaderUtil.getNativeLibName());
    try {
      if (!Files.exists(library)) {
        unpack(library);
      }
      System.setProperty(PROPERTY, folder.toString());
    } catch (IOException e) {
      logger.warn("SQLite's library cannot be kept in {}, so each start unpacks it: {}", folder, e);
    }
  }

  private static String platform() {
    return (System.getProperty("os.name") + "-" + System.getProperty("os.arch"))
        .replaceAll("[^A-Za-z0-9_-]", "");
  }

  /** Whole or not at all, whatever happens meanwhile, and whoever does the same. */
  private static void unpack(Path library) throws IOException {
    Files.createDirectories(library.getParent());
    Path whole = Files.createTempFile(library.getParent(), "unpacking", ".tmp");
    try {
      String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + library.getFileName();
      try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
        if (in == null) {
          throw new IOException("the driver has no " + resource);
        }
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
