package dev.ibintents.home;

import dev.ibintents.store.Document;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that save all documents in a file, and bring them back. */
final class BackupCommands extends CommandGroup {
  BackupCommands(Surroundings surroundings) {
    super(surroundings);
  }

  @Command(
      description = {
        "Writes all documents, as they are at one moment, into a file: a line of JSON for each, and"
            + " a last line with their number.",
        "The function may run meanwhile."
      })
  void backup(
      @Parameters(paramLabel = "FILE", description = "to write") Path file,
      @Option(names = FORCE, description = "writes over a file that is there") boolean force)
      throws IOException {
    SortedMap<String, Document> documents = new TreeMap<>();
    withStore(store -> store.readAll(document -> documents.put(document.path(), document)));
    new Backup(documents).write(file, force);
    out.println("%s has %d documents".formatted(file, documents.size()));
  }

  @Command(
      description = {
        "Writes the documents of a backup. Documents that the backup does not have stay.",
        "Nothing is written if a document is there and differs; diff shows how.",
        "End the function first; otherwise its writes of that time are lost."
      })
  void restore(
      @Parameters(paramLabel = "FILE", description = "that backup has written") Path file,
      @Option(names = FORCE, description = "writes over documents that differ") boolean force)
      throws IOException {
    Backup backup = Backup.read(file);
    withStore(
        store -> {
          Restoration restoration = Restoration.of(backup, store);
          restoration.write(store, force);
          int written = restoration.missing().size() + restoration.differing().size();
          out.println(
              "%d documents are written, %d of them over others; %d were there already"
                  .formatted(
                      written,
                      restoration.differing().size(),
                      backup.documents().size() - written));
          if (!restoration.others().isEmpty()) {
            out.println(
                "%d documents are not in the backup, and stay: %s"
                    .formatted(
                        restoration.others().size(), Restoration.named(restoration.others())));
          }
        });
  }

  @Command(
      description = {
        "Compares a backup with the store, document by document and field by field: from the backup"
            + " to the store.",
        "Exits with 0 if they are the same, and with 1 if they differ."
      })
  int diff(@Parameters(paramLabel = "FILE", description = "that backup has written") Path file)
      throws IOException {
    Backup backup = Backup.read(file);
    List<Restoration> compared = new ArrayList<>();
    withStore(
        store -> {
          Restoration restoration = Restoration.of(backup, store);
          compared.add(restoration);
          restoration.changes().forEach(documents(store)::print);
          restoration.missing().keySet().forEach(path -> out.println(path + ": not in the store"));
          restoration.others().forEach(path -> out.println(path + ": not in the backup"));
        });
    return compared.get(0).isSame() ? 0 : 1;
  }
}
