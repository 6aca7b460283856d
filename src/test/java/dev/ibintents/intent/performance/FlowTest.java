package dev.ibintents.intent.performance;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.bench.FrontDoor.error;
import static dev.ibintents.bench.FrontDoor.json;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.bench.Weights;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Document;
import dev.ibintents.trading.performance.CashFlow;
import dev.ibintents.trading.performance.Flows;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Cash flows that a person records. */
@Timeout(60)
final class FlowTest {
  private static final String FLOWS = "positions/paper/flows";
  private static final String DEPOSIT =
      "{'kind':'deposit','amount':1000.50,'currency':'EUR','date':'2026-11-20','note':'salary'}";

  @TempDir Path folder;
  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-23T15:45:00Z"));
  private FrontDoor door;

  @BeforeEach
  void open() throws Exception {
    door = FrontDoor.in(folder).clock(clock).open();
    door.store().update("config/common", Weights.exposure("1", Map.of("growth", "0.4")));
    door.store().set("strategies/growth", Weights.document(Map.of("SPY", "0.6")));
    door.gateway().close(); // nothing of this may need it
  }

  @AfterEach
  void close() {
    door.close();
  }

  private JsonObject ok(String body) throws Exception {
    return answered(200, door.post("/flow", doubleQuoted(body)));
  }

  private static JsonObject answered(int status, HttpResponse<String> response) {
    assertWithMessage(response.body()).that(response.statusCode()).isEqualTo(status);
    return json(response);
  }

  private String refusal(String body) throws Exception {
    List<Document> before = door.store().list(FLOWS);
    HttpResponse<String> response = door.post("/flow", doubleQuoted(body));
    assertWithMessage(response.body()).that(response.statusCode()).isEqualTo(400);
    assertThat(door.store().list(FLOWS)).isEqualTo(before);
    return error(response);
  }

  private static String text(JsonObject answer, String name) {
    return answer.get(name).isJsonNull() ? null : answer.get(name).getAsString();
  }

  private List<CashFlow> flows() {
    return new Flows(door.store(), TradingMode.PAPER).all();
  }

