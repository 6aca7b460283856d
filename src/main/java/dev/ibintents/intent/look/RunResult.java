package dev.ibintents.intent.look;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.ibintents.environment.Problem;
import dev.ibintents.intent.json.StrictJson;
import dev.ibintents.trading.ledger.Run;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The answer of a run as the ledger keeps it, in JSON. A run that is under way has none. An answer
 * of an earlier version may lack anything.
 */
final class RunResult {
  /** The field of a run's result that has the answer as JSON text. */
  private static final String ANSWER = "answer";

  private final JsonObject answer;

  private RunResult(JsonObject answer) {
    this.answer = answer;
  }

  /** The result of a run. */
  static RunResult of(Run run) {
    return new RunResult(
        run.result().get(ANSWER) instanceof String text ? parse(text) : new JsonObject());
  }

  private static JsonObject parse(String text) {
    try {
      JsonElement parsed = StrictJson.parse(text);
      return parsed.isJsonObject() ? parsed.getAsJsonObject() : new JsonObject();
    } catch (JsonParseException e) {
      throw new IllegalStateException("a run's answer in the ledger is no JSON: " + text, e);
    }
  }

  /** The problems of the run. */
  List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    if (answer.get("problems") instanceof JsonArray list) {
      for (JsonElement element : list) {
        JsonObject problem = element.getAsJsonObject();
        problems.add(
            new Problem(problem.get("code").getAsString(), problem.get("message").getAsString()));
      }
    }
    return problems;
  }

  /** The names of contracts in the answer, with their conIds. */
  SortedMap<String, Integer> contractIds() {
    SortedMap<String, Integer> ids = new TreeMap<>();
    object(answer, "contractIds")
        .ifPresent(all -> all.asMap().forEach((name, conId) -> ids.put(name, conId.getAsInt())));
    return ids;
  }

  /** The quantities that a strategy was to hold, by conId; empty if it was not allocated. */
  Optional<SortedMap<Integer, BigDecimal>> targets(String strategy) {
    SortedMap<String, Integer> ids = contractIds();
    return object(answer, "targetPositions")
        .flatMap(all -> object(all, strategy))
        .map(
            wanted -> {
              SortedMap<Integer, BigDecimal> targets = new TreeMap<>();
              wanted
                  .asMap()
                  .forEach(
                      (name, quantity) ->
                          Optional.ofNullable(ids.get(name))
                              .ifPresent(conId -> targets.put(conId, quantity.getAsBigDecimal())));
              return targets;
            });
  }

  /** The value of one unit of each currency in the base currency, as the run used it. */
  SortedMap<String, BigDecimal> rates() {
    SortedMap<String, BigDecimal> rates = new TreeMap<>();
    object(answer, "fx")
        .ifPresent(
            all -> all.asMap().forEach((name, rate) -> rates.put(name, rate.getAsBigDecimal())));
    return rates;
  }

  private static Optional<JsonObject> object(JsonObject parent, String name) {
    return parent.get(name) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
  }
}
