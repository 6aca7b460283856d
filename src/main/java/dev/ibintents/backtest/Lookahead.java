package dev.ibintents.backtest;

import dev.ibintents.backtest.BacktestResult.PlacedOrder;
import dev.ibintents.trading.BrokerDay;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A difference between a run over the whole data and a run over its beginning. It shows that a
 * strategy uses data of the future, or that it is not deterministic.
 *
 * @param cut the last day of the shorter run
 * @param whole the first order of the whole run that the shorter run does not have; empty if the
 *     shorter run has more orders
 * @param shorter the order of the shorter run in its place; empty if there is none
 */
public record Lookahead(LocalDate cut, Optional<PlacedOrder> whole, Optional<PlacedOrder> shorter) {
  /** The parts of the whole at which it is cut: after a quarter, a half and three quarters. */
  private static final int CUTS = 4;

  /** The facts of an order that must be the same in both runs. */
  private record Decision(LocalDate date, int conId, BigDecimal quantity, Object shares) {
    static Decision of(PlacedOrder order) {
      return new Decision(day(order), order.conId(), order.quantity(), order.byStrategy());
    }
  }

  static Optional<Lookahead> find(
      BacktestResult whole, Function<LocalDate, BacktestResult> shorterRun) {
    int sessions = whole.days().size();
    if (sessions < 2) {
      throw new BacktestException("a check needs two sessions or more; the run has " + sessions);
    }
    return Stream.iterate(1, part -> part < CUTS, part -> part + 1)
        .map(part -> whole.days().get(Math.max(0, sessions * part / CUTS - 1)).date())
        .distinct()
        .map(cut -> compare(cut, whole, shorterRun.apply(cut)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Lookahead> compare(
      LocalDate cut, BacktestResult whole, BacktestResult shorter) {
    List<PlacedOrder> expected =
        whole.orders().stream().filter(order -> !day(order).isAfter(cut)).toList();
    List<PlacedOrder> actual = shorter.orders();
    for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
      Optional<PlacedOrder> inWhole = at(expected, i);
      Optional<PlacedOrder> inShorter = at(actual, i);
      if (!Objects.equals(inWhole.map(Decision::of), inShorter.map(Decision::of))) {
        return Optional.of(new Lookahead(cut, inWhole, inShorter));
      }
    }
    return Optional.empty();
  }

  private static LocalDate day(PlacedOrder order) {
    return BrokerDay.of(order.time());
  }

  private static Optional<PlacedOrder> at(List<PlacedOrder> orders, int place) {
    return place < orders.size() ? Optional.of(orders.get(place)) : Optional.empty();
  }

  /** The difference in words. */
  @Override
  public String toString() {
    return "With bars up to "
        + cut
        + " only, "
        + words(shorter)
        + "; with all bars, "
        + words(whole)
        + ". A strategy uses data of the future, or is not deterministic";
  }

  private static String words(Optional<PlacedOrder> order) {
    return order
        .map(
            placed ->
                day(placed)
                    + (placed.quantity().signum() > 0 ? " buys " : " sells ")
                    + placed.quantity().abs().toPlainString()
                    + " "
                    + placed.symbol()
                    + " for "
                    + placed.byStrategy().keySet())
        .orElse("there is no order in its place");
  }
}
