package dev.ibintents.intent.account;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.bench.FrontDoor.answered;
import static dev.ibintents.bench.FrontDoor.error;
import static dev.ibintents.bench.FrontDoor.json;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.simulator.server.GatewayOptions;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A login of the other trading mode: an account with real money in paper mode, and a paper account
 * in live mode. Nothing is traded or booked on it, and it can be looked at.
 */
@Timeout(120)
public final class WrongAccountTest {
  private static final String PAPER = GatewayOptions.ACCOUNT;
  private static final String REAL = "U7654321";

  /** Everything that trades or books, dry runs included, by what is asked. */
  public static final Map<String, String> WORK = work();

  @TempDir Path folder;
  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-23T15:00:00Z"));
  private FrontDoor door;

  private static Map<String, String> work() {
    Map<String, String> work = new LinkedHashMap<>();
    for (String trading : List.of("allocation", "orchestrate", "close-all", "cash-balancer")) {
      work.put("/" + trading + "?dryRun=true", "");
      work.put("/" + trading, "{}");
    }
    work.put("/close-all?strategies=weights", "");
    work.put("/reconcile", "{}");
    work.put("/trade-reconciliation", "{}");
    work.put(doubleQuoted("/trade-reconciliation?adopt={'weights':{'756733':1}}"), "");
    work.put("/adopt-account?from=DU1&to=U7654321", "");
    return work;
  }

  /** Asks for it: in the query string, or in a body. */
  public static HttpResponse<String> ask(FrontDoor door, Map.Entry<String, String> work)
      throws Exception {
    return work.getValue().isEmpty()
        ? door.get(
            work.getKey().replace("{", "%7B").replace("}", "%7D").replace(doubleQuoted("'"), "%22"))
        : door.post(work.getKey(), work.getValue());
  }

  private void open(String mode, UnaryOperator<GatewayOptions> gateway) throws Exception {
    door = FrontDoor.in(folder).clock(clock).variable("TRADING_MODE", mode).gateway(gateway).open();
    door.store().set("config/live", Map.of("apiPort", door.gateway().port()));
    door.expose(Map.of("growth", "0.4"));
    door.store()
        .update("config/common", Map.of("cashBalanceThresholdInBaseCurrency", new BigDecimal(500)));
    // The account holds none of it, so that books without any agree.
    door.strategy("growth", Map.of("IEF", "0.4"));
  }

  @AfterEach
  void close() {
    door.close();
  }

  /** All that is kept of the mode's account, and all that the broker has got. */
  public static Map<String, Object> everything(FrontDoor door, String mode) {
    Map<String, Object> all = new TreeMap<>();
    for (String collection :
        List.of(
            "config",
            "runs",
            "leases",
            "positions",
            "positions/" + mode + "/holdings",
            "positions/" + mode + "/openOrders",
            "positions/" + mode + "/fills",
            "positions/" + mode + "/portfolio")) {
      all.put(collection, door.store().list(collection));
    }
    all.put("received", door.gateway().account().received());
    all.put("orders", door.gateway().account().orders());
    all.put("held", door.gateway().account().positions());
    return all;
  }

  private void requireAllRefused(String mode, String words) throws Exception {
    Map<String, Object> before = everything(door, mode);
    for (Map.Entry<String, String> work : WORK.entrySet()) {
      HttpResponse<String> response = ask(door, work);

      assertWithMessage(work + " " + response.body()).that(response.statusCode()).isEqualTo(500);
      assertThat(error(response)).startsWith("AccountOfOtherModeException: " + words);
      assertThat(error(response)).contains("allowAccountOfOtherMode: true in config/" + mode);
      assertWithMessage(work.toString()).that(everything(door, mode)).isEqualTo(before);
    }
  }

  private static List<String> problems(HttpResponse<String> response) {
    return json(response).has("problems")
        ? Bench.list(json(response), "problems").stream()
            .map(problem -> problem.get("code") + " " + problem.get("message"))
            .toList()
        : List.of();
  }

  @Test
  void paperTradesNoRealMoney() throws Exception {
    open("paper", options -> options.account(REAL));

    requireAllRefused("paper", "the trading mode is paper, but U7654321 is a live account");
  }

  @Test
  void liveTradesNoPaperAccount() throws Exception {
    open("live", options -> options.account(PAPER));

    requireAllRefused("live", "the trading mode is live, but DU1234567 is a paper account");
  }

