package dev.ibintents.simulator.tool;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words of the simulator's command line. */
class SimulatorOptionsTest {
  private static String printed(String... words) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PaperExchange.run(List.of(words), new PrintStream(bytes, true, UTF_8));
    return bytes.toString(UTF_8);
  }

  @Test
  void helpNamesEveryOptionWithItsDefaultAndAnExample() throws Exception {
    String help = printed("--port", "http", "--help");
    for (SimulatorOption option : SimulatorOption.values()) {
      assertThat(help).contains("\n  " + option.word());
      assertThat(help.replaceAll("\\s+", " ")).contains(option.usual());
    }
    assertThat(help).contains("java -jar ib-intents-simulator.jar --port 4002");
    assertThat(help.lines().mapToInt(String::length).max().orElseThrow()).isAtMost(80);
    assertThat(printed("-h")).isEqualTo(help);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "--sped 9x            | there is no option --sped; did you mean --seed or --speed?",
        "4002                 | there is no option 4002",
        "--port               | --port needs a value: PORT",
        "--port --seed 1      | --port needs a value: PORT",
        "--seed 1 --seed=2    | --seed is given twice",
        "--help=yes           | --help has no value",
        "--port http          | --port needs a number, not 'http'",
        "--port 65536         | --port must be from 0 to 65535, not 65536",
        "--seed -1            | --seed must be from 0 to 9223372036854775807, not -1",
        "--speed fast         | --speed needs a speed such as 60x, from 0",
        "--clock noon         | --clock needs 'system' or a moment such as 2026-11-23T15:00:00Z",
        "--market ajar        | --market is open, closed or calendar, not 'ajar'",
        "--control-port x     | --control-port needs a number, not 'x'",
        "--control-host ::1   | --control-host needs --control-port as well",
        "--control-port 0 --control-names http://box | --control-names needs names of this machine",
        "--control-port 0 --control-names box,,lan   | --control-names needs names of this machine",
        "--faults bogus=1     | --faults there is no fault 'bogus'"
      })
  void wrongWordsAreRefusedWithTheRightOnes(String words, String refusal) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> PaperExchange.run(List.of(words.split(" ")), System.out));
    assertThat(refused).hasMessageThat().contains(doubleQuoted(refusal));
  }
}
