package dev.ibintents.home;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.StoreException;
import dev.ibintents.store.firestore.FirestoreDocumentStore;
import dev.ibintents.store.firestore.FirestoreEmulator;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ./ib-intents} answers, without the JVM's start. */
@Timeout(120)
final class HomeCommandsTest {
  private static final List<String> COMMANDS =
      List.of(
          "get",
          "set",
          "unset",
          "put",
          "delete",
          "list",
          "backup",
          "restore",
          "diff",
          "on",
          "off",
          "import-statement",
          "simulator",
          "backtest",
          "serve",
          "demo");

  @TempDir Path folder;

  /**
   * How a command ended.
   *
   * @param code its exit code
   * @param out what it printed
   * @param err what it complained about
   */
  private record Ended(int code, String out, String err) {
    Ended require(int expected) {
      assertWithMessage(out + err).that(code).isEqualTo(expected);
      return this;
    }

    /** What is wrong, in one line. */
    String line(int expected) {
      require(expected);
      assertThat(out).isEmpty();
      assertWithMessage(err).that(err.lines().count()).isEqualTo(1);
      return err.strip();
    }
  }

  private Ended run(String... words) {
    return run(Map.of("DATA_FOLDER", data().toString()), "", words);
  }

  private static Ended run(Map<String, String> variables, String input, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        new HomeCommands(
                variables,
                new ByteArrayInputStream(input.getBytes(UTF_8)),
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

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  /** Every type of value that a document may have, at several depths. */
  private static Map<String, Object> everyType() {
    Map<String, Object> fields = new HashMap<>();
    fields.put("null", null);
    fields.put("yes", true);
    fields.put("long", Long.MAX_VALUE);
    fields.put("minus", Long.MIN_VALUE);
    fields.put("one", 1.0);
    fields.put("whole", 1L);
    fields.put("tenth", 0.1);
    fields.put("tiny", Double.MIN_VALUE);
    fields.put("huge", Double.MAX_VALUE);
    fields.put("nan", Double.NaN);
    fields.put("infinite", Double.NEGATIVE_INFINITY);
    fields.put("decimal", new BigDecimal("12345678901234567890.123456789"));
    fields.put("text", doubleQuoted("\u00e4 \u20ac \ud83d\ude00 \u0000 \n \u2028 ' \\ </script>"));
    fields.put("number in a text", "1.50");
    fields.put("moment", Instant.parse("2026-11-23T15:00:00.123456Z"));
    fields.put("list", Arrays.asList(1L, 1.0, "1", null, Instant.EPOCH, Map.of("a", List.of())));
    fields.put("map", Map.of("$instant", "no moment", "a.b", Map.of("$map", Map.of("c", 1L))));
    fields.put("756733", 5L);
    return fields;
  }

  private static void fill(DocumentStore store) {
    store.set("config/common", Map.of("tradingEnabled", true, "apiPort", 4002));
    store.set("config/paper", Map.of());
    store.set("x-notes/every type", everyType());
    store.set("positions/paper/holdings/weights", Map.of("756733", new BigDecimal("0.5")));
    store.set("marketData/1-1 day-TRADES/bars/2026", Map.of("close", List.of(1.5, 2.0)));
    for (int i = 0; i < 130; i++) { // more than one batch, and more than one page
      store.set("activity/" + i, Map.of("number", i));
    }
  }

  @Test
  void everyCommandHasHelp() {
    String overview = run("--help").require(0).out();
    assertThat(run().require(0).out()).isEqualTo(overview);
    for (String command : COMMANDS) {
      assertThat(overview).contains("\n  " + command + " ");
      String help = run(command, "--help").require(0).out();
      assertThat(help).contains("Usage: ib-intents " + command + " ");
      assertThat(help).contains("says how to use it");
    }
    assertThat(Files.exists(data())).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bogus                           | 'bogus'",
        "get                             | PATH",
        "get config                      | even number of segments",
        "list config/paper               | odd number of segments",
        "get config/paper more           | 'more'",
        "set config/paper                | NAME=VALUE",
        "set config/paper apiPort        | say NAME=VALUE",
        "set config/paper apiPort=1 --no | '--no'",
        "unset config/paper              | NAME",
        "backup                          | FILE",
        "off --mode demo                 | it must be paper or live",
        "serve --port high               | from 0 to 65535",
        "simulator --port high           | needs a number",
        "simulator --faults bogus=1      | bogus"
      })
  void wrongUsageIsOneLineAndExitsWithTwo(String words, String part) {
    String line = run(words.split(" ")).line(2);

    assertThat(line).contains(part);
    assertThat(line).containsMatch("; see ib-intents( [a-z]+)? --help$");
  }

  @Test
  void failuresAreOneLineWithoutWordsOfLibraries() throws IOException {
    Files.writeString(
        folder.resolve("bad.jsonl"), doubleQuoted("{'path':'a/b','fields':{}}\n{no}\n"));
    Files.writeString(folder.resolve("half.jsonl"), doubleQuoted("{'path':'a/b','fields':{}}\n"));
    Files.writeString(folder.resolve("other.jsonl"), doubleQuoted("{'a':1}\n{'documents':1}\n"));
    Files.writeString(
        folder.resolve("short.jsonl"),
        doubleQuoted("{'path':'a/b','fields':{}}\n{'documents':2}\n"));
    Files.write(folder.resolve("bytes.jsonl"), new byte[] {(byte) 0xff, '\n'});
    Map<String, String> home = Map.of("DATA_FOLDER", data().toString());
    List<String> lines =
        List.of(
            run("get", "config/nope").line(1),
            run("delete", "x-notes/1").line(1),
            run("restore", file("missing.jsonl")).line(1),
            run("restore", file("bad.jsonl")).line(1),
            run("restore", file("half.jsonl")).line(1),
            run("diff", file("other.jsonl")).line(1),
            run("diff", file("short.jsonl")).line(1),
            run("diff", file("bytes.jsonl")).line(1),
            run("backup", file("no/folder.jsonl")).line(1),
            run(Map.of("TRADING_MODE", "demo"), "", "list", "config").line(1));

    assertThat(lines.get(2)).isEqualTo("there is no file or folder " + file("missing.jsonl"));
    assertThat(lines.get(3))
        .isEqualTo(
            doubleQuoted(
                file("bad.jsonl")
                    + ", line 2, column 2: found 'no' where a key in double quotes was expected"));
    assertThat(lines.get(4)).contains("half.jsonl is not whole");
    assertThat(lines.get(5))
        .contains(doubleQuoted("line 1: it is no document; a document looks like {'path':"));
    assertThat(lines.get(6)).contains("says that it has 2 documents, and has 1");
    assertThat(lines.get(7)).contains("is no backup: it is not in UTF-8");
    String put = run(home, doubleQuoted("{'a':}"), "put", "x-notes/1").require(1).err();
    assertThat(put)
        .isEqualTo(
            doubleQuoted(
                "standard input is not JSON: line 1, column 6: found '}' where a value was"
                    + " expected\n"));
    String set = run("set", "x-notes/1", "a={b}").require(1).err();
    assertThat(set)
        .startsWith(
            doubleQuoted(
                "'a={b}' begins like JSON and is none (line 1, column 2: found 'b' where a key"));
    for (String line : lines) {
      assertThat(line).doesNotContainMatch("JsonReader|Exception|gson|java\\.|picocli");
    }
  }

  @Test
  void documentsAreReadAndChanged() {
    assertThat(run("set", "config/paper", "limits.mostOrders=5").require(0).out())
        .contains(doubleQuoted("config/paper limits: not set → {'mostOrders':5}\n"));
    assertThat(run("get", "config/paper").require(0).out())
        .isEqualTo(doubleQuoted("config/paper {'limits':{'mostOrders':5}}\n"));
    assertThat(run("list", "strategies").require(0).out().lines().count()).isEqualTo(2);
    assertThat(run("unset", "config/paper", "limits").require(0).out())
        .isEqualTo(doubleQuoted("config/paper limits: {'mostOrders':5} → not set\n"));
    Map<String, String> home = Map.of("DATA_FOLDER", data().toString());
    assertThat(run(home, doubleQuoted("{'a':0.5}"), "put", "x-notes/1").require(0).out())
        .isEqualTo("x-notes/1 a: not set → 0.5\n");
    assertThat(run("delete", "x-notes/1").require(0).out()).isEqualTo("x-notes/1 is deleted\n");
    assertThat(run("set", "config/paper", "tradingEnable=false").line(1))
        .contains("did you mean tradingEnabled?");
    assertThat(run("set", "config/paper", "tradingEnable=false", "--force").code()).isEqualTo(0);
  }

  @Test
  void theChannelsAndTheScheduleOfTheirPageCanBeSet() throws Exception {
    Matcher commands =
        Pattern.compile("\\./ib-intents set config/common '([^']*)'")
            .matcher(Files.readString(Path.of("docs/watch.md")));
    int set = 0;
    while (commands.find()) {
      run("set", "config/common", commands.group(1)).require(0);
      set++;
    }

    assertThat(set).isEqualTo(2);
    String common = run("get", "config/common").require(0).out();
    assertThat(common)
        .contains(doubleQuoted("'notifications':[{'filter':['failures'],'kind':'ntfy'"));
    assertThat(common).contains(doubleQuoted("'schedule':{'jobs':[{'intent':'orchestrate'"));
    assertThat(run("set", "config/common", doubleQuoted("notifications=[{'kind':'sms'}]")).line(1))
        .contains("it must be one of slack, telegram, discord, ntfy, webhook, mail");
  }

  @Test
  void exposureOfAnUnknownStrategyIsWrittenWithAWarning() {
    assertThat(run("set", "config/common", "exposure.strategies.wieghts=0.1").require(0).out())
        .endsWith(
            """
            config/common exposure.strategies.wieghts: not set → 0.1
            warning: config/common exposure.strategies.wieghts: there is no strategy wieghts; did \
            you mean weights? Nothing is traded for it until strategies/wieghts exists
            """);
    assertThat(run("get", "config/common").out()).contains(doubleQuoted("'wieghts':0.1"));
  }

  @Test
  void exposureOfAStrategyWithADocumentOrAKindGetsNoWarning() {
    run("set", "strategies/mine", "kind=weights", "weights=[]", "--force").require(0);

    assertThat(
            run("set", "config/common", "exposure.strategies.mine=0.1").require(0).out()
                + run("set", "config/common", "exposure.strategies.weights=0.3").require(0).out()
                + run("set", "config/common", "exposure.overall=0.9").require(0).out())
        .doesNotContain("warning");
  }

  @Test
  void aMapOfExposuresIsWarnedOfByItsUnknownNames() {
    run("set", "config/paper", doubleQuoted("exposure={'overall':1,'strategies':{'zzz':0.1}}"))
        .require(0);
    Map<String, String> home = Map.of("DATA_FOLDER", data().toString());

    Ended put =
        run(
            home,
            doubleQuoted("{'exposure':{'overall':1,'strategies':{'zzz':0.1,'futurs':0.2}}}"),
            "put",
            "config/paper");

    assertThat(put.require(0).out())
        .isEqualTo(
            """
            config/paper exposure.strategies.futurs: not set → 0.2
            warning: config/paper exposure.strategies.futurs: there is no strategy futurs; did \
            you mean futures? Nothing is traded for it until strategies/futurs exists
            """);
  }

  @Test
  void fractionsArePrintedAsNumbers() {
    assertThat(run("set", "config/common", "exposure.overall=0.5").require(0).out())
        .endsWith("config/common exposure.overall: 1 → 0.5\n");
    assertThat(run("set", "x-notes/1", "a=-0.25", "b=[1.5,2]", "c=1e-3").require(0).out())
        .isEqualTo(
            """
            x-notes/1 a: not set → -0.25
            x-notes/1 b: not set → [1.5,2]
            x-notes/1 c: not set → 0.001
            """);
    assertThat(run("get", "x-notes/1").out())
        .isEqualTo(doubleQuoted("x-notes/1 {'a':-0.25,'b':[1.5,2],'c':0.001}\n"));
  }

  @Test
  void textsThatAreNoStoredFractionsStayTexts() {
    assertThat(
            run(
                    "set",
                    "x-notes/1",
                    doubleQuoted("a='1.50'"),
                    doubleQuoted("b='7'"),
                    doubleQuoted("c='1.5 '"),
                    doubleQuoted("d='.5'"))
                .out())
        .endsWith(
            """
            x-notes/1 a: not set → "1.50"
            x-notes/1 b: not set → "7"
            x-notes/1 c: not set → "1.5 "
            x-notes/1 d: not set → ".5"
            """);
  }

  @Test
  void aChangeOfTheTypeAloneIsSeen() throws IOException {
    try (DocumentStore store = store()) {
      store.set("x-notes/1", Map.of("a", 0.5));
    }

    assertThat(run("set", "x-notes/1", "a=0.5").require(0).out())
        .endsWith(doubleQuoted("x-notes/1 a: 0.5 → '0.5'\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V"})
  void theVersionIsPrinted(String option) {
    assertThat(run(option).require(0).out()).matches("ib-intents \\d+\\.\\d+\\S*\n");
  }

  @Test
  void textsOfTheUserAreTakenAsTheyAre() {
    run("set", "x-notes/1", "a=@file", "b=${sys:user.home}", doubleQuoted("c='1'"), "d=a b", "e=")
        .require(0);

    assertThat(run("get", "x-notes/1").out())
        .isEqualTo(
            doubleQuoted(
                "x-notes/1 {'a':'@file','b':'${sys:user.home}','c':'1','d':'a b'," + "'e':''}\n"));
  }

  @Test
  void backupAndRestoreGiveTheSameBytes() throws IOException {
    try (DocumentStore store = store()) {
      fill(store);
      // The store is open, so all of it is in SQLite's write-ahead log.
      assertThat(run("backup", file("one.jsonl")).require(0).out())
          .isEqualTo(file("one.jsonl") + " has 135 documents\n");
    }
    Map<String, String> other = Map.of("DATA_FOLDER", file("other"));
    assertThat(run(other, "", "restore", file("one.jsonl")).require(0).out())
        .isEqualTo("135 documents are written, 0 of them over others; 0 were there already\n");
    run(other, "", "backup", file("two.jsonl")).require(0);

    assertThat(Files.readString(folder.resolve("two.jsonl")))
        .isEqualTo(Files.readString(folder.resolve("one.jsonl")));
    assertThat(run(other, "", "diff", file("one.jsonl")).require(0).out()).isEmpty();
    try (DocumentStore restored = new SqliteDocumentStore(folder.resolve("other"))) {
      assertThat(restored.get("x-notes/every type"))
          .hasValue(new Document("x-notes/every type", everyType()));
    }
    assertThat(run(other, "", "restore", file("one.jsonl")).require(0).out())
        .isEqualTo("0 documents are written, 0 of them over others; 135 were there already\n");
  }

  @Test
  void backupAndRestoreGiveTheSameBytesOnFirestore() throws Exception {
    String host = FirestoreEmulator.host();
    String project = "demo-" + UUID.randomUUID();
    try (DocumentStore firestore =
        FirestoreDocumentStore.onEmulator(host, project, Duration.ofSeconds(30))) {
      fill(firestore);
      Backup backup = backup(firestore);
      backup.write(folder.resolve("one.jsonl"), false);
    }
    // From Firestore to the folder, and back to another project.
    run("restore", file("one.jsonl")).require(0);
    run("backup", file("two.jsonl")).require(0);
    try (DocumentStore firestore =
        FirestoreDocumentStore.onEmulator(
            host, "demo-" + UUID.randomUUID(), Duration.ofSeconds(30))) {
      Restoration.of(Backup.read(folder.resolve("two.jsonl")), firestore).write(firestore, false);
      assertThat(Restoration.of(Backup.read(folder.resolve("one.jsonl")), firestore).isSame())
          .isTrue();
      backup(firestore).write(folder.resolve("three.jsonl"), false);
    }

    String first = Files.readString(folder.resolve("one.jsonl"));
    assertThat(first.lines().count()).isEqualTo(136);
    assertThat(Files.readString(folder.resolve("two.jsonl"))).isEqualTo(first);
    assertThat(Files.readString(folder.resolve("three.jsonl"))).isEqualTo(first);
  }

  private static Backup backup(DocumentStore store) {
    SortedMap<String, Document> documents = new TreeMap<>();
    store.readAll(document -> documents.put(document.path(), document));
    return new Backup(documents);
  }

  @Test
  void restoreRefusesDocumentsThatDifferAndWritesNothing() throws IOException {
    try (DocumentStore store = store()) {
      fill(store);
      run("backup", file("one.jsonl")).require(0);
      store.update("config/common", Map.of("apiPort", 4010));
      store.delete("activity/7");
      store.set("x-notes/later", Map.of());

      assertThat(run("restore", file("one.jsonl")).line(1))
          .isEqualTo(
              "1 of the store's documents differ from the backup (config/common); diff shows how,"
                  + " and --force writes over them. Nothing was written");
      assertThat(store.get("activity/7")).isEmpty();
      assertThat(run("diff", file("one.jsonl")).require(1).out())
          .isEqualTo(
              """
              config/common apiPort: 4002 → 4010
              activity/7: not in the store
              x-notes/later: not in the backup
              """);
      assertThat(run("restore", file("one.jsonl"), "--force").require(0).out())
          .isEqualTo(
              """
              2 documents are written, 1 of them over others; 133 were there already
              1 documents are not in the backup, and stay: x-notes/later
              """);
      assertThat(store.get("config/common").orElseThrow().integer("apiPort")).isEqualTo(4002);
      assertThat(store.get("activity/7")).isPresent();
    }
  }

  /** A store fails after a while: the configuration is not there yet, so nothing trades. */
  @Test
  void aRestorationThatBreaksOffSaysHowFarItCameAndGoesOn() throws IOException {
    try (DocumentStore store = store()) {
      fill(store);
      run("backup", file("one.jsonl")).require(0);
    }
    Backup backup = Backup.read(folder.resolve("one.jsonl"));
    try (DocumentStore other = new SqliteDocumentStore(folder.resolve("other"))) {
      Restoration planned = Restoration.of(backup, other);
      other.set("x-notes/every type", Map.of("by", "another"));

      StoreException broken = assertThrows(StoreException.class, () -> planned.write(other, false));

      assertThat(broken)
          .hasMessageThat()
          .isEqualTo(
              "restoring broke off after 100 of 135 documents: x-notes/every type has changed"
                  + " meanwhile, so another program writes; end that program. Those are written;"
                  + " the same command writes the rest");
      assertThat(other.list("config")).isEmpty();
      assertThat(other.list("activity")).hasSize(100);
      other.delete("x-notes/every type");
      Restoration.of(backup, other).write(other, false);
      assertThat(Restoration.of(backup, other).isSame()).isTrue();
    }
  }

  @Test
  void aBackupTakesNoFilesPlaceUnasked() throws IOException {
    Files.writeString(folder.resolve("one.jsonl"), "mine");

    assertThat(run("backup", file("one.jsonl")).line(1))
        .isEqualTo(file("one.jsonl") + " is there already; --force writes over it");
    assertThat(Files.readString(folder.resolve("one.jsonl"))).isEqualTo("mine");
    run("backup", file("one.jsonl"), "--force").require(0);
    assertThat(Files.readString(folder.resolve("one.jsonl")))
        .isEqualTo(doubleQuoted("{'documents':0}\n"));
    Files.writeString(folder.resolve("one.jsonl"), "\n", StandardOpenOption.APPEND);
    assertThat(run("diff", file("one.jsonl")).line(1)).contains("goes on after its last line");
  }
}
