package dev.ibintents.backtest;

import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.PricedBar;
import dev.ibintents.simulator.market.Prices;
import dev.ibintents.simulator.market.Universe;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Gives bars by symbol the instruments of the simulated broker. */
final class BarsInMemory {
  /** The first number of a share that the simulated broker does not know. */
  private static final int FIRST_NUMBER = 800_000_000;

  private static final int NUMBERS = 90_000_000;

  private BarsInMemory() {}

  static BarData.Loaded load(Map<String, List<PricedBar>> bars, LocalDate to, List<String> notes) {
    Map<Instrument, List<PricedBar>> loaded = new LinkedHashMap<>();
    List<Instrument> shares = new ArrayList<>();
    Set<Integer> numbers = new HashSet<>();
    new TreeMap<>(bars)
        .forEach(
            (symbol, ofSymbol) -> {
              Instrument instrument =
                  Universe.known(symbol).orElseGet(() -> unknown(symbol, numbers, shares));
              loaded.put(instrument, upTo(ofSymbol, to));
            });
    return new BarData.Loaded(loaded, shares, notes);
  }

  static List<PricedBar> upTo(List<PricedBar> bars, LocalDate to) {
    return bars.stream().filter(bar -> !bar.date().isAfter(to)).toList();
  }

  /** A share with a number that depends on its symbol, so that two runs agree. */
  private static Instrument unknown(String symbol, Set<Integer> numbers, List<Instrument> shares) {
    int number = FIRST_NUMBER + Math.floorMod(symbol.hashCode(), NUMBERS);
    while (!numbers.add(number)) {
      number++;
    }
    Instrument share = Universe.share(number, symbol);
    shares.add(share);
    return share;
  }

  static BarData.Loaded simulated(long seed, LocalDate from, LocalDate to, List<String> symbols) {
    if (to.equals(LocalDate.MAX)) {
      throw new BacktestException("simulated prices never end; set the last day with to(…)");
    }
    Prices prices = new Prices(seed);
    Map<Instrument, List<PricedBar>> loaded = new LinkedHashMap<>();
    for (String symbol : symbols) {
      Instrument instrument =
          Universe.known(symbol)
              .orElseThrow(
                  () ->
                      new BacktestException(
                          "the simulated gateway has no share or pair " + symbol));
      loaded.put(instrument, prices.daily(instrument, from, to));
    }
    return new BarData.Loaded(
        loaded,
        List.of(),
        List.of("bars are the simulated gateway's own prices of seed " + seed + "; not a market"));
  }
}
