package dev.ibintents.home;

import dev.ibintents.intent.json.JsonFault;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentLine;
import dev.ibintents.store.InvalidDocumentException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All documents of a store in a file. Each document is a line of JSON ({@link DocumentLine}),
 * sorted by path. The last line says how many there are, so that half a file is no backup.
 *
 * @param documents the documents, by path
 */
record Backup(SortedMap<String, Document> documents) {
  private static final Pattern LAST_LINE = Pattern.compile("\\{\"documents\":(\\d{1,9})\\}");

  /**
   * Writes the backup, whole or not at all. Only the owner of the file may read it.
   *
   * @param overwrite whether it may replace a file
   * @throws IOException if the file exists, or cannot be written
   */
  void write(Path file, boolean overwrite) throws IOException {
    if (!overwrite && Files.exists(file)) {
      throw new FileAlreadyExistsException(file + " is there already; --force writes over it");
    }
    Path folder = file.toAbsolutePath().getParent();
    Path whole = Files.createTempFile(folder, "backup", ".tmp");
    try {
      try (Writer out = Files.newBufferedWriter(whole)) {
        for (Document document : documents.values()) {
          out.write(DocumentLine.write(document));
          out.write('\n');
        }
        out.write("{\"documents\":" + documents.size() + "}\n");
      }
      try (FileChannel channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  /**
   * Reads a file that {@link #write} has written.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if it is no backup, or not a whole backup
   */
  static Backup read(Path file) throws IOException {
    SortedMap<String, Document> documents = new TreeMap<>();
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      int number = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        Matcher last = LAST_LINE.matcher(line);
        if (!last.matches()) {
          add(documents, line, file + ", line " + number);
        } else if (Integer.parseInt(last.group(1)) != documents.size()) {
          throw new IllegalArgumentException(
              "%s says that it has %s documents, and has %d; it is damaged or was edited"
                  .formatted(file, last.group(1), documents.size()));
        } else if (in.readLine() != null) {
          throw new IllegalArgumentException(file + " goes on after its last line");
        } else {
          return new Backup(documents);
        }
      }
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + " is no backup: it is not in UTF-8", e);
    }
    throw new IllegalArgumentException(
        file + " is not whole: its last line, which says how many documents it has, is missing");
  }

  private static void add(SortedMap<String, Document> documents, String line, String where) {
    JsonFault.of(line)
        .ifPresent(
            fault -> {
              throw new IllegalArgumentException(
                  "%s, column %d: %s".formatted(where, fault.column(), fault.message()));
            });
    Document document;
    try {
      document = DocumentLine.read(line);
    } catch (InvalidDocumentException e) {
      throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
    }
    if (documents.put(document.path(), document) != null) {
      throw new IllegalArgumentException(
          where + ": " + document.path() + " is there for a second time");
    }
  }
}
