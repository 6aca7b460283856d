package dev.ibintents.backtest;

import dev.ibintents.simulator.csv.CsvBars;
import dev.ibintents.simulator.csv.CsvBars.Payment;
import dev.ibintents.simulator.csv.CsvException;
import dev.ibintents.simulator.csv.SymbolTable;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.PricedBar;
import dev.ibintents.simulator.market.Prices;
import dev.ibintents.simulator.market.Universe;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Gives bars by symbol the instruments of the simulated broker. */
final class BarsInMemory {
  private BarsInMemory() {}

  /**
   * The bars of CSV files.
   *
   * @param files reads the files
   * @throws BacktestException if a file cannot be read; the message names the line
   */
  static BarData.Loaded load(Supplier<List<CsvBars>> files, LocalDate to) {
    Map<String, List<PricedBar>> bars = new TreeMap<>();
    Map<String, List<Payment>> payments = new TreeMap<>();
    List<String> notes = new ArrayList<>();
    try {
      for (CsvBars csv : files.get()) {
        bars.put(csv.symbol(), csv.bars());
        payments.put(csv.symbol(), csv.payments());
        notes.addAll(csv.notes());
      }
    } catch (CsvException e) {
      throw new BacktestException(e.getMessage(), e);
    }
    return load(bars, payments, to, notes);
  }

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
    SymbolTable symbols = new SymbolTable(List.of());
    new TreeMap<>(bars)
        .forEach(
            (symbol, ofSymbol) -> {
              Instrument instrument = symbols.instrument(symbol, ofSymbol);
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
    return new BarData.Loaded(loaded, symbols.unknown(), notes, List.copyOf(actions));
  }

  static List<PricedBar> upTo(List<PricedBar> bars, LocalDate to) {
    return bars.stream().filter(bar -> !bar.date().isAfter(to)).toList();
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
