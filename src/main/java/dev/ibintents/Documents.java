package dev.ibintents;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import dev.ibintents.environment.ConfigurationException;
import dev.ibintents.environment.FunctionInstance;
import dev.ibintents.environment.Variables;
import dev.ibintents.intent.JsonFields;
import dev.ibintents.intent.StrictJson;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and changes documents by hand, of the same store that the function would use: the
 * configuration above all, which has no editor of its own at home.
 *
 * <pre>
 * get PATH                  prints a document
 * list COLLECTION           prints the documents of a collection, a line each
 * set PATH NAME=VALUE …     changes these fields and keeps the others; a NAME such as
 *                           exposure.overall is a field of a map, whose neighbours stay; VALUE is
 *                           JSON, or else text, which does not begin with { or [
 * unset PATH NAME …         takes these fields out
 * put PATH                  writes the JSON object on standard input in place of the document
 * delete PATH               deletes a document
 * --force                   writes what the product would refuse to read, or does not read
 * </pre>
 *
 * <p>Each change is told, field by field. {@link DocumentEditor} does the work.
 */
public final class Documents {
  private static final String USAGE =
      "say get PATH, list COLLECTION, set PATH NAME=VALUE …, unset PATH NAME …, put PATH or"
          + " delete PATH, with a path such as config/paper; --force writes what would be refused";

  private static final String FORCE = "--force";

  private static final String QUOTING =
      ". Maven takes double quotes out of exec.args, but for those in an assignment that is in"
          + " single quotes, as in -Dexec.args=\"set config/common"
          + " 'exposure={\\\"overall\\\": 1}'\"";

  private final DocumentStore store;
  private final InputStream in;
  private final PrintStream out;
  private final Gson gson =
      new GsonBuilder()
          .serializeNulls()
          .disableHtmlEscaping()
          .registerTypeAdapter(
              Instant.class,
              (JsonSerializer<Instant>)
                  (value, type, context) -> new JsonPrimitive(value.toString()))
          .create();

  Documents(DocumentStore store, InputStream in, PrintStream out) {
    this.store = store;
    this.in = in;
    this.out = out;
  }

  /** Runs one command; see the class. */
  public static void main(String[] arguments) throws IOException {
    try (DocumentStore store = FunctionInstance.openStore(Variables.from(System.getenv()))) {
      new Documents(store, System.in, System.out).run(List.of(arguments));
    } catch (IllegalArgumentException | ConfigurationException | StoreException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  /**
   * Runs one command.
   *
   * @throws IllegalArgumentException if it is none, or asks for what is not there
   * @throws ConfigurationException if it would give a field of the configuration a wrong type
   */
  void run(List<String> arguments) throws IOException {
    List<String> words = arguments.stream().filter(word -> !word.equals(FORCE)).toList();
    DocumentEditor editor = new DocumentEditor(store, words.size() < arguments.size());
    if (words.size() < 2) {
      throw new IllegalArgumentException(USAGE);
    }
    String path = words.get(1);
    List<String> rest = words.subList(2, words.size());
    switch (words.get(0)) {
      case "get" -> print(editor.existing(path));
      case "list" -> store.list(path).forEach(this::print);
      case "set" -> print(editor.set(path, assigned(rest)));
      case "unset" -> print(editor.unset(path, named(rest)));
      case "put" -> print(editor.put(path, read()));
      case "delete" -> editor.delete(path);
      default -> throw new IllegalArgumentException(USAGE);
    }
  }

  private static Map<String, Object> assigned(List<String> assignments) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "\"" + assignment + "\" does not set a field; say NAME=VALUE");
      }
      fields.put(assignment.substring(0, equals), value(assignment, equals + 1));
    }
    if (fields.isEmpty()) {
      throw new IllegalArgumentException("nothing to set; say NAME=VALUE");
    }
    return fields;
  }

  private static List<String> named(List<String> names) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("nothing to unset; say NAME");
    }
    return names;
  }

  private Map<String, Object> read() throws IOException {
    String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    JsonElement json;
    try {
      json = StrictJson.parse(text);
    } catch (JsonParseException e) {
      throw new IllegalArgumentException("standard input is not JSON: " + e.getMessage(), e);
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
            "\"" + assignment + "\" begins like JSON and is none" + QUOTING, e);
      }
      return text; // whatever is not JSON is meant as text
    }
  }

  private void print(Document document) {
    out.println(document.path() + " " + gson.toJson(document.fields()));
  }

  private void print(DocumentChanges changes) {
    if (changes.fields().isEmpty()) {
      out.println(changes.path() + ": nothing has changed");
    }
    changes
        .fields()
        .forEach(
            field ->
                out.println(
                    changes.path()
                        + " "
                        + field.name()
                        + ": "
                        + shown(field.before())
                        + " → "
                        + shown(field.after())));
    changes.left().forEach(problem -> out.println("still wrong: " + problem));
  }

  private String shown(Optional<DocumentChanges.Written> value) {
    return value.map(written -> gson.toJson(written.value())).orElse("not set");
  }
}
