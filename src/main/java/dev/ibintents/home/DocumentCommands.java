package dev.ibintents.home;

import dev.ibintents.store.Document;
import dev.ibintents.store.InvalidDocumentException;
import dev.ibintents.store.Query;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that read and change single documents. */
final class DocumentCommands extends CommandGroup {
  private static final String PATH = "PATH";
  private static final String PATH_WORDS = "of the document, such as config/paper";

  DocumentCommands(Surroundings surroundings) {
    super(surroundings);
  }

  @Command(description = "Prints a document.")
  void get(@Parameters(paramLabel = PATH, description = PATH_WORDS) String path) {
    String document = requireDocument(path);
    withStore(store -> documents(store).get(document));
  }

  @Command(description = "Prints the documents of a collection, a line each.")
  void list(
      @Parameters(paramLabel = "COLLECTION", description = "such as strategies") String path) {
    String collection = require(path, Query::in);
    withStore(store -> documents(store).list(collection));
  }

  @Command(
      description = {
        "Changes these fields of a document, keeps the others, and prints the changes.",
        "An empty store at home gets its first configuration before."
      })
  void set(
      @Parameters(paramLabel = PATH, description = PATH_WORDS) String path,
      @Parameters(
              paramLabel = "NAME=VALUE",
              arity = "1..*",
              description =
                  "NAME may be a field of a map, such as exposure.overall; VALUE is JSON, or else"
                      + " text")
          List<String> assignments,
      @Option(names = FORCE, description = "writes even if the product would refuse to read it")
          boolean force) {
    String document = requireDocument(path);
    Map<String, Object> values = Documents.assigned(assignments);
    withSeededStore(store -> documents(store).set(document, values, force));
  }

  @Command(description = "Removes fields from a document, and prints the changes.")
  void unset(
      @Parameters(paramLabel = PATH, description = PATH_WORDS) String path,
      @Parameters(
              paramLabel = "NAME",
              arity = "1..*",
              description = "may be a field of a map, such as exposure.strategies.macd")
          List<String> names,
      @Option(names = FORCE, description = "writes even if the product would refuse to read it")
          boolean force) {
    String document = requireDocument(path);
    withSeededStore(store -> documents(store).unset(document, names, force));
  }

  @Command(
      description =
          "Replaces a document by the JSON object on standard input, and prints the changes.")
  void put(
      @Parameters(paramLabel = PATH, description = PATH_WORDS) String path,
      @Option(
              names = FORCE,
              description = "writes even if the product refuses or does not read the document")
          boolean force)
      throws IOException {
    String document = requireDocument(path);
    Map<String, Object> fields = Documents.read(in);
    withSeededStore(store -> documents(store).put(document, fields, force));
  }

  @Command(description = "Deletes a document.")
  void delete(@Parameters(paramLabel = PATH, description = PATH_WORDS) String path) {
    String document = requireDocument(path);
    withStore(store -> documents(store).delete(document));
  }

  private static String requireDocument(String path) {
    return require(path, name -> new Document(name, Map.of()));
  }

  private static String require(String path, Consumer<String> reading) {
    try {
      reading.accept(path);
      return path;
    } catch (InvalidDocumentException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
