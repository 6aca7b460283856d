package dev.ibintents.bench;

import static com.google.common.truth.Truth.assertWithMessage;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Documents as stores hold them, one file for each kind, in the folder {@code golden} of the tests'
 * resources. Stores of users hold such documents: a later version writes the same names and types,
 * and reads these files.
 *
 * <p>With the system property {@code golden.write}, {@link #requireWritten} writes a file instead.
 * Do so for a new kind of document only, or for a new field that earlier documents may lack.
 */
public final class GoldenDocuments {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

  private GoldenDocuments() {}

  /** The documents of a kind, by their path. */
  public static List<Document> read(String kind) {
    List<Document> documents = new ArrayList<>();
    for (JsonElement document : JsonParser.parseString(text(kind)).getAsJsonArray()) {
      documents.add(DocumentLine.read(GSON.toJson(document)));
    }
    return documents;
  }

  /** Requires that these documents are exactly those of a kind: paths, names, types and values. */
  public static void requireWritten(String kind, Collection<Document> documents) {
    JsonArray array = new JsonArray();
    documents.stream()
        .sorted(Comparator.comparing(Document::path))
        .map(DocumentLine::write)
        .map(JsonParser::parseString)
        .forEach(array::add);
    String text = GSON.toJson(array) + "\n";
    if (System.getProperty("golden.write") != null) {
      write(kind, text);
      return;
    }
    assertWithMessage("the stored documents of the kind %s", kind).that(text).isEqualTo(text(kind));
  }

  private static String text(String kind) {
    String name = "/golden/" + kind + ".json";
    try (InputStream in = GoldenDocuments.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("there is no file " + name + " in the tests' resources");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(String kind, String text) {
    try {
      Files.writeString(Path.of("src/test/resources/golden", kind + ".json"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
