package dev.ibintents.backtest.report;

import static com.google.common.truth.Truth.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProgressLineTest {
  private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);

  private static String output(boolean isTerminal, int sessions) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ProgressLine line = new ProgressLine(new PrintStream(bytes, true, UTF_8), isTerminal);
    for (int done = 1; done <= sessions; done++) {
      line.sessionOver(FIRST.plusDays(done), done, sessions);
    }
    line.end();
    return bytes.toString(UTF_8);
  }

  @Test
  void terminalShowsABarThatIsWrittenOverAndEndsFull() {
    String output = output(true, 8);

    List<String> states = List.of(output.split("\r"));
    assertThat(states.get(0)).isEmpty();
    assertThat(states.get(states.size() - 1))
        .startsWith("[" + "#".repeat(40) + "] 100 % 2024-01-09");
    assertThat(output.strip()).doesNotContain("\n");
    assertThat(output).endsWith(System.lineSeparator());
  }

  @Test
  void fileGetsALineForEachQuarter() {
    List<String> lines = output(false, 8).lines().toList();

    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).startsWith("25 %, 2024-01-03");
    assertThat(lines.get(3)).startsWith("100 %, 2024-01-09, 0 s left");
    assertThat(String.join("", lines)).doesNotContain("\r");
  }

  @Test
  void fewSessionsGiveAtMostALineEach() {
    assertThat(output(false, 1).lines().toList()).hasSize(1);
    assertThat(output(false, 3).lines().toList()).hasSize(3);
  }
}
