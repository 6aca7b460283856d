package dev.ibintents.home;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.ConfigurationException;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DocumentsTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private DocumentStore store;

  @BeforeEach
  void open() {
    store = new SqliteDocumentStore(folder);
    store.set("config/common", Map.of("tradingEnabled", true, "apiPort", 4002));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private String run(String input, String... arguments) throws IOException {
    printed.reset();
    new Documents(
            store,
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            new PrintStream(printed, true, UTF_8))
        .run(List.of(arguments));
    return printed.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }

  @Test
  void printsADocument() throws IOException {
    assertThat(run("", "get", "config/common"))
        .isEqualTo(doubleQuoted("config/common {'apiPort':4002,'tradingEnabled':true}\n"));
  }

  @Test
  void setsFieldsKeepsTheOthersAndTellsWhatHasChanged() throws IOException {
    assertThat(
            run(
                "",
                "set",
                "config/common",
                "apiPort=4010",
                "account=DU1",
                doubleQuoted("exposure={'overall':0.5}"),
                doubleQuoted("killSwitchExempt=['ping']")))
        .isEqualTo(
            """
            config/common account: not set → "DU1"
            config/common apiPort: 4002 → 4010
            config/common exposure: not set → {"overall":0.5}
            config/common killSwitchExempt: not set → ["ping"]
            """);
    assertThat(run("", "get", "config/common"))
        .isEqualTo(
            doubleQuoted(
                "config/common {'account':'DU1','apiPort':4010,"
                    + "'exposure':{'overall':0.5},'killSwitchExempt':['ping'],"
                    + "'tradingEnabled':true}\n"));
    assertThat(run("", "set", "config/common", "apiPort=4010"))
        .isEqualTo("config/common: nothing has changed\n");
  }

  @Test
  void setMakesADocumentThatIsNotThere() throws IOException {
    assertThat(run("", "set", "config/live", "clientId=7"))
        .isEqualTo("config/live clientId: not set → 7\n");
    assertThat(run("", "get", "config/live"))
        .isEqualTo(doubleQuoted("config/live {'clientId':7}\n"));
  }

  @Test
  void aNameWithDotsChangesOneFieldOfAMapAndKeepsItsNeighbours() throws IOException {
    run("", "set", "config/common", doubleQuoted("exposure={'overall':1,'strategies':{'a':0.4}}"));

    assertThat(
            run(
                "",
                "set",
                "config/common",
                "exposure.overall=0.5",
                "exposure.strategies.b=0.25",
                "limits.mostOrders=5"))
        .isEqualTo(
            """
            config/common exposure.overall: 1 → 0.5
            config/common exposure.strategies.b: not set → 0.25
            config/common limits: not set → {"mostOrders":5}
            warning: config/common exposure.strategies.b: there is no strategy b. Nothing is \
            traded for it until strategies/b exists
            """);
    assertThat(run("", "get", "config/common"))
        .isEqualTo(
            doubleQuoted(
                "config/common {'apiPort':4002,'exposure':{'overall':0.5,'strategies':"
                    + "{'a':0.4,'b':0.25}},'limits':{'mostOrders':5},"
                    + "'tradingEnabled':true}\n"));
    assertThat(
            assertThrows(
                IllegalArgumentException.class,
                () -> run("", "set", "config/common", "apiPort.high=1")))
        .hasMessageThat()
        .isEqualTo("apiPort is 4002, no map, so it has no field high");
  }

  /** A map in the document of a mode covers the common one: strategies would be gone. */
  @Test
  void oneFieldOfAMapDoesNotCoverItsNeighboursOfTheCommonDocument() throws IOException {
    run(
        "",
        "set",
        "config/common",
        doubleQuoted("exposure={'overall':1,'strategies':{'a':0.4}}"),
        "limits.mostOrders=5");

    assertThat(
            assertThrows(
                ConfigurationException.class,
                () -> run("", "set", "config/paper", "exposure.overall=0.5")))
        .hasMessageThat()
        .isEqualTo(
            "config/paper has no exposure, and with exposure.overall alone it would cover the whole"
                + " exposure of config/common; set exposure.overall in config/common, or set all of"
                + " exposure in config/paper. Nothing was written");
    assertThat(store.get("config/paper")).isEmpty();
    // A limit covers the limit of that name only.
    run("", "set", "config/paper", "limits.largestOrderValue=100");
    Configuration configuration = Configuration.load(store, TradingMode.PAPER);
    assertThat(configuration.limits().mostOrders()).hasValue(BigDecimal.valueOf(5));
    assertThat(configuration.limits().largestOrderValue()).hasValue(BigDecimal.valueOf(100));
  }

  @Test
  void unsetTakesFieldsOut() throws IOException {
    run("", "set", "config/common", doubleQuoted("exposure={'overall':1,'strategies':{'a':0.4}}"));

    assertThat(run("", "unset", "config/common", "exposure.strategies.a", "apiPort"))
        .isEqualTo(
            """
            config/common apiPort: 4002 → not set
            config/common exposure.strategies.a: 0.4 → not set
            """);
    assertThat(
            assertThrows(
                IllegalArgumentException.class,
                () -> run("", "unset", "config/common", "exposure.overal")))
        .hasMessageThat()
        .isEqualTo(
            "config/common has no field exposure.overal; did you mean exposure.overall?; it has"
                + " exposure, exposure.overall, exposure.strategies, tradingEnabled");
    assertThrows(IllegalArgumentException.class, () -> run("", "unset", "config/paper", "apiPort"));
  }

  /** Such a field was written by hand once, and nothing reads it. */
  @Test
  void fieldWhoseNameHasADotIsTakenOut() throws IOException {
    store.update("config/common", Map.of("exposure.overall", 1));

    assertThat(run("", "unset", "config/common", "exposure.overall"))
        .isEqualTo("config/common exposure.overall: 1 → not set\n");
    assertThat(Configuration.faults(store.get("config/common").orElseThrow()).all()).isEmpty();
  }

  @Test
  void unknownFieldsAreNotWritten() {
    assertThat(
            assertThrows(
                ConfigurationException.class,
                () -> run("", "set", "config/common", "tradingEnable=false")))
        .hasMessageThat()
        .startsWith(
            "config/common tradingEnable is unknown; did you mean tradingEnabled? config/common"
                + " takes account, adaptivePriority, ");
    assertThat(
            assertThrows(
                ConfigurationException.class,
                () -> run(doubleQuoted("{'limits':{'mostOrder':1}}"), "put", "config/paper")))
        .hasMessageThat()
        .contains("config/paper limits.mostOrder is unknown; did you mean mostOrders?");
    assertThat(
            assertThrows(
                ConfigurationException.class,
                () ->
                    run(
                        doubleQuoted("{'kind':'weights','enable':false,'weights':[]}"),
                        "put",
                        "strategies/mine")))
        .hasMessageThat()
        .startsWith("strategies/mine enable is unknown; did you mean enabled?");
    assertThat(store.list("config")).hasSize(1);
    assertThat(store.list("strategies")).isEmpty();
  }

  @Test
  void whatIsTheUsersOwnIsWrittenAtEveryLevel() throws IOException {
    assertThat(run("", "set", "config/common", "x-note=hello", "exposure.x-why=less"))
        .isEqualTo(
            """
            config/common exposure: not set → {"x-why":"less"}
            config/common x-note: not set → "hello"
            """);
    assertThat(run("", "set", "x-notes/1", "text=mine")).contains("text: not set");
  }

  @Test
  void documentsThatTheProductDoesNotReadAreRefusedUnlessForced() throws IOException {
    assertThat(
            assertThrows(
                IllegalArgumentException.class,
                () -> run("", "set", "config/commn", "tradingEnabled=false")))
        .hasMessageThat()
        .startsWith(
            "ib-intents reads no document config/commn; did you mean config/common?; it reads"
                + " config/common, config/paper, config/live, strategies/{strategy}, ");
    assertThat(
            assertThrows(
                IllegalArgumentException.class,
                () -> run("", "set", "positions/papr/holdings/a", "756733=5")))
        .hasMessageThat()
        .contains("did you mean positions/paper/holdings/a ");
    assertThrows(IllegalArgumentException.class, () -> run("{}", "put", "strategies/x-mine"));
    assertThat(store.list("config")).hasSize(1);

    assertThat(run("", "set", "config/commn", "tradingEnabled=false", "--force"))
        .isEqualTo("config/commn tradingEnabled: not set → false\n");
    assertThat(run("", "--force", "set", "config/common", "tradingEnable=false"))
        .isEqualTo(
            "config/common tradingEnable: not set → false\n"
                + "still wrong: config/common tradingEnable is unknown; did you mean"
                + " tradingEnabled?\n");
    assertThat(run("", "set", "positions/paper/holdings/a", "756733=5")).contains("→ 5");
  }

  @Test
  void valuesThatAreSurelyMistakesAreNotWritten() {
    for (String assignment :
        List.of(
            "exposure.overall=40",
            "exposure.overall=-1",
            doubleQuoted("exposure={'strategies':{'a':40}}"))) {
      assertThrows(
          ConfigurationException.class,
          () -> run("", "set", "config/common", assignment),
          assignment);
    }
    assertThat(store.get("config/common").orElseThrow().fields()).hasSize(2);
  }

  @Test
  void putReplacesADocument() throws IOException {
    assertThat(
            run(doubleQuoted("{'x-a':null,'killSwitchExempt':['ping']}"), "put", "config/common"))
        .isEqualTo(
            """
            config/common apiPort: 4002 → not set
            config/common killSwitchExempt: not set → ["ping"]
            config/common tradingEnabled: true → not set
            config/common x-a: not set → null
            """);
    assertThat(run("", "get", "config/common"))
        .isEqualTo(doubleQuoted("config/common {'killSwitchExempt':['ping'],'x-a':null}\n"));
  }

  @Test
  void listsAndDeletes() throws IOException {
    store.set("config/paper", Map.of());
    assertThat(run("", "list", "config"))
        .isEqualTo(
            doubleQuoted(
                "config/common {'apiPort':4002,'tradingEnabled':true}\nconfig/paper {}\n"));
    run("", "delete", "config/paper");
    assertThat(store.get("config/paper").isPresent()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "get",
        "read config/common",
        "get config/nope",
        "set config/common",
        "set config/common apiPort",
        "set config/common =1",
        "set config/common exposure.=1",
        "set config/common .overall=1",
        "unset config/common",
        "unset config/common nope",
        "delete config/nope"
      })
  void refusesWhatItDoesNotUnderstand(String line) {
    assertThrows(
        IllegalArgumentException.class,
        () -> run("", line.isEmpty() ? new String[0] : line.split(" ")));
    assertThat(store.get("config/common").orElseThrow().fields())
        .containsExactly("apiPort", 4002L, "tradingEnabled", true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "5"})
  void putRefusesWhatIsNoObject(String input) {
    assertThrows(IllegalArgumentException.class, () -> run(input, "put", "config/common"));
    assertThat(store.get("config/common").orElseThrow().fields()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exposure={overall:1}",
        "killSwitchExempt=[ping",
        """
        notes={"a":}\
        """
      })
  void refusesWhatBeginsLikeJsonAndIsNone(String assignment) {
    String refusal =
        assertThrows(
                IllegalArgumentException.class, () -> run("", "set", "config/common", assignment))
            .getMessage();

    assertThat(refusal)
        .startsWith(
            doubleQuoted("'%s' begins like JSON and is none (line 1, column ")
                .formatted(assignment));
    assertThat(refusal).contains(": found ");
    assertThat(refusal)
        .endsWith(
            """
            ; in a shell, single quotes keep the double quotes of JSON:\
             'exposure={"overall": 1}'\
            """);
    assertThat(store.get("config/common").orElseThrow().fields()).hasSize(2);
  }

  @Test
  void aTextThatBeginsLikeJsonIsWrittenAsJson() throws IOException {
    assertThat(run("", "set", "x-notes/1", doubleQuoted("text='{so}'")))
        .isEqualTo(doubleQuoted("x-notes/1 text: not set → '{so}'\n"));
  }

  @Test
  void configurationOfAWrongTypeIsNotWritten() {
    ConfigurationException refusal =
        assertThrows(
            ConfigurationException.class,
            () -> run("", "set", "config/paper", "exposure=1", "apiPort=high"));

    assertThat(refusal)
        .hasMessageThat()
        .isEqualTo(
            doubleQuoted(
                "config/paper apiPort is 'high'; it must be a whole number from 1 to 65535;"
                    + " config/paper exposure is 1; it must be a map with the field allowLeverage;"
                    + " config/paper exposure is 1; it must be a map with the field overall;"
                    + " config/paper exposure is 1; it must be a map with the field strategies."
                    + " Nothing was written"));
    assertThat(store.get("config/paper")).isEmpty();
    assertThrows(
        ConfigurationException.class,
        () -> run(doubleQuoted("{'tradingEnabled':'no'}"), "put", "config/common"));
    assertThat(store.get("config/common").orElseThrow().fields()).hasSize(2);
  }

  @Test
  void oneWrongFieldOfSeveralCanBeMended() throws IOException {
    store.set("config/common", Map.of("exposure", "{overall:1}", "clientId", "one"));

    assertThat(run("", "set", "config/common", doubleQuoted("exposure={'overall':1}")))
        .isEqualTo(
            """
            config/common exposure: "{overall:1}" → {"overall":1}
            still wrong: config/common clientId is "one"; it must be a whole number from 0 to\
             2147483615
            """);
  }

  @Test
  void mainSaysWhatIsWrongAndFails() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "--enable-native-access=ALL-UNNAMED",
                Documents.class.getName(),
                "set",
                "config/common",
                "exposure={overall:1}")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .directory(folder.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readString(folder.resolve("said")))
        .contains(doubleQuoted("'exposure={overall:1}' begins like JSON and is none"));
    assertThat(process.exitValue()).isEqualTo(1);
  }

  private static String refusal(Executable change) {
    return assertThrows(RuntimeException.class, change).getMessage();
  }

  @Test
  void theMemoryOfAStrategyIsChangedByItsNamesAndNoOther() throws IOException {
    String path = "positions/paper/states/stop";
    assertThat(run("", "set", path, "values.in=true", "values.since=2026-11-27"))
        .isEqualTo(
            """
            positions/paper/states/stop values: not set → {"in":true,"since":"2026-11-27"}
            """);
    assertThat(run("", "set", path, "values.in=false"))
        .isEqualTo("positions/paper/states/stop values.in: true → false\n");
    assertThat(run("", "unset", path, "values.in"))
        .isEqualTo("positions/paper/states/stop values.in: false → not set\n");
    assertThat(run("", "list", "positions/paper/states"))
        .isEqualTo(doubleQuoted("positions/paper/states/stop {'values':{'since':'2026-11-27'}}\n"));

    assertThat(refusal(() -> run("", "set", path, "in=true")))
        .startsWith("positions/paper/states/stop in is unknown");
    assertThat(refusal(() -> run("", "set", path, "values=7")))
        .startsWith("positions/paper/states/stop values is 7; it must be a map");
    assertThat(refusal(() -> run("", "set", path, "values.all=" + "x".repeat(100_000))))
        .startsWith("positions/paper/states/stop has 100,0");
    assertThat(refusal(() -> run("", "set", "positions/paper/state/stop", "values.in=true")))
        .contains("reads no document positions/paper/state/stop; did you mean");
    assertThat(run("", "delete", path)).isEqualTo(path + " is deleted\n");
  }
}
