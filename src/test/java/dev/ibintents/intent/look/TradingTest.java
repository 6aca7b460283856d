package dev.ibintents.intent.look;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.environment.Configuration;
import dev.ibintents.store.Document;
import dev.ibintents.store.Query;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kill switch as an intent, over HTTP. */
@Timeout(120)
final class TradingTest {
  @TempDir Path folder;
  private LookBench at;

  @BeforeEach
  void open() throws Exception {
    at = new LookBench(folder);
  }

  @AfterEach
  void close() {
    at.close();
  }

  /** The activities of the switch. */
  private List<Document> switchings() {
    return at.door.store().query(Query.in("activity").whereEqualTo("intent", "Trading"));
  }

  @Test
  void tradingIsSwitchedOffOnRecordAndOnAgain() throws Exception {
    JsonObject off = Bench.ok(at.trading(false, "holidays"));

    assertThat(off.get("tradingEnabled").getAsBoolean()).isFalse();
    assertThat(off.get("before").getAsBoolean()).isTrue();
    assertThat(off.get("document").getAsString()).isEqualTo("config/paper");
    assertThat(off.get("reason").getAsString()).isEqualTo("holidays");
    assertThat(off.get("repeated").getAsBoolean()).isFalse();
    assertThat(at.door.gateway().connectionsAccepted()).isEqualTo(0);
    HttpResponse<String> refused = at.door.post("/allocation", "{}");
    assertThat(FrontDoor.error(refused)).startsWith("KillSwitchException");
    JsonObject status = at.look("/status");
    LookBench.assertLight(status, "trading", false, "trading is off: holidays");
    JsonObject switched = status.getAsJsonObject("trading").getAsJsonObject("switched");
    assertThat(switched.get("invocation")).isEqualTo(off.get("invocation"));
    assertThat(switchings().get(0).map("outcome").map("trading").string("reason"))
        .isEqualTo("holidays");

    JsonObject on = Bench.ok(at.trading(true, "back"));

    assertThat(on.get("before").getAsBoolean()).isFalse();
    assertThat(LookBench.light(at.look("/status"), "trading").get("words").getAsString())
        .isEqualTo("trading is on");
    at.bench.ok("/ping", "{}");
  }

  @Test
  void aRepetitionLeavesTheRecordOfTheFirst() throws Exception {
    JsonObject first = Bench.ok(at.trading(false, "holidays"));
    Map<String, Object> before = at.door.store().get("config/paper").orElseThrow().fields();

    JsonObject second = Bench.ok(at.trading(false, "illness"));

    assertThat(second.get("repeated").getAsBoolean()).isTrue();
    assertThat(second.get("before").getAsBoolean()).isFalse();
    assertThat(second.get("reason").getAsString()).isEqualTo("holidays");
    assertThat(second.get("at")).isEqualTo(first.get("at"));
    assertThat(at.door.store().get("config/paper").orElseThrow().fields()).isEqualTo(before);
  }

  @Test
  void aRunThatHaltedTradingStaysOnRecordUntilTradingIsOn() throws Exception {
    at.bench.ok("/close-all", doubleQuoted("{'halt':true}"));
    LookBench.assertLight(at.look("/status"), "trading", false, "close-all has switched it off");

    assertThat(Bench.ok(at.trading(false, "again")).get("repeated").getAsBoolean()).isTrue();
    assertThat(at.door.store().get("config/paper").orElseThrow().has(Configuration.HALTED))
        .isTrue();
    Bench.ok(at.trading(true, "calm again"));

    assertThat(at.door.store().get("config/paper").orElseThrow().has(Configuration.HALTED))
        .isFalse();
  }

  @Test
  void theSwitchWorksWhateverElseIsInTheConfiguration() throws Exception {
    at.door.store().update("config/paper", Map.of("clientId", "x", "tradingEnabled", "yes"));
    at.door.store().delete("config/common");

    JsonObject off = Bench.ok(at.trading(false, "something is wrong"));
    assertThat(off.get("before").isJsonNull()).isTrue();
    assertThat(Bench.problemCodes(off)).isEmpty();
    JsonObject on = Bench.ok(at.trading(true, "mended"));

    assertThat(at.door.store().get("config/paper").orElseThrow().bool("tradingEnabled")).isTrue();
    assertThat(Bench.problem(on, "configuration-faulty"))
        .contains("the switch is on, and nothing trades, as the configuration has faults");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/trading", "/trading?enabled=true&reason=x"})
  void theSwitchIsAskedForByPostOnly(String path) throws Exception {
    HttpResponse<String> refused = at.door.get(path);

    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(refused.headers().firstValue("Allow")).hasValue("POST");
    assertThat(FrontDoor.error(refused)).contains("GET is not allowed; use POST");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                | enabled is missing; reason is missing",
        "{'enabled':true}                  | reason is missing",
        "{'enabled':true,'reason':' '}     | reason is ",
        "{'enabled':'no','reason':'x'}     | enabled is 'no', it must be true or false"
      })
  void theSwitchNeedsAStateAndAReason(String body, String words) throws Exception {
    HttpResponse<String> refused = at.door.post("/trading", doubleQuoted(body));

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(FrontDoor.error(refused)).contains(doubleQuoted(words));
    assertThat(at.door.store().get("config/paper").orElseThrow().has("tradingEnabled")).isFalse();
  }

  @Test
  void aLongReasonIsRefused() throws Exception {
    HttpResponse<String> refused = at.trading(false, "x".repeat(301));

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(FrontDoor.error(refused))
        .contains("reason has 301 letters; it must have 300 at most");
  }

  @Test
  void lookingWorksWhileTradingIsOff() throws Exception {
    Bench.ok(at.trading(false, "holidays"));

    at.look("/runs");
    at.look("/holdings");
    at.look("/status");
  }
}
