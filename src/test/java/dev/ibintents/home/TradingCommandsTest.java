package dev.ibintents.home;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ibintents.environment.KillSwitch;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that switch trading on and off, without the JVM's start. */
@Timeout(120)
final class TradingCommandsTest {
  @TempDir Path folder;

  private record Ended(int code, String out, String err) {
    Ended require(int expected) {
      assertWithMessage(out + err).that(code).isEqualTo(expected);
      return this;
    }
  }

  private Ended run(String... words) {
    return run(Map.of("DATA_FOLDER", data().toString()), words);
  }

  private static Ended run(Map<String, String> variables, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        new HomeCommands(
                variables,
                InputStream.nullInputStream(),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8))
            .run(words);
    return new Ended(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  private Path data() {
    return folder.resolve("data");
  }

  private DocumentStore store() {
    return new SqliteDocumentStore(data());
  }

  @Test
  void tradingIsSwitchedOffAndOnAgain() {
    run("set", "config/paper", "apiPort=4010").require(0);

    assertThat(run("off").require(0).out())
        .isEqualTo(
            """
            config/paper tradingEnabled: not set → false
            Trading is off in paper
            """);
    assertThat(killSwitch().tradingEnabled()).isFalse();
    assertThat(run("off").require(0).out())
        .isEqualTo("config/paper: nothing has changed\nTrading is off in paper\n");
    assertThat(run("on", "--mode", "paper").require(0).out())
        .isEqualTo(
            """
            config/paper tradingEnabled: false → true
            Trading is on in paper
            """);
    assertThat(killSwitch().tradingEnabled()).isTrue();
    assertThat(run("get", "config/paper").out()).contains(doubleQuoted("'apiPort':4010"));
  }

  @Test
  void theSwitchKeepsWhoAndWhyOnRecord() {
    run("off", "--reason", "holidays").require(0);

    KillSwitch.Switched off = killSwitch().switched().orElseThrow();
    assertThat(off.by()).isEqualTo("ib-intents off");
    assertThat(off.reason()).hasValue("holidays");
    assertThat(off.invocation()).isEmpty();
    run("on").require(0);
    KillSwitch.Switched on = killSwitch().switched().orElseThrow();
    assertThat(on.by()).isEqualTo("ib-intents on");
    assertThat(on.reason()).isEmpty();
    assertThat(on.at()).isAtLeast(off.at());
  }

  private KillSwitch killSwitch() {
    try (DocumentStore store = store()) {
      return KillSwitch.read(store, TradingMode.PAPER);
    }
  }

  @Test
  void offOfOneModeLeavesTheOtherAlone() {
    run("off", "--mode", "live").require(0);

    assertThat(run("get", "config/live").out())
        .startsWith(doubleQuoted("config/live {'switched':{'at':"));
    assertThat(killSwitch().tradingEnabled()).isTrue();
    Map<String, String> live = Map.of("DATA_FOLDER", data().toString(), "TRADING_MODE", "live");
    assertThat(run(live, "on").require(0).out()).contains("Trading is on in live");
  }

  /** The kill switch must work above all where something else is wrong. */
  @ParameterizedTest
  @ValueSource(strings = {"tradingEnable", "x-note"})
  void offWorksWhateverElseIsInTheConfiguration(String field) {
    try (DocumentStore store = store()) {
      store.set("config/common", Map.of("clientId", "one"));
      store.set("config/paper", Map.of(field, false, "tradingEnabled", "yes"));
    }

    Ended ended = run("off").require(1);

    assertThat(ended.out()).isEqualTo(doubleQuoted("config/paper tradingEnabled: 'yes' → false\n"));
    assertThat(ended.err()).startsWith("Nothing trades, as the configuration cannot be read: ");
    try (DocumentStore store = store()) {
      assertThat(store.get("config/paper").orElseThrow().bool("tradingEnabled")).isFalse();
    }
  }

  @Test
  void aRunThatSwitchedTradingOffStaysOnRecordUntilItIsOn() {
    Map<String, Object> halted =
        Map.of("at", Instant.EPOCH, "intent", "close-all", "invocation", "i-1", "run", "run-1");
    try (DocumentStore store = store()) {
      store.set("config/common", Map.of());
      store.set("config/paper", Map.of("tradingEnabled", false, "halted", halted));
    }

    assertThat(run("off").require(0).out())
        .isEqualTo(
            """
            config/paper: nothing has changed
            Trading is off in paper. close-all has switched it off at 1970-01-01T00:00:00Z, and\
             may be repeated until all is closed
            """);
    assertThat(killSwitch().halted()).isPresent();
    run("on").require(0);
    assertThat(killSwitch().halted()).isEmpty();
  }

  /** A run would pass a switch that is not its own. */
  @Test
  void offForgetsARunThatSwitchedOffEarlier() {
    try (DocumentStore store = store()) {
      store.set("config/common", Map.of());
      store.set(
          "config/paper",
          Map.of(
              "tradingEnabled",
              true,
              "halted",
              Map.of(
                  "at", Instant.EPOCH, "intent", "close-all", "invocation", "i", "run", "run-1")));
    }

    run("off").require(0);

    assertThat(killSwitch().lets("close-all", Optional.of("run-1"))).isFalse();
  }
}
