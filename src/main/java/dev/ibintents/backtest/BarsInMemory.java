package dev.ibintents.backtest;

import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.PricedBar;
import dev.ibintents.simulator.market.Prices;
import dev.ibintents.simulator.market.Universe;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Gives bars by symbol the instruments of the simulated broker. */
final class BarsInMemory {
  /** The first number of a share that the simulated broker does not know. */
  private static final int FIRST_NUMBER = 800_000_000;

  private static final int NUMBERS = 90_000_000;

  private BarsInMemory() {}

  /** The dividends and splits of a day, for one share. */
  record Payment(LocalDate exDate, BigDecimal dividend, BigDecimal split) {}

  static BarData.Loaded load(Map<String, List<PricedBar>> bars, LocalDate to, List<String> notes) {
    return load(bars, Map.of(), to, notes);
  }

  /**
   * @param payments the dividends and splits by symbol
   */
  static BarData.Loaded load(
      Map<String, List<PricedBar>> bars,
      Map<String, List<Payment>> payments,
      LocalDate to,
      List<String> notes) {
    List<CorporateAction> actions = new ArrayList<>();
    Map<Instrument, List<PricedBar>> loaded = new LinkedHashMap<>();
    List<Instrument> shares = new ArrayList<>();
    Set<Integer> numbers = new HashSet<>();
    new TreeMap<>(bars)
        .forEach(
            (symbol, ofSymbol) -> {
              Instrument instrument =
                  Universe.known(symbol)
                      .or(() -> future(symbol, ofSymbol))
                      .orElseGet(() -> unknown(symbol, numbers, shares));
              loaded.put(instrument, upTo(ofSymbol, to));
              payments.getOrDefault(symbol, List.of()).stream()
                  .filter(payment -> !payment.exDate().isAfter(to))
                  .map(
                      payment ->
                          new CorporateAction(
                              instrument, payment.exDate(), payment.dividend(), payment.split()))
                  .forEach(actions::add);
            });
    actions.sort(Comparator.comparing(CorporateAction::exDate));
    return new BarData.Loaded(loaded, shares, notes, List.copyOf(actions));
  }

  /** The future of this local symbol whose last day is next after its last bar. */
  private static Optional<Instrument> future(String symbol, List<PricedBar> bars) {
    return bars.isEmpty()
        ? Optional.empty()
        : Universe.future(symbol, bars.get(bars.size() - 1).date());
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
