package dev.ibintents.bench;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.bench.FrontDoor.answered;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.home.Seed;
import dev.ibintents.simulator.account.StandingOrder;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.store.Document;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.RunDocument;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * For tests of what intents trade and post: a front door whose books agree with the simulated
 * account.
 */
public final class Bench {
  public static final int SPY = 756733;

  public final FrontDoor door;

  public Bench(FrontDoor door, Clock clock) {
    this.door = door;
    new Seed(door.store(), clock).holdings(TradingMode.PAPER, door.gateway().account());
  }

  /** Gives strategies these fractions of the account. */
  public void expose(Map<String, String> strategies) {
    door.expose(strategies);
  }

  /** Lets a strategy want these weights. */
  public void strategy(String id, Map<String, String> weights) {
    door.strategy(id, weights);
  }

  public HttpResponse<String> postWithKey(String path, String key, String body) throws Exception {
    return door.postWithKey(path, key, body);
  }

  /** Asks for something that is to succeed. */
  public JsonObject ok(String path, String body) throws Exception {
    return ok(door.post(path, body));
  }

  /** The answer to a request that is to succeed. */
  public static JsonObject ok(HttpResponse<String> response) {
    return answered(200, response);
  }

  public JsonObject reconciled() throws Exception {
    return ok("/trade-reconciliation", "{}");
  }

  /** The answer to a request that is to fail. */
  public JsonObject failed(int status, HttpResponse<String> response) {
    return answered(status, response);
  }

  public Instrument spy() {
    return door.gateway().universe().byConId(SPY).orElseThrow();
  }

  /** The live order of the product's own in a contract. */
  public StandingOrder standing(int conId) {
    return door.gateway().account().orders().stream()
        .filter(order -> order.order().clientId() == 1)
        .filter(order -> order.open().contract().conId() == conId)
        .findFirst()
        .orElseThrow();
  }

  /** The dollars of the account. */
  public BigDecimal cash() {
    return door.gateway().account().valuation().cash("USD");
  }

  /** Pays dollars in or out, so that the account has this amount. */
  public void leaveCash(BigDecimal amount) {
    door.gateway().account().deposit("USD", amount.subtract(cash()));
  }

  /** The orders of all runs. */
  public List<Leg> legs() {
    return door.store().list("runs").stream()
        .map(RunDocument::run)
        .flatMap(run -> run.legs().stream())
        .toList();
  }

  public void awaitFilled() {
    Waiting.until("no order of client 1 is alive", () -> own().isEmpty());
  }

  private List<StandingOrder> own() {
    return door.gateway().account().orders().stream()
        .filter(order -> order.order().clientId() == 1)
        .toList();
  }

  public Books books() {
    return new Books(door.store(), TradingMode.PAPER, Clock.systemUTC());
  }

  /** The holdings of all strategies together, by conId. */
  public Map<Integer, BigDecimal> held() {
    return books().holdings().total().byContract();
  }

  /** The positions of the account, by conId. */
  public Map<Integer, BigDecimal> owned() {
    Map<Integer, BigDecimal> owned = new TreeMap<>();
    door.gateway()
        .account()
        .positions()
        .forEach(
            (instrument, quantity) ->
                owned.put(
                    instrument.conId(),
                    new BigDecimal(quantity.stripTrailingZeros().toPlainString())));
    return owned;
  }

  public void requireMatch() {
    assertThat(held()).isEqualTo(owned());
  }

  /** All that the product keeps, but the log of what was asked and the lease. */
  public Map<String, Object> everything() {
    Map<String, Object> all = new TreeMap<>();
    for (String collection :
        List.of(
            "config",
            "strategies",
            "runs",
            "positions",
            "positions/paper/holdings",
            "positions/paper/openOrders",
            "positions/paper/fills",
            "positions/paper/portfolio")) {
      for (Document document : door.store().list(collection)) {
        all.put(document.path(), document.fields());
      }
    }
    all.put("received", door.gateway().account().received());
    return all;
  }

  public static List<JsonObject> list(JsonObject answer, String name) {
    return answer.getAsJsonArray(name).asList().stream().map(JsonElement::getAsJsonObject).toList();
  }

  public static List<String> texts(JsonObject answer, String name) {
    return answer.getAsJsonArray(name).asList().stream().map(JsonElement::getAsString).toList();
  }

  /** The codes of an answer's problems, in their order. */
  public static List<String> problemCodes(JsonObject answer) {
    return answer.has("problems")
        ? list(answer, "problems").stream()
            .map(problem -> problem.get("code").getAsString())
            .toList()
        : List.of();
  }

  /** The message of the first problem with this code. */
  public static String problem(JsonObject answer, String code) {
    return list(answer, "problems").stream()
        .filter(problem -> problem.get("code").getAsString().equals(code))
        .map(problem -> problem.get("message").getAsString())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no problem " + code + " in " + answer));
  }
}
