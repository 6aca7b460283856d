package dev.ibintents.home;

import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.ConfigurationException;
import dev.ibintents.intent.Activity;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.FieldsJson;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The data folder of a demo. The document {@code local/demo} marks it. A folder with a person's own
 * data is never changed: not one without the mark, and not one that was used after the demo.
 */
final class DemoFolder {
  private static final String MARK = "local/demo";
  private static final String ENDED_AT = "endedAt";
  private static final String SETTINGS = "settings";

  /** The number of documents that one transaction deletes. */
  private static final int BATCH = 400;

  private final DocumentStore store;
  private final Path folder;

  DemoFolder(DocumentStore store, Path folder) {
    this.store = store;
    this.folder = folder;
  }

  /**
   * Deletes an earlier demo, and marks the folder.
   *
   * @return whether there was an earlier demo
   * @throws ConfigurationException if the folder has data of a person's own; nothing was changed
   */
  boolean prepare() {
    List<String> paths = new ArrayList<>();
    store.readAll(document -> paths.add(document.path()));
    if (!paths.isEmpty()) {
      requireDemo();
    }
    for (int i = 0; i < paths.size(); i += BATCH) {
      List<String> batch = paths.subList(i, Math.min(i + BATCH, paths.size()));
      store.<Void, RuntimeException>runTransaction(
          transaction -> {
            batch.stream().filter(path -> !path.equals(MARK)).forEach(transaction::delete);
            return null;
          });
    }
    store.set(MARK, Map.of());
    return !paths.isEmpty();
  }

  private void requireDemo() {
    Optional<Document> mark = store.get(MARK);
    if (mark.isEmpty()) {
      throw new ConfigurationException(
          folder + " has data of your own, which the demo does not touch; " + otherFolder());
    }
    if (!mark.get().has(ENDED_AT)) {
      return; // the demo was broken off
    }
    Instant ended = mark.get().instant(ENDED_AT);
    boolean isUsed =
        store.query(Activity.newest(1)).stream()
            .anyMatch(activity -> activity.instant("timestamp").isAfter(ended));
    if (isUsed || !settings().equals(mark.get().string(SETTINGS))) {
      throw new ConfigurationException(
          folder
              + " has a demo that was used or changed since, which is not deleted; "
              + otherFolder());
    }
  }

  private static String otherFolder() {
    return "play it in another folder: DATA_FOLDER=.ib-intents-demo ./ib-intents demo";
  }

  /** Notes the end of the demo, so that later use of the folder is noticed. */
  void ended(Instant now) {
    store.set(MARK, Map.of(ENDED_AT, now, SETTINGS, settings()));
  }

  /** The configuration and the strategies in one text. */
  private String settings() {
    return Stream.of(Configuration.COLLECTION, "strategies")
        .flatMap(collection -> store.list(collection).stream())
        .map(FieldsJson::write)
        .collect(Collectors.joining("\n"));
  }
}
