package dev.ibintents.intent.look;

import dev.ibintents.intent.look.HoldingsView.Held;
import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.Quantities;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** Names and values holdings by the last snapshot of the account. */
final class HeldValues {
  private static final int CENTS = 2;

  private final Symbols symbols;
  private final Map<Integer, Snapshot.Position> positions;
  private final Map<String, BigDecimal> rates;

  /**
   * @param symbols the names of contracts
   * @param snapshot the last snapshot, if there is one
   * @param rates the value of one unit of each known currency in the base currency
   */
  HeldValues(Symbols symbols, Optional<Snapshot> snapshot, Map<String, BigDecimal> rates) {
    this.symbols = symbols;
    this.positions = snapshot.map(Snapshot::byContract).orElse(Map.of());
    this.rates = rates;
  }

  /** The contracts that are held or wanted, sorted by conId. */
  List<Held> held(Quantities quantities, Optional<SortedMap<Integer, BigDecimal>> targets) {
    SortedSet<Integer> conIds = new TreeSet<>(quantities.contracts());
    targets.ifPresent(wanted -> conIds.addAll(wanted.keySet()));
    List<Held> held = new ArrayList<>();
    for (int conId : conIds) {
      Optional<BigDecimal> target =
          targets.map(wanted -> wanted.getOrDefault(conId, BigDecimal.ZERO));
      held.add(held(conId, quantities.of(conId), target));
    }
    return held;
  }

  private Held held(int conId, BigDecimal quantity, Optional<BigDecimal> target) {
    Optional<Snapshot.Position> position = Optional.ofNullable(positions.get(conId));
    return new Held(
        symbols.of(conId),
        conId,
        quantity,
        position.flatMap(Snapshot.Position::marketPrice).orElse(null),
        position.map(Snapshot.Position::currency).orElse(null),
        value(quantity, position).orElse(null),
        target.orElse(null),
        target.map(wanted -> PlainDecimal.of(quantity.subtract(wanted))).orElse(null),
        null);
  }

  private Optional<BigDecimal> value(BigDecimal quantity, Optional<Snapshot.Position> position) {
    if (quantity.signum() == 0) {
      return Optional.of(BigDecimal.ZERO);
    }
    return position
        .flatMap(
            known ->
                known
                    .unitValue()
                    .flatMap(
                        unit ->
                            Optional.ofNullable(rates.get(known.currency()))
                                .map(rate -> quantity.multiply(unit).multiply(rate))))
        .map(value -> value.setScale(CENTS, RoundingMode.HALF_EVEN));
  }

  /** The sum of a figure; {@code null} if one of them is not known. */
  static BigDecimal sum(List<Held> held, Function<Held, BigDecimal> figure) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Held holding : held) {
      BigDecimal amount = figure.apply(holding);
      if (amount == null) {
        return null;
      }
      sum = sum.add(amount);
    }
    return sum;
  }
}
