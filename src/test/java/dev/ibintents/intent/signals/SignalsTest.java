package dev.ibintents.intent.signals;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.bench.FrontDoor.answered;
import static dev.ibintents.bench.FrontDoor.error;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.store.Document;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs set the targets of their strategies by request. */
@Timeout(60)
final class SignalsTest {
  @TempDir private static Path folder;

  private static FrontDoor door;
  private static Bench bench;

  private String key;

  @BeforeAll
  static void open() throws Exception {
    door = FrontDoor.in(folder).open();
    bench = new Bench(door, Clock.systemUTC());
  }

  @AfterAll
  static void close() {
    door.close();
  }

  @BeforeEach
  void beginWithoutTarget(TestInfo test) {
    key = test.getDisplayName();
    door.store().set("strategies/ml", Map.of("kind", "external"));
    door.store().set("config/common", Map.of("connectTimeoutSeconds", 10));
    bench.expose(Map.of("ml", "0.2"));
  }

  private static String target(String signal, String more) {
    return doubleQuoted(
        """
        {'strategy': 'ml', 'target': [{'contract': {'conId': 756733}, 'signal': '%s'}]%s}
        """
            .formatted(signal, more));
  }

  private HttpResponse<String> set(String body) throws Exception {
    return door.postWithKey("/signals", key, body);
  }

  private static JsonObject shown() throws Exception {
    return answered(200, door.get("/signals?strategy=ml"))
        .getAsJsonArray("strategies")
        .get(0)
        .getAsJsonObject();
  }

  private static int orders() {
    return door.ordersReceived().size();
  }

  private static void assertNothingIsStored() {
    assertThat(strategy().fields()).containsExactly("kind", "external");
  }

  private static Document strategy() {
    return door.store().get("strategies/ml").orElseThrow();
  }

  @Test
  void signalsAreStoredWithTheirOrigin() throws Exception {
    String asOf = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.SECONDS).toString();

    JsonObject answer =
        answered(200, set(target("0.6", ", 'asOf': '%s', 'by': 'model 7'".formatted(asOf))));

