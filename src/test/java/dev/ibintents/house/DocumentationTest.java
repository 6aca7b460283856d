package dev.ibintents.house;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages for people lead to each other, and say what the code says. */
final class DocumentationTest {
  private static final Path README = Path.of("README.md");
  private static final int MOST_LINES = 200;

  private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```$");
  private static final Pattern CODE = Pattern.compile("`[^`\n]*`");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+)$");

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.list(Path.of("docs"))) {
      return Stream.concat(
              Stream.of(README, Path.of("CONTRIBUTING.md"), Path.of("SECURITY.md")),
              docs.filter(page -> page.toString().endsWith(".md")).sorted())
          .toList();
    }
  }

  private static String prose(Path page) throws IOException {
    return FENCE.matcher(Files.readString(page)).replaceAll("");
  }

  /** The anchors of a page's headings, as GitHub makes them. */
  private static Set<String> anchors(String prose) {
    Set<String> anchors = new HashSet<>();
    Map<String, Integer> seen = new HashMap<>();
    Matcher heading = HEADING.matcher(prose);
    while (heading.find()) {
      String anchor =
          heading
              .group(1)
              .strip()
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N} _-]", "")
              .replace(' ', '-');
      int before = seen.merge(anchor, 1, Integer::sum) - 1;
      anchors.add(before == 0 ? anchor : anchor + "-" + before);
    }
    return anchors;
  }

  private static List<String> relativeLinks(String prose) {
    List<String> links = new ArrayList<>();
    Matcher link = LINK.matcher(CODE.matcher(prose).replaceAll("code"));
    while (link.find()) {
      if (!link.group(1).contains("://")) {
        links.add(link.group(1));
      }
    }
    return links;
  }

  /** Empty if the link leads somewhere. */
  private static String fault(Path page, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? page : page.resolveSibling(Path.of(parts[0])).normalize();
    if (!Files.exists(target)) {
      return page + " links to " + link + ", and there is no " + target;
    }
    if (parts.length == 2 && !anchors(prose(target)).contains(parts[1])) {
      return page + " links to " + link + ", and " + target + " has no such heading";
    }
    return "";
  }

  @Test
  void everyRelativeLinkLeadsToAFileAndAHeading() throws IOException {
    List<String> faults = new ArrayList<>();
    int links = 0;
    for (Path page : pages()) {
      for (String link : relativeLinks(prose(page))) {
        links++;
        String fault = fault(page, link);
        if (!fault.isEmpty()) {
          faults.add(fault);
        }
      }
    }

    assertThat(links).isAtLeast(50);
    assertWithMessage("links that lead nowhere").that(faults).isEmpty();
  }

  @Test
  void theReadmeLeadsToEveryOtherPage() throws IOException {
    List<String> links = relativeLinks(prose(README));

    for (Path page : pages()) {
      if (!page.equals(README)) {
        assertThat(links).contains(page.toString());
      }
    }
  }

  @Test
  void theReadmeIsShort() throws IOException {
    assertThat(Files.readAllLines(README).size()).isAtMost(MOST_LINES);
  }

  /**
   * The whole check builds the example and runs its tests, and {@code BacktestStateTest} runs the
   * rule with a past.
   */
  @Test
  void theStrategiesInThePagesAreTested() throws IOException {
    Path example = Path.of("examples/momentum");
    String files =
        Files.readString(example.resolve("pom.xml"))
            + Files.readString(example.resolve("src/main/java/example/MomentumStrategy.java"))
            + Files.readString(example.resolve("src/test/java/example/MomentumStrategyTest.java"))
            + Files.readString(
                Path.of("src/test/java/dev/ibintents/strategy/TrailingStopStrategy.java"));
    int blocks = 0;
    for (Path page : List.of(README, Path.of("docs", "strategies.md"))) {
      Matcher block =
          Pattern.compile("(?ms)^```(?:java|xml)\n(.*?)^```$").matcher(Files.readString(page));
      while (block.find()) {
        blocks++;
        assertWithMessage(page.toString()).that(files).contains(block.group(1));
      }
    }

    assertThat(blocks).isAtLeast(5);
  }
}
