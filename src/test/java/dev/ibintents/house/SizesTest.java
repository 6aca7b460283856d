package dev.ibintents.house;

import static com.google.common.truth.Truth.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
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

  private static final int MOST_FIELDS_THAT_CHANGE = 8;

  /** The files that are longer, each with its reason. */
  private static final Map<String, String> LONGER =
      Map.of(
          "OrderField", "the table of all fields of an order; its sequence is that of an order",
          "TrainArchive", "the launcher of Java 17 runs one source file, with no build");

  @Test
  void noFileIsLongerThanFourHundredLines() throws IOException {
    SortedMap<String, Integer> longer = new TreeMap<>();
    for (String root : new String[] {"src/main/java", "src/build", "src/bench"}) {
      try (Stream<Path> paths = Files.walk(Path.of(root))) {
        for (Path path : paths.filter(path -> path.toString().endsWith(".java")).toList()) {
          int lines = Files.readAllLines(path).size();
          if (lines > MOST_LINES) {
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
        // One field for each option of the simulator, set by the method of the same name.
        || type.getSimpleName().equals("GatewayOptions");
  }

  @Test
  void noClassButABuilderHasMoreThanEightFieldsThatChange() {
    SortedMap<String, Long> larger = new TreeMap<>();
    for (JavaClass type : new ClassFileImporter().importPackages("dev.ibintents")) {
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
