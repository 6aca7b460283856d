package dev.ibintents.simulator.control;

import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.Universe;
import dev.ibintents.store.NearNames;
import java.util.List;
import java.util.Optional;

/** Finds instruments by the names that people use. */
final class ContractNames {
  private static final int MOST_DIGITS = 9;

  private ContractNames() {}

  /**
   * The instrument with this name.
   *
   * @param name the exchange's own name, such as SPY, MNQZ6 or EUR.USD, or the broker's number
   * @throws RefusedCallException if the market does not know it; the message has near names
   */
  static Instrument instrument(String name, Universe universe) {
    List<Instrument> listed = universe.listed();
    return listed.stream()
        .filter(instrument -> instrument.localSymbol().equals(name))
        .findFirst()
        .or(() -> isNumber(name) ? universe.byConId(Integer.parseInt(name)) : Optional.empty())
        .orElseThrow(
            () ->
                RefusedCallException.wrong(
                    "the market does not know "
                        + name
                        + NearNames.suggestion(
                            name, listed.stream().map(Instrument::localSymbol).toList())));
  }

  private static boolean isNumber(String name) {
    return name.length() <= MOST_DIGITS
        && !name.isEmpty()
        && name.chars().allMatch(Character::isDigit);
  }
}
