package dev.ibintents.house;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts with double quotes stand in text blocks or in {@link DoubleQuotes#doubleQuoted}. */
final class ReadableTextsTest {
  /** A literal with a double quote after an odd number of backslashes. */
  private static final Pattern ESCAPED_QUOTE =
      Pattern.compile(doubleQuoted("'(?:\\\\[^']|[^\\\\])*\\\\'.*"));

  private static final String TEXT_BLOCK = doubleQuoted("'''");

  @TempDir Path folder;

  @Test
  void testsHaveNoEscapedQuotes() throws IOException {
    assertThat(escapedQuotes(Path.of("src/test/java"))).isEmpty();
  }

  @Test
  void findsAnEscapedQuoteAndNoOtherEscape() throws IOException {
    Files.writeString(
        folder.resolve("Texts.java"),
        """
        class Texts {
          String quoted = "a \\"b\\"";
          String path = "c\\\\";
          char quote = '\\"';
        }
        """);

    assertThat(escapedQuotes(folder)).containsExactly("Texts.java:2");
  }

  private static List<String> escapedQuotes(Path root) {
    return SourceTrees.read(
        root,
        List.of(),
        task -> {
          SourcePositions positions = Trees.instance(task).getSourcePositions();
          List<String> found = new ArrayList<>();
          for (CompilationUnitTree unit : task.parse()) {
            if (!isOfTestKit(unit)) {
              found.addAll(escapedQuotes(unit, positions));
            }
          }
          return found;
        });
  }

  /** Whether a file belongs to the test kit, which is used without these tests. */
  private static boolean isOfTestKit(CompilationUnitTree unit) {
    return unit.getPackageName() != null
        && unit.getPackageName().toString().equals("dev.ibintents.testkit")
        && !unit.getSourceFile().getName().endsWith("Test.java");
  }

  private static List<String> escapedQuotes(CompilationUnitTree unit, SourcePositions positions)
      throws IOException {
    String source = unit.getSourceFile().getCharContent(true).toString();
    List<String> found = new ArrayList<>();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitLiteral(LiteralTree literal, Void nothing) {
        int start = (int) positions.getStartPosition(unit, literal);
        int end = (int) positions.getEndPosition(unit, literal);
        String written = source.substring(start, end);
        if (!written.startsWith(TEXT_BLOCK) && ESCAPED_QUOTE.matcher(written).matches()) {
          Path file = Path.of(unit.getSourceFile().toUri()).getFileName();
          found.add(file + ":" + unit.getLineMap().getLineNumber(start));
        }
        return null;
      }
    }.scan(unit, null);
    return found;
  }
}
