package dev.ibintents.backtest;

import dev.ibintents.simulator.market.BarMarket;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The price at which orders are filled. */
public enum Fill {
  /** The open of the next session that begins after the order was placed. */
  NEXT_OPEN("next-open", BarMarket.Fill.NEXT_OPEN),
  /** The close of the session in which the order was placed. */
  CLOSE("close", BarMarket.Fill.CLOSE);

  private final String id;
  private final BarMarket.Fill auction;

  Fill(String id, BarMarket.Fill auction) {
    this.id = id;
    this.auction = auction;
  }

  /** The name in settings. */
  public String id() {
    return id;
  }

  BarMarket.Fill auction() {
    return auction;
  }

  /**
   * The price of this name.
   *
   * @throws BacktestException if there is none; the message names all
   */
  public static Fill named(String name) {
    return Arrays.stream(values())
        .filter(fill -> fill.id.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BacktestException(
                    "fill is \""
                        + name
                        + "\"; it must be "
                        + Arrays.stream(values())
                            .map(Fill::id)
                            .collect(Collectors.joining(" or "))));
  }
}