  @Test
  void theOtherModesAccountCanBeLookedAtWithAWarning() throws Exception {
    open("paper", options -> options.account(REAL));
    Map<String, Object> before = everything(door, "paper");
    String bars = "/collect-market-data?duration=10%20D&contracts=%5B%7B%22conId%22:756733%7D%5D";
    for (String reading : List.of("/ping", "/summary", bars)) {
      HttpResponse<String> response = door.get(reading);

      answered(200, response);
      assertThat(problems(response)).hasSize(1);
      assertThat(problems(response).get(0))
          .startsWith(doubleQuoted("'account-of-other-mode' 'the trading"));
      assertThat(problems(response).get(0)).contains(REAL);
    }
    assertThat(json(door.get("/ping")).get("managedAccounts").toString()).contains(REAL);
    assertThat(json(door.get("/summary")).getAsJsonObject("portfolio").keySet()).contains("SPY");
    assertThat(everything(door, "paper")).isEqualTo(before);
  }

  @Test
  void theRightAccountComesWithoutAWarning() throws Exception {
    open("live", options -> options.account(REAL));

    assertThat(problems(door.get("/ping"))).isEmpty();
    assertThat(problems(door.get("/summary"))).isEmpty();
    assertThat(door.get("/allocation").statusCode()).isEqualTo(200);
    assertThat(door.gateway().account().received()).hasSize(1);
    assertThat(door.store().get("positions/live").orElseThrow().string("account")).isEqualTo(REAL);
  }

  @Test
  void theModesConfigurationMayAllowIt() throws Exception {
    open("paper", options -> options.account(REAL));
    door.store().update("config/paper", Map.of("allowAccountOfOtherMode", true));

    assertThat(problems(door.get("/ping"))).isEmpty();
    HttpResponse<String> response = door.get("/allocation");

    answered(200, response);
    assertThat(door.gateway().account().received()).hasSize(1);
  }

  @Test
  void oneDocumentCannotAllowBothModes() throws Exception {
    open("paper", options -> options.account(REAL));
    door.store().update("config/common", Map.of("allowAccountOfOtherMode", true));

    HttpResponse<String> response = door.get("/allocation");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(error(response))
        .startsWith("ConfigurationException: config/common allowAccountOfOtherMode must not be");
    assertThat(door.gateway().connectionsAccepted()).isEqualTo(0);
  }

  @Test
  void ofSeveralAccountsTheConfiguredOneDecides() throws Exception {
    open("paper", options -> options.account(REAL).secondAccount(PAPER));
    door.store().update("config/paper", Map.of("account", PAPER));

    assertThat(problems(door.get("/ping"))).isEmpty();
    HttpResponse<String> paper = door.get("/reconcile");
    answered(200, paper);

    door.store().update("config/paper", Map.of("account", REAL));
    assertThat(error(door.get("/reconcile"))).startsWith("AccountOfOtherModeException: ");
    assertThat(problems(door.get("/ping")).get(0)).contains(REAL);
  }

  @Test
  void ofSeveralAccountsAllAreWarnedOfWhileNoneIsConfigured() throws Exception {
    open("paper", options -> options.account(REAL).secondAccount(PAPER));

    List<String> problems = problems(door.get("/ping"));
    HttpResponse<String> allocation = door.get("/allocation");

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0)).contains(REAL);
    assertThat(problems.get(0)).doesNotContain(PAPER);
    assertThat(allocation.statusCode()).isEqualTo(500);
    assertThat(error(allocation)).contains("set account to one of them");
    assertThat(door.gateway().account().received()).isEmpty();
  }

  /** What a run left that broke off is not sent to an account of the other mode. */
  @Test
  void ordersOfADeadRunAreNotSentToTheWrongAccount() throws Exception {
    open("paper", options -> options.account(PAPER));
    door.gateway().faults().orders().dropBefore(1);
    JsonObject broken = json(door.post("/allocation", "{}"));
    assertWithMessage(broken.toString()).that(broken.has("error")).isTrue();
    door.close();
    open("paper", options -> options.account(REAL));
    Map<String, Object> before = everything(door, "paper");

    assertThat(error(door.get("/trade-reconciliation")))
        .startsWith("AccountOfOtherModeException: ");
    assertThat(error(door.get("/allocation"))).startsWith("AccountOfOtherModeException: ");

    assertThat(everything(door, "paper")).isEqualTo(before);
  }
}
