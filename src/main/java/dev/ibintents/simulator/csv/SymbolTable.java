package dev.ibintents.simulator.csv;

import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.PricedBar;
import dev.ibintents.simulator.market.Universe;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gives symbols of bars the instruments of the simulated broker. An unknown symbol is a share. */
public final class SymbolTable {
  /** The first number of a share that the simulated broker does not know. */
  private static final int FIRST_NUMBER = 800_000_000;

  private static final int NUMBERS = 90_000_000;

  private final List<Instrument> further;
  private final List<Instrument> unknown = new ArrayList<>();
  private final Set<Integer> numbers = new HashSet<>();

  /**
   * @param further the instruments that the table of the simulated broker does not have
   */
  public SymbolTable(List<Instrument> further) {
    this.further = List.copyOf(further);
  }

  /**
   * The instrument of a symbol: a further one, a share or a pair of the table, or the future of
   * this local symbol whose last day is next after its last bar. Any other symbol is that of a
   * share in US dollars, whose number depends on the symbol, so that two runs agree.
   *
   * @param bars the bars of the symbol, the oldest first
   */
  public Instrument instrument(String symbol, List<PricedBar> bars) {
    return further.stream()
        .filter(instrument -> instrument.localSymbol().equals(symbol))
        .findFirst()
        .or(() -> Universe.known(symbol))
        .or(() -> future(symbol, bars))
        .orElseGet(() -> unknown(symbol));
  }

  private static Optional<Instrument> future(String symbol, List<PricedBar> bars) {
    return bars.isEmpty()
        ? Optional.empty()
        : Universe.future(symbol, bars.get(bars.size() - 1).date());
  }

  private Instrument unknown(String symbol) {
    int number = FIRST_NUMBER + Math.floorMod(symbol.hashCode(), NUMBERS);
    while (!numbers.add(number)) {
      number++;
    }
    Instrument share = Universe.share(number, symbol);
    unknown.add(share);
    return share;
  }

  /** The shares whose symbols were unknown. */
  public List<Instrument> unknown() {
    return List.copyOf(unknown);
  }
}
