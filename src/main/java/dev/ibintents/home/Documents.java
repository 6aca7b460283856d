package dev.ibintents.home;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import dev.ibintents.environment.ConfigurationException;
import dev.ibintents.environment.FunctionInstance;
import dev.ibintents.environment.Variables;
import dev.ibintents.environment.Variables.StoreKind;
import dev.ibintents.intent.json.JsonFault;
import dev.ibintents.intent.json.JsonFields;
import dev.ibintents.intent.json.StrictJson;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads and changes documents of the function's store for a person. The most important one is the
 * configuration, which has no other editor at home. {@link DocumentEditor} makes each change, and
 * this class prints it field by field.
 *
 * <p>{@code ./ib-intents} is the command for it. A build in the cloud has neither that command nor
 * picocli; there, {@link #main} takes the same words:
 *
 * <pre>
 * get PATH                  prints a document
 * list COLLECTION           prints the documents of a collection, a line each
 * set PATH NAME=VALUE …     changes these fields and keeps the others; a NAME such as
 *                           exposure.overall is a field of a map, whose other fields stay; VALUE is
 *                           JSON, or text that does not begin with { or [
 * unset PATH NAME …         removes these fields
 * put PATH                  replaces the document by the JSON object on standard input
 * delete PATH               deletes a document
 * --force                   writes even if the product refuses or does not read the document
 * </pre>
 */
public final class Documents {
  private static final String USAGE =
      "say get PATH, list COLLECTION, set PATH NAME=VALUE …, unset PATH NAME …, put PATH or delete"
          + " PATH, with a path such as config/paper; --force writes a change that would be"
          + " refused";

  private static final String FORCE = "--force";

  private static final String QUOTING =
      "; in a shell, single quotes keep the double quotes of JSON: 'exposure={\"overall\": 1}'";

  private final DocumentStore store;
  private final InputStream in;
  private final PrintStream out;

  Documents(DocumentStore store, InputStream in, PrintStream out) {
    this.store = store;
    this.in = in;
    this.out = out;
  }

  /** Runs one command; see the class. */
  public static void main(String[] arguments) throws IOException {
    try {
      main(Variables.from(System.getenv()), List.of(arguments));
    } catch (IllegalArgumentException | ConfigurationException | StoreException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void main(Variables variables, List<String> words) throws IOException {
    try (DocumentStore store = FunctionInstance.openStore(variables)) {
      String command = words.stream().filter(word -> !word.equals(FORCE)).findFirst().orElse("");
      if (command.equals("set") || command.equals("put")) {
        seed(store, variables, System.out);
      }
      new Documents(store, System.in, System.out).run(words);
    }
  }

  /** Writes the first configuration into an empty store at home. */
  static void seed(DocumentStore store, Variables variables, PrintStream out) {
    if (variables.storeKind() == StoreKind.EMBEDDED
        && new Seed(store, Clock.systemUTC()).configuration()) {
      out.println(Seed.words());
    }
  }

  /**
   * Runs one command.
   *
   * @throws UsageException if there is no such command
   * @throws IllegalArgumentException if a document or a field is not there
   * @throws ConfigurationException if it would give a field of the configuration a wrong type
   */
  void run(List<String> arguments) throws IOException {
    List<String> words = arguments.stream().filter(word -> !word.equals(FORCE)).toList();
    boolean force = words.size() < arguments.size();
    if (words.size() < 2) {
      throw new UsageException(USAGE);
    }
    String path = words.get(1);
    List<String> rest = words.subList(2, words.size());
    switch (words.get(0)) {
      case "get" -> get(path);
      case "list" -> list(path);
      case "set" -> set(path, assigned(rest), force);
      case "unset" -> unset(path, rest, force);
      case "put" -> put(path, read(in), force);
      case "delete" -> delete(path);
      default -> throw new UsageException(USAGE);
    }
  }

  /** Prints a document. */
  void get(String path) {
    print(new DocumentEditor(store, false).existing(path));
  }

  /** Prints the documents of a collection, a line each. */
  void list(String collection) {
    store.list(collection).forEach(this::print);
  }

  /** Sets fields. */
  void set(String path, Map<String, Object> values, boolean force) {
    printWithWarnings(new DocumentEditor(store, force).set(path, values));
  }

  /** Removes fields. */
  void unset(String path, List<String> names, boolean force) {
    if (names.isEmpty()) {
      throw new UsageException("nothing to unset; say NAME");
    }
    printWithWarnings(new DocumentEditor(store, force).unset(path, names));
  }

  /** Replaces a document. */
  void put(String path, Map<String, Object> fields, boolean force) {
    printWithWarnings(new DocumentEditor(store, force).put(path, fields));
  }

  /** Deletes a document. */
  void delete(String path) {
    new DocumentEditor(store, false).delete(path);
    out.println(path + " is deleted");
  }

  /**
   * Reads the values of fields.
   *
   * @param assignments texts of the form {@code NAME=VALUE}
   * @throws IllegalArgumentException if a text has another form
   */
  static Map<String, Object> assigned(List<String> assignments) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw new UsageException("\"" + assignment + "\" does not set a field; say NAME=VALUE");
      }
      fields.put(assignment.substring(0, equals), value(assignment, equals + 1));
    }
    if (fields.isEmpty()) {
      throw new UsageException("nothing to set; say NAME=VALUE");
    }
    return fields;
  }

  /**
   * Reads the fields of a document.
   *
   * @param in a JSON object
   * @throws IllegalArgumentException if it is anything else
   */
  static Map<String, Object> read(InputStream in) throws IOException {
    String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    JsonElement json;
    try {
      json = StrictJson.parse(text);
    } catch (JsonParseException e) {
      throw new IllegalArgumentException(
          "standard input is not JSON"
              + JsonFault.of(text).map(fault -> ": " + fault.toString()).orElse(""),
          e);
    }
    if (!json.isJsonObject()) {
      throw new IllegalArgumentException("standard input must be a JSON object");
    }
    return JsonFields.of(json.getAsJsonObject());
  }

  private static Object value(String assignment, int begin) {
    String text = assignment.substring(begin);
    try {
      return JsonFields.value(StrictJson.parse(text));
    } catch (JsonParseException e) {
      if (text.startsWith("{") || text.startsWith("[")) {
        throw new IllegalArgumentException(
            "\""
                + assignment
                + "\" begins like JSON and is none"
                + JsonFault.of(text).map(fault -> " (" + fault + ")").orElse("")
                + QUOTING,
            e);
      }
      return text; // a value that is not JSON is text
    }
  }

  private void print(Document document) {
    out.println(document.path() + " " + PrintedValues.words(document.fields()));
  }

  /** Prints a change, field by field, and the warnings about it. */
  void print(DocumentChanges changes) {
    if (changes.fields().isEmpty()) {
      out.println(changes.path() + ": nothing has changed");
    }
    changes.fields().forEach(field -> out.println(changes.path() + " " + words(field)));
    changes.left().forEach(problem -> out.println("still wrong: " + problem));
  }

  private void printWithWarnings(DocumentChanges changes) {
    print(changes);
    new ExposureWarnings(store).of(changes).forEach(warning -> out.println("warning: " + warning));
  }

  /** A number that becomes a text, or the reverse, is printed as it is stored. */
  private static String words(DocumentChanges.Field field) {
    String before = words(field.before(), PrintedValues::words);
    String after = words(field.after(), PrintedValues::words);
    if (before.equals(after)) {
      before = words(field.before(), PrintedValues::asStored);
      after = words(field.after(), PrintedValues::asStored);
    }
    return field.name() + ": " + before + " → " + after;
  }

  private static String words(
      Optional<DocumentChanges.Written> value, Function<Object, String> printed) {
    return value.map(written -> printed.apply(written.value())).orElse("not set");
  }
}