    assertThat(answer.get("status").getAsString()).isEqualTo("stored");
    assertThat(answer.getAsJsonObject("contracts").get("SPY").getAsInt()).isEqualTo(Bench.SPY);
    assertThat(answer.get("gross").getAsBigDecimal()).isEqualTo(new BigDecimal("0.6"));
    assertThat(answer.get("origin").getAsString()).contains("Idempotency-Key");
    assertThat(answer.get("allocation").isJsonNull()).isTrue();
    JsonObject shown = shown();
    assertThat(shown.get("state").getAsString()).isEqualTo("fresh");
    assertThat(shown.get("updatedAt").getAsString()).isEqualTo(asOf);
    assertThat(shown.get("ageSeconds").getAsLong()).isAtLeast(60);
    assertThat(shown.get("by").getAsString()).isEqualTo("model 7");
    assertThat(shown.get("invocation")).isEqualTo(answer.get("invocation"));
    Document record = door.store().get(answer.get("record").getAsString()).orElseThrow();
    assertThat(record.string("strategy")).isEqualTo("ml");
    assertThat(record.list("target")).isEqualTo(strategy().list("target"));
  }

  @Test
  void numbersMayBeJsonNumbers() throws Exception {
    answered(200, set(target("0.6", "").replace(doubleQuoted("'0.6'"), "0.625")));

    assertThat(shown().getAsJsonArray("target").get(0).getAsJsonObject().get("signal").toString())
        .isEqualTo("0.625");
  }

  @Test
  void strategyWithoutSignalsSaysSo() throws Exception {
    JsonObject shown = shown();
    JsonObject allocation =
        answered(500, door.postWithKey("/allocation", key, doubleQuoted("{'strategies':['ml']}")));

    assertThat(shown.get("state").getAsString()).isEqualTo("never-set");
    assertThat(allocation.getAsJsonObject("skipped").get("ml").getAsString())
        .isEqualTo("strategies/ml has no target yet; the intent signals sets one (POST /signals)");
  }

  @Test
  void allFaultsAreNamedAtOnce() throws Exception {
    HttpResponse<String> refused =
        set(
            doubleQuoted(
                """
                {'strategy': 'weights', 'asOf': 'today', 'target': [
                  {'contract': {'conId': 756733}, 'signal': 60},
                  {'contract': {'symbol': 'SPY'}, 'signal': 'much'},
                  {'contract': {'conId': 1}, 'signl': 0.1}]}
                """));

    answered(400, refused);
    assertThat(error(refused)).contains("the external strategies are ml");
    assertThat(error(refused)).contains("target[0].signal is 60; it must be a fraction");
    assertThat(error(refused)).contains("target[1].contract");
    assertThat(error(refused)).contains("target[1].signal");
    assertThat(error(refused)).contains("target[2] has the unknown field signl");
    assertThat(error(refused)).contains(doubleQuoted("asOf is 'today'; it must be a time"));
    assertNothingIsStored();
  }

  @Test
  void allUnknownContractsAreNamedAtOnce() throws Exception {
    HttpResponse<String> refused =
        set(
            doubleQuoted(
                """
                {'strategy': 'ml', 'target': [
                  {'contract': {'conId': 756733}, 'signal': 0.1},
                  {'contract': {'conId': 11}, 'signal': 0.1},
                  {'contract': {'symbol': 'NOPE', 'secType': 'STK', 'exchange': 'SMART',
                    'currency': 'USD'}, 'signal': 0.1}]}
                """));

    answered(400, refused);
    assertThat(error(refused)).contains("the gateway knows no contract conId 11");
    assertThat(error(refused)).contains("the gateway knows no contract NOPE STK SMART USD");
    assertNothingIsStored();
  }

  @Test
  void sumAndSameInstrumentTwiceAreRefused() throws Exception {
    String entry = "{'contract': {'conId': 756733}, 'signal': %s}";
    String named =
        "{'contract': {'symbol': 'SPY', 'secType': 'STK', 'exchange': 'SMART', 'currency':"
            + " 'USD'}, 'signal': %s}";
    String body = "{'strategy': 'ml', 'target': [%s, %s]}";

    HttpResponse<String> large =
        set(doubleQuoted(body.formatted(entry.formatted("15"), named.formatted("-15"))));
    HttpResponse<String> twice =
        set(doubleQuoted(body.formatted(entry.formatted("0.1"), named.formatted("0.1"))));

    answered(400, large);
    assertThat(error(large)).contains("the sum of target without signs is 30; it must be");
    answered(400, twice);
    assertThat(error(twice)).contains("two signals are for the same contract, SPY");
    assertNothingIsStored();
  }

  @Test
  void timesInTheFutureAndTooOldAreRefused() throws Exception {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    HttpResponse<String> future =
        set(target("0.1", ", 'asOf': '%s'".formatted(now.plusSeconds(60))));
    HttpResponse<String> old =
        set(target("0.1", ", 'asOf': '%s'".formatted(now.minusSeconds(181 * 60))));

    answered(400, future);
    assertThat(error(future)).contains("which is in the future: it is ");
    answered(400, old);
    assertThat(error(old)).contains("181 minutes before now");
    assertThat(error(old)).contains("freshMinutes of strategies/ml allows 180");
    assertNothingIsStored();
  }

  @Test
  void sameKeyIsStoredOnceAndNeverReplacesNewerSignals() throws Exception {
    JsonObject first = answered(200, set(target("0.1", "")));
    answered(200, door.postWithKey("/signals", key + " newer", target("0.2", "")));

    JsonObject again = answered(200, set(target("0.1", "")));
    HttpResponse<String> other = set(target("0.3", ""));

    assertThat(again.get("status").getAsString()).isEqualTo("already-stored");
    assertThat(again.get("setAt")).isEqualTo(first.get("setAt"));
    answered(400, other);
    assertThat(error(other)).startsWith("RunKeyReusedException: the key belongs to the signals");
    assertThat(shown().getAsJsonArray("target").toString()).contains("0.2");
  }

  @Test
  void withoutAKeyOnlyTheLastTargetCountsAsRepeated() throws Exception {
    JsonObject first = bench.ok("/signals", target("0.1", ""));
    JsonObject repeated = bench.ok("/signals", target("0.1", ""));
    bench.ok("/signals", target("0.2", ""));
    JsonObject back = bench.ok("/signals", target("0.1", ""));

    assertThat(repeated.get("status").getAsString()).isEqualTo("already-stored");
    assertThat(repeated.get("record")).isEqualTo(first.get("record"));
    assertThat(back.get("status").getAsString()).isEqualTo("stored");
    assertThat(shown().getAsJsonArray("target").toString()).contains("0.1");
  }

  @Test
  void olderSignalsDoNotReplaceNewerOnes() throws Exception {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    bench.ok("/signals", target("0.2", ", 'asOf': '%s'".formatted(now.minusSeconds(10))));

    HttpResponse<String> older =
        set(target("0.1", ", 'asOf': '%s'".formatted(now.minusSeconds(20))));

    answered(400, older);
    assertThat(error(older)).contains("and strategies/ml has newer signals, as of ");
  }

  @Test
  void dryRunChecksAndStoresNothing() throws Exception {
    int before = orders();

    JsonObject answer = answered(200, set(target("0.5", ", 'dryRun': true, 'thenAllocate': true")));

    assertThat(answer.get("status").getAsString()).isEqualTo("dry-run");
    JsonObject allocation = answer.getAsJsonObject("allocation");
    assertThat(allocation.getAsJsonObject("signals").getAsJsonObject("ml").toString())
        .isEqualTo(doubleQuoted("{'SPY':0.5}"));
    assertThat(allocation.getAsJsonArray("orders")).hasSize(1);
    assertThat(orders()).isEqualTo(before);
    assertNothingIsStored();
  }

  @Test
  void thenAllocateTradesOnceWithTheKey() throws Exception {
    int before = orders();
    String body = target("0.5", ", 'thenAllocate': true");

    JsonObject first = answered(200, set(body));
    JsonObject again = answered(200, set(body));

    assertThat(first.get("status").getAsString()).isEqualTo("stored");
    assertThat(first.getAsJsonObject("allocation").getAsJsonArray("orders")).hasSize(1);
    assertThat(again.get("status").getAsString()).isEqualTo("already-stored");
    assertThat(again.getAsJsonObject("allocation").get("status").getAsString())
        .isEqualTo("already-ran");
    assertThat(orders()).isEqualTo(before + 1);
    closeAll();
  }

  @Test
  void simultaneousRequestsOfOneKeyTradeOnce() throws Exception {
    int before = orders();
    String body = target("0.5", ", 'thenAllocate': true");
    List<String> statuses = Collections.synchronizedList(new ArrayList<>());
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      callers.add(
          new Thread(
              () -> {
                try {
                  statuses.add(answered(200, set(body)).get("status").getAsString());
                } catch (Exception | AssertionError e) {
                  statuses.add(e.toString());
                }
              }));
    }

    callers.forEach(Thread::start);
    for (Thread caller : callers) {
      caller.join();
    }

    assertThat(statuses).containsExactly("stored", "already-stored", "already-stored");
    assertThat(orders()).isEqualTo(before + 1);
    closeAll();
  }

  @Test
  void otherSignalsWithoutAKeyAreAnotherRun() throws Exception {
    int before = orders();

    bench.ok("/signals", target("0.3", ", 'thenAllocate': true"));
    bench.awaitFilled();
    JsonObject second = bench.ok("/signals", target("0.1", ", 'thenAllocate': true"));

    assertThat(second.getAsJsonObject("allocation").getAsJsonArray("orders")).hasSize(1);
    assertThat(orders()).isEqualTo(before + 2);
    closeAll();
  }

  @Test
  void failedAllocationSaysThatTheSignalsAreStored() throws Exception {
    door.store()
        .update(
            "config/common", Map.of("limits", Map.of("largestOrderValue", new BigDecimal("1"))));
    int before = orders();

    JsonObject failed = answered(500, set(target("0.4", ", 'thenAllocate': true")));

    assertThat(failed.get("error").getAsString()).startsWith("LimitsExceededException");
    assertThat(failed.get("step").getAsString()).isEqualTo("allocation");
    JsonObject signals = failed.getAsJsonObject("done").getAsJsonObject("signals");
    assertThat(signals.get("status").getAsString()).isEqualTo("stored");
    assertThat(signals.get("next").getAsString())
        .contains("the signals are stored, and their allocation failed");
    assertThat(orders()).isEqualTo(before);
    assertThat(shown().get("state").getAsString()).isEqualTo("fresh");
  }

  /** An exemption of signals is none of the allocation after them. */
  @Test
  void killSwitchStopsTheAllocationThoughSignalsAreExempt() throws Exception {
    int before = orders();
    door.store().update("config/common", Map.of("tradingEnabled", false));
    HttpResponse<String> refused = set(target("0.4", ""));
    assertNothingIsStored();
    door.store().update("config/common", Map.of("killSwitchExempt", List.of("signals")));

    JsonObject failed = answered(503, set(target("0.4", ", 'thenAllocate': true")));

    answered(503, refused);
    assertThat(failed.get("error").getAsString()).startsWith("KillSwitchException: ");
    assertThat(
            failed.getAsJsonObject("done").getAsJsonObject("signals").get("status").getAsString())
        .isEqualTo("stored");
    assertThat(orders()).isEqualTo(before);
  }

  @Test
  void allocationWithoutExposureSaysSo() throws Exception {
    door.store().update("config/common", Map.of("exposure", Map.of("overall", 0)));

    JsonObject answer = answered(200, set(target("0.4", ", 'thenAllocate': true")));

    assertThat(answer.get("status").getAsString()).isEqualTo("stored");
    assertThat(answer.getAsJsonObject("allocation").get("status").getAsString())
        .contains("exposure");
  }

  @Test
  void getChangesNothing() throws Exception {
    HttpResponse<String> get = door.get("/signals?strategy=ml&target=%5B%5D");
    HttpResponse<String> other = door.get("/signals?strategy=weights");

    answered(400, get);
    assertThat(error(get)).contains("unknown parameter target");
    answered(400, other);
    assertThat(error(other)).contains("the external strategies are ml");
  }

  @Test
  void activityKeepsWhatWasSet() throws Exception {
    String invocation = answered(200, set(target("0.1", ""))).get("invocation").getAsString();

    List<Document> activities =
        door.store().list("activity").stream()
            .filter(document -> invocation.equals(document.fields().get("invocation")))
            .toList();
    assertThat(activities).hasSize(1);
    assertThat(activities.get(0).string("intent")).isEqualTo("SetSignals");
    assertThat(activities.get(0).fields().toString()).contains("stored");
  }

  /** Runs examples/set_signals.py, and returns what it has printed. */
  private static String script(int code, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("python3", "examples/set_signals.py"));
    command.addAll(List.of("--url", door.root().toString()));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertWithMessage(printed).that(process.waitFor()).isEqualTo(code);
    return printed;
  }

  private static boolean isPythonThere() {
    try {
      return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The script of docs/strategies.md. */
  @Test
  void pythonScriptSetsSignalsAndAllocatesOnce() throws Exception {
    assumeTrue(isPythonThere(), "python3 is missing");
    int before = orders();
    String[] words = {"--strategy", "ml", "--key", "friday", "--then-allocate", "SPY=0.4"};

    JsonObject first = JsonParser.parseString(script(0, words)).getAsJsonObject();
    JsonObject again = JsonParser.parseString(script(0, words)).getAsJsonObject();
    String refused = script(1, "--strategy", "ml", "SPY=0.1", "NOPE=0.1");

    assertThat(first.get("status").getAsString()).isEqualTo("stored");
    assertThat(first.get("by").getAsString()).isEqualTo("set_signals.py");
    assertThat(again.get("status").getAsString()).isEqualTo("already-stored");
    assertThat(orders()).isEqualTo(before + 1);
    assertThat(refused).startsWith("set_signals.py: 400: InvalidParametersException: target: ");
    assertThat(refused).contains("the gateway knows no contract NOPE STK SMART USD");
    closeAll();
  }

  private static void closeAll() throws Exception {
    bench.awaitFilled();
    bench.reconciled();
    bench.ok("/close-all", doubleQuoted("{'strategies':['ml']}"));
    bench.awaitFilled();
    bench.reconciled();
  }
}
