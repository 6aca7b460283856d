package dev.ibintents.simulator.control;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.ibintents.simulator.server.TestClient;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The control API is as docs/simulator.md says. */
@Timeout(60)
class ControlPageTest {
  private static final Pattern CURL =
      Pattern.compile(
          "(?m)^curl -s \\x22?\\$at(/[^ \\x22\n]*)\\x22?(?: -d '([^']*)'| (-X POST))?$");
  private static final Pattern ORDER = Pattern.compile(doubleQuoted("'order': '(bot:(\\d))'"));
  private static final Pattern JSON = Pattern.compile("(?ms)^```json\n(.*?)^```$");

  private static String page() throws IOException {
    return Files.readString(Path.of("docs", "simulator.md"));
  }

  private static String section() throws IOException {
    String page = page();
    return page.substring(page.indexOf("## Control API"), page.indexOf("## Tests of your bot"));
  }

  private static String row(ControlCall call) {
    String fields =
        call.fields().stream()
            .map(field -> "`" + field.name() + (field.required() ? "`" : "?`"))
            .collect(Collectors.joining(", "));
    return "| `%s` | %s| %s |"
        .formatted(call.name(), fields.isEmpty() ? "" : fields + " ", call.effect());
  }

  @Test
  void everyCallIsInTheTable() throws Exception {
    String section = section();
    try (ControlBench bench = new ControlBench()) {
      String table =
          "| call | fields | effect |\n| --- | --- | --- |\n"
              + new ControlCalls(bench.gateway())
                  .all().stream().map(ControlPageTest::row).collect(Collectors.joining("\n"));
      assertThat(section).contains(table + "\n");
    }
  }

  @Test
  void everyExampleWorks() throws Exception {
    List<TestClient> clients = new ArrayList<>();
    Map<String, JsonElement> answers = new HashMap<>();
    List<String> paths = new ArrayList<>();
    try (ControlBench bench = new ControlBench()) {
      clients.add(bench.client(7));
      int placed = 0;
      Matcher call = CURL.matcher(section());
      while (call.find()) {
        String body = call.group(2) == null ? "" : call.group(2);
        Matcher order = ORDER.matcher(body);
        if (order.find() && Integer.parseInt(order.group(2)) > placed) {
          placed++;
          clients.get(0).send(ControlBench.buy(placed, order.group(1), "600"));
        }
        boolean reads = call.group(2) == null && call.group(3) == null;
        HttpResponse<String> answer = bench.send(reads ? "GET" : "POST", call.group(1), body);
        assertWithMessage(call.group() + "\n" + answer.body())
            .that(answer.statusCode())
            .isEqualTo(200);
        paths.add(call.group(1).replaceFirst("\\?.*", ""));
        answers.putIfAbsent(body, JsonParser.parseString(answer.body()));
      }
      assertThat(paths)
          .containsAtLeastElementsIn(
              new ControlCalls(bench.gateway()).all().stream().map(ControlCall::path).toList());
    } finally {
      for (TestClient client : clients) {
        client.close();
      }
    }
    Matcher shown = JSON.matcher(section());
    while (shown.find()) {
      assertThat(answers.values()).contains(JsonParser.parseString(shown.group(1)));
    }
  }

  @Test
  void javaExampleIsATestOfOurs() throws Exception {
    String page = page();
    String example = page.substring(page.indexOf("```java\n") + "```java\n".length());

    assertThat(
            Files.readString(
                Path.of("src/test/java/dev/ibintents/simulator/control/DipBotTest.java")))
        .endsWith(example.substring(0, example.indexOf("```")));
  }
}
