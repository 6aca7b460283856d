package dev.ibintents.house;

import static com.google.common.truth.Truth.assertThat;
import static java.util.Map.entry;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A file is read in one sitting, and a class changes no more than a reader keeps in mind. */
final class SizesTest {
  private static final int MOST_LINES = 400;

  /** A test class is read case by case, so it may be longer. */
  private static final int MOST_LINES_OF_A_TEST = 600;

  private static final int MOST_FIELDS_THAT_CHANGE = 8;

  private static final String CONTRACT =
      "a contract has all cases in one class, which the test of each store extends";

  private static final String ONE_BENCH =
      "all cases of one intent or of one command use the same bench, and are read one by one";

  /** The files that are longer, each with its reason. */
  private static final Map<String, String> LONGER =
      Map.ofEntries(
          entry(
              "OrderField",
              "the table of all fields of an order; its sequence is that of an order"),
          entry("TrainArchive", "the launcher of Java 17 runs one source file, with no build"),
          entry("DocumentStoreContract", CONTRACT),
          entry("RunLedgerContract", CONTRACT),
          entry("CloseAllTest", ONE_BENCH),
          entry("ReconciliationTest", ONE_BENCH),
          entry("TradeReconciliationTest", ONE_BENCH));

  @Test
  void noFileIsLongerThanItsLimit() throws IOException {
    SortedMap<String, Integer> longer = new TreeMap<>();
    for (String root : new String[] {"src/main/java", "src/build", "src/bench", "src/test/java"}) {
      try (Stream<Path> paths = Files.walk(Path.of(root))) {
        for (Path path : paths.filter(path -> path.toString().endsWith(".java")).toList()) {
          int lines = Files.readAllLines(path).size();
          if (lines > (root.equals("src/test/java") ? MOST_LINES_OF_A_TEST : MOST_LINES)) {
            longer.put(path.getFileName().toString().replace(".java", ""), lines);
          }
        }
      }
    }

    assertThat(longer.keySet()).containsExactlyElementsIn(LONGER.keySet());
  }

  /** Builders, with a field for each component of the object that they build. */
  private static boolean isBuilder(JavaClass type) {
    return type.getSimpleName().endsWith("Builder")
        // One field for each option, set by the method of the same name.
        || type.getSimpleName().equals("GatewayOptions")
        || type.getSimpleName().equals("Backtest");
  }

  @Test
  void noClassButABuilderHasMoreThanEightFieldsThatChange() {
    SortedMap<String, Long> larger = new TreeMap<>();
    for (JavaClass type : Product.classes()) {
      if (!isBuilder(type)) {
        larger.put(
            type.getName(),
            type.getFields().stream()
                .filter(field -> !field.getModifiers().contains(JavaModifier.FINAL))
                .count());
      }
    }

    larger.values().removeIf(fields -> fields <= MOST_FIELDS_THAT_CHANGE);
    assertThat(larger).isEmpty();
  }
}
