package dev.ibintents;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What tests write of strategies that hold US stocks by weight. */
final class Weights {
  private Weights() {}

  /**
   * The document of such a strategy.
   *
   * @param weights decimals, by symbol
   */
  static Map<String, Object> document(Map<String, ?> weights) {
    List<Map<String, Object>> list = new ArrayList<>();
    weights.forEach(
        (symbol, weight) ->
            list.add(
                Map.of(
                    "contract",
                    Map.of(
                        "symbol", symbol, "secType", "STK", "exchange", "SMART", "currency", "USD"),
                    "weight",
                    new BigDecimal(weight.toString()))));
    return Map.of("kind", "weights", "weights", list);
  }

  /**
   * The configuration's field that gives strategies fractions of the account.
   *
   * @param overall a decimal
   * @param strategies decimals, by the strategies' ids
   */
  static Map<String, Object> exposure(String overall, Map<String, String> strategies) {
    Map<String, BigDecimal> fractions = new LinkedHashMap<>();
    strategies.forEach((id, fraction) -> fractions.put(id, new BigDecimal(fraction)));
    return Map.of("exposure", Map.of("overall", new BigDecimal(overall), "strategies", fractions));
  }
}
