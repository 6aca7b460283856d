package dev.ibintents.bench;

import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.Instrument.Kind;
import dev.ibintents.simulator.market.Universe;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Documents of strategies that hold contracts by weight. */
public final class Weights {
  private Weights() {}

  /**
   * The document of such a strategy that holds US stocks.
   *
   * @param weights decimals, by symbol
   */
  public static Map<String, Object> document(Map<String, ?> weights) {
    List<Map<String, Object>> list = new ArrayList<>();
    weights.forEach((symbol, weight) -> list.add(entry(stock(symbol, "USD"), weight)));
    return Map.of("kind", "weights", "weights", list);
  }

  /**
   * The document of such a strategy that holds anything that the simulated market has.
   *
   * @param weights decimals, by what {@link #instrument} finds
   */
  public static Map<String, Object> document(Universe universe, Map<String, ?> weights) {
    List<Map<String, Object>> list = new ArrayList<>();
    weights.forEach(
        (name, weight) -> list.add(entry(contract(instrument(universe, name)), weight)));
    return Map.of("kind", "weights", "weights", list);
  }

  /** The instrument of a name: the local symbol of a pair or a stock, or a future's symbol. */
  public static Instrument instrument(Universe universe, String name) {
    // Options are many, take long to make, and have no name here.
    return Stream.of(Kind.STK, Kind.FUT, Kind.CASH)
        .flatMap(universe::listed)
        .filter(
            instrument ->
                instrument.kind() == Kind.FUT
                    ? instrument.symbol().equals(name)
                    : instrument.localSymbol().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the market has no " + name));
  }

  private static Map<String, Object> entry(Map<String, Object> contract, Object weight) {
    return Map.of("contract", contract, "weight", new BigDecimal(weight.toString()));
  }

  private static Map<String, Object> contract(Instrument instrument) {
    return switch (instrument.kind()) {
      case FUT ->
          Map.of(
              "symbol", instrument.symbol(),
              "secType", "FUT",
              "exchange", instrument.route(),
              "currency", instrument.currency(),
              "lastTradeDateOrContractMonth", instrument.contractMonth());
      case CASH ->
          Map.of(
              "symbol", instrument.symbol(),
              "secType", "CASH",
              "exchange", instrument.route(),
              "currency", instrument.currency());
      default -> stock(instrument.symbol(), instrument.currency());
    };
  }

  private static Map<String, Object> stock(String symbol, String currency) {
    return Map.of("symbol", symbol, "secType", "STK", "exchange", "SMART", "currency", currency);
  }

  /**
   * The configuration's field that gives strategies fractions of the account.
   *
   * @param overall a decimal
   * @param strategies decimals, by the strategies' ids
   */
  public static Map<String, Object> exposure(String overall, Map<String, String> strategies) {
    Map<String, BigDecimal> fractions = new LinkedHashMap<>();
    strategies.forEach((id, fraction) -> fractions.put(id, new BigDecimal(fraction)));
    return Map.of("exposure", Map.of("overall", new BigDecimal(overall), "strategies", fractions));
  }
}