  private Document activity() {
    return door.store().list("activity").stream()
        .filter(document -> document.string("intent").equals("Flow"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void depositIsRecordedWithoutTheGateway() throws Exception {
    JsonObject answer = ok(DEPOSIT);

    assertThat(text(answer, "status")).isEqualTo("recorded");
    assertThat(text(answer, "effect"))
        .isEqualTo("1000.5 EUR came into the account, which is no profit and no loss");
    CashFlow flow = flows().get(0);
    assertThat(text(answer, "flow")).isEqualTo(FLOWS + "/" + flow.id());
    assertThat(flow.toString()).isEqualTo("deposit of 1000.5 EUR on 2026-11-20");
    assertThat(flow.note()).hasValue("salary");
    assertThat(flow.kind().isExternal()).isTrue();
    assertThat(activity().map("outcome").map("flow").string("kind")).isEqualTo("deposit");
  }

  @Test
  void sameRequestIsRecordedOnceHoweverLateItComes() throws Exception {
    JsonObject first = ok(DEPOSIT);
    clock.advance(Duration.ofDays(40));

    JsonObject second = ok(DEPOSIT.replace("1000.50", "1000.5"));

    assertThat(text(second, "status")).isEqualTo("already-recorded");
    assertThat(second.get("repeated").getAsBoolean()).isTrue();
    assertThat(text(second, "flow")).isEqualTo(text(first, "flow"));
    assertThat(text(second, "next")).contains("another note or an Idempotency-Key");
    assertThat(flows()).hasSize(1);
  }

  @Test
  void secondFlowThatIsTheSameNeedsAnotherNoteOrKey() throws Exception {
    ok(DEPOSIT);

    assertThat(text(ok(DEPOSIT.replace("salary", "bonus")), "status")).isEqualTo("recorded");
    JsonObject keyed = answered(200, door.postWithKey("/flow", "k1", doubleQuoted(DEPOSIT)));
    JsonObject again = answered(200, door.postWithKey("/flow", "k1", doubleQuoted(DEPOSIT)));

    assertThat(text(keyed, "status")).isEqualTo("recorded");
    assertThat(text(again, "status")).isEqualTo("already-recorded");
    assertThat(flows()).hasSize(3);
  }

  @Test
  void keyOfAnotherFlowIsRefused() throws Exception {
    answered(200, door.postWithKey("/flow", "k1", doubleQuoted(DEPOSIT)));

    HttpResponse<String> other =
        door.postWithKey("/flow", "k1", doubleQuoted(DEPOSIT.replace("1000.50", "7")));

    answered(400, other);
    assertThat(error(other)).contains("the key belongs to the deposit of 1000.5 EUR on 2026-11-20");
    assertThat(flows()).hasSize(1);
  }

  @Test
  void oppositeAmountTakesAFlowBackOnce() throws Exception {
    String flow = text(ok(DEPOSIT), "flow");

    JsonObject back = ok(DEPOSIT.replace("1000.50", "-1000.50"));

    assertThat(text(back, "takesBack")).isEqualTo(flow);
    assertThat(text(back, "effect")).startsWith("1000.5 EUR left the account");
    assertThat(refusal(DEPOSIT.replace("1000.50", "-1000.50").replace("salary", "again")))
        .contains(
            "the amount of a deposit is positive, and it is -1000.5; a negative one takes back a"
                + " deposit only if one of 1000.5 EUR is on record for 2026-11-20");
  }

  @Test
  void signThatTheKindForbidsIsRefused() throws Exception {
    assertThat(refusal("{'kind':'withdrawal','amount':500,'currency':'EUR','date':'2026-11-20'}"))
        .contains("the amount of a withdrawal is negative, and it is 500");
    assertThat(refusal("{'kind':'fee','amount':5,'currency':'EUR','date':'2026-11-20'}"))
        .contains("the amount of a fee is negative, and it is 5");
    ok("{'kind':'withdrawal','amount':-500,'currency':'EUR','date':'2026-11-20'}");
    ok("{'kind':'withdrawal','amount':500,'currency':'EUR','date':'2026-11-20','note':'oops'}");
  }

  @Test
  void dividendOfAStrategyBelongsToIt() throws Exception {
    JsonObject answer =
        ok(
            "{'kind':'dividend','amount':12.34,'currency':'USD','date':'2026-11-20',"
                + "'strategy':'growth'}");

    assertThat(text(answer, "effect"))
        .isEqualTo("12.34 USD came into the account, as profit or loss of growth");
    assertThat(flows().get(0).shares().toString()).isEqualTo("{growth=12.34}");
  }

  @Test
  void dryRunWritesNothing() throws Exception {
    JsonObject answer = ok(DEPOSIT.replace("}", ",'dryRun':true}"));

    assertThat(text(answer, "status")).isEqualTo("dry-run");
    assertThat(flows()).isEmpty();
    assertThat(text(ok(DEPOSIT), "flow")).isEqualTo(text(answer, "flow"));
    assertThat(flows()).hasSize(1);
  }

  @Test
  void allFaultsAreNamedAtOnce() throws Exception {
    assertThat(
            refusal(
                "{'kind':'deposits','amount':0,'currency':'eur','date':'2026-11-24',"
                    + "'strategy':'grwoth'}"))
        .startsWith(
            doubleQuoted(
                "InvalidParametersException: kind is 'deposits', it must be one of deposit,"
                    + " withdrawal, dividend, interest, fee; did you mean deposit?; amount is 0; a"
                    + " flow has an amount, negative if money leaves the account; currency is"
                    + " 'eur', it must be three capital letters such as EUR; date is 2026-11-24,"
                    + " which is in the future: it is 2026-11-23 in UTC; unknown strategy grwoth;"
                    + " did you mean growth?; there are "));
  }

  @Test
  void valuesOfOtherFormsAreRefused() throws Exception {
    String words = refusal("{'kind':'deposit','amount':'5','currency':'EURO','date':'20.11.2026'}");

    assertThat(words).contains(doubleQuoted("amount is '5', it must be a number"));
    assertThat(refusal("{'kind':'deposit','amount':5,'currency':'EURO','date':'20.11.2026'}"))
        .contains(
            doubleQuoted(
                "currency is 'EURO', it must be three capital letters such as USD; date is"
                    + " '20.11.2026', it must be a day such as 2026-11-23"));
    assertThat(refusal("{'kind':'deposit','amount':1e300,'currency':'EUR','date':'2026-11-20'}"))
        .contains("amount must have at most 15 digits before the point and 8 after it");
    assertThat(
            refusal(
                "{'kind':'deposit','amount':5,'currency':'EUR','date':'2026-11-20',"
                    + "'strategy':'growth'}"))
        .contains("a deposit belongs to the account and to no strategy; leave strategy out");
  }

  @Test
  void queryStringRecordsTheSameFlow() throws Exception {
    ok("{'kind':'interest','amount':-3.2,'currency':'USD','date':'2026-11-20'}");

    JsonObject answer =
        answered(200, door.get("/flow?kind=interest&amount=-3.20&currency=USD&date=2026-11-20"));

    assertThat(text(answer, "status")).isEqualTo("already-recorded");
  }

  @Test
  void flowsAreReadByDate() throws Exception {
    ok(DEPOSIT);
    ok(DEPOSIT.replace("2026-11-20", "2026-11-02"));
    ok(DEPOSIT.replace("2026-11-20", "2026-11-09"));

    assertThat(flows().stream().map(CashFlow::date).toList())
        .containsExactly(
            LocalDate.parse("2026-11-02"),
            LocalDate.parse("2026-11-09"),
            LocalDate.parse("2026-11-20"))
        .inOrder();
  }
}
